import { describe, expect, it } from 'vitest';
import { der } from '../../../../src/foundation/asn1/index.ts';
import { OID } from '../../../../src/foundation/x509/index.ts';
import type { CertificateOptions, ExtensionOptions } from '../../../../src/testing/index.ts';
import { ago, detailOf, failed, issue, issueCa, pkiOnce, told, validate } from './support.ts';

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';
const REFUSED = { status: 'invalid', trust: 'untrusted', subIndication: 'CHAIN_CONSTRAINTS_FAILURE' };

let made = 0;
const below = async (extensions: ExtensionOptions, leaf: Partial<CertificateOptions> = {}) =>
  issue({ ...leaf, issuer: await issueCa(`规则 CA ${made++}`, { extensions }) });

describe('purposes', () => {
  const asking = { extendedKeyUsage: EMAIL_PROTECTION };
  const made = { extensions: { extendedKeyUsage: [EMAIL_PROTECTION] } };

  it('of a CA that names some bind what it certifies, up to the anchor', async () => {
    for (const purposes of [[EMAIL_PROTECTION, SERVER_AUTH], [OID.anyExtendedKeyUsage], undefined]) {
      const ca = purposes === undefined ? {} : { extendedKeyUsage: purposes };
      expect((await validate(await below(ca, made), asking)).status).toBe('valid');
    }
    const report = await validate(await below({ extendedKeyUsage: [SERVER_AUTH] }, made), asking);
    expect(report).toMatchObject(REFUSED);
    expect(detailOf(report, 'EXTENDED_KEY_USAGE')).toMatch(/^certificate 1 \(CN=规则 CA/);
    const anchor = await issue({
      issuer: 'self',
      ca: true,
      name: '专用根',
      extensions: { extendedKeyUsage: [SERVER_AUTH] },
    });
    const pinned = { ...asking, trustAnchors: [anchor.certificate] };
    const wrong = await validate(await issue({ ...made, issuer: anchor }), pinned);
    expect(detailOf(wrong, 'EXTENDED_KEY_USAGE')).toMatch(/^anchor 1 \(CN=专用根/);
  });

  it('that nobody asked for are said to be unchecked', async () => {
    const report = await validate(await issue(made));
    expect(report.status).toBe('valid');
    expect(told(report)).toContain('EXTENDED_KEY_USAGE_NOT_CHECKED');
    for (const free of [
      await issue(),
      await issue({ extensions: { extendedKeyUsage: [OID.anyExtendedKeyUsage] } }),
    ]) {
      expect(told(await validate(free))).not.toContain('EXTENDED_KEY_USAGE_NOT_CHECKED');
    }
  });

  it('are served by any, and missing where none is named', async () => {
    const any = await issue({ extensions: { extendedKeyUsage: [OID.anyExtendedKeyUsage] } });
    expect((await validate(any, asking)).status).toBe('valid');
    expect(await validate(await issue(), asking)).toMatchObject(REFUSED);
  });
});

describe('keys', () => {
  it.each([
    ['keyEncipherment alone', ['keyEncipherment']],
    ['keyAgreement alone', ['keyAgreement', 'encipherOnly']],
    ['certificates and CRLs alone', ['keyCertSign', 'cRLSign']],
  ] as const)('for %s sign nothing', async (_, keyUsage) => {
    const leaf = await issue({ extensions: { keyUsage } });
    expect(await validate(leaf)).toMatchObject(REFUSED);
    expect((await validate(leaf, { keyUsage: 'any' })).status).toBe('valid');
  });

  it('for signing or without a restriction do', async () => {
    for (const keyUsage of [['digitalSignature'], ['nonRepudiation'], false] as const) {
      expect((await validate(await issue({ extensions: { keyUsage } }))).status).toBe('valid');
    }
  });
});

describe('path length', () => {
  it('counts neither self-issued CAs nor the certificate in question', async () => {
    const zero = await issueCa('零', { extensions: { basicConstraints: { ca: true, pathLength: 0 } } });
    const again = await issue({
      issuer: zero,
      ca: true,
      name: zero.name,
      subject: zero.subject,
      key: '零之新钥',
    });
    expect((await validate(await issue({ issuer: again }))).status).toBe('valid');
    const target = await issue({ issuer: zero, ca: true, name: '是 CA 的目标' });
    expect((await validate(target, { keyUsage: 'any' })).status).toBe('valid');
    const sub = await issue({ issuer: again, ca: true, name: '零之下' });
    const report = await validate(await issue({ issuer: sub }));
    expect(failed(report)).toEqual(['PATH_LENGTH']);
    expect(detailOf(report, 'PATH_LENGTH')).toContain(
      'certificate 3 (CN=零,C=CN) allows 0 CAs below it, there are 1',
    );
  });

  it('of an anchor counts too', async () => {
    const anchor = await issue({
      issuer: 'self',
      ca: true,
      name: '短根',
      extensions: { basicConstraints: { ca: true, pathLength: 0 } },
    });
    const trustAnchors = [anchor.certificate];
    expect((await validate(await issue({ issuer: anchor }), { trustAnchors })).status).toBe('valid');
    const sub = await issue({ issuer: anchor, ca: true, name: '短根之下' });
    expect(failed(await validate(await issue({ issuer: sub }), { trustAnchors }))).toEqual(['PATH_LENGTH']);
  });
});

describe('critical extensions', () => {
  const unknown = { oid: '1.2.3.4.5', critical: true, value: der.null() };

  it('that are unknown refuse wherever they stand, with the certificate named', async () => {
    const ca = await below({ further: [unknown] });
    const report = await validate(ca);
    expect(report).toMatchObject(REFUSED);
    expect(detailOf(report, 'CRITICAL_EXTENSION')).toMatch(/^certificate 1 .*1\.2\.3\.4\.5$/);
    const anchor = await issue({
      issuer: 'self',
      ca: true,
      name: '奇根',
      extensions: { further: [unknown] },
    });
    const pinned = await validate(await issue({ issuer: anchor }), { trustAnchors: [anchor.certificate] });
    expect(failed(pinned)).toEqual(['CRITICAL_EXTENSION']);
  });

  it('that are known do not, with distribution points left to revocation', async () => {
    const critical = { crlDistributionPoints: true, subjectAltName: true, extendedKeyUsage: true };
    const leaf = await issue({
      extensions: {
        critical,
        subjectAltName: { dns: ['example.cn'] },
        extendedKeyUsage: [OID.anyExtendedKeyUsage],
      },
    });
    expect((await validate(leaf)).status).toBe('valid');
  });
});

describe('names of certificates', () => {
  const EMPTY = der.sequence();

  it('must be there in a CA, and in a target somewhere', async () => {
    const nameless = await issueCa('x', { subject: EMPTY, key: 'nameless ca' });
    const report = await validate(await issue({ issuer: nameless }));
    expect(failed(report)).toContain('CA_NAME');
    expect(report.status).toBe('invalid');
    const nobody = await validate(await issue({ subject: EMPTY, key: 'nobody' }));
    expect(nobody).toMatchObject(REFUSED);
    expect(failed(nobody)).toEqual(['SUBJECT_MISSING']);
  });

  it('may stand among the alternative names alone, best critical', async () => {
    const named = (critical: boolean) =>
      issue({
        subject: EMPTY,
        key: 'san only',
        extensions: { subjectAltName: { email: ['a@example.cn'] }, critical: { subjectAltName: critical } },
      });
    expect(failed(await validate(await named(true)))).toEqual([]);
    const report = await validate(await named(false));
    expect(report.status).toBe('valid');
    expect(failed(report)).toEqual(['SUBJECT_ALT_NAME_NOT_CRITICAL']);
  });
});

describe('what CAs must not issue but do', () => {
  const cases: [string, ExtensionOptions][] = [
    ['BASIC_CONSTRAINTS_NOT_CRITICAL', { critical: { basicConstraints: false } }],
    ['CA_KEY_USAGE_MISSING', { keyUsage: false }],
    ['SUBJECT_KEY_IDENTIFIER_MISSING', { subjectKeyIdentifier: false }],
    ['AUTHORITY_KEY_IDENTIFIER_MISSING', { authorityKeyIdentifier: false }],
    [
      'POLICY_CONSTRAINTS_NOT_CRITICAL',
      { policyConstraints: { inhibitPolicyMapping: 0 }, critical: { policyConstraints: false } },
    ],
    ['INHIBIT_ANY_POLICY_NOT_CRITICAL', { inhibitAnyPolicy: 0, critical: { inhibitAnyPolicy: false } }],
  ];
  it.each(cases)('is a warning: %s', async (code, extensions) => {
    const report = await validate(await below(extensions));
    expect(report.status).toBe('valid');
    expect(failed(report)).toEqual([code]);
  });

  it('is a warning in a target too, and never makes it a CA', async () => {
    const leaf = await issue({
      name: '半个 CA',
      extensions: {
        basicConstraints: { ca: false, pathLength: 0 },
        keyUsage: ['digitalSignature', 'keyCertSign'],
      },
    });
    expect(failed(await validate(leaf))).toEqual(['PATH_LENGTH_WITHOUT_CA', 'KEY_CERT_SIGN_WITHOUT_CA']);
    const child = await validate(await issue({ issuer: leaf, name: '冒名者' }));
    expect(failed(child)).toContain('CA_FLAG');
    expect(child.status).toBe('invalid');
  });
});

describe('dates', () => {
  it('name the certificate, and a date alone is told as that', async () => {
    const pki = await pkiOnce();
    const ca = await issueCa('过期 CA', { notBefore: ago(800), notAfter: ago(100) });
    const leaf = await issue({ issuer: ca });
    const report = await validate(leaf);
    expect(report).toMatchObject({
      status: 'invalid',
      trust: 'expired',
      subIndication: 'OUT_OF_BOUNDS_NO_POE',
    });
    expect(failed(report)).toEqual(['CERTIFICATE_DATES']);
    expect(detailOf(report, 'CERTIFICATE_DATES')).toMatch(/^certificate 1 \(CN=过期 CA,C=CN\) is valid 20/);
    expect((await validate(leaf, { at: ago(200) })).status).toBe('valid');
    const late = await validate(pki.signer, { at: new Date('2090-01-01T00:00:00Z') });
    expect(
      late.checks.filter((c) => c.code === 'CERTIFICATE_DATES').map((c) => c.detail.slice(0, 13)),
    ).toEqual(['certificate 0', 'certificate 1', 'anchor 2 (CN=']);
  });

  it('beside a broken rule are the lesser fault', async () => {
    const leaf = await issue({
      notBefore: ago(300),
      notAfter: ago(1),
      extensions: { keyUsage: ['keyEncipherment'] },
    });
    expect(await validate(leaf)).toMatchObject(REFUSED);
  });
});
