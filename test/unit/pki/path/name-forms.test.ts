import { describe, expect, it } from 'vitest';
import { der, readDer } from '../../../../src/foundation/asn1/index.ts';
import { namesOf } from '../../../../src/foundation/pki/path/names/certificate-names.ts';
import { constraintSet, judgeName } from '../../../../src/foundation/pki/path/names/constraint-set.ts';
import {
  type Certificate,
  parseGeneralNames,
  parseName,
  parseNameConstraints,
} from '../../../../src/foundation/x509/index.ts';
import {
  generalNamesValue,
  nameConstraintsValue,
  type SubtreeNames,
} from '../../../../src/testing/general-names.ts';
import { encodeName, type SubjectFields } from '../../../../src/testing/subject-name.ts';

const attribute = (oid: string, value: Uint8Array): Uint8Array =>
  der.setOf([der.sequence(der.oid(oid), value)]);
const dn = (...rdns: Uint8Array[]): Uint8Array => der.sequenceOf(rdns);
const O = '2.5.4.10';
const CN = '2.5.4.3';

/** A certificate as far as its names go. */
function bearing(san: SubtreeNames, subject: Uint8Array = dn()): Certificate {
  const names = generalNamesValue(san);
  return {
    subject: parseName(readDer(subject)),
    subjectAltNames: names.length === 2 ? [] : parseGeneralNames(readDer(names)),
  } as unknown as Certificate;
}

interface Constraints {
  readonly permitted?: SubtreeNames;
  readonly excluded?: SubtreeNames;
}

/** The first fault among the names of a certificate under constraints; `ok` where there is none. */
function judge(constraints: Constraints, certificate: Certificate): string {
  const value = nameConstraintsValue(constraints.permitted, constraints.excluded);
  const set = constraintSet(parseNameConstraints(value, []));
  for (const name of namesOf(certificate, true)) {
    const fault = judgeName(name, set, { left: 1000 });
    if (fault !== undefined) return fault;
  }
  return 'ok';
}

type Kind = 'dns' | 'email' | 'uri' | 'ip';
type Row = readonly [subtree: string, name: string, permitted: string, excluded: string];

/** Each row is judged twice: the subtree as the only permitted one, and as the only excluded one. */
function table(kind: Kind, rows: readonly Row[]): void {
  it.each(rows)('%s against %s is %s as permitted, %s as excluded', (subtree, name, permitted, excluded) => {
    const certificate = bearing({ [kind]: [name] });
    expect(judge({ permitted: { [kind]: [subtree] } }, certificate)).toBe(permitted);
    expect(judge({ excluded: { [kind]: [subtree] } }, certificate)).toBe(excluded);
  });
}

const IN = ['ok', 'excluded'] as const;
const OUT = ['not-permitted', 'ok'] as const;
const NEVER = ['undecidable', 'undecidable'] as const;

describe('a dNSName subtree', () => {
  table('dns', [
    ['example.cn', 'example.cn', ...IN],
    ['example.cn', 'www.example.cn', ...IN],
    ['example.cn', 'a.b.example.cn', ...IN],
    ['Example.CN', 'WWW.eXample.cn', ...IN],
    ['example.cn', 'badexample.cn', ...OUT],
    ['example.cn', 'example.cn.evil.invalid', ...OUT],
    ['example.cn', 'cn', ...OUT],
    ['www.example.cn', 'example.cn', ...OUT],
    ['.example.cn', 'www.example.cn', ...IN],
    ['.example.cn', 'example.cn', ...OUT],
    ['', 'anything.invalid', ...IN],
    ['xn--fiqs8s', 'xn--0zwm56d.XN--FIQS8S', ...IN],
    // A wildcard must lie inside as a whole; into an excluded subtree it may not even reach.
    ['example.cn', '*.example.cn', ...IN],
    ['.example.cn', '*.example.cn', ...IN],
    ['example.cn', '*.www.example.cn', ...IN],
    ['www.example.cn', '*.example.cn', 'not-permitted', 'excluded'],
    ['a.www.example.cn', '*.example.cn', ...OUT],
    ['.www.example.cn', '*.example.cn', ...OUT],
    ['example.cn', '*.cn', 'not-permitted', 'excluded'],
    ['example.cn', '*.invalid', ...OUT],
    // What is no host name cannot be compared.
    ['example.cn', 'example.cn.', ...NEVER],
    ['example.cn', '.example.cn', ...NEVER],
    ['example.cn', 'a..example.cn', ...NEVER],
    ['example.cn', '', ...NEVER],
    ['example.cn', ' ', ...NEVER],
    ['example.cn', '*', ...NEVER],
    ['example.cn', 'w*.example.cn', ...NEVER],
    ['example.cn', '*.*.example.cn', ...NEVER],
    ['example.cn', 'evil.invalid/.example.cn', ...NEVER],
    ['example.cn', 'evil.invalid\0.example.cn', ...NEVER],
    ['*.example.cn', 'www.example.cn', ...NEVER],
    ['example.cn.', 'www.example.cn', ...NEVER],
    ['..example.cn', 'www.example.cn', ...NEVER],
    ['.', 'www.example.cn', ...NEVER],
    ['http://example.cn', 'www.example.cn', ...NEVER],
  ]);
});

