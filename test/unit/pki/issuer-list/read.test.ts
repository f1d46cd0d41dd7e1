import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalJsonBytes,
  fromUtf8,
  isYinxinError,
  type JsonValue,
  toBase64,
  utf8,
} from '../../../../src/foundation/core/index.ts';
import {
  buildIssuerList,
  type IssuerListEntry,
  readIssuerList,
} from '../../../../src/foundation/pki/index.ts';
import { runs } from '../../../support/property.ts';
import { day, entryOf, listOf, pkiOf } from './sample-list.ts';

const invalid = expect.objectContaining({ code: 'ISSUER_LIST_INVALID' });
const pki = await pkiOf('P-256');
const full: IssuerListEntry = {
  ...entryOf(pki.licenseIssuer),
  names: ['示例市数据资源管理局（样）', 'Sample agency'],
  purposes: ['licenseIssuers', 'statusIssuers', 'signers', 'timestamps', 'sealMakers'],
  issuerCode: '11339900MACEHX0128',
  licenseTypes: ['11100000MB0319061W001', 'x'],
  hosts: ['verify.example.invalid', 'localhost:8443'],
  statusUriPrefix: 'https://status.example.invalid/l/',
};
const bytes = buildIssuerList(listOf([full, entryOf(pki.signer)]));

type Fields = Record<string, JsonValue>;
const parsed = (): Fields & { entries: Fields[] } => JSON.parse(fromUtf8(bytes)) as never;

/** The list with fields of its own changed; `undefined` takes one out. */
function changed(list: Record<string, unknown>, entry: Record<string, unknown> = {}): Uint8Array {
  const value = parsed();
  Object.assign(value.entries[0]!, entry);
  Object.assign(value, list);
  return canonicalJsonBytes(JSON.parse(JSON.stringify(value)) as JsonValue);
}

