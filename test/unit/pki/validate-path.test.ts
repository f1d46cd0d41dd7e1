import { describe, expect, it } from 'vitest';
import { der } from '../../../src/foundation/asn1/index.ts';
import { type PathOptions, type PathReport, validatePath } from '../../../src/foundation/pki/index.ts';
import { OID } from '../../../src/foundation/x509/index.ts';
import {
  type CertificateOptions,
  createTestPki,
  type TestIdentity,
  type TestPki,
} from '../../../src/testing/index.ts';

const NOW = new Date('2026-11-23T03:00:00Z');
const DAY = 24 * 3600 * 1000;
const ago = (days: number): Date => new Date(NOW.getTime() - days * DAY);

let made: Promise<TestPki> | undefined;
const pkiOnce = (): Promise<TestPki> => (made ??= createTestPki({ algorithm: 'P-256', now: NOW }));

async function validate(leaf: TestIdentity, options: Partial<PathOptions> = {}): Promise<PathReport> {
  const pki = await pkiOnce();
  return validatePath({
    certificate: leaf.certificate,
    intermediates: leaf.chain.slice(1),
    trustAnchors: [pki.root.certificate],
    at: NOW,
    revocation: 'none',
    ...options,
  });
}

const failed = (report: PathReport): string[] =>
  report.checks.filter((c) => c.status !== 'passed').map((c) => c.code);
const told = (report: PathReport): string[] => report.notChecked.map((n) => n.code);

async function issue(options: Partial<CertificateOptions>): Promise<TestIdentity> {
  const pki = await pkiOnce();
  return pki.issue({ name: '测试人丁', ...options });
}