describe('an rfc822Name subtree', () => {
  table('email', [
    ['a@example.cn', 'a@example.cn', ...IN],
    ['a@example.cn', 'a@EXAMPLE.cn', ...IN],
    ['a@example.cn', 'A@example.cn', ...OUT],
    ['a@example.cn', 'b@example.cn', ...OUT],
    ['a@example.cn', 'a@www.example.cn', ...OUT],
    ['example.cn', 'a@example.cn', ...IN],
    ['example.cn', 'a@Example.CN', ...IN],
    ['example.cn', 'a@www.example.cn', ...OUT],
    ['.example.cn', 'a@www.example.cn', ...IN],
    ['.example.cn', 'a@a.b.example.cn', ...IN],
    ['.example.cn', 'a@example.cn', ...OUT],
    ['.example.cn', 'a@badexample.cn', ...OUT],
    ['example.cn', 'a@evil.invalid@example.cn', ...NEVER],
    ['example.cn', '<a@evil.invalid>,b@example.cn', ...NEVER],
    ['example.cn', 'a b@example.cn', ...NEVER],
    ['example.cn', 'a..b@example.cn', ...NEVER],
    ['example.cn', '"a"b@example.cn', ...NEVER],
    ['example.cn', '"x@evil.invalid"@example.cn', ...IN],
    // Other spellings of a local part may mean the same mailbox.
    ['a@example.cn', '"a"@example.cn', ...NEVER],
    ['a@example.cn', '"a"@example.invalid', ...OUT],
    ['example.cn', 'example.cn', ...NEVER],
    ['example.cn', '@example.cn', ...NEVER],
    ['example.cn', 'a@', ...NEVER],
    ['example.cn', 'a@[192.0.2.1]', ...NEVER],
    ['example.cn', 'a@example.cn.', ...NEVER],
    ['', 'a@example.cn', ...NEVER],
    ['@example.cn', 'a@example.cn', ...NEVER],
    ['*.example.cn', 'a@www.example.cn', ...NEVER],
    ['a@b@example.cn', 'a@b@example.cn', ...NEVER],
  ]);

  it('binds internationalized mailboxes too (RFC 9598), but only with a host in ASCII', () => {
    const mailbox = (text: string): Certificate =>
      bearing({ otherName: [{ oid: '1.3.6.1.5.5.7.8.9', value: der.utf8String(text) }] });
    const constraints = { permitted: { email: ['example.cn'] } };
    expect(judge(constraints, mailbox('测试@example.cn'))).toBe('ok');
    expect(judge(constraints, mailbox('测试@example.invalid'))).toBe('not-permitted');
    expect(judge(constraints, mailbox('测试@示例.中国'))).toBe('undecidable');
    expect(judge({ excluded: { email: ['example.cn'] } }, mailbox('测试@example.cn'))).toBe('excluded');
    const typed = { otherName: [{ oid: '1.3.6.1.5.5.7.8.9', value: der.utf8String('example.cn') }] };
    expect(judge({ permitted: typed }, mailbox('测试@example.cn'))).toBe('undecidable');
    expect(judge({ permitted: typed }, bearing({ email: ['a@example.cn'] }))).toBe('undecidable');
    const latin = bearing({
      otherName: [{ oid: '1.3.6.1.5.5.7.8.9', value: der.ia5String('a@example.cn') }],
    });
    expect(() => judge(constraints, latin)).toThrow(expect.objectContaining({ code: 'DER_INVALID' }));
  });
});

