import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { der } from '../../../src/foundation/asn1/index.ts';
import { concatBytes, fromHex, isYinxinError, toHex } from '../../../src/foundation/core/index.ts';
import {
  type CoseSign1,
  parseCoseSign1,
  sigStructure,
  verifyCoseSign1,
} from '../../../src/license/cose/index.ts';

const FOLDER = join(process.env['YINXIN_CORPORA'] ?? '../shared/corpora', 'cose', 'sign1-tests');

interface Row {
  title: string;
  fail?: boolean;
  input: { sign0: { key: { crv: string; x: string; y: string }; external?: string } };
  intermediates: { ToBeSign_hex: string };
  output: { cbor: string };
}

function spkiOf({ x, y }: { x: string; y: string }): Uint8Array {
  const point = concatBytes(Uint8Array.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url'));
  const algorithm = der.sequence(der.oid('1.2.840.10045.2.1'), der.oid('1.2.840.10045.3.1.7'));
  return der.sequence(algorithm, der.bitString(point));
}

/** `valid`, `invalid`, `unsupported`, or the code of the error. */
function outcomeOf({ input, output }: Row): string {
  let cose: CoseSign1;
  try {
    cose = parseCoseSign1(fromHex(output.cbor), 4096);
  } catch (error) {
    if (isYinxinError(error)) return error.code;
    throw error;
  }
  return verifyCoseSign1(cose, spkiOf(input.sign0.key), fromHex(input.sign0.external ?? ''));
}

if (!existsSync(FOLDER)) console.log('skipped: the COSE corpus is absent (YINXIN_CORPORA)');

describe.skipIf(!existsSync(FOLDER))('COSE_Sign1 examples of the COSE working group', () => {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];

  it.each(files)('%s', (name) => {
    const row = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Row;
    const outcome = outcomeOf(row);
    if (name.startsWith('sign-pass')) expect(outcome).toBe('valid');
    else expect(outcome).not.toBe('valid');
  });

  it('makes the same bytes to be signed', () => {
    for (const name of files.filter((file) => file.startsWith('sign-pass-'))) {
      const row = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Row;
      const cose = parseCoseSign1(fromHex(row.output.cbor), 4096);
      const external = fromHex(row.input.sign0.external ?? '');
      const toBeSigned = sigStructure(cose.protectedBytes, cose.payload, external);
      expect(toHex(toBeSigned).toUpperCase()).toBe(row.intermediates.ToBeSign_hex);
    }
  });
});