describe('a path', () => {
  it.each(['P-256', 'SM2', 'RSA'] as const)(
    'of three good certificates is valid and names them (%s)',
    async (algorithm) => {
      const pki = await createTestPki({ algorithm, now: NOW });
      const report = await validatePath({
        certificate: pki.signer.certificate,
        intermediates: [pki.intermediate.certificate],
        trustAnchors: [pki.root.certificate],
        at: NOW,
        revocation: 'none',
      });
      expect(report).toMatchObject({ status: 'valid', trust: 'trusted' });
      expect(report.subIndication).toBeUndefined();
      expect(report.path.map((c) => c.raw)).toEqual([
        pki.signer.certificate,
        pki.intermediate.certificate,
        pki.root.certificate,
      ]);
      expect(told(report)).toEqual(['REVOCATION_NOT_CHECKED']);
    },
  );

  it('needs its issuer and an anchor: without them nobody knows', async () => {
    const pki = await pkiOnce();
    for (const missing of [
      { intermediates: [] },
      { trustAnchors: [] },
      { trustAnchors: [pki.signer.certificate.slice(0, 40)] },
    ]) {
      const report = await validate(pki.sealSigner, missing);
      expect(report).toMatchObject({
        status: 'indeterminate',
        trust: 'unknown',
        subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
      });
    }
  });

  it('may end at the certificate itself when that is pinned, and then only its dates and use count', async () => {
    const pki = await pkiOnce();
    const pinned = await validate(pki.sealMaker, {
      trustAnchors: [pki.sealMaker.certificate],
      revocation: 'require',
    });
    expect(pinned).toMatchObject({ status: 'valid', trust: 'trusted' });
    expect(told(pinned)).toContain('ANCHOR_REVOCATION_NOT_CHECKED');
    const late = await validate(pki.sealMaker, {
      trustAnchors: [pki.sealMaker.certificate],
      at: new Date(NOW.getTime() + 40 * 365 * DAY),
    });
    expect(late.trust).toBe('expired');
  });

  it('does not grow from a pinned certificate that is no CA', async () => {
    const pki = await pkiOnce();
    const child = await issue({ issuer: pki.signer, name: '冒名者' });
    const report = await validate(child, { trustAnchors: [pki.signer.certificate] });
    expect(report).toMatchObject({ status: 'invalid', trust: 'untrusted' });
    expect(failed(report)).toContain('CA_FLAG');
  });

  it('is invalid when the signature of a certificate is wrong', async () => {
    const leaf = await issue({ faults: { corruptSignature: true } });
    expect(await validate(leaf)).toMatchObject({
      status: 'invalid',
      trust: 'untrusted',
      subIndication: 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    });
  });

  it('is invalid when the algorithm inside and outside a certificate differ (RFC 5280 4.1.1.2)', async () => {
    const inner = der.sequence(der.oid('1.2.840.10045.4.3.4'));
    const report = await validate(await issue({ faults: { innerSignatureAlgorithm: inner } }));
    expect(report).toMatchObject({ status: 'invalid', trust: 'untrusted' });
  });

  it('is expired after and untrusted before its dates, OUT_OF_BOUNDS_NO_POE both', async () => {
    const pki = await pkiOnce();
    const expired = await validate(pki.expired);
    expect(expired).toMatchObject({ trust: 'expired', subIndication: 'OUT_OF_BOUNDS_NO_POE' });
    expect(await validate(pki.expired, { at: ago(60) })).toMatchObject({ status: 'valid' });
    const early = await validate(pki.signer, { at: ago(3 * 365) });
    expect(early).toMatchObject({ trust: 'untrusted', subIndication: 'OUT_OF_BOUNDS_NO_POE' });
  });

  it('counts the last second of validity in and the next one out', async () => {
    const leaf = await issue({ notBefore: ago(1), notAfter: NOW });
    expect((await validate(leaf)).status).toBe('valid');
    expect((await validate(leaf, { at: new Date(NOW.getTime() + 1000) })).trust).toBe('expired');
    expect((await validate(leaf, { at: ago(1) })).status).toBe('valid');
  });

  const caFaults: [string, Partial<CertificateOptions>, string][] = [
    ['no CA flag', { extensions: { basicConstraints: { ca: false }, keyUsage: ['keyCertSign'] } }, 'CA_FLAG'],
    [
      'no basicConstraints',
      { extensions: { basicConstraints: false, keyUsage: ['keyCertSign'] } },
      'CA_FLAG',
    ],
    ['no right to sign certificates', { ca: true, extensions: { keyUsage: ['cRLSign'] } }, 'CA_KEY_USAGE'],
    ['version 1 below the anchor', { version: 1 }, 'CA_FLAG'],
  ];
  it.each(caFaults)('through an issuer with %s is invalid', async (_, options, code) => {
    const pki = await pkiOnce();
    const ca = await issue({ name: `坏 CA ${code}`, issuer: pki.root, ...options });
    const report = await validate(await issue({ issuer: ca }));
    expect(report).toMatchObject({
      status: 'invalid',
      trust: 'untrusted',
      subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
    });
    expect(failed(report)).toContain(code);
  });

  it('from a root that is a CA without the right to sign certificates is valid with a warning', async () => {
    const root = await issue({
      name: '无签证权的根',
      issuer: 'self',
      ca: true,
      extensions: { keyUsage: ['digitalSignature'] },
    });
    const leaf = await issue({ issuer: root });
    const report = await validate(leaf, { trustAnchors: [root.certificate] });
    expect([report.status, failed(report)]).toEqual(['valid', ['ANCHOR_KEY_USAGE']]);
  });

  it('longer than a CA above allows is invalid', async () => {
    const pki = await pkiOnce();
    const sub = await issue({ name: '下级 CA', issuer: pki.intermediate, ca: true });
    const report = await validate(await issue({ issuer: sub }));
    expect(failed(report)).toContain('PATH_LENGTH');
    expect(report.status).toBe('invalid');
  });

  it('of a key for encryption alone is refused for signing, and not where nobody signs', async () => {
    const pki = await pkiOnce();
    const report = await validate(pki.encryptionOnly);
    expect(report).toMatchObject({ trust: 'untrusted', subIndication: 'CHAIN_CONSTRAINTS_FAILURE' });
    expect(failed(report)).toEqual(['KEY_USAGE']);
    expect((await validate(pki.encryptionOnly, { keyUsage: 'any' })).status).toBe('valid');
  });

  it('with an unknown critical extension is refused, with a non-critical one not', async () => {
    const further = (critical: boolean): Partial<CertificateOptions> => ({
      extensions: { further: [{ oid: '1.2.3.4.5', critical, value: der.null() }] },
    });
    expect(failed(await validate(await issue(further(true))))).toContain('CRITICAL_EXTENSION');
    expect((await validate(await issue(further(false)))).status).toBe('valid');
  });

  it('serves time stamping only when that purpose is critical and alone', async () => {
    const pki = await pkiOnce();
    const purpose = { extendedKeyUsage: OID.ekuTimeStamping };
    expect((await validate(pki.tsa, purpose)).status).toBe('valid');
    const withUsage = (extendedKeyUsage: string[], critical: boolean) =>
      issue({ extensions: { extendedKeyUsage, critical: { extendedKeyUsage: critical } } });
    const bad = [
      pki.signer,
      await withUsage([OID.ekuTimeStamping], false),
      await withUsage([OID.ekuTimeStamping, OID.ekuOcspSigning], true),
      await withUsage([OID.anyExtendedKeyUsage], true),
    ];
    for (const leaf of bad) expect(failed(await validate(leaf, purpose))).toEqual(['EXTENDED_KEY_USAGE']);
  });

  it('is found among decoys of the same name, whatever their order', async () => {
    const pki = await pkiOnce();
    const decoys: Uint8Array[] = [];
    for (let i = 0; i < 5; i++) {
      const decoy = await issue({
        issuer: 'self',
        ca: true,
        key: `decoy-${i}`,
        name: 'x',
        subject: pki.intermediate.subject,
      });
      decoys.push(decoy.certificate);
    }
    for (const intermediates of [
      [...decoys, pki.intermediate.certificate],
      [pki.intermediate.certificate, ...decoys],
    ]) {
      expect((await validate(pki.signer, { intermediates })).status).toBe('valid');
    }
  });

  it('of a malformed certificate is a FORMAT_FAILURE, and of malformed company is told', async () => {
    const pki = await pkiOnce();
    const broken = await validate({ ...pki.signer, certificate: pki.signer.certificate.slice(0, -1) });
    expect(broken).toMatchObject({ status: 'invalid', subIndication: 'FORMAT_FAILURE' });
    const intermediates = [new Uint8Array([1, 2, 3]), pki.intermediate.certificate];
    const report = await validate(pki.signer, {
      intermediates,
      crls: [new Uint8Array(3)],
      revocation: 'if-available',
    });
    expect(report.status).toBe('valid');
    expect(told(report)).toEqual(
      expect.arrayContaining(['CERTIFICATE_MALFORMED', 'REVOCATION_DATA_MALFORMED']),
    );
  });

  it('needs a time and a known revocation mode', async () => {
    const pki = await pkiOnce();
    for (const wrong of [{ at: new Date(Number.NaN) }, { revocation: 'sometimes' as 'none' }]) {
      await expect(validate(pki.signer, wrong)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    }
  });
});
