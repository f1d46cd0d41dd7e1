import { beforeAll, describe, expect, it } from 'vitest';
import { validatePath } from '../../../../src/foundation/pki/index.ts';
import { createTestPki, type ExtensionOptions, type TestPki } from '../../../../src/testing/index.ts';

const NOW = new Date('2026-11-23T03:00:00Z');
const NULL = Uint8Array.of(5, 0);

let pki: TestPki;
let rootCrl: Uint8Array;
beforeAll(async () => {
  pki = await createTestPki({ algorithm: 'P-256', now: NOW });
  rootCrl = await pki.crl({ issuer: pki.root });
});

/** Of a certificate that names no place for revocation unless told. */
async function judged(extensions: ExtensionOptions, crls: readonly Uint8Array[] = []) {
  const leaf = await pki.issue({
    name: '短期证书',
    extensions: { crlDistributionPoints: false, authorityInfoAccess: false, ...extensions },
  });
  const report = await validatePath({
    certificate: leaf.certificate,
    intermediates: leaf.chain.slice(1),
    trustAnchors: [pki.root.certificate],
    at: NOW,
    revocation: 'require',
    crls: [rootCrl, ...crls],
  });
  return { leaf, status: report.status, told: report.notChecked.map(({ code }) => code) };
}

const noRevAvail = (value: Uint8Array = NULL) => ({ further: [{ oid: '2.5.29.56', value }] });

describe('noRevAvail (RFC 9608)', () => {
  it('lets a certificate pass without revocation data, and it is said', async () => {
    expect(await judged(noRevAvail())).toMatchObject({ status: 'valid', told: ['REVOCATION_NOT_AVAILABLE'] });
    expect(await judged({})).toMatchObject({ status: 'indeterminate' });
  });

  it('says nothing beside a place for CRLs, or in another form', async () => {
    const both = { ...noRevAvail(), crlDistributionPoints: ['http://pki.example.invalid/x.crl'] };
    expect(await judged(both)).toMatchObject({ status: 'indeterminate' });
    expect(await judged(noRevAvail(Uint8Array.of(1, 1, 0xff)))).toMatchObject({ status: 'indeterminate' });
  });

  it('says nothing in a CA', async () => {
    const ca = await pki.issue({
      name: '短期 CA',
      ca: true,
      issuer: pki.root,
      extensions: { crlDistributionPoints: false, authorityInfoAccess: false, ...noRevAvail() },
    });
    const leaf = await pki.issue({ name: '短期证书二', issuer: ca });
    const report = await validatePath({
      certificate: leaf.certificate,
      intermediates: [ca.certificate],
      trustAnchors: [pki.root.certificate],
      at: NOW,
      revocation: 'require',
      crls: [await pki.crl({ issuer: ca })],
    });
    expect(report.status).toBe('indeterminate');
  });

  it('does not outweigh a CRL that revokes it all the same', async () => {
    const leaf = await pki.issue({
      name: '短期证书三',
      extensions: { crlDistributionPoints: false, authorityInfoAccess: false, ...noRevAvail() },
    });
    const crl = await pki.crl({ revoked: [{ certificate: leaf, at: new Date('2026-11-01T00:00:00Z') }] });
    const report = await validatePath({
      certificate: leaf.certificate,
      intermediates: leaf.chain.slice(1),
      trustAnchors: [pki.root.certificate],
      at: NOW,
      revocation: 'require',
      crls: [rootCrl, crl],
    });
    expect(report).toMatchObject({ trust: 'revoked', subIndication: 'REVOKED_NO_POE' });
  });
});
