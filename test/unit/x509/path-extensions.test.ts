import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { der } from '../../../src/foundation/asn1/index.ts';
import { isYinxinError } from '../../../src/foundation/core/index.ts';
import {
  ANY_POLICY,
  parseCertificatePolicies,
  parseInhibitAnyPolicy,
  parseNameConstraints,
  parsePolicyConstraints,
  parsePolicyMappings,
} from '../../../src/foundation/x509/index.ts';
import { runs } from '../../support/property.ts';

const policy = (oid: string, ...rest: Uint8Array[]): Uint8Array => der.sequence(der.oid(oid), ...rest);
const dns = (text: string): Uint8Array => der.sequence(der.implicit(2, der.ia5String(text)));
const constraints = der.sequence(
  der.implicit(0, der.sequence(dns('example.cn'), dns('example.com'))),
  der.implicit(1, der.sequence(dns('secret.example.cn'))),
);
const policies = der.sequence(
  policy('1.2.3', der.sequence(policy('1.3.6.1.5.5.7.2.1', der.ia5String('http://example.cn/cps')))),
  policy(ANY_POLICY),
);
const mappings = der.sequence(der.sequence(der.oid('1.2.3'), der.oid('1.2.4')));
const policyConstraints = der.sequence(der.implicit(0, der.integer(2)), der.implicit(1, der.integer(0)));

const parsers: readonly (readonly [string, (value: Uint8Array) => unknown, Uint8Array])[] = [
  ['nameConstraints', (value) => parseNameConstraints(value, []), constraints],
  ['certificatePolicies', (value) => parseCertificatePolicies(value, []), policies],
  ['policyMappings', parsePolicyMappings, mappings],
  ['policyConstraints', parsePolicyConstraints, policyConstraints],
  ['inhibitAnyPolicy', parseInhibitAnyPolicy, der.integer(300)],
];

describe('extensions of paths', () => {
  it('are read as they stand', () => {
    expect(parseNameConstraints(constraints, [])).toMatchObject({
      permitted: [{ kind: 'dns', text: 'example.cn' }, { text: 'example.com' }],
      excluded: [{ text: 'secret.example.cn' }],
    });
    const read = parseCertificatePolicies(policies, []);
    expect([...read.oids]).toEqual(['1.2.3', ANY_POLICY]);
    expect(read.unknownQualifiers).toEqual([]);
    expect(parsePolicyMappings(mappings)).toEqual([{ issuerDomain: '1.2.3', subjectDomain: '1.2.4' }]);
    expect(parsePolicyConstraints(policyConstraints)).toEqual({
      requireExplicitPolicy: 2,
      inhibitPolicyMapping: 0,
    });
    expect(parseInhibitAnyPolicy(der.integer(300))).toBe(300);
    expect(parseInhibitAnyPolicy(der.integer(2n ** 64n))).toBe(Number.MAX_SAFE_INTEGER);
  });

  it.each(parsers)('%s throw only our error on any bytes, however mutated', (_, parse, sample) => {
    const change = fc.record({ at: fc.nat(sample.length - 1), to: fc.integer({ min: 0, max: 255 }) });
    const attempt = (value: Uint8Array): void => {
      try {
        parse(value);
      } catch (error) {
        expect(isYinxinError(error)).toBe(true);
      }
    };
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 3 }),
        fc.uint8Array({ maxLength: 60 }),
        (changes, random) => {
          const mutated = sample.slice();
          for (const { at, to } of changes) mutated[at] = to;
          attempt(mutated);
          attempt(random);
          attempt(sample.subarray(0, changes[0]!.at));
        },
      ),
      runs(),
    );
  });

  it('are refused with bytes behind them or cut short', () => {
    for (const [, parse, sample] of parsers) {
      expect(() => parse(Uint8Array.of(...sample, 0))).toThrow();
      expect(() => parse(sample.slice(0, -1))).toThrow();
      expect(() => parse(new Uint8Array(0))).toThrow();
    }
  });
});
