import { describe, expect, it } from 'vitest';
import { type AlgorithmPolicy, ETSI_TS_119_312 } from '../../../src/foundation/crypto/index.ts';
import { judge } from '../../../src/foundation/validation/index.ts';
import { anchorsOf, entryOf, factsOf, present, type Row, rowsOf } from './corpus.ts';
import known from './known-differences.json' with { type: 'json' };

/** The corpus knows no end of RSA PKCS#1 v1.5; by ETSI TS 119 312 it is 2029, and its rows go to 2080. */
const ALGORITHMS: AlgorithmPolicy = {
  ...ETSI_TS_119_312,
  name: 'of the corpus',
  signatures: { ...ETSI_TS_119_312.signatures, 'rsa-pkcs1': [{ minBits: 2048, source: 'corpus' }] },
};

async function verdictOn(row: Row): Promise<string> {
  const anchors = anchorsOf(row['trust_certs']!);
  const facts = await factsOf(row['file']!);
  const { signatures } = await judge(facts, {
    at: new Date(row['validation_time']!),
    trust: { signers: anchors, timestamps: anchors },
    revocation: 'require',
    algorithms: ALGORITHMS,
  });
  const report = signatures.find(({ id }) => id === entryOf(facts, row['field']!).id)!;
  expect(report.indication === 'TOTAL_PASSED').toBe(report.trust === 'trusted');
  return report.subIndication ?? 'OK';
}

describe.skipIf(!present)('the AdES outcomes of pyHanko', () => {
  it('are ours too, but for the differences that are listed with reasons', async () => {
    const rows = present ? rowsOf('expected-ades.tsv') : [];
    const differing: Record<string, string> = {};
    for (const row of rows) {
      const expected = row['ades_subindication']!.split('.')[1]!;
      const actual = await verdictOn(row);
      if (actual !== expected)
        differing[`${row['file']} ${row['validation_time']}`] = `${actual}, expected ${expected}`;
    }
    console.log(`AdES rows: ${rows.length - Object.keys(differing).length} of ${rows.length} agree`);
    const listed = known.ades.map((row) => [`${row.file} ${row.at}`, row.difference]);
    expect(differing).toEqual(Object.fromEntries(listed));
    for (const row of known.ades) expect(row.reason.length).toBeGreaterThan(40);
    expect(rows.length).toBe(53);
  }, 120_000);
});
