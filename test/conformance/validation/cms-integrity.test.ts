import { describe, expect, it } from 'vitest';
import { judge, type SignatureFacts } from '../../../src/foundation/validation/index.ts';
import { entryOf, factsOf, present, type Row, rowsOf } from './corpus.ts';
import known from './known-differences.json' with { type: 'json' };

const listed: readonly { readonly file: string; readonly difference: string; readonly reason: string }[] =
  known.cms;

const statusOf = ({ checks }: SignatureFacts, name: string): string =>
  checks.find(({ code }) => code === name)?.status ?? 'absent';

/** What differs from the row; empty when all that it asserts is right. */
async function differences(row: Row): Promise<string[]> {
  const facts = await factsOf(row['file']!);
  const entry = entryOf(facts, row['field']!);
  // The signer is believed as it is, and legacy algorithms are admitted: nothing but the CMS decides.
  const anchors = entry.signerCertificate === undefined ? [] : [entry.signerCertificate];
  const { signatures } = await judge(facts, {
    at: new Date('2020-11-01T00:00:00Z'),
    trust: { signers: anchors, timestamps: anchors },
    revocation: 'none',
    allowLegacy: true,
  });
  const { indication } = signatures.find(({ id }) => id === entry.id)!;
  const flags = [
    ['digest', row['digest_intact'], statusOf(entry, 'MESSAGE_DIGEST')],
    ['value', row['signature_valid'], statusOf(entry, 'SIGNATURE_VALUE')],
  ] as const;
  const wrong = flags.flatMap(([what, asserted, actual]) => {
    const expected = { yes: 'passed', no: 'failed' }[asserted ?? ''];
    return expected === undefined || actual === expected ? [] : [`${what} ${actual}, expected ${expected}`];
  });
  const mustFail = row['must_reject_with'] !== '' || flags.some(([, asserted]) => asserted === 'no');
  return mustFail && indication === 'TOTAL_PASSED' ? [...wrong, 'passed, must be rejected'] : wrong;
}

describe.skipIf(!present)('the tampered and odd CMS of pyHanko', () => {
  it('never pass, and have the right flags, but for the differences that are listed with reasons', async () => {
    const rows = present ? rowsOf('expected-cms-integrity.tsv') : [];
    const differing: Record<string, string> = {};
    for (const row of rows) {
      const found = await differences(row);
      if (found.length > 0) differing[row['file']!] = found.join('; ');
    }
    console.log(`CMS rows: ${rows.length - Object.keys(differing).length} of ${rows.length} agree`);
    expect(differing).toEqual(Object.fromEntries(listed.map((row) => [row.file, row.difference])));
    for (const row of listed) expect(row.reason.length).toBeGreaterThan(40);
    expect(rows.length).toBe(39);
  }, 120_000);
});