describe('the bytes of an issuer list', () => {
  it('come back as they were written', () => {
    const list = readIssuerList(bytes);
    expect(list).toMatchObject({ sequence: 7, issuedAt: day('2026-11-01'), nextUpdate: day('2026-12-01') });
    const { parsed: certificate, ...entry } = list.entries[0]!;
    expect(entry).toEqual(full);
    expect(certificate.raw).toEqual(pki.licenseIssuer.certificate);
    expect(buildIssuerList(list)).toEqual(bytes);
  });

  it('are canonical JSON and nothing else', () => {
    const text = fromUtf8(bytes);
    const spellings = [
      ` ${text}`,
      `${text}\n`,
      `\ufeff${text}`,
      text.replace('"sequence":7', '"sequence":7.0'),
      text.replace('"sequence":7', '"sequence": 7'),
      text.replace('"sequence":7', '"sequence":7,"sequence":7'),
      text.replace('"sequence":7', '"sequence":8,"sequence":7'),
      text.replace('"active"', '"\\u0061ctive"'),
      text.replace(
        '"schema":"yinxin.issuer-list/1","sequence":7',
        '"sequence":7,"schema":"yinxin.issuer-list/1"',
      ),
      text.slice(0, -1),
      `${text}{}`,
      '',
      '[]',
      'null',
    ];
    for (const spelling of spellings) {
      expect(spelling === text).toBe(false);
      expect(() => readIssuerList(utf8(spelling))).toThrowError(invalid);
    }
    expect(() => readIssuerList(Uint8Array.of(...bytes.slice(0, 40), 0xff))).toThrowError(invalid);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>?]>([
    ['another schema', { schema: 'yinxin.issuer-list/2' }],
    ['no schema', { schema: undefined }],
    ['a field of no schema', { comment: 'x' }],
    ['the field __proto__', JSON.parse('{"__proto__x":1}') as Record<string, unknown>],
    ['sequence 0', { sequence: 0 }],
    ['a sequence of half a number', { sequence: 1.5 }],
    ['a sequence beyond what JSON carries', { sequence: 2 ** 53 }],
    ['a sequence in quotes', { sequence: '7' }],
    ['nextUpdate at issuedAt', { nextUpdate: '2026-11-01T00:00:00Z' }],
    ['a time with an offset', { nextUpdate: '2026-12-01T00:00:00+08:00' }],
    ['a time with milliseconds', { nextUpdate: '2026-12-01T00:00:00.000Z' }],
    ['a day that does not exist', { nextUpdate: '2026-02-30T00:00:00Z' }],
    ['a date alone', { nextUpdate: '2026-12-01' }],
    ['entries that are no array', { entries: {} }],
    ['an entry that is no object', { entries: [[]] }],
    ['an issuer without name', { issuer: '' }],
    ['an issuer with a control character', { issuer: 'a\u0000b' }],
    ['an issuer that turns the direction of text', { issuer: 'a\u202eb' }],
    ['an issuer with half a character', { issuer: 'a\ud800' }],
    ['an endless issuer', { issuer: 'x'.repeat(1025) }],
    ['an entry with a field of no schema', {}, { comment: 'x' }],
    ['an entry without certificate', {}, { certificate: undefined }],
    ['an entry whose certificate is none', {}, { certificate: toBase64(utf8('none')) }],
    ['an entry whose certificate is not base64', {}, { certificate: '*' }],
    ['an entry whose certificate is too large', {}, { certificate: toBase64(new Uint8Array(32 * 1024 + 3)) }],
    ['an entry without names', {}, { names: [] }],
    ['an entry with a name that is no text', {}, { names: [7] }],
    ['an entry with too many names', {}, { names: Array.from({ length: 17 }, (_, i) => `n${i}`) }],
    ['an entry without purposes', {}, { purposes: [] }],
    ['an entry with an unknown purpose', {}, { purposes: ['licenseIssuers', 'all'] }],
    ['an entry with one purpose twice', {}, { purposes: ['signers', 'signers'] }],
    ['an entry that ends before it begins', {}, { from: '2027-01-02T00:00:00Z' }],
    ['an entry of an unknown state', {}, { state: 'revoked' }],
    ['an entry compromised at no time', {}, { state: 'compromised' }],
    ['an active entry with a compromise', {}, { compromisedAt: '2026-06-01T00:00:00Z' }],
    ['a compromise after the list', {}, { state: 'compromised', compromisedAt: '2026-11-02T00:00:00Z' }],
    ['a retired entry that goes on', {}, { state: 'retired' }],
    ['a host in capitals', {}, { hosts: ['Verify.example.invalid'] }],
    ['a host with a path', {}, { hosts: ['verify.example.invalid/x'] }],
    ['a host with a user', {}, { hosts: ['a@verify.example.invalid'] }],
    ['a status prefix of another scheme', {}, { statusUriPrefix: 'file:///etc/' }],
    ['a status prefix with a space', {}, { statusUriPrefix: 'https://a.example.invalid/ x' }],
    ['an issuer code of another type', {}, { issuerCode: 7 }],
    ['license types that are empty', {}, { licenseTypes: [] }],
  ])('with %s are refused', (_, list, entry) => {
    expect(() => readIssuerList(changed(list, entry))).toThrowError(invalid);
  });

  it('of bounded depth, size and number', () => {
    const deep = utf8(`{"a":${'['.repeat(100_000)}`);
    expect(() => readIssuerList(deep)).toThrowError(invalid);
    expect(() => readIssuerList(new Uint8Array(32 * 1024 * 1024 + 1))).toThrowError(invalid);
    const many = changed({ entries: Array.from({ length: 10_001 }, () => ({})) });
    expect(() => readIssuerList(many)).toThrowError(invalid);
    expect(readIssuerList(changed({ entries: [] })).entries).toEqual([]);
  });

  it('that are not read are not written either', () => {
    const write = (more: Partial<IssuerListEntry>) => () =>
      buildIssuerList(listOf([entryOf(pki.signer, more)]));
    expect(write({})).not.toThrow();
    expect(write({ names: [] })).toThrowError(invalid);
    expect(write({ state: 'retired' })).toThrowError(invalid);
    expect(write({ state: 'retired', to: day('2026-10-01') })).not.toThrow();
    expect(write({ to: new Date(Number.NaN) })).toThrowError(
      expect.objectContaining({ code: 'ARGUMENT_INVALID' }),
    );
  });

  it('changed anywhere are another list or none', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const other = bytes.slice();
        other[at]! ^= flip;
        try {
          expect(buildIssuerList(readIssuerList(other))).toEqual(other);
        } catch (error) {
          if (!isYinxinError(error, 'ISSUER_LIST_INVALID')) throw error;
        }
      }),
      runs(200),
    );
  });
});
