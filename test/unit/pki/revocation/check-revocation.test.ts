import { describe, expect, it } from 'vitest';
import { der } from '../../../../src/foundation/asn1/index.ts';
import { type PathOptions, type PathReport, validatePath } from '../../../../src/foundation/pki/index.ts';
import { OID } from '../../../../src/foundation/x509/index.ts';
import {
  createTestPki,
  type TestAlgorithm,
  type TestIdentity,
  type TestPki,
} from '../../../../src/testing/index.ts';

const NOW = new Date('2026-11-23T03:00:00Z');
const DAY = 24 * 3600 * 1000;
const days = (n: number): Date => new Date(NOW.getTime() + n * DAY);

const made = new Map<TestAlgorithm, Promise<TestPki>>();
const pkiOf = (algorithm: TestAlgorithm): Promise<TestPki> => {
  const known = made.get(algorithm) ?? createTestPki({ algorithm, now: NOW });
  made.set(algorithm, known);
  return known;
};

async function validate(
  pki: TestPki,
  options: Partial<PathOptions> = {},
  leaf: TestIdentity = pki.signer,
): Promise<PathReport> {
  return validatePath({
    certificate: leaf.certificate,
    intermediates: leaf.chain.slice(1),
    trustAnchors: [pki.root.certificate],
    at: NOW,
    revocation: 'require',
    ...options,
  });
}

const told = (report: PathReport): string[] => report.notChecked.map((n) => n.code);

describe.each(['P-256', 'SM2'] as const)('revocation with %s', (algorithm) => {
  it('is proved by CRLs, by OCSP, and by both together', async () => {
    const pki = await pkiOf(algorithm);
    const { crls } = await pki.validationData();
    const rootCrl = await pki.crl({ issuer: pki.root });
    const ocsp = await pki.ocsp({ certificate: pki.signer });
    expect((await validate(pki, { crls })).status).toBe('valid');
    const mixed = await validate(pki, { crls: [rootCrl], ocspResponses: [ocsp] });
    expect(mixed.status).toBe('valid');
    expect(mixed.revocation.map((r) => [r.index, r.status, r.source])).toEqual([
      [0, 'good', 'ocsp'],
      [1, 'good', 'crl'],
    ]);
  });

  it('found in a CRL or an OCSP answer makes the certificate revoked since then, not before', async () => {
    const pki = await pkiOf(algorithm);
    const rootCrl = await pki.crl({ issuer: pki.root });
    const revoked = { certificate: pki.signer, at: days(-10), reason: 'keyCompromise' as const };
    const byCrl = { crls: [rootCrl, await pki.crl({ revoked: [revoked] })] };
    const status = { revokedAt: days(-10), reason: 'keyCompromise' as const };
    const byOcsp = { crls: [rootCrl], ocspResponses: [await pki.ocsp({ certificate: pki.signer, status })] };
    for (const data of [byCrl, byOcsp]) {
      const report = await validate(pki, data);
      expect(report).toMatchObject({ status: 'invalid', trust: 'revoked', subIndication: 'REVOKED_NO_POE' });
      expect(report.revocation[0]).toMatchObject({ revokedAt: days(-10), reason: 'keyCompromise' });
      expect((await validate(pki, { ...data, at: days(-11) })).status).toBe('valid');
      expect((await validate(pki, { ...data, revocation: 'if-available' })).trust).toBe('revoked');
    }
  });

  it('of a CA is REVOKED_CA_NO_POE', async () => {
    const pki = await pkiOf(algorithm);
    const crls = [
      await pki.crl(),
      await pki.crl({ issuer: pki.root, revoked: [{ certificate: pki.intermediate, at: days(-1) }] }),
    ];
    expect(await validate(pki, { crls })).toMatchObject({
      trust: 'revoked',
      subIndication: 'REVOKED_CA_NO_POE',
    });
  });
});

