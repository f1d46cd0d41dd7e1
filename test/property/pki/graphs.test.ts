import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/foundation/core/index.ts';
import { type PkiMemo, pkiMemo, validatePath } from '../../../src/foundation/pki/index.ts';
import { createTestPki, encodeName, type TestIdentity } from '../../../src/testing/index.ts';
import { runs } from '../../support/property.ts';

// Any company of CAs that certify each other: a path is found when there is one, and only then, whatever loops, dead
// ends and strangers of the same name stand beside it.

const NOW = new Date('2026-11-23T03:00:00Z');
const CAS = 6;

/** certified[i][j]: CA i certified by CA j; i = j is its own certificate. */
let certified: TestIdentity[][];
/** A stranger with the name of each CA, certified by itself. */
let strangers: TestIdentity[];
let leaves: TestIdentity[];

beforeAll(async () => {
  const pki = await createTestPki({ algorithm: 'P-256', now: NOW, revocationUrls: false });
  const subjectOf = (i: number): Uint8Array => encodeName({ country: 'CN', commonName: `CA ${i}` });
  const own: TestIdentity[] = [];
  const common = { ca: true, name: 'CA' };
  strangers = [];
  for (let i = 0; i < CAS; i++) {
    own.push(await pki.issue({ ...common, subject: subjectOf(i), key: `ca ${i}`, issuer: 'self' }));
    // No key identifiers: nothing but the signature tells a stranger.
    const extensions =
      i % 2 === 0 ? {} : ({ subjectKeyIdentifier: false, authorityKeyIdentifier: false } as const);
    strangers.push(
      await pki.issue({ ...common, subject: subjectOf(i), key: `stranger ${i}`, issuer: 'self', extensions }),
    );
  }
  certified = [];
  leaves = [];
  for (let i = 0; i < CAS; i++) {
    const row: TestIdentity[] = [];
    for (let j = 0; j < CAS; j++) {
      row.push(
        i === j
          ? own[i]!
          : await pki.issue({ ...common, subject: subjectOf(i), key: own[i]!.key, issuer: own[j]! }),
      );
    }
    certified.push(row);
    leaves.push(await pki.issue({ name: '测试人', key: 'leaf', issuer: own[i]! }));
  }
});

/** Does a way of certificates lead from a CA to an anchor? */
function reaches(
  from: number,
  edges: readonly (readonly [number, number])[],
  anchors: readonly number[],
): boolean {
  const seen = new Set([from]);
  for (const ca of seen) {
    if (anchors.includes(ca)) return true;
    for (const [subject, issuer] of edges) if (subject === ca) seen.add(issuer);
  }
  return false;
}

function counting(): PkiMemo & { verified: number } {
  const inner = pkiMemo();
  const memo = {
    ...inner,
    verified: 0,
    signedBy(...[child, issuer]: Parameters<PkiMemo['signedBy']>) {
      memo.verified++;
      return inner.signedBy(child, issuer);
    },
  };
  return memo;
}

describe('any company of CAs', () => {
  const ca = fc.nat({ max: CAS - 1 });

  it('a path is found when there is one, and only then, within the budget', async () => {
    await fc.assert(
      fc.asyncProperty(
        ca,
        fc.uniqueArray(fc.tuple(ca, ca), { maxLength: 14, selector: ([a, b]) => a * CAS + b }),
        fc.uniqueArray(ca, { maxLength: 2 }),
        fc.uniqueArray(ca),
        fc.nat(),
        async (from, edges, anchors, strange, order) => {
          const bundle = [
            ...edges.map(([subject, issuer]) => certified[subject]![issuer]!),
            ...strange.map((i) => strangers[i]!),
          ];
          const turned = bundle.map((_, i) => bundle[(i + order) % bundle.length]!);
          const memo = counting();
          const report = await validatePath({
            certificate: leaves[from]!.certificate,
            intermediates: turned.map(({ certificate }) => certificate),
            trustAnchors: anchors.map((i) => certified[i]![i]!.certificate),
            at: NOW,
            revocation: 'none',
            memo,
          });
          expect(memo.verified).toBeLessThanOrEqual(DEFAULT_LIMITS.pathSignatures);
          expect(report.status === 'valid').toBe(reaches(from, edges, anchors));
        },
      ),
      runs(),
    );
  });
});
