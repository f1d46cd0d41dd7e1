import { describe, expect, it } from 'vitest';
import { der } from '../../../../src/foundation/asn1/index.ts';
import type { PolicyInputs } from '../../../../src/foundation/pki/index.ts';
import { OID } from '../../../../src/foundation/x509/index.ts';
import type { ExtensionOptions, TestIdentity } from '../../../../src/testing/index.ts';
import { detailOf, failed, issue, issueCa, pkiOnce, validate } from './support.ts';

const ANY = '2.5.29.32.0';
const [P1, P2, P3] = ['1.2.156.1', '1.2.156.2', '1.2.156.3'];
const REFUSED = { status: 'invalid', trust: 'untrusted', subIndication: 'CHAIN_CONSTRAINTS_FAILURE' };

let made = 0;
const ca = (extensions: ExtensionOptions, issuer?: TestIdentity): Promise<TestIdentity> =>
  issueCa(`策略 CA ${made++}`, { extensions, ...(issuer === undefined ? {} : { issuer }) });
const leaf = (issuer: TestIdentity, ...certificatePolicies: string[]): Promise<TestIdentity> =>
  issue({ issuer, ...(certificatePolicies.length === 0 ? {} : { extensions: { certificatePolicies } }) });

describe('policies of a path', () => {
  it('are reported as far as they hold, and refuse nothing unless one is required', async () => {
    const issuer = await ca({ certificatePolicies: [P1!, P2!] });
    const target = await leaf(issuer, P2!, P3!);
    expect(await validate(target)).toMatchObject({ status: 'valid', policies: [P2] });
    const asking = (initialPolicySet: string[], requireExplicitPolicy: boolean) =>
      validate(target, { policies: { initialPolicySet, requireExplicitPolicy } });
    expect(await asking([P1!], false)).toMatchObject({ status: 'valid', policies: [] });
    expect(await asking([P2!, P3!], true)).toMatchObject({ status: 'valid', policies: [P2] });
    for (const set of [[P1!], [P3!], []]) {
      const report = await asking(set, true);
      expect(report).toMatchObject({ ...REFUSED, policies: [] });
      expect(failed(report)).toEqual(['CERTIFICATE_POLICIES']);
    }
    expect(await asking([ANY], true)).toMatchObject({ status: 'valid', policies: [P2] });
    expect(await validate(await leaf(issuer))).toMatchObject({ status: 'valid', policies: [] });
  });

  it('are required by a certificate too, which is named', async () => {
    const strict = await ca({ policyConstraints: { requireExplicitPolicy: 0 }, certificatePolicies: [P1!] });
    expect((await validate(await leaf(strict, P1!))).status).toBe('valid');
    const report = await validate(await leaf(strict, P2!));
    expect(report).toMatchObject(REFUSED);
    expect(detailOf(report, 'CERTIFICATE_POLICIES')).toMatch(/^certificate 0 \(CN=测试人丁/);
    const later = await ca({ policyConstraints: { requireExplicitPolicy: 2 } });
    expect((await validate(await leaf(later))).status).toBe('valid');
    const middle = await ca({}, later);
    const below = await validate(await leaf(middle));
    expect(failed(below)).toEqual(['CERTIFICATE_POLICIES']);
  });

  it('are mapped into the words of the anchor, unless mapping is inhibited', async () => {
    const mapping = { certificatePolicies: [P1!], policyMappings: [[P1!, P2!]] as const };
    const target = await leaf(await ca(mapping), P2!);
    const asking = (policies: PolicyInputs) =>
      validate(target, { policies: { requireExplicitPolicy: true, ...policies } });
    expect(await asking({ initialPolicySet: [P1!] })).toMatchObject({ status: 'valid', policies: [P1] });
    expect(await asking({ initialPolicySet: [P2!] })).toMatchObject(REFUSED);
    expect(await asking({ inhibitPolicyMapping: true })).toMatchObject(REFUSED);
    const inhibiting = await ca({
      policyConstraints: { inhibitPolicyMapping: 0 },
      certificatePolicies: [P1!],
    });
    const below = await leaf(await ca(mapping, inhibiting), P2!);
    expect(await validate(below, { policies: { requireExplicitPolicy: true } })).toMatchObject(REFUSED);
  });

  it('are never mapped from or to anyPolicy', async () => {
    for (const pair of [
      [ANY, P1!],
      [P1!, ANY],
    ] as const) {
      const report = await validate(
        await leaf(await ca({ certificatePolicies: [P1!], policyMappings: [pair] }), P1!),
      );
      expect(report).toMatchObject(REFUSED);
      expect(report.checks.find((c) => c.code === 'CERTIFICATE_POLICIES')!.clause).toBe('RFC 5280 6.1.4 (a)');
    }
  });

  it('may be any, unless that is inhibited', async () => {
    const any = await ca({ certificatePolicies: [ANY] });
    const require = { requireExplicitPolicy: true };
    expect(await validate(await leaf(any, ANY), { policies: require })).toMatchObject({ policies: [ANY] });
    expect(await validate(await leaf(any, P1!), { policies: require })).toMatchObject({ policies: [P1] });
    const inhibited = { ...require, inhibitAnyPolicy: true };
    expect(await validate(await leaf(any, P1!), { policies: inhibited })).toMatchObject(REFUSED);
    const inhibiting = await ca({ certificatePolicies: [ANY], inhibitAnyPolicy: 0 });
    expect(await validate(await leaf(inhibiting, ANY), { policies: require })).toMatchObject(REFUSED);
    expect(await validate(await leaf(inhibiting, P1!), { policies: require })).toMatchObject({
      status: 'valid',
    });
  });

  it('of a pinned certificate are its own', async () => {
    const pki = await pkiOnce();
    const pinned = await leaf(pki.intermediate, P1!);
    const trustAnchors = [pinned.certificate];
    const asking = (set: string[]) =>
      validate(pinned, { trustAnchors, policies: { initialPolicySet: set, requireExplicitPolicy: true } });
    expect(await asking([P1!])).toMatchObject({ status: 'valid', policies: [P1] });
    expect(await asking([P2!])).toMatchObject(REFUSED);
  });

  it('are asked for with identifiers and flags, nothing else', async () => {
    const pki = await pkiOnce();
    const wrong = [
      { initialPolicySet: ['anyPolicy'] },
      { initialPolicySet: ['1.2.'] },
      { initialPolicySet: P1 as unknown as string[] },
      { requireExplicitPolicy: 'yes' as unknown as boolean },
      { inhibitAnyPolicy: 0 as unknown as boolean },
    ];
    for (const policies of wrong) {
      await expect(validate(pki.signer, { policies })).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    }
  });
});

describe('policy extensions', () => {
  const oids = (...list: string[]): Uint8Array => der.sequenceOf(list.map((oid) => der.oid(oid)));
  const qualified = (...qualifiers: Uint8Array[]): Uint8Array =>
    der.sequence(der.sequence(der.oid(P1!), der.sequenceOf(qualifiers)));
  it.each<[string, string, Uint8Array]>([
    ['certificatePolicies', 'empty', der.sequence()],
    ['certificatePolicies', 'without identifier', der.sequence(der.sequence())],
    ['certificatePolicies', 'with a bare identifier', oids(P1!)],
    ['certificatePolicies', 'with a bare qualifier', qualified(der.oid('1.2'))],
    [
      'certificatePolicies',
      'with a third field',
      der.sequence(der.sequence(der.oid(P1!), der.sequence(), der.null())),
    ],
    ['policyMappings', 'empty', der.sequence()],
    ['policyMappings', 'with half a pair', der.sequence(oids(P1!))],
    ['policyMappings', 'with three of a pair', der.sequence(oids(P1!, P1!, P1!))],
    ['policyConstraints', 'empty', der.sequence()],
    ['policyConstraints', 'negative', der.sequence(der.implicit(0, der.integer(-1)))],
    ['policyConstraints', 'not minimal', der.sequence(der.tlv(0x80, Uint8Array.of(0, 1)))],
    ['policyConstraints', 'without a number', der.sequence(der.tlv(0x81, Uint8Array.of()))],
    [
      'policyConstraints',
      'in the wrong order',
      der.sequence(der.tlv(0x81, Uint8Array.of(1)), der.tlv(0x80, Uint8Array.of(1))),
    ],
    ['inhibitAnyPolicy', 'negative', der.integer(-1)],
    ['inhibitAnyPolicy', 'of another type', der.boolean(true)],
    ['inhibitAnyPolicy', 'with bytes behind', Uint8Array.of(...der.integer(0), 0)],
  ])('%s that are malformed (%s) refuse the path, critical or not', async (name, _, value) => {
    for (const critical of [true, false]) {
      const further = [{ oid: OID[name as 'policyMappings'], critical, value }];
      const issuer = await issueCa(`坏策略 ${made++}`, { extensions: { further } });
      const report = await validate(await issue({ issuer }));
      expect(report).toMatchObject({ status: 'invalid', subIndication: 'CERTIFICATE_CHAIN_GENERAL_FAILURE' });
      expect(failed(report)).toContain('EXTENSION_MALFORMED');
    }
  });

  const withPolicies = async (value: Uint8Array, critical: boolean) =>
    validate(await issue({ extensions: { further: [{ oid: OID.certificatePolicies, critical, value }] } }));

  it('may qualify a policy in ways that are known; in unknown ways only when not critical', async () => {
    const cps = der.sequence(der.oid('1.3.6.1.5.5.7.2.1'), der.ia5String('http://example.invalid/cps'));
    const unknown = der.sequence(der.oid('1.2.3'), der.null());
    expect((await withPolicies(qualified(cps), true)).status).toBe('valid');
    expect((await withPolicies(qualified(cps, unknown), false)).status).toBe('valid');
    const report = await withPolicies(qualified(cps, unknown), true);
    expect(report).toMatchObject(REFUSED);
    expect(failed(report)).toEqual(['CRITICAL_EXTENSION']);
  });

  it('are tolerated with a policy twice or without qualifiers in their list, by name', async () => {
    const twice = der.sequence(der.sequence(der.oid(P1!)), der.sequence(der.oid(P1!)));
    expect(failed(await withPolicies(twice, false))).toEqual(['CERTIFICATE_POLICY_REPEATED']);
    expect(failed(await withPolicies(qualified(), false))).toEqual(['POLICY_QUALIFIERS_EMPTY']);
  });

  it('count numbers longer than any path as never', async () => {
    const huge = der.integer(2n ** 80n);
    const issuer = await issueCa('很大', {
      extensions: {
        further: [
          { oid: OID.policyConstraints, critical: true, value: der.sequence(der.implicit(0, huge)) },
          { oid: OID.inhibitAnyPolicy, critical: true, value: huge },
        ],
      },
    });
    expect((await validate(await issue({ issuer }))).status).toBe('valid');
  });

  it('of thousands of policies or mappings are bounded', async () => {
    const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `1.2.${i}`);
    const start = performance.now();
    const broad = await ca({
      certificatePolicies: many(4096),
      policyMappings: many(4096).map((p) => [p, p]),
    });
    expect((await validate(await issue({ issuer: broad }))).status).toBe('valid');
    const broader = await ca({ certificatePolicies: many(4097) });
    expect(failed(await validate(await issue({ issuer: broader })))).toContain('EXTENSION_MALFORMED');
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