describe('revocation', () => {
  it('that is not proved leaves the path undecided or is told, as the mode says', async () => {
    const pki = await pkiOf('P-256');
    for (const revocation of ['require', 'require-where-declared'] as const) {
      const report = await validate(pki, { revocation });
      expect(report).toMatchObject({ status: 'indeterminate', trust: 'unknown', subIndication: 'TRY_LATER' });
    }
    const lenient = await validate(pki, { revocation: 'if-available' });
    expect(lenient.status).toBe('valid');
    expect(told(lenient)).toContain('REVOCATION_NOT_CHECKED');
  });

  it('is required where it is declared; a certificate that declares nothing passes with a note', async () => {
    const pki = await createTestPki({ algorithm: 'P-256', now: NOW, revocationUrls: false });
    const report = await validate(pki, { revocation: 'require-where-declared' });
    expect(report.status).toBe('valid');
    expect(told(report)).toContain('REVOCATION_NOT_DECLARED');
    expect((await validate(pki, { revocation: 'require' })).subIndication).toBe('TRY_LATER');
  });

  it.each([
    ['another key', { signedBy: true }, 'CRL_SIGNATURE'],
    ['a wrong signature', { corruptSignature: true }, 'CRL_SIGNATURE'],
    [
      'the scope of CA certificates',
      {
        extensions: [
          {
            oid: OID.issuingDistributionPoint,
            critical: true,
            value: der.sequence(der.tlv(0x82, Uint8Array.of(0xff))),
          },
        ],
      },
      'CRL_SCOPE',
    ],
    [
      'an unknown critical extension',
      { extensions: [{ oid: '1.2.3', critical: true, value: der.null() }] },
      'CRL_CRITICAL_EXTENSION',
    ],
    [
      'only changes (a delta without its base)',
      { extensions: [{ oid: OID.deltaCrlIndicator, critical: true, value: der.integer(1) }] },
      'CRL_DELTA_WITHOUT_BASE',
    ],
  ] as const)('by a CRL with %s is not proved, and that is told', async (_, fault, code) => {
    const pki = await pkiOf('P-256');
    const options = 'signedBy' in fault ? { signedBy: pki.root.key } : fault;
    const report = await validate(pki, {
      crls: [await pki.crl({ issuer: pki.root }), await pki.crl(options)],
    });
    expect(report).toMatchObject({ status: 'indeterminate', subIndication: 'TRY_LATER' });
    expect(told(report)).toContain(code);
  });

  it('by a CRL out of its time is not proved; a revocation in it still counts', async () => {
    const pki = await pkiOf('P-256');
    const rootCrl = await pki.crl({ issuer: pki.root });
    const old = { thisUpdate: days(-30), nextUpdate: days(-20) };
    expect((await validate(pki, { crls: [rootCrl, await pki.crl(old)] })).subIndication).toBe('TRY_LATER');
    const revoked = [{ certificate: pki.signer, at: days(-40) }];
    expect((await validate(pki, { crls: [rootCrl, await pki.crl({ ...old, revoked })] })).trust).toBe(
      'revoked',
    );
  });

  it('counts from the day of the compromise when the CRL knows it', async () => {
    const pki = await pkiOf('P-256');
    const revoked = [{ certificate: pki.signer, at: days(-1), invalidityDate: days(-50) }];
    const crls = [await pki.crl({ issuer: pki.root }), await pki.crl({ revoked })];
    expect((await validate(pki, { crls, at: days(-20) })).trust).toBe('revoked');
  });

  it('by OCSP needs an authorised responder, the right certificate and a fresh answer', async () => {
    const pki = await pkiOf('P-256');
    const crls = [await pki.crl({ issuer: pki.root })];
    const ask = async (options: Partial<Parameters<TestPki['ocsp']>[0]>): Promise<PathReport> =>
      validate(pki, { crls, ocspResponses: [await pki.ocsp({ certificate: pki.signer, ...options })] });
    expect((await ask({ responder: pki.intermediate })).status).toBe('valid');
    expect((await ask({ responderId: 'name' })).status).toBe('valid');
    expect((await ask({ hash: 'sm3' })).status).toBe('valid');
    const bad = [
      { responder: pki.sealSigner },
      { certificate: pki.sealSigner },
      { corruptSignature: true },
      { signedBy: pki.root.key },
      { withCertificate: false },
      { status: 'unknown' as const },
      { thisUpdate: days(-30), nextUpdate: days(-20) },
      { thisUpdate: days(-3), nextUpdate: false as const },
      { singleExtensions: [{ oid: '1.2.3', critical: true, value: der.null() }] },
    ];
    for (const options of bad) expect((await ask(options)).subIndication).toBe('TRY_LATER');
    const refused = await validate(pki, { crls, ocspResponses: [pki.ocspError('tryLater')] });
    expect(told(refused)).toContain('OCSP_UNSUCCESSFUL');
  });

  it('prefers the worst answer when CRL and OCSP disagree', async () => {
    const pki = await pkiOf('P-256');
    const crls = [await pki.crl({ issuer: pki.root }), await pki.crl()];
    const status = { revokedAt: days(-2) };
    const ocspResponses = [await pki.ocsp({ certificate: pki.signer, status })];
    expect((await validate(pki, { crls, ocspResponses })).trust).toBe('revoked');
  });
});
