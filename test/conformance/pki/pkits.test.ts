import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type PathReport, type PolicyInputs, validatePath } from '../../../src/foundation/pki/index.ts';
import { corpus, names, readCertificate, rows } from './corpora.ts';

const folder = corpus('pkits');

/** Why an invalid row must be refused, by section: a right answer for a wrong reason is a wrong answer. */
const REASONS: readonly (readonly [section: RegExp, codes: readonly string[]])[] = [
  // Their signature is a BIT STRING of broken octets: no certificate, and no issuer to climb to.
  [/^4\.1\.2$/, ['PATH']],
  [/^4\.1\.6$/, ['CERTIFICATE_SYNTAX']],
  [/^4\.1\./, ['CERTIFICATE_SIGNATURE']],
  [/^4\.2\./, ['CERTIFICATE_DATES']],
  [/^4\.3\./, ['PATH']],
  [/^4\.4\./, ['REVOCATION']],
  [/^4\.5\.8$/, ['CA_FLAG']],
  [/^4\.5\./, ['REVOCATION']],
  [/^4\.6\.[123]$/, ['CA_FLAG']],
  [/^4\.6\./, ['PATH_LENGTH']],
  [/^4\.7\.[12]$/, ['CA_KEY_USAGE']],
  [/^4\.7\./, ['REVOCATION']],
  [/^4\.(8|9|10|11|12)\./, ['CERTIFICATE_POLICIES']],
  [/^4\.13\./, ['NAME_CONSTRAINTS']],
  [/^4\.1[45]\./, ['REVOCATION']],
  [/^4\.16\./, ['CRITICAL_EXTENSION']],
];

interface PolicyParameters {
  readonly user_initial_policy_set?: readonly string[];
  readonly initial_explicit_policy?: boolean;
  readonly initial_policy_mapping_inhibit?: boolean;
  readonly initial_any_policy_inhibit?: boolean;
}

function policyInputs(json: string): PolicyInputs {
  const given = JSON.parse(json) as PolicyParameters;
  return {
    ...(given.user_initial_policy_set === undefined
      ? {}
      : { initialPolicySet: given.user_initial_policy_set }),
    requireExplicitPolicy: given.initial_explicit_policy ?? false,
    inhibitPolicyMapping: given.initial_policy_mapping_inhibit ?? false,
    inhibitAnyPolicy: given.initial_any_policy_inhibit ?? false,
  };
}

function validate(row: Record<string, string>): Promise<PathReport> {
  const cert = (name: string): Uint8Array => readCertificate(join(folder!, 'certs', name));
  const policies = row['params_json'] ?? '';
  return validatePath({
    certificate: cert(row['end_entity']!),
    intermediates: names(row['other_certs']).map(cert),
    trustAnchors: [cert('TrustAnchorRootCertificate.crt')],
    at: new Date('2022-05-01T00:00:00Z'),
    crls: names(row['crls']).map((name) => new Uint8Array(readFileSync(join(folder!, 'crls', name)))),
    revocation: row['revocation_mode'] === 'require' ? 'require' : 'require-where-declared',
    keyUsage: 'any',
    allowLegacy: true,
    ...(policies === '' ? {} : { policies: policyInputs(policies) }),
  });
}

/**
 * Every row as it stands, paths built by ourselves. The two rows of a forced path (4.3.1, 4.3.2) hand over the
 * certificates of that path: its names do not chain, so that there is none to build.
 */
describe.skipIf(folder === undefined)('NIST PKITS (skipped: corpora/pkits is not there)', () => {
  const cases = folder === undefined ? [] : rows(join(folder, 'expected.tsv'));

  it('is there with all its rows', () => {
    expect(cases).toHaveLength(257);
    expect(new Set(cases.map((row) => row['expected']))).toEqual(new Set(['valid', 'invalid']));
  });

  it.each(cases.map((row) => [row['section']!, row['name']!, row['expected']!, row] as const))(
    '%s %s is %s',
    async (section, _name, expected, row) => {
      const report = await validate(row);
      const refused = report.checks.filter((c) => c.status === 'failed' || c.status === 'not-run');
      expect(report.notChecked.map((n) => n.code)).not.toContain('ALGORITHM_UNSUPPORTED');
      if (expected === 'valid') {
        expect(refused).toEqual([]);
        expect(report).toMatchObject({ status: 'valid', trust: 'trusted' });
        return;
      }
      expect(report.status).not.toBe('valid');
      const reasons = REASONS.find(([pattern]) => pattern.test(section))![1];
      expect(refused.map((c) => c.code)).toEqual(expect.arrayContaining([...reasons]));
    },
  );

  it('a key that inherits its parameters proves no signature that it did not make (after 4.1.5)', async () => {
    const row = cases.find((r) => r['section'] === '4.1.5')!;
    const cert = (name: string): Uint8Array => readCertificate(join(folder!, 'certs', name));
    const forged = cert(row['end_entity']!).slice();
    forged[forged.length - 1]! ^= 1;
    const options = {
      certificate: forged,
      intermediates: names(row['other_certs']).map(cert),
      trustAnchors: [cert('TrustAnchorRootCertificate.crt')],
      at: new Date('2022-05-01T00:00:00Z'),
      revocation: 'none',
      keyUsage: 'any',
      allowLegacy: true,
    } as const;
    const report = await validatePath(options);
    expect(report).toMatchObject({ status: 'invalid', subIndication: 'CERTIFICATE_CHAIN_GENERAL_FAILURE' });
    expect(report.checks.map((c) => c.code)).toContain('CERTIFICATE_SIGNATURE');
    // Without the CA whose parameters it takes there is no key, and pinned as an anchor it has none to take.
    const [upper, lower] = options.intermediates as [Uint8Array, Uint8Array];
    const certificate = cert(row['end_entity']!);
    expect((await validatePath({ ...options, certificate })).status).toBe('valid');
    expect((await validatePath({ ...options, certificate, intermediates: [lower] })).status).toBe(
      'indeterminate',
    );
    const pinned = await validatePath({
      ...options,
      certificate,
      intermediates: [upper],
      trustAnchors: [lower],
    });
    expect(pinned.status).toBe('indeterminate');
  });
});
