import { describe, expect, it } from 'vitest';
import { der } from '../../../src/foundation/asn1/index.ts';
import { ALL_REASONS, OID, parseCrl, parseReasonFlags } from '../../../src/foundation/x509/index.ts';
import { encodeName } from '../../../src/testing/index.ts';
import { rawCrl, rawExtension } from '../../support/raw-crl.ts';

const withValue = (oid: string, value: Uint8Array): ReturnType<typeof parseCrl> =>
  parseCrl(rawCrl({ extensions: [rawExtension(oid, value)] }));
const refused = (oid: string, value: Uint8Array): void => {
  expect(() => withValue(oid, value)).toThrowError(expect.objectContaining({ code: 'CERTIFICATE_INVALID' }));
};
const flag = (n: number): Uint8Array => der.implicit(n, der.boolean(true));
const scope = (...parts: Uint8Array[]): ReturnType<typeof parseCrl> =>
  withValue(OID.issuingDistributionPoint, der.sequence(...parts));

describe('extensions of a CRL', () => {
  it('issuingDistributionPoint is read with all its parts', () => {
    const uri = der.implicit(6, der.ia5String('http://a.invalid/x.crl'));
    const name = der.explicit(0, der.implicit(0, der.sequence(uri)));
    const reasons = der.implicit(3, der.bitString(Uint8Array.of(0b0110_0000), 5));
    const all = scope(name, flag(1), reasons, flag(4)).issuingDistributionPoint!;
    expect(all.fullName?.map((n) => n.text)).toEqual(['http://a.invalid/x.crl']);
    expect(all).toMatchObject({ onlyContainsUserCerts: true, onlyContainsCaCerts: false, indirectCrl: true });
    expect([...all.onlySomeReasons!]).toEqual(['keyCompromise', 'cACompromise']);
    expect(scope(flag(2)).issuingDistributionPoint).toMatchObject({ onlyContainsCaCerts: true });
    expect(scope(flag(5)).issuingDistributionPoint).toMatchObject({ onlyContainsAttributeCerts: true });
    const relative = der.explicit(
      0,
      der.implicit(1, der.setOf([der.sequence(der.oid('2.5.4.3'), der.utf8String('x'))])),
    );
    expect(scope(relative).issuingDistributionPoint?.relativeName).toBeDefined();
  });

  it('an empty issuingDistributionPoint narrows nothing and is a finding; a FALSE written out too', () => {
    const empty = scope();
    expect(empty.findings).toEqual(['ISSUING_DISTRIBUTION_POINT_EMPTY']);
    expect(empty.issuingDistributionPoint).toMatchObject({
      onlyContainsUserCerts: false,
      indirectCrl: false,
    });
    const written = scope(der.implicit(4, der.boolean(false)));
    expect(written.findings).toEqual(['DEFAULT_VALUE_ENCODED']);
    expect(written.issuingDistributionPoint).toMatchObject({ indirectCrl: false });
  });

  it.each([
    ['two kinds of certificates at once', [flag(1), flag(2)]],
    ['two others', [flag(2), flag(5)]],
    ['parts in another order', [flag(4), flag(1)]],
    ['a part twice', [flag(1), flag(1)]],
    ['an unknown part', [flag(6)]],
    ['a flag that is none', [der.tlv(0x81, Uint8Array.of(7))]],
    ['an empty flag', [der.tlv(0x81, new Uint8Array(0))]],
    ['reasons that are no bits', [der.tlv(0x83, new Uint8Array(0))]],
    ['a name of an unknown kind', [der.explicit(0, der.tlv(0xa2, new Uint8Array(0)))]],
    ['an empty name', [der.explicit(0, der.tlv(0xa0, new Uint8Array(0)))]],
  ])('issuingDistributionPoint with %s refuses the CRL', (_, parts) => {
    refused(OID.issuingDistributionPoint, der.sequence(...parts));
  });

  it('CRL numbers are not negative and have 20 octets at most', () => {
    expect(withValue(OID.crlNumber, der.integer(2n ** 159n)).crlNumber).toBe(2n ** 159n);
    expect(withValue(OID.deltaCrlIndicator, der.integer(0)).baseCrlNumber).toBe(0n);
    for (const oid of [OID.crlNumber, OID.deltaCrlIndicator])
      for (const value of [der.integer(-1), der.integer(2n ** 170n), der.null(), Uint8Array.of(2, 2, 0, 1)])
        refused(oid, value);
  });

  it('freshestCRL, authorityKeyIdentifier and expiredCertsOnCRL are read, malformed ones refuse the CRL', () => {
    const point = der.sequence(
      der.implicit(2, der.sequence(der.explicit(4, encodeName({ commonName: 'x' })))),
    );
    expect(withValue(OID.freshestCrl, der.sequence(point)).freshestCrl).toHaveLength(1);
    const key = der.sequence(der.implicit(0, der.octetString(Uint8Array.of(1, 2))));
    expect(withValue(OID.authorityKeyIdentifier, key).authorityKeyIdentifier?.keyIdentifier).toEqual(
      Uint8Array.of(1, 2),
    );
    const since = new Date('2020-01-01T00:00:00Z');
    expect(withValue(OID.expiredCertsOnCrl, der.generalizedTime(since)).keepsExpiredSince).toEqual(since);
    for (const oid of [OID.freshestCrl, OID.authorityKeyIdentifier, OID.expiredCertsOnCrl])
      refused(oid, der.null());
  });

  it('reason flags are the eight that a list can be restricted to', () => {
    expect(parseReasonFlags(Uint8Array.of(7, 0x7f, 0x80))).toEqual(ALL_REASONS);
    expect(parseReasonFlags(Uint8Array.of(0, 0x80)).size).toBe(0);
    expect([...parseReasonFlags(Uint8Array.of(6, 0, 0xc0))]).toEqual(['aACompromise']);
    for (const content of [[], [8, 0], [1, 0x01]])
      expect(() => parseReasonFlags(Uint8Array.from(content))).toThrow();
  });

  it('version 1 written out is a finding; other versions refuse', () => {
    expect(parseCrl(rawCrl({ version: der.integer(0), extensions: false })).findings).toEqual([
      'DEFAULT_VALUE_ENCODED',
    ]);
    for (const version of [der.integer(2), der.integer(-1)]) {
      expect(() => parseCrl(rawCrl({ version }))).toThrowError(
        expect.objectContaining({ code: 'CERTIFICATE_INVALID' }),
      );
    }
  });
});
