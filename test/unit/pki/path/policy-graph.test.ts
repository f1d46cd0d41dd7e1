import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDer } from '../../../../src/foundation/asn1/index.ts';
import { Findings } from '../../../../src/foundation/pki/findings.ts';
import type { PathExtensions } from '../../../../src/foundation/pki/path/path-extensions.ts';
import { checkPolicies } from '../../../../src/foundation/pki/path/policies/index.ts';
import { type Certificate, parseName } from '../../../../src/foundation/x509/index.ts';
import { encodeName } from '../../../../src/testing/subject-name.ts';
import { runs } from '../../../support/property.ts';
import { ANY, type PolicyCertificate, processTree, type TreeInputs } from './policy-tree.ts';

const name = (text: string) => parseName(readDer(encodeName({ commonName: text })));

/** Runs the library over certificates from the one below the anchor to the target. */
function processGraph(path: readonly PolicyCertificate[], inputs: TreeInputs, anchor: PathExtensions = {}) {
  const findings = new Findings();
  const certificates = path.map(({ selfIssued }, i) => ({
    issuer: name(selfIssued ? `n${i}` : 'other'),
    subject: name(`n${i}`),
  }));
  const extensions = path.map((c): PathExtensions => {
    const constraints = {
      ...(c.requireExplicitPolicy === undefined ? {} : { requireExplicitPolicy: c.requireExplicitPolicy }),
      ...(c.inhibitPolicyMapping === undefined ? {} : { inhibitPolicyMapping: c.inhibitPolicyMapping }),
    };
    return {
      ...(c.policies === undefined ? {} : { policies: { oids: new Set(c.policies), unknownQualifiers: [] } }),
      ...(c.mappings === undefined
        ? {}
        : {
            policyMappings: c.mappings.map(([issuerDomain, subjectDomain]) => ({
              issuerDomain,
              subjectDomain,
            })),
          }),
      ...(Object.keys(constraints).length === 0 ? {} : { policyConstraints: constraints }),
      ...(c.inhibitAnyPolicy === undefined ? {} : { inhibitAnyPolicy: c.inhibitAnyPolicy }),
    };
  });
  const root = { issuer: name('root'), subject: name('root') };
  const policies = checkPolicies(
    [...certificates.reverse(), root] as unknown as Certificate[],
    [...extensions.reverse(), anchor],
    inputs,
    findings,
  );
  return { valid: findings.trust === 'trusted', policies };
}

const P = ['1.2.1', '1.2.2', '1.2.3', '1.2.4'] as const;
const policy = fc.constantFrom(...P, ANY);
const skip = fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined });
const certificate: fc.Arbitrary<PolicyCertificate> = fc
  .record({
    selfIssued: fc.boolean(),
    policies: fc.option(fc.uniqueArray(policy, { minLength: 1, maxLength: 4 }), { nil: undefined, freq: 8 }),
    mappings: fc.option(
      fc.array(fc.tuple(fc.constantFrom(...P), fc.constantFrom(...P)), { minLength: 1, maxLength: 5 }),
      { nil: undefined },
    ),
    requireExplicitPolicy: skip,
    inhibitPolicyMapping: skip,
    inhibitAnyPolicy: skip,
  })
  .map(
    (c) =>
      Object.fromEntries(
        Object.entries(c).filter(([, v]) => v !== undefined),
      ) as unknown as PolicyCertificate,
  );
const inputs: fc.Arbitrary<TreeInputs> = fc.record({
  // The set [anyPolicy] is the same as none.
  initialPolicySet: fc.oneof(fc.uniqueArray(policy, { maxLength: 3 }), fc.constant([ANY])),
  requireExplicitPolicy: fc.boolean(),
  inhibitPolicyMapping: fc.boolean(),
  inhibitAnyPolicy: fc.boolean(),
});

describe('the policy graph', () => {
  it('comes to what the tree of RFC 5280 comes to', () => {
    fc.assert(
      fc.property(fc.array(certificate, { minLength: 1, maxLength: 5 }), inputs, (path, given) => {
        expect(processGraph(path, given)).toEqual(processTree(path, given));
      }),
      runs(2000),
    );
  });

  it('stays small where the tree explodes: every policy mapped to every other at each depth', () => {
    const measure = (policies: number, depth: number): number => {
      const all = Array.from({ length: policies }, (_, i) => `1.2.${i}`);
      const mappings = all.flatMap((from) => all.map((to) => [from, to] as const));
      const path = Array.from({ length: depth }, () => ({ selfIssued: false, policies: all, mappings }));
      const start = performance.now();
      const result = processGraph(path, { requireExplicitPolicy: true });
      expect(result).toEqual({ valid: true, policies: [...all].sort() });
      return performance.now() - start;
    };
    // The tree would have 64^15 leaves; 4,096 mappings are the most that one certificate may bring.
    expect(measure(64, 15)).toBeLessThan(2000);
    expect(measure(64, 2)).toBeLessThan(2000);
  });

  it('counts what an anchor requires or inhibits as asked by the caller, after so many certificates', () => {
    const path = (count: number): PolicyCertificate[] =>
      Array.from({ length: count }, () => ({ selfIssued: false }));
    const anchor = (requireExplicitPolicy: number): PathExtensions => ({
      policyConstraints: { requireExplicitPolicy },
    });
    expect(processGraph(path(2), {}, anchor(0)).valid).toBe(false);
    expect(processGraph(path(2), {}, anchor(2)).valid).toBe(false);
    expect(processGraph(path(2), {}, anchor(3)).valid).toBe(true);
    const any: PolicyCertificate[] = [{ selfIssued: false, policies: [ANY] }];
    expect(processGraph(any, { requireExplicitPolicy: true }).valid).toBe(true);
    expect(processGraph(any, { requireExplicitPolicy: true }, { inhibitAnyPolicy: 0 }).valid).toBe(false);
    // Its own policies are not looked at: the anchor is no part of the path.
    const other = { policies: { oids: new Set(['1.2.9']), unknownQualifiers: [] } };
    const own: PolicyCertificate[] = [{ selfIssued: false, policies: ['1.2.1'] }];
    expect(processGraph(own, { requireExplicitPolicy: true }, other).policies).toEqual(['1.2.1']);
  });
});
