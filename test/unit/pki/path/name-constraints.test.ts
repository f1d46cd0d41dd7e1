import { describe, expect, it } from 'vitest';
import { der } from '../../../../src/foundation/asn1/index.ts';
import { OID } from '../../../../src/foundation/x509/index.ts';
import type { ExtensionOptions, SubtreeNames, TestIdentity } from '../../../../src/testing/index.ts';
import { encodeName } from '../../../../src/testing/subject-name.ts';
import { detailOf, failed, issue, issueCa, NOW, pkiOnce, told, validate } from './support.ts';

interface Constraints {
  readonly permitted?: SubtreeNames;
  readonly excluded?: SubtreeNames;
}

let made = 0;
const constrained = (nameConstraints: Constraints, more: ExtensionOptions = {}): Promise<TestIdentity> =>
  issueCa(`约束 CA ${made++}`, { extensions: { nameConstraints, ...more } });
const named = (issuer: TestIdentity, subjectAltName: SubtreeNames): Promise<TestIdentity> =>
  issue({ issuer, extensions: { subjectAltName } });

const REFUSED = { status: 'invalid', trust: 'untrusted', subIndication: 'CHAIN_CONSTRAINTS_FAILURE' };

describe('a path under name constraints', () => {
  it('is valid with names inside, and says so', async () => {
    const ca = await constrained({
      permitted: { dns: ['example.cn'], email: ['example.cn'], ip: ['192.0.2.0/24'], uri: ['.example.cn'] },
    });
    const report = await validate(
      await named(ca, {
        dns: ['www.example.cn'],
        email: ['a@example.cn'],
        ip: ['192.0.2.7'],
        uri: ['http://www.example.cn/'],
      }),
    );
    expect(report).toMatchObject({ status: 'valid', trust: 'trusted' });
    expect(report.checks).toContainEqual(
      expect.objectContaining({ code: 'NAME_CONSTRAINTS', status: 'passed' }),
    );
  });

  it.each<[string, SubtreeNames, SubtreeNames]>([
    ['DNS', { dns: ['example.cn'] }, { dns: ['example.invalid'] }],
    ['e-mail', { email: ['example.cn'] }, { email: ['a@example.invalid'] }],
    ['URI', { uri: ['example.cn'] }, { uri: ['http://example.invalid/'] }],
    ['IP', { ip: ['192.0.2.0/24'] }, { ip: ['203.0.113.1'] }],
    [
      'directory',
      { directory: [encodeName({ country: 'CN' })] },
      { directory: [encodeName({ country: 'US' })] },
    ],
  ])('is refused for a %s name outside, with certificate, name and clause', async (_, permitted, san) => {
    const report = await validate(await named(await constrained({ permitted }), san));
    expect(report).toMatchObject(REFUSED);
    expect(failed(report)).toEqual(['NAME_CONSTRAINTS']);
    const check = report.checks.find((c) => c.code === 'NAME_CONSTRAINTS')!;
    expect(check.clause).toBe('RFC 5280 6.1.3 (b)');
    expect(check.detail).toMatch(/^certificate 0 \(CN=测试人丁,C=CN\): .* certificate 1 \(CN=约束 CA/);
  });

  it('is refused for an excluded name though it is permitted too', async () => {
    const ca = await constrained({
      permitted: { dns: ['example.cn'] },
      excluded: { dns: ['secret.example.cn'] },
    });
    expect(failed(await validate(await named(ca, { dns: ['a.example.cn'] })))).toEqual([]);
    const report = await validate(await named(ca, { dns: ['a.example.cn', 'b.secret.example.cn'] }));
    expect(report).toMatchObject(REFUSED);
    expect(report.checks.find((c) => c.code === 'NAME_CONSTRAINTS')!.clause).toBe('RFC 5280 6.1.3 (c)');
  });

  it('binds the subject of every certificate below, not of the CA itself', async () => {
    const ca = await constrained({
      permitted: { directory: [encodeName({ country: 'CN', organization: '甲' })] },
    });
    const inside = await issue({ issuer: ca, subject: { organization: '甲' } });
    expect((await validate(inside)).status).toBe('valid');
    expect(failed(await validate(await issue({ issuer: ca, subject: { organization: '乙' } })))).toEqual([
      'NAME_CONSTRAINTS',
    ]);
    const sub = await issue({ issuer: ca, ca: true, name: '下级', subject: { organization: '乙' } });
    const below = await validate(await issue({ issuer: sub, subject: { organization: '甲' } }));
    expect(detailOf(below, 'NAME_CONSTRAINTS')).toMatch(/^certificate 1 /);
  });

  it('takes the constraints of all CAs together: a lower one cannot widen what a higher one gave', async () => {
    const upper = await constrained({ permitted: { dns: ['example.cn'] } });
    const lower = await issue({
      issuer: upper,
      ca: true,
      name: '放宽',
      extensions: { nameConstraints: { permitted: { dns: ['cn', 'invalid'] } } },
    });
    expect((await validate(await named(lower, { dns: ['a.example.cn'] }))).status).toBe('valid');
    for (const dns of ['other.cn', 'example.invalid']) {
      expect(failed(await validate(await named(lower, { dns: [dns] })))).toEqual(['NAME_CONSTRAINTS']);
    }
    const disjoint = await issue({
      issuer: upper,
      ca: true,
      name: '不相交',
      extensions: { nameConstraints: { permitted: { dns: ['other.cn'] } } },
    });
    for (const dns of ['a.example.cn', 'a.other.cn']) {
      expect((await validate(await named(disjoint, { dns: [dns] }))).status).toBe('invalid');
    }
  });

  it('exempts a self-issued CA between, and neither a self-issued target nor what follows', async () => {
    const ca = await constrained({
      permitted: { directory: [encodeName({ country: 'CN', organization: '甲' })] },
    });
    const rolled = await issue({
      issuer: ca,
      ca: true,
      name: ca.name,
      subject: ca.subject,
      key: 'rolled over',
    });
    const leaf = await issue({ issuer: rolled, subject: { organization: '甲' } });
    expect((await validate(leaf)).status).toBe('valid');
    expect((await validate(await issue({ issuer: rolled, subject: { organization: '乙' } }))).status).toBe(
      'invalid',
    );
    const target = await issue({
      issuer: ca,
      name: ca.name,
      subject: ca.subject,
      key: 'target of the same name',
    });
    expect(failed(await validate(target))).toEqual(['NAME_CONSTRAINTS']);
  });

  it('reads those of an anchor, and none in a target', async () => {
    const anchor = await issue({
      issuer: 'self',
      ca: true,
      name: '约束根',
      extensions: { nameConstraints: { permitted: { dns: ['example.cn'] } } },
    });
    const trustAnchors = [anchor.certificate];
    const good = await named(anchor, { dns: ['a.example.cn'] });
    expect((await validate(good, { trustAnchors })).status).toBe('valid');
    const bad = await named(anchor, { dns: ['a.example.invalid'] });
    expect(failed(await validate(bad, { trustAnchors }))).toEqual(['NAME_CONSTRAINTS']);
    const target = await issue({
      extensions: {
        nameConstraints: { excluded: { dns: [''] } },
        subjectAltName: { dns: ['a.example.cn'] },
      },
    });
    expect((await validate(target)).status).toBe('valid');
  });

  it('processes them when they are not critical, and warns', async () => {
    const ca = await constrained(
      { permitted: { dns: ['example.cn'] } },
      { critical: { nameConstraints: false } },
    );
    expect(failed(await validate(await named(ca, { dns: ['a.example.cn'] })))).toEqual([
      'NAME_CONSTRAINTS_NOT_CRITICAL',
    ]);
    expect((await validate(await named(ca, { dns: ['a.invalid'] }))).status).toBe('invalid');
  });

  it('is refused where a name of an unprocessed form meets a constraint of that form', async () => {
    const other = { otherName: [{ oid: '1.2.3.4', value: der.utf8String('x') }] };
    const ca = await constrained({ permitted: other });
    const report = await validate(await named(ca, other));
    expect(report).toMatchObject(REFUSED);
    expect(report.checks.find((c) => c.code === 'NAME_CONSTRAINTS')!.clause).toBe('RFC 5280 4.2.1.10');
    expect((await validate(await named(ca, { dns: ['example.cn'] }))).status).toBe('valid');
  });

  const subtree = (...rest: Uint8Array[]): Uint8Array =>
    der.sequence(der.implicit(2, der.ia5String('example.cn')), ...rest);
  const tagged = (n: number, ...subtrees: Uint8Array[]): Uint8Array =>
    der.implicit(n, der.sequenceOf(subtrees));
  it.each<[string, Uint8Array]>([
    ['no list', der.sequence()],
    ['an empty permitted list', der.sequence(tagged(0))],
    ['an empty excluded list', der.sequence(tagged(0, subtree()), tagged(1))],
    ['a minimum', der.sequence(tagged(0, subtree(der.implicit(0, der.integer(1)))))],
    ['a maximum', der.sequence(tagged(0, subtree(der.implicit(1, der.integer(0)))))],
    ['lists in the wrong order', der.sequence(tagged(1, subtree()), tagged(0, subtree()))],
    ['a list twice', der.sequence(tagged(0, subtree()), tagged(0, subtree()))],
    ['a third list', der.sequence(tagged(0, subtree()), tagged(2, subtree()))],
    ['a subtree without a base', der.sequence(tagged(0, der.sequence()))],
    ['text outside IA5', der.sequence(tagged(0, der.sequence(der.tlv(0x82, Uint8Array.of(0xe5)))))],
    ['bytes behind it', Uint8Array.of(...der.sequence(tagged(0, subtree())), 0)],
    ['another type', der.utf8String('example.cn')],
    [
      'an otherName without a value',
      der.sequence(tagged(0, der.sequence(der.implicit(0, der.sequence(der.oid('1.2')))))),
    ],
  ])('is refused for malformed ones (%s), critical or not', async (_, value) => {
    for (const critical of [true, false]) {
      const ca = await issueCa(`坏约束 ${made++}`, {
        extensions: { further: [{ oid: OID.nameConstraints, critical, value }] },
      });
      const report = await validate(await named(ca, { dns: ['example.cn'] }));
      expect(report).toMatchObject({ status: 'invalid', subIndication: 'CERTIFICATE_CHAIN_GENERAL_FAILURE' });
      expect(failed(report)).toContain('EXTENSION_MALFORMED');
      expect(detailOf(report, 'EXTENSION_MALFORMED')).toContain('certificate 1 (CN=坏约束');
    }
  });

  it('tolerates a minimum of 0 written out, by name', async () => {
    const value = der.sequence(tagged(0, subtree(der.implicit(0, der.integer(0)))));
    const ca = await issueCa('多余', {
      extensions: { further: [{ oid: OID.nameConstraints, critical: true, value }] },
    });
    const report = await validate(await named(ca, { dns: ['example.cn'] }));
    expect(report.status).toBe('valid');
    expect(failed(report)).toEqual(['DEFAULT_VALUE_ENCODED']);
  });

  it('is left undecided where the names need more comparisons than anybody would make', async () => {
    const hosts = (count: number, tail: string): string[] =>
      Array.from({ length: count }, (_, i) => `h${i}.${tail}`);
    const ca = await constrained({ excluded: { dns: hosts(2000, 'invalid') } });
    const few = await validate(await named(ca, { dns: hosts(100, 'cn') }));
    expect(few.status).toBe('valid');
    const start = performance.now();
    const many = await validate(await named(ca, { dns: hosts(1000, 'cn') }));
    expect(many).toMatchObject({ status: 'indeterminate', trust: 'unknown' });
    expect(told(many)).toContain('NAME_CONSTRAINTS_BUDGET');
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('cannot be drawn on by a name', async () => {
    const ca = await constrained({ permitted: { dns: ['example.cn'] } });
    const report = await validate(await named(ca, { dns: ['\u001b[2J\u007f'] }));
    expect(detailOf(report, 'NAME_CONSTRAINTS')).toContain('dns "?[2J?" cannot be compared');
  });

  it('counts from the anchor that was found, also at another time', async () => {
    const pki = await pkiOnce();
    const ca = await constrained({ permitted: { dns: ['example.cn'] } });
    const leaf = await named(ca, { dns: ['a.invalid'] });
    // The CA pinned as an anchor itself: its constraints hold all the same.
    for (const trustAnchors of [[ca.certificate], [ca.certificate, pki.root.certificate]]) {
      expect((await validate(leaf, { trustAnchors, at: NOW })).status).toBe('invalid');
    }
  });
});
