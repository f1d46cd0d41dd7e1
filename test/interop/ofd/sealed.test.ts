import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { equalBytes, toHex } from '../../../src/foundation/core/index.ts';
import { type SealOfdOptions, sealOfd } from '../../../src/seal/index.ts';
import { signOfd } from '../../../src/sign/index.ts';
import { newOfd } from '../../support/new-ofd.ts';
import { NOW, testPki } from '../../support/ofd.ts';
import { testSeal } from '../../support/seal-ofd.ts';
import { requireTool, tool } from '../../support/tools.ts';
import { OpensslEye } from './openssl-eye.ts';

const tools = ['openssl', 'xmllint', 'unzip'].every((name) => tool(name) !== undefined);
const home = mkdtempSync(join(tmpdir(), 'yinxin-ofd-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const eye = new OpensslEye(home);

/** Unpacks with unzip; every file by its name in the package. */
function unpacked(name: string, file: Uint8Array): Map<string, Uint8Array> {
  const folder = join(home, name);
  mkdirSync(folder);
  writeFileSync(join(home, `${name}.ofd`), file);
  execFileSync(requireTool('unzip'), ['-q', join(home, `${name}.ofd`), '-d', folder]);
  const names = (readdirSync(folder, { recursive: true }) as string[]).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
  return new Map(
    names.map((path) => [path.replaceAll('\\', '/'), new Uint8Array(readFileSync(join(folder, path)))]),
  );
}

/** Every XML file is accepted, and every reference holds the digest that OpenSSL finds; all files are referred to. */
function checkPackage(name: string, files: ReadonlyMap<string, Uint8Array>, left: readonly string[]): void {
  const xml = [...files.keys()].filter((path) => path.endsWith('.xml')).map((path) => join(home, name, path));
  execFileSync(requireTool('xmllint'), ['--noout', '--nonet', ...xml], { stdio: 'pipe' });
  const text = new TextDecoder().decode(files.get('Doc_0/Signs/Sign_0/Signature.xml'));
  const references = [...text.matchAll(/FileRef="\/([^"]+)"><ofd:CheckValue>([^<]+)</g)];
  const named = references.map(([, path, value]) => {
    expect(eye.sm3(files.get(path!)!), path).toBe(Buffer.from(value!, 'base64').toString('hex'));
    return path!;
  });
  expect([...files.keys()].filter((path) => !named.includes(path)).sort()).toEqual([...left].sort());
}

const OWN = ['Doc_0/Signs/Sign_0/Signature.xml', 'Doc_0/Signs/Sign_0/SignedValue.dat'];
const LIST = 'Doc_0/Signs/Signatures.xml';

async function sealed(more: Partial<SealOfdOptions> = {}): Promise<Uint8Array> {
  return sealOfd({
    file: newOfd(),
    signer: await (await testPki()).sealSigner.signer(),
    seal: await testSeal(),
    placements: [
      { kind: 'keyword', text: '公章' },
      { kind: 'riding', side: 'right' },
    ],
    claimedTime: NOW,
    ...more,
  } as SealOfdOptions);
}

describe.skipIf(!tools)('sealed OFD in the eyes of OpenSSL, xmllint and unzip', () => {
  it('V4: digests, dataHash, the value of the signer, the value of the maker, the timestamp', async () => {
    const pki = await testPki();
    const files = unpacked('v4', await sealed({ tsa: pki.timestampAuthority() }));
    checkPackage('v4', files, [...OWN, LIST]);
    const value = files.get(OWN[1]!)!;
    const [toSign, cert, algorithm, signature, timestamp] = eye.parts(value) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    expect(toHex(algorithm)).toBe('06082a811ccf55018375');
    expect(eye.sm2Verifies(eye.content(cert), toSign, eye.content(signature))).toBe(true);
    expect(eye.sm2Verifies(eye.content(cert), value, eye.content(signature))).toBe(false);
    const [version, seal, , dataHash, propertyInfo] = eye.parts(toSign) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    expect(toHex(version)).toBe('020104');
    expect(toHex(eye.content(dataHash))).toBe(eye.sm3(files.get(OWN[0]!)!));
    expect(new TextDecoder().decode(eye.content(propertyInfo))).toBe(`/${OWN[0]}`);
    expect(equalBytes(seal, files.get('Doc_0/Signs/Sign_0/Seal.esl')!)).toBe(true);
    const [info, maker, , makerValue] = eye.parts(seal) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    expect(eye.sm2Verifies(eye.content(maker), info, eye.content(makerValue))).toBe(true);
    const [token] = eye.parts(timestamp) as [Uint8Array];
    expect(eye.values(eye.content(token)).length).toBeGreaterThan(50);
  });

  it('V1: the certificate inside, the maker over three parts', async () => {
    const files = unpacked(
      'v1',
      await sealed({ seal: await testSeal({ version: 1 }), sealFile: false, mode: 'whole' }),
    );
    checkPackage('v1', files, OWN);
    const [toSign, signature] = eye.parts(files.get(OWN[1]!)!) as [Uint8Array, Uint8Array];
    const parts = eye.parts(toSign);
    expect(parts).toHaveLength(7);
    const [, seal, , dataHash, , cert] = parts as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    expect(eye.sm2Verifies(eye.content(cert), toSign, eye.content(signature))).toBe(true);
    expect(toHex(eye.content(dataHash))).toBe(eye.sm3(files.get(OWN[0]!)!));
    const [info, signInfo] = eye.parts(seal) as [Uint8Array, Uint8Array];
    const [maker, algorithm, makerValue] = eye.parts(signInfo) as [Uint8Array, Uint8Array, Uint8Array];
    const body = Buffer.concat([info, maker, algorithm]);
    const header = Buffer.from([0x30, 0x82, body.length >> 8, body.length & 0xff]);
    expect(eye.sm2Verifies(eye.content(maker), Buffer.concat([header, body]), eye.content(makerValue))).toBe(
      true,
    );
  });

  it('without a seal, with attributes: the value over the attributes, the digest of Signature.xml in them', async () => {
    const pki = await testPki();
    const signer = await pki.signer.signer();
    const files = unpacked('attributes', await signOfd({ file: newOfd(), signer, claimedTime: NOW }));
    checkPackage('attributes', files, [...OWN, LIST]);
    const { attributes, value, digest } = signerInfo(files.get(OWN[1]!)!);
    const asSet = Buffer.from(attributes!);
    asSet[0] = 0x31;
    expect(eye.sm2Verifies(pki.signer.certificate, asSet, value)).toBe(true);
    expect(digest).toBe(eye.sm3(files.get(OWN[0]!)!));
  });

  it('without a seal, over the digest: the value over the 32 octets of the content', async () => {
    const pki = await testPki();
    const signer = await pki.signer.signer();
    const files = unpacked(
      'digest',
      await signOfd({ file: newOfd(), signer, claimedTime: NOW, form: 'digest' }),
    );
    checkPackage('digest', files, [...OWN, LIST]);
    const { attributes, value, content } = signerInfo(files.get(OWN[1]!)!);
    expect(attributes).toBeUndefined();
    expect(toHex(content!)).toBe(eye.sm3(files.get(OWN[0]!)!));
    expect(eye.sm2Verifies(pki.signer.certificate, content!, value)).toBe(true);
  });
});

/** The parts of a SignedData of GB/T 35275 that matter here. */
function signerInfo(bytes: Uint8Array): {
  attributes: Uint8Array | undefined;
  value: Uint8Array;
  content: Uint8Array | undefined;
  digest: string | undefined;
} {
  const [type, explicit] = eye.parts(bytes) as [Uint8Array, Uint8Array];
  expect(toHex(type)).toBe('060a2a811ccf550601040202');
  const [signedData] = eye.parts(explicit) as [Uint8Array];
  const parts = eye.parts(signedData);
  const [, wrapped] = eye.parts(parts[2]!);
  const [info] = eye.parts(parts.at(-1)!) as [Uint8Array];
  const fields = eye.parts(info);
  const attributes = fields.find((field) => field[0] === 0xa0);
  return {
    attributes,
    value: eye.content(fields.filter((field) => field[0] === 0x04).at(-1)!),
    content: wrapped === undefined ? undefined : eye.content(eye.parts(wrapped)[0]!),
    digest: attributes === undefined ? undefined : messageDigest(attributes),
  };
}

function messageDigest(attributes: Uint8Array): string | undefined {
  const messageDigestOid = '06092a864886f70d010904';
  for (const attribute of eye.parts(attributes)) {
    const [type, values] = eye.parts(attribute) as [Uint8Array, Uint8Array];
    if (toHex(type) === messageDigestOid) return toHex(eye.content(eye.parts(values)[0]!));
  }
  return undefined;
}
