import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import type { SignatureReport } from '../../../src/foundation/validation/index.ts';

const FOLDER = join(process.env['YINXIN_CORPORA'] ?? '../shared/corpora', 'ers');
const present = existsSync(FOLDER);
if (!present) process.stderr.write('conformance/ers: no corpora here, skipped\n');

const AT = new Date('2026-11-23T00:00:00Z');
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(FOLDER, name)));
const failedCodes = (entry: SignatureReport): string[] =>
  entry.checks.filter(({ status }) => status === 'failed').map(({ code }) => code);

/** Without anchors: hash lists and values alone decide. */
async function judged(bytes: Uint8Array, data: readonly Uint8Array[]) {
  const options = { at: AT, trust: { signers: [] }, revocation: 'none', data } as const;
  const { conclusion, signatures, input, notChecked } = await verify(bytes, options);
  return { conclusion, input, notChecked, record: signatures[0]!, tokens: signatures.slice(1) };
}

describe.skipIf(!present)('evidence records of the ERS test tool, over their data, without anchors', () => {
  const rows = [
    ['1Chain1ATS', 1],
    ['1Chain2ATS', 2],
    ['2Chains3ATS', 3],
  ] as const;
  it.each(rows)('%s is intact, trust unknown, with a token for each timestamp', async (folder, count) => {
    const path = `ers-testtool/${folder}`;
    const found = await judged(read(`${path}/BIN_ER.ers`), [read(`${path}/BIN.bin`)]);
    expect(found.input.format).toBe('evidence-record');
    expect(found.record).toMatchObject({
      kind: 'evidence-record',
      format: 'ERS-RFC4998',
      cryptography: 'intact',
      coverage: 'whole-file',
      trust: 'unknown',
      indication: 'INDETERMINATE',
      subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    });
    expect(found.tokens.map(({ cryptography }) => cryptography)).toEqual(Array(count).fill('intact'));
  });

  it.each(rows)('%s over other data is broken', async (folder) => {
    const data = read(`ers-testtool/${folder}/BIN.bin`);
    data[3]! ^= 1;
    const { record, conclusion } = await judged(read(`ers-testtool/${folder}/BIN_ER.ers`), [data]);
    expect(record.cryptography).toBe('broken');
    expect(failedCodes(record)).toContain('EVIDENCE_HASH_MISSING');
    expect(conclusion).toEqual({ indication: 'TOTAL_FAILED', subIndications: ['HASH_FAILURE'] });
  });

  it('a single hash in the first list of a renewed chain is carried to the imprint', async () => {
    const data = read('ers-testtool/1Chain2ATS/BIN.bin');
    const { record } = await judged(read('ers-testtool/1Chain2ATS/testRenewal.ers'), [data]);
    expect(record.cryptography).toBe('intact');
  });
});

// These are over the objects of an XAIP that is not in the corpus: BIN.bin is none of them (its SHA-256 is in no list).
describe.skipIf(!present)('evidence records of TR-ESOR-C.2, whose objects are not here', () => {
  it.each(['INIT', 'CHAIN', 'SEQ'])('ER_OK_%s is right in itself', async (kind) => {
    const found = await judged(read(`tr-esor-c2/ER_OK_${kind}.ers`), []);
    expect(found.record).toMatchObject({ cryptography: 'intact', coverage: 'none', trust: 'unknown' });
    expect(found.conclusion).toEqual({
      indication: 'INDETERMINATE',
      subIndications: ['SIGNED_DATA_NOT_FOUND'],
    });
    expect(found.notChecked.map(({ code }) => code)).toContain('EVIDENCE_OBJECTS');
  });

  it.each(['INIT', 'CHAIN', 'SEQ'])('ER_NOK_%s is broken', async (kind) => {
    for (const data of [[], [read('tr-esor-c2/BIN.bin')]]) {
      const { record, conclusion } = await judged(read(`tr-esor-c2/ER_NOK_${kind}.ers`), data);
      expect(record.cryptography).toBe('broken');
      expect(failedCodes(record)).toContain('EVIDENCE_ROOT_HASH');
      expect(conclusion).toEqual({ indication: 'TOTAL_FAILED', subIndications: ['HASH_FAILURE'] });
    }
  });

  it.each(['INIT', 'CHAIN', 'SEQ'])(
    'ER_OK_%s proves nothing of a file that it does not name',
    async (kind) => {
      const { record } = await judged(read(`tr-esor-c2/ER_OK_${kind}.ers`), [read('tr-esor-c2/BIN.bin')]);
      expect(record.cryptography).toBe('broken');
      expect(failedCodes(record)).toContain('EVIDENCE_HASH_MISSING');
    },
  );
});

describe.skipIf(!present)('one byte of a record of others', () => {
  it('changed anywhere in lists or imprints is never intact over the data', async () => {
    const data = read('ers-testtool/1Chain2ATS/BIN.bin');
    const bytes = read('ers-testtool/1Chain2ATS/BIN_ER.ers');
    const unprotected: number[] = [];
    for (let at = 0; at < bytes.length; at += 97) {
      const changed = bytes.slice();
      changed[at]! ^= 0x41;
      const { conclusion, record } = await judged(changed, [data]).catch(() => ({
        conclusion: { indication: 'TOTAL_FAILED' as const },
        record: undefined,
      }));
      // The second timestamp is not covered by a third: its certificates and revocation data alone may change.
      const isFine = conclusion.indication !== 'TOTAL_FAILED' && record?.cryptography === 'intact';
      if (isFine && at < 5900) unprotected.push(at);
    }
    expect(unprotected).toEqual([]);
  }, 60_000);
});