describe('a URI subtree', () => {
  table('uri', [
    ['example.cn', 'http://example.cn', ...IN],
    ['example.cn', 'https://Example.CN:8443/a?b#c', ...IN],
    ['example.cn', 'ldap://user:pw@example.cn/x', ...IN],
    ['example.cn', 'http://www.example.cn/', ...OUT],
    ['.example.cn', 'http://www.example.cn/', ...IN],
    ['.example.cn', 'http://example.cn/', ...OUT],
    // The host is what stands after the last @ and before the first slash, nothing else.
    ['example.cn', 'http://example.cn@evil.invalid/', ...OUT],
    ['evil.invalid', 'http://example.cn@evil.invalid/', ...IN],
    ['example.cn', 'http://evil.invalid/@example.cn', ...OUT],
    ['example.cn', 'http://evil.invalid?@example.cn', ...OUT],
    ['example.cn', 'http://evil.invalid#@example.cn', ...OUT],
    ['example.cn', 'http://evil.invalid:80@example.cn/', ...IN],
    ['example.cn', 'http://a@evil.invalid@example.cn/', ...NEVER],
    ['example.cn', 'http://evil.invalid\\@example.cn/', ...NEVER],
    ['example.cn', 'http://evil.invalid%2f@[::1]/', ...NEVER],
    ['example.cn', 'http://[2001:db8::1]/', ...NEVER],
    ['example.cn', 'http://[2001:db8::1]:80/', ...NEVER],
    ['example.cn', 'http://192.0.2.1/', ...NEVER],
    ['example.cn', 'http://0x7f.1/', ...NEVER],
    ['example.cn', 'http://1.2.3.0x10/', ...NEVER],
    ['example.cn', 'http://localhost/', ...NEVER],
    ['example.cn', 'http:///path', ...NEVER],
    ['example.cn', 'http://example.cn:port/', ...NEVER],
    ['example.cn', 'http://%65xample.cn/', ...NEVER],
    ['example.cn', 'http://example.cn./', ...NEVER],
    ['example.cn', '//example.cn/', ...NEVER],
    ['example.cn', 'urn:uuid:f81d4fae', ...NEVER],
    ['example.cn', 'mailto:a@example.cn', ...NEVER],
    ['example.cn', '', ...NEVER],
    ['', 'http://example.cn/', ...NEVER],
    ['http://example.cn', 'http://example.cn/', ...NEVER],
    ['example.cn:80', 'http://example.cn:80/', ...NEVER],
  ]);
});

describe('an iPAddress subtree', () => {
  table('ip', [
    ['192.0.2.0/24', '192.0.2.1', ...IN],
    ['192.0.2.0/24', '192.0.3.1', ...OUT],
    ['192.0.2.99/24', '192.0.2.1', ...IN],
    ['192.0.2.1/32', '192.0.2.1', ...IN],
    ['192.0.2.1/32', '192.0.2.2', ...OUT],
    ['0.0.0.0/0', '203.0.113.7', ...IN],
    ['192.0.2.0/25', '192.0.2.128', ...OUT],
    ['2001:db8::/32', '2001:db8:ffff::1', ...IN],
    ['2001:db8::/32', '2001:db9::1', ...OUT],
    // Both versions are one form: an IPv6 address is not free because only IPv4 was constrained.
    ['0.0.0.0/0', '2001:db8::1', ...OUT],
    ['::/0', '192.0.2.1', ...OUT],
  ]);

  const bytes = (...octets: number[]): Uint8Array => Uint8Array.from(octets);
  it.each([
    ['a mask with a hole', bytes(192, 0, 2, 0, 255, 0, 255, 0), bytes(192, 0, 2, 1)],
    ['a mask of the wrong length', bytes(192, 0, 2, 0, 255, 255, 255), bytes(192, 0, 2, 1)],
    ['an address without a mask', bytes(192, 0, 2, 1), bytes(192, 0, 2, 1)],
    ['an IPv6 address with an IPv4 mask', new Uint8Array(20), bytes(192, 0, 2, 1)],
    ['nothing', bytes(), bytes(192, 0, 2, 1)],
    ['a name of five octets', bytes(192, 0, 2, 0, 255, 255, 255, 0), bytes(192, 0, 2, 1, 0)],
    [
      'a name that is a subtree',
      bytes(192, 0, 2, 0, 255, 255, 255, 0),
      bytes(192, 0, 2, 0, 255, 255, 255, 0),
    ],
  ])('of %s cannot be compared', (_, subtree, name) => {
    const certificate = bearing({ ip: [name] });
    expect(judge({ permitted: { ip: [subtree] } }, certificate)).toBe('undecidable');
    expect(judge({ excluded: { ip: [subtree] } }, certificate)).toBe('undecidable');
  });
});

