import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from '../../support/tools.ts';

/** One value as `openssl asn1parse` lists it. */
export interface ListedValue {
  readonly offset: number;
  readonly depth: number;
  readonly headerLength: number;
  readonly length: number;
  readonly name: string;
}

const LINE = /^\s*(\d+):d=\s*(\d+)\s+hl=\s*(\d+)\s+l=\s*(\d+)\s+(?:prim|cons):\s+(.+?)\s*(?::|$)/;

/** DER seen with the eyes of OpenSSL: nothing of this library reads it. */
export class OpensslEye {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  run(args: readonly string[]): Buffer {
    return execFileSync(requireTool('openssl'), args, { stdio: 'pipe', maxBuffer: 1 << 26 });
  }

  file(name: string, bytes: Uint8Array): string {
    const path = join(this.#folder, name);
    writeFileSync(path, bytes);
    return path;
  }

  /** Values of a structure; throws where OpenSSL finds a fault. */
  values(bytes: Uint8Array): readonly ListedValue[] {
    const listing = this.run([
      'asn1parse',
      '-inform',
      'DER',
      '-in',
      this.file('listed.der', bytes),
    ]).toString();
    return listing
      .split('\n')
      .map((line) => LINE.exec(line))
      .filter((match) => match !== null)
      .map(([, offset, depth, headerLength, length, name]) => ({
        offset: Number(offset),
        depth: Number(depth),
        headerLength: Number(headerLength),
        length: Number(length),
        name: name!,
      }));
  }

  /** Whole bytes of the values directly inside the structure. */
  parts(bytes: Uint8Array): Uint8Array[] {
    return this.values(bytes)
      .filter(({ depth }) => depth === 1)
      .map(({ offset, headerLength, length }) => bytes.subarray(offset, offset + headerLength + length));
  }

  /** Content of a primitive value; of a BIT STRING without the count of unused bits. */
  content(bytes: Uint8Array): Uint8Array {
    const [value] = this.values(bytes);
    const skip = value!.name.startsWith('BIT STRING') ? 1 : 0;
    return bytes.subarray(value!.headerLength + skip);
  }

  sm3(bytes: Uint8Array): string {
    const out = this.run(['dgst', '-sm3', '-r', this.file('hashed', bytes)]).toString();
    return out.split(' ')[0]!;
  }

  /** SM2 with the default identifier over the data, under the key of a certificate. */
  sm2Verifies(certificate: Uint8Array, data: Uint8Array, value: Uint8Array): boolean {
    const pem = join(this.#folder, 'key.pem');
    const cert = this.file('cert.der', certificate);
    writeFileSync(pem, this.run(['x509', '-inform', 'DER', '-in', cert, '-pubkey', '-noout']));
    const args = ['-verify', '-pubin', '-inkey', pem, '-in', this.file('data', data)];
    try {
      return this.run([
        'pkeyutl',
        ...args,
        ...['-sigfile', this.file('value', value), '-rawin', '-digest', 'sm3'],
        ...['-pkeyopt', 'distid:1234567812345678'],
      ]).includes('Verified Successfully');
    } catch {
      return false;
    }
  }
}
