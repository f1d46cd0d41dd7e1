import { describe, expect, it } from 'vitest';
import { der } from '../../../src/foundation/asn1/index.ts';
import { concatBytes, isYinxinError } from '../../../src/foundation/core/index.ts';
import { OID, parseCrl } from '../../../src/foundation/x509/index.ts';
import { encodeName } from '../../../src/testing/index.ts';
import { rawCrl, rawEntry, rawExtension, WHEN } from '../../support/raw-crl.ts';

const serial = (n: bigint): Uint8Array => der.integer(n).subarray(2);
const issuerValue = (name: Uint8Array): Uint8Array => der.sequence(der.explicit(4, name));
const refused = (bytes: Uint8Array): void => {
  expect(() => parseCrl(bytes)).toThrowError(expect.objectContaining({ code: 'CERTIFICATE_INVALID' }));
};

describe('entries of a CRL', () => {
  it('are found by serial number, of any length and sign', () => {
    const numbers = [0n, 1n, 127n, 128n, 255n, -1n, -129n, 2n ** 159n, 2n ** 200n];
    const crl = parseCrl(rawCrl({ entries: numbers.map((n) => rawEntry({ serial: der.integer(n) })) }));
    expect(crl.size).toBe(numbers.length);
    for (const n of numbers) expect(crl.find(serial(n))?.serialNumber).toEqual(serial(n));
    for (const n of [2n, 256n, -2n, 2n ** 159n + 1n]) expect(crl.find(serial(n))).toBeUndefined();
    expect(crl.find(new Uint8Array(0))).toBeUndefined();
  });

  it('keep date, reason, invalidity date and further extensions', () => {
    const extensions = [
      rawExtension(OID.reasonCode, der.enumerated(1)),
      rawExtension(OID.invalidityDate, der.generalizedTime(WHEN)),
      rawExtension('1.2.3', der.null()),
    ];
    const entry = parseCrl(rawCrl({ entries: [rawEntry({ extensions })] })).find(serial(7n))!;
    expect(entry).toMatchObject({ revocationDate: WHEN, reason: 'keyCompromise', invalidityDate: WHEN });
    expect([...entry.extensions.keys()]).toEqual([OID.reasonCode, OID.invalidityDate, '1.2.3']);
  });

  it('of one serial number come in their order, each with its certificate issuer', () => {
    const [a, b] = ['a', 'b'].map((commonName) => encodeName({ commonName })) as [Uint8Array, Uint8Array];
    const naming = (name: Uint8Array): Uint8Array =>
      rawEntry({ extensions: [rawExtension(OID.certificateIssuer, issuerValue(name), true)] });
    const crl = parseCrl(
      rawCrl({ entries: [rawEntry({}), naming(a), rawEntry({}), naming(b), rawEntry({})] }),
    );
    const issuers = crl.entriesOf(serial(7n)).map((e) => e.certificateIssuer?.[0]?.text);
    expect(issuers).toEqual([undefined, 'CN=a', 'CN=a', 'CN=b', 'CN=b']);
    expect([...crl.criticalEntryExtensions]).toEqual([OID.certificateIssuer]);
  });

  it('of 20,000 equal serial numbers cost no more than others', () => {
    const entries = Array.from({ length: 20_000 }, () => rawEntry({}));
    const crl = parseCrl(rawCrl({ entries }));
    const start = performance.now();
    expect(crl.entriesOf(serial(7n))).toHaveLength(20_000);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('of 200,000 certificates are read once and found at once', () => {
    const list = Array.from({ length: 200_000 }, (_, i) =>
      rawEntry({ serial: der.integer(BigInt(i) + 2n ** 80n) }),
    );
    const bytes = rawCrl({ entries: list });
    const start = performance.now();
    const crl = parseCrl(bytes);
    for (let i = 0; i < 1000; i++) expect(crl.find(serial(2n ** 80n + BigInt(i * 199)))).toBeDefined();
    expect(crl.find(serial(5n))).toBeUndefined();
    expect(crl.size).toBe(200_000);
    // About 150 ms; a walk over the list for each question would take minutes.
    expect(performance.now() - start).toBeLessThan(4000);
  });

  it.each([
    ['an empty serial number', rawEntry({ serial: Uint8Array.of(2, 0) })],
    ['a serial number that is not minimal', rawEntry({ serial: Uint8Array.of(2, 2, 0, 7) })],
    ['a negative one that is not minimal', rawEntry({ serial: Uint8Array.of(2, 2, 0xff, 0x80) })],
    ['a serial number of another type', rawEntry({ serial: der.octetString(Uint8Array.of(7)) })],
    ['a date that does not exist', rawEntry({ date: der.tlv(0x17, ascii('260231000000Z')) })],
    ['a month that does not exist', rawEntry({ date: der.tlv(0x17, ascii('261301000000Z')) })],
    ['a minute 60', rawEntry({ date: der.tlv(0x18, ascii('20261101006000Z')) })],
    ['a date without its seconds', rawEntry({ date: der.tlv(0x17, ascii('2611010000Z')) })],
    ['a date with an offset', rawEntry({ date: der.tlv(0x17, ascii('261101000000+0800')) })],
    ['a date of another type', rawEntry({ date: der.utf8String('261101000000Z') })],
    ['no date', der.sequence(der.integer(7))],
    [
      'something after its extensions',
      rawEntry({ extensions: [rawExtension('1.2.3', der.null())], after: der.null() }),
    ],
    ['something after its date', rawEntry({ after: der.null() })],
    ['empty extensions', rawEntry({ extensions: [] })],
    [
      'an extension twice',
      rawEntry({ extensions: [rawExtension('1.2.3', der.null()), rawExtension('1.2.3', der.null())] }),
    ],
    ['an extension that is no sequence', rawEntry({ extensions: [der.null()] })],
    ['an extension without its value', rawEntry({ extensions: [der.sequence(der.oid('1.2.3'))] })],
    [
      'a malformed identifier',
      rawEntry({ extensions: [der.sequence(Uint8Array.of(6, 1, 0x80), der.octetString(der.null()))] }),
    ],
    [
      'a malformed flag',
      rawEntry({
        extensions: [der.sequence(der.oid('1.2.3'), Uint8Array.of(1, 1, 7), der.octetString(der.null()))],
      }),
    ],
    ['an unknown reason', rawEntry({ extensions: [rawExtension(OID.reasonCode, der.enumerated(7))] })],
    [
      'a reason beyond the last',
      rawEntry({ extensions: [rawExtension(OID.reasonCode, der.enumerated(11))] }),
    ],
    ['a reason of another type', rawEntry({ extensions: [rawExtension(OID.reasonCode, der.integer(1))] })],
    ['a malformed invalidity date', rawEntry({ extensions: [rawExtension(OID.invalidityDate, der.null())] })],
    [
      'a malformed certificate issuer',
      rawEntry({ extensions: [rawExtension(OID.certificateIssuer, der.sequence())] }),
    ],
    ['a length that is not minimal', Uint8Array.of(0x30, 0x81, 0x12, ...rawEntry({}).subarray(2))],
    ['an indefinite length', Uint8Array.of(0x30, 0x80, ...rawEntry({}).subarray(2), 0, 0)],
    ['a length beyond the list', Uint8Array.of(0x30, 0x7f, ...rawEntry({}).subarray(2))],
    ['another type than an entry', der.set(der.integer(7))],
    ['half an entry', rawEntry({}).subarray(0, 5)],
  ])('with %s refuse the CRL', (_, entry) => {
    refused(rawCrl({ entries: [entry] }));
    refused(rawCrl({ entries: [rawEntry({ serial: der.integer(1) }), entry] }));
  });

  it('with dates of every form are read', () => {
    const dates = ['240229000000Z', '500101000000Z', '491231235959Z'].map((text) =>
      der.tlv(0x17, ascii(text)),
    );
    const long = ['20240229000000Z', '20261130120000.5Z'].map((text) => der.tlv(0x18, ascii(text)));
    for (const date of [...dates, ...long]) {
      const found = parseCrl(rawCrl({ entries: [rawEntry({ date })] })).find(serial(7n));
      expect(found?.revocationDate.getTime()).not.toBeNaN();
    }
  });

  it('with extensions before version 2 refuse the CRL', () => {
    const entries = [rawEntry({ extensions: [rawExtension('1.2.3', der.null())] })];
    refused(rawCrl({ entries, version: false }));
    expect(parseCrl(rawCrl({ entries: [rawEntry({})], version: false, extensions: false })).version).toBe(1);
  });

  it('cut anywhere, or with any byte changed, give only our errors', () => {
    const bytes = rawCrl({
      entries: [
        rawEntry({ extensions: [rawExtension(OID.reasonCode, der.enumerated(4))] }),
        rawEntry({
          extensions: [
            rawExtension(OID.certificateIssuer, issuerValue(encodeName({ commonName: 'a' })), true),
          ],
        }),
      ],
    });
    const attempt = (input: Uint8Array): void => {
      try {
        parseCrl(input).entriesOf(serial(7n));
      } catch (error) {
        if (!isYinxinError(error)) throw error;
      }
    };
    for (let i = 0; i < bytes.length; i++) {
      attempt(bytes.subarray(0, i));
      for (const bit of [1, 0x20, 0x80, 0xff]) {
        const changed = bytes.slice();
        changed[i]! ^= bit;
        attempt(changed);
      }
      attempt(concatBytes(bytes.subarray(0, i), bytes.subarray(i + 1)));
    }
  });
});

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}