describe('a directoryName subtree', () => {
  const subject = (fields: SubjectFields): Uint8Array => encodeName(fields);
  const base = subject({ country: 'CN', organization: '示例 Bureau' });
  const both = (name: Uint8Array, subtree: Uint8Array = base): [string, string] => {
    const certificate = bearing({}, name);
    return [
      judge({ permitted: { directory: [subtree] } }, certificate),
      judge({ excluded: { directory: [subtree] } }, certificate),
    ];
  };

  it('holds the names that begin with it, part by part', () => {
    expect(both(subject({ country: 'CN', organization: '示例 Bureau', commonName: 'x' }))).toEqual(IN);
    expect(both(base)).toEqual(IN);
    expect(both(subject({ country: 'CN', commonName: 'x' }))).toEqual(OUT);
    expect(both(subject({ organization: '示例 Bureau', commonName: 'x' }))).toEqual(OUT);
    expect(both(subject({ country: 'CN', organization: '示例 Bureau2' }))).toEqual(OUT);
    expect(both(subject({ country: 'CN', state: '浙江', organization: '示例 Bureau' }))).toEqual(OUT);
    expect(both(subject({ country: 'US', organization: 'x' }), dn())).toEqual(IN);
  });

  it('compares without case, white space, compatibility forms and invisible characters', () => {
    for (const organization of [
      '示例 BUREAU',
      ' 示例   bureau ',
      '示例 Ｂｕｒｅａｕ',
      '示\u200b例 Bure\u00adau',
    ]) {
      expect(both(subject({ country: 'cn', organization, commonName: 'x' }))).toEqual(IN);
    }
  });

  it('is not escaped by another string type', () => {
    const bmp = (text: string): Uint8Array => {
      const octets = [...text].flatMap((c) => [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 0xff]);
      return der.tlv(0x1e, Uint8Array.from(octets));
    };
    const name = dn(attribute('2.5.4.6', der.utf8String('CN')), attribute(O, bmp('示例 Bureau')));
    expect(both(name)).toEqual(IN);
    const teletex = dn(attribute(O, der.tlv(0x14, Uint8Array.of(0x41, 0x42))));
    expect(both(teletex, dn(attribute(O, der.printableString('ab'))))).toEqual(IN);
  });

  it('compares parts of several attributes as sets, and never one for two', () => {
    const pair = (...texts: string[]): Uint8Array =>
      der.setOf(texts.map((text, i) => der.sequence(der.oid(i === 0 ? O : CN), der.utf8String(text))));
    expect(both(dn(pair('a', 'b')), dn(pair('a', 'b')))).toEqual(IN);
    expect(both(dn(pair('a', 'b')), dn(pair('a')))).toEqual(OUT);
    expect(both(dn(pair('a')), dn(pair('a', 'b')))).toEqual(OUT);
    expect(both(dn(attribute(O, der.utf8String('a+2.5.4.3=1:b'))), dn(pair('a', 'b')))).toEqual(OUT);
  });

  it('binds a directoryName among the alternative names like the subject', () => {
    const certificate = bearing({ directory: [subject({ country: 'US', organization: 'x' })] });
    expect(judge({ permitted: { directory: [base] } }, certificate)).toBe('not-permitted');
    expect(judge({ excluded: { directory: [subject({ country: 'us' })] } }, certificate)).toBe('excluded');
  });

  it('leaves an empty subject alone', () => {
    expect(both(dn())).toEqual(['ok', 'ok']);
  });
});

