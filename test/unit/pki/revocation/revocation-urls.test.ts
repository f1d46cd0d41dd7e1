import { describe, expect, it } from 'vitest';
import { revocationUrls } from '../../../../src/foundation/pki/index.ts';
import { OID, parseCertificate } from '../../../../src/foundation/x509/index.ts';
import { type ExtensionOptions, encodeName } from '../../../../src/testing/index.ts';
import { ask, leafOf, pkiOf } from '../../../support/crl.ts';

const urlsOf = async (extensions: ExtensionOptions): Promise<ReturnType<typeof revocationUrls>> =>
  revocationUrls(parseCertificate((await leafOf({ extensions })).certificate));

describe('the URLs that would be asked about a certificate', () => {
  it('are those of CRLs, delta CRLs and OCSP responders, each once', async () => {
    const urls = await urlsOf({
      crlDistributionPoints: ['http://a.invalid/1.crl', 'https://a.invalid/2.crl', 'http://a.invalid/1.crl'],
      freshestCrl: ['http://a.invalid/delta.crl'],
      authorityInfoAccess: { ocsp: ['http://ocsp.invalid/x'], caIssuers: ['http://a.invalid/ca.cer'] },
    });
    expect(urls).toEqual({
      crls: ['http://a.invalid/1.crl', 'https://a.invalid/2.crl'],
      deltaCrls: ['http://a.invalid/delta.crl'],
      ocsp: ['http://ocsp.invalid/x'],
      notChecked: [],
    });
  });

  it('are none for ldap, files, directory entries, passwords and nonsense: each is named', async () => {
    const places = [
      'ldap://ldap.invalid/cn=x?certificateRevocationList',
      'file:///etc/passwd',
      'http://user:secret@a.invalid/x.crl',
      'http://[',
      `http://a.invalid/${'x'.repeat(3000)}`,
    ];
    const urls = await urlsOf({
      crlDistributionPoints: [...places, { fullName: { directory: [encodeName({ commonName: 'CRL1' })] } }],
      freshestCrl: ['ldaps://x.invalid/y'],
      authorityInfoAccess: { ocsp: ['ftp://x.invalid/'] },
    });
    expect(urls).toMatchObject({ crls: [], deltaCrls: [], ocsp: [] });
    expect(urls.notChecked).toHaveLength(8);
    expect(new Set(urls.notChecked.map((n) => n.code))).toEqual(new Set(['REVOCATION_URL_NOT_ASKED']));
    const words = urls.notChecked.map((n) => n.detail).join('\n');
    for (const word of ['ldap:', 'file:', 'ftp:', 'ldaps:', 'CN=CRL1']) expect(words).toContain(word);
    expect(words).not.toContain('secret');
  });

  it('of one place with several addresses are those that can be asked', async () => {
    const urls = await urlsOf({
      crlDistributionPoints: [{ fullName: { uri: ['ldap://x.invalid/y', 'http://a.invalid/1.crl'] } }],
    });
    expect(urls).toMatchObject({ crls: ['http://a.invalid/1.crl'], notChecked: [] });
  });

  it('are bounded, and a malformed freshestCRL is named', async () => {
    const many = Array.from({ length: 50 }, (_, i) => `http://a.invalid/${i}.crl`);
    expect((await urlsOf({ crlDistributionPoints: many })).crls).toHaveLength(16);
    const broken = await urlsOf({ further: [{ oid: OID.freshestCrl, value: new Uint8Array([5, 0]) }] });
    expect(broken.notChecked).toHaveLength(1);
  });

  it('stand in the report where data is missing', async () => {
    const pki = await pkiOf();
    const { report } = await ask(pki.signer);
    const open = report.checks.find((c) => c.code === 'REVOCATION' && c.status === 'not-run');
    expect(open?.detail).toContain('http://pki.example.invalid/intermediate.crl');
    expect(open?.detail).toContain('http://pki.example.invalid/ocsp');
    expect(open?.detail).toContain(parseCertificate(pki.intermediate.certificate).subject.text);
    const ldap = await leafOf({ extensions: { crlDistributionPoints: ['ldap://x.invalid/y'] } });
    expect((await ask(ldap)).told).toContain('REVOCATION_URL_NOT_ASKED');
  });
});
