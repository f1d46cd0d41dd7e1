import { describe, expect, it } from 'vitest';
import { der } from '../../../../src/foundation/asn1/index.ts';
import { algorithmIdentifier } from '../../../../src/foundation/crypto/index.ts';
import {
  compareTimestamps,
  parseTstInfo,
  type TstInfo,
  timeWindow,
} from '../../../../src/foundation/pki/index.ts';
import { parseCertificate } from '../../../../src/foundation/x509/index.ts';
import { createTestPki } from '../../../../src/testing/index.ts';
import { accuracy, type TstFields, tstInfo } from './make-token.ts';

const DATA = Uint8Array.of(1, 2, 3);
const invalid = expect.objectContaining({ code: 'TIMESTAMP_INVALID' });
const parse = (fields: TstFields = {}): TstInfo => parseTstInfo(tstInfo(DATA, fields));

describe('TSTInfo', () => {
  it('is read with all that it may hold', () => {
    const info = parse({
      hash: 'sm3',
      genTime: '20261123030000.1234Z',
      accuracy: accuracy(1, 2, 3),
      ordering: der.boolean(true),
      nonce: der.integer(0xffn),
      tsa: der.tlv(0x86, new TextEncoder().encode('https://tsa.example.invalid')),
      extensions: [der.sequence(der.oid('1.2.3'), der.octetString(DATA))],
    });
    expect(info).toMatchObject({
      hash: 'sm3',
      accuracyMicros: 1_002_003,
      ordering: true,
      nonce: 255n,
      tsa: { kind: 'uri' },
      criticalExtensions: [],
      findings: [],
    });
    expect(info.genTime.toISOString()).toBe('2026-11-23T03:00:00.123Z');
    expect(info.genTimeNanos % 1_000_000_000n).toBe(123_400_000n);
  });

  it.each<[string, TstFields]>([
    ['another version', { version: 2 }],
    ['an imprint too short for its digest', { imprint: new Uint8Array(31) }],
    ['an imprint too long for its digest', { imprint: new Uint8Array(33) }],
    [
      'parameters of its digest',
      { hashAlgorithm: algorithmIdentifier('2.16.840.1.101.3.4.2.1', der.octetString(DATA)) },
    ],
    ['a time without seconds', { genTime: '202611230300Z' }],
    ['a time with trailing zeros', { genTime: '20261123030000.10Z' }],
    ['a time off UTC', { genTime: '20261123030000+0800' }],
    ['a day that does not exist', { genTime: '20260230000000Z' }],
    ['millis of 0', { accuracy: accuracy(1, 0) }],
    ['millis of 1000', { accuracy: accuracy(1, 1000) }],
    ['micros of 0', { accuracy: accuracy(1, undefined, 0) }],
    ['micros of 1000', { accuracy: accuracy(undefined, undefined, 1000) }],
    ['negative seconds', { accuracy: accuracy(-1) }],
    ['endless seconds', { accuracy: accuracy(10 ** 9) }],
    [
      'micros before millis',
      { accuracy: der.sequence(der.tlv(0x81, DATA.slice(0, 1)), der.tlv(0x80, DATA.slice(0, 1))) },
    ],
    ['seconds twice', { accuracy: der.sequence(der.integer(1), der.integer(1)) }],
    ['an ordering that is neither', { ordering: Uint8Array.of(1, 1, 1) }],
    ['a serial number that is not minimal', { serialNumber: Uint8Array.of(2, 2, 0, 1) }],
    ['an endless serial number', { serialNumber: der.tlv(2, new Uint8Array(65).fill(1)) }],
    ['an endless nonce', { nonce: der.tlv(2, new Uint8Array(129).fill(1)) }],
    ['no extension in its extensions', { extensions: [] }],
    ['anything after its last field', { tail: der.null() }],
  ])('with %s is refused', (_, fields) => {
    expect(() => parse(fields)).toThrowError(invalid);
  });

  it('tells the quirks that it tolerates', () => {
    expect(parse({ ordering: der.boolean(false) })).toMatchObject({
      ordering: false,
      findings: ['DEFAULT_VALUE_ENCODED'],
    });
    expect(parse({ serialNumber: der.integer(-1) }).findings).toEqual(['SERIAL_NUMBER_NEGATIVE']);
  });

  it('names its unknown critical extensions', () => {
    const extension = der.sequence(der.oid('1.2.3'), der.boolean(true), der.octetString(DATA));
    expect(parse({ extensions: [extension] }).criticalExtensions).toEqual(['1.2.3']);
  });

  it('leaves a digest that is not known here unnamed', () => {
    const { hash } = parse({ hashAlgorithm: algorithmIdentifier('1.2.3.4') });
    expect(hash).toBeUndefined();
  });
});

describe('the window of a timestamp', () => {
  it('is widened by the accuracy, and rounded outwards', () => {
    const { earliest, latest } = timeWindow(
      parse({ genTime: '20261123030000.5Z', accuracy: accuracy(1, 2, 3) }),
    );
    expect(earliest.toISOString()).toBe('2026-11-23T02:59:59.497Z');
    expect(latest.toISOString()).toBe('2026-11-23T03:00:01.503Z');
    const fine = timeWindow(parse({ genTime: '20261123030000.0001Z' }));
    expect(fine.earliest.toISOString()).toBe('2026-11-23T03:00:00.000Z');
    expect(fine.latest.toISOString()).toBe('2026-11-23T03:00:00.001Z');
  });
});

describe('the order of two timestamps', () => {
  const at = (time: string, fields: TstFields = {}): { info: TstInfo } => ({
    info: parse({ genTime: `20261123${time}Z`, ...fields }),
  });

  it('follows where they lie further apart than both accuracies', () => {
    const one = { accuracy: accuracy(1) };
    expect(compareTimestamps(at('030000', one), at('030003', one))).toBe('before');
    expect(compareTimestamps(at('030003', one), at('030000', one))).toBe('after');
    expect(compareTimestamps(at('030000', one), at('030002', one))).toBe('undecided');
    expect(compareTimestamps(at('030000', one), at('030002.000000001', one))).toBe('before');
  });

  it('is undecided without an accuracy, unless the caller knows it', () => {
    const [a, b] = [at('030000'), at('050000', { accuracy: accuracy(1) })];
    expect(compareTimestamps(a, b)).toBe('undecided');
    expect(compareTimestamps(a, b, { assumedAccuracySeconds: 60 })).toBe('before');
    expect(compareTimestamps(a, b, { assumedAccuracySeconds: 7200 })).toBe('undecided');
  });

  it('follows genTime alone for ordered tokens of one authority, and of no other', async () => {
    const pki = await createTestPki({ algorithm: 'P-256', now: new Date('2026-11-23T03:00:00Z') });
    const certificate = parseCertificate(pki.tsa.certificate);
    const ordering = { ordering: der.boolean(true), accuracy: accuracy(60) };
    const a = { ...at('030000.000001', ordering), certificate };
    const b = { ...at('030000.000002', ordering), certificate };
    expect(compareTimestamps(a, b)).toBe('before');
    expect(compareTimestamps(b, a)).toBe('after');
    expect(compareTimestamps(a, a)).toBe('undecided');
    const other = parseCertificate(pki.signer.certificate);
    expect(compareTimestamps(a, { ...b, certificate: other })).toBe('undecided');
    expect(compareTimestamps(a, { info: b.info })).toBe('undecided');
    const unordered = { ...at('030000.000002', { accuracy: accuracy(60) }), certificate };
    expect(compareTimestamps(a, unordered)).toBe('undecided');
  });
});