describe('names that stand in the subject', () => {
  const EMAIL = '1.2.840.113549.1.9.1';

  it('are bound as mailboxes where they are e-mail addresses, beside alternative names too', () => {
    const named = (text: Uint8Array, san: SubtreeNames = {}): Certificate =>
      bearing(san, dn(attribute(EMAIL, text)));
    const constraints = { permitted: { email: ['example.cn'] } };
    expect(judge(constraints, named(der.ia5String('a@example.cn')))).toBe('ok');
    expect(judge(constraints, named(der.ia5String('a@example.invalid')))).toBe('not-permitted');
    expect(judge(constraints, named(der.utf8String('a@example.invalid')))).toBe('not-permitted');
    expect(judge(constraints, named(der.ia5String('nobody')))).toBe('undecidable');
    const beside = named(der.ia5String('a@example.invalid'), { email: ['a@example.cn'] });
    expect(judge(constraints, beside)).toBe('not-permitted');
  });

  it('are bound as host names where a common name reads as one and there is no other', () => {
    const named = (text: string, san: SubtreeNames = {}): Certificate =>
      bearing(san, dn(attribute(CN, der.utf8String(text))));
    const constraints = { permitted: { dns: ['example.cn'] } };
    expect(judge(constraints, named('www.example.cn'))).toBe('ok');
    expect(judge(constraints, named('www.example.invalid'))).toBe('not-permitted');
    expect(judge(constraints, named('www.example.invalid', { dns: ['example.cn'] }))).toBe('ok');
    const two = dn(
      attribute(CN, der.utf8String('www.example.invalid')),
      attribute(CN, der.utf8String('测试人')),
    );
    expect(judge(constraints, bearing({}, two))).toBe('not-permitted');
    expect(judge(constraints, named('示例市政务服务局'))).toBe('ok');
    expect(judge(constraints, named('Example Bureau, No. 1'))).toBe('ok');
  });
});

describe('forms', () => {
  it('are each their own: constraints of one say nothing of another', () => {
    const certificate = bearing({ uri: ['http://example.invalid/'], email: ['a@example.invalid'] });
    expect(judge({ permitted: { dns: ['example.cn'], ip: ['192.0.2.0/24'] } }, certificate)).toBe('ok');
  });

  it('that are not processed refuse where both a subtree and a name have them', () => {
    const other = (oid: string): SubtreeNames => ({ otherName: [{ oid, value: der.utf8String('x') }] });
    expect(judge({ permitted: other('1.2.3') }, bearing(other('1.2.3')))).toBe('undecidable');
    expect(judge({ excluded: other('1.2.3') }, bearing(other('1.2.3')))).toBe('undecidable');
    expect(judge({ permitted: other('1.2.3') }, bearing(other('1.2.4')))).toBe('ok');
    expect(judge({ excluded: { registeredId: ['1.2'] } }, bearing({ registeredId: ['1.3'] }))).toBe(
      'undecidable',
    );
    expect(judge({ excluded: { registeredId: ['1.2'] } }, bearing({ dns: ['example.cn'] }))).toBe('ok');
    const ediParty = der.implicit(5, der.sequence(der.explicit(1, der.utf8String('x'))));
    expect(judge({ permitted: { raw: [ediParty] } }, bearing({ raw: [ediParty] }))).toBe('undecidable');
  });

  it('let excluded beat permitted, and one permitted subtree of several do', () => {
    const constraints = {
      permitted: { dns: ['other.cn', 'example.cn'] },
      excluded: { dns: ['secret.example.cn'] },
    };
    expect(judge(constraints, bearing({ dns: ['www.example.cn'] }))).toBe('ok');
    expect(judge(constraints, bearing({ dns: ['a.secret.example.cn'] }))).toBe('excluded');
    expect(judge(constraints, bearing({ dns: ['www.example.cn', 'a.secret.example.cn'] }))).toBe('excluded');
    expect(judge(constraints, bearing({ dns: ['www.example.cn', 'third.cn'] }))).toBe('not-permitted');
    expect(judge({ permitted: { dns: ['*.bad', 'example.cn'] } }, bearing({ dns: ['example.cn'] }))).toBe(
      'ok',
    );
  });
});
