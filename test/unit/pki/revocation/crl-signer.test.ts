import { beforeAll, describe, expect, it } from 'vitest';
import {
  type CertificateOptions,
  type CrlOptions,
  encodeName,
  type TestIdentity,
  type TestPki,
} from '../../../../src/testing/index.ts';
import { ask, days, leafOf, pkiOf, rootCrl } from '../../../support/crl.ts';

let pki: TestPki;
let leaf: TestIdentity;
beforeAll(async () => {
  pki = await pkiOf();
  leaf = await leafOf();
});

/** Another certificate of the intermediate's name. */
const twin = (options: Partial<CertificateOptions> = {}): Promise<TestIdentity> =>
  pki.issue({
    name: pki.intermediate.name,
    subject: pki.intermediate.subject,
    key: 'twin',
    issuer: pki.root,
    extensions: { keyUsage: ['cRLSign'] },
    ...options,
  });

/** A CRL in the intermediate's name, signed by another key. */
const crlBy = (signer: TestIdentity, options: CrlOptions = {}): Promise<Uint8Array> =>
  pki.crl({ issuer: signer, issuerName: pki.intermediate.subject, ...options });

describe('a CRL signed by another key of the CA', () => {
  it('counts when the one who certified the CA certified that key for CRLs', async () => {
    const signer = await twin();
    const good = await ask(leaf, { crls: [await crlBy(signer)], others: [signer] });
    expect(good.status).toBe('valid');
    expect(good.told).toEqual([]);
    const revoked = [{ certificate: leaf, at: days(-1), reason: 'keyCompromise' as const }];
    const bad = await ask(leaf, { crls: [await crlBy(signer, { revoked })], others: [signer] });
    expect(bad.report).toMatchObject({ trust: 'revoked', subIndication: 'REVOKED_NO_POE' });
  });

  it('counts when the CA itself certified it (a rolled key, self-issued)', async () => {
    const signer = await twin({ issuer: pki.intermediate });
    expect((await ask(leaf, { crls: [await crlBy(signer)], others: [signer] })).status).toBe('valid');
  });

  it('counts by whichever certificate of the key gives the right', async () => {
    const wrong = [
      await twin({ notBefore: days(-40), notAfter: days(-30) }),
      await twin({ extensions: { keyUsage: ['digitalSignature'] } }),
    ];
    const signer = await twin();
    for (const others of [
      [...wrong, signer],
      [signer, ...wrong],
    ]) {
      expect((await ask(leaf, { crls: [await crlBy(signer)], others })).status).toBe('valid');
    }
    expect((await ask(leaf, { crls: [await crlBy(signer)], others: wrong })).status).toBe('indeterminate');
  });

  it('without the certificate of the key is one with a wrong signature', async () => {
    const signer = await twin();
    const { told, status, report } = await ask(leaf, { crls: [await crlBy(signer)] });
    expect(status).toBe('indeterminate');
    expect(told).toContain('CRL_SIGNATURE');
    expect(report.checks.find((c) => c.code === 'REVOCATION' && c.status === 'not-run')?.detail).toContain(
      'give',
    );
  });

  it.each([
    ['without cRLSign', { extensions: { keyUsage: ['digitalSignature'] } }, 'CRL_SIGNER_KEY_USAGE'],
    ['without any key usage', { extensions: { keyUsage: false } }, 'CRL_SIGNER_KEY_USAGE'],
    ['that came later', { notBefore: days(-0.02) }, 'CRL_SIGNER_DATES'],
    ['that had ended', { notBefore: days(-40), notAfter: days(-30) }, 'CRL_SIGNER_DATES'],
    [
      'with an unknown critical extension',
      {
        extensions: {
          keyUsage: ['cRLSign'],
          further: [{ oid: '1.2.3', critical: true, value: new Uint8Array(2) }],
        },
      },
      'CRL_SIGNER_NOT_AUTHORISED',
    ],
  ] as const)('does not count with a certificate %s', async (_, options, code) => {
    const signer = await twin(options as Partial<CertificateOptions>);
    const { status, told } = await ask(leaf, { crls: [await crlBy(signer)], others: [signer] });
    expect(status).toBe('indeterminate');
    expect(told).toContain(code);
  });

  it('does not count after that certificate ended', async () => {
    const signer = await twin({ notAfter: days(1) });
    const crls = [await crlBy(signer)];
    expect((await ask(leaf, { crls, others: [signer] })).status).toBe('valid');
    const later = await ask(leaf, { crls, others: [signer], rootCrls: [await rootCrl()], at: days(2) });
    expect(later.leaf?.status).toBe('unknown');
    expect(later.told).toContain('REVOCATION_SIGNER_DATES');
  });
});

describe('a CRL forged', () => {
  it('by a sibling CA that writes the name of its neighbour into a certificate does not count', async () => {
    const sibling = await pki.issue({ name: '旁系 CA', issuer: pki.root, ca: true });
    const forger = await twin({ issuer: sibling });
    const revoked = [{ certificate: leaf, at: days(-1) }];
    const truth = await pki.crl({ revoked, thisUpdate: days(-3), nextUpdate: days(-2) });
    const forged = await crlBy(forger);
    const others = [sibling, forger];
    expect((await ask(leaf, { crls: [forged], others })).told).toContain('CRL_SIGNER_NOT_AUTHORISED');
    expect((await ask(leaf, { crls: [forged, truth], others })).report.trust).toBe('revoked');
    // Nor with a copy of the whole chain of names.
    const fakeRoot = await pki.issue({
      name: pki.root.name,
      subject: pki.root.subject,
      key: 'x',
      issuer: sibling,
      ca: true,
    });
    const second = await twin({ issuer: fakeRoot });
    const deep = await ask(leaf, { crls: [await crlBy(second)], others: [sibling, fakeRoot, second] });
    expect(deep.status).toBe('indeterminate');
  });

  it('below another anchor of the caller does not count', async () => {
    const other = await pki.issue({
      name: pki.root.name,
      subject: pki.root.subject,
      key: 'y',
      issuer: 'self',
      ca: true,
    });
    const forger = await twin({ issuer: other });
    const { status, told } = await ask(leaf, {
      crls: [await crlBy(forger)],
      others: [forger],
      trustAnchors: [pki.root.certificate, other.certificate],
    });
    expect(status).toBe('indeterminate');
    expect(told).toContain('CRL_SIGNER_NOT_AUTHORISED');
  });

  it('by a subscriber, or by nobody, does not count', async () => {
    const subscriber = await pki.issue({ name: 'x', subject: pki.intermediate.subject, key: 'z' });
    const { status } = await ask(leaf, { crls: [await crlBy(subscriber)], others: [subscriber] });
    expect(status).toBe('indeterminate');
    expect((await ask(leaf, { crls: [await pki.crl({ corruptSignature: true })] })).status).toBe(
      'indeterminate',
    );
  });

  it('leaves if-available undecided too: what is there must decide', async () => {
    const crls = [await pki.crl({ signedBy: pki.root.key })];
    const { status, report } = await ask(leaf, { crls, revocation: 'if-available' });
    expect(status).toBe('indeterminate');
    expect(report.subIndication).toBe('TRY_LATER');
  });
});

describe('the issuer of a CRL', () => {
  it('must be allowed to sign CRLs', async () => {
    const ca = await pki.issue({
      name: '只签证书 CA',
      issuer: pki.root,
      ca: true,
      extensions: { keyUsage: ['keyCertSign'] },
    });
    const below = await pki.issue({ name: '测试人戊', issuer: ca });
    const { status, told } = await ask(below, { crls: [await pki.crl({ issuer: ca })] });
    expect(status).toBe('indeterminate');
    expect(told).toContain('CRL_SIGNER_KEY_USAGE');
  });

  it('revoked itself signs nothing that counts', async () => {
    const signer = await twin();
    const crls = [await crlBy(signer)];
    const revoked = (at: Date): Promise<Uint8Array> => rootCrl({ revoked: [{ certificate: signer, at }] });
    const { status, told } = await ask(leaf, { crls, others: [signer], rootCrls: [await revoked(days(-2))] });
    expect(status).toBe('indeterminate');
    expect(told).toContain('REVOCATION_SIGNER_REVOKED');
    // Nor does a revocation by a stolen key, where the CA itself says that the certificate is good.
    const malicious = await crlBy(signer, { revoked: [{ certificate: leaf, at: days(-1) }] });
    const both = { crls: [malicious, await pki.crl()], others: [signer] };
    expect((await ask(leaf, { ...both, rootCrls: [await revoked(days(-2))] })).status).toBe('valid');
    expect((await ask(leaf, both)).report.trust).toBe('revoked');
  });

  it('of whose own revocation nothing is known is told', async () => {
    const signer = await twin({ issuer: pki.intermediate });
    // Only its own CRL would speak for it: nobody vouches for himself.
    const { status, told } = await ask(leaf, { crls: [await crlBy(signer)], others: [signer] });
    expect(status).toBe('valid');
    expect(told).toContain('CRL_SIGNER_REVOCATION_NOT_CHECKED');
    // Against itself it is believed.
    const crls = [await crlBy(signer, { revoked: [{ certificate: signer, at: days(-2) }] })];
    expect((await ask(leaf, { crls, others: [signer] })).status).toBe('indeterminate');
    // The first key of the CA speaks for the second.
    const ocsp = await pki.ocsp({ certificate: signer, responder: pki.intermediate });
    const asked = await ask(leaf, { crls: [await crlBy(signer)], others: [signer], ocspResponses: [ocsp] });
    expect(asked.told).toEqual([]);
  });

  it('does not vouch for its own certificate where that is the one in question', async () => {
    const signer = await pki.issue({
      name: '自证（样）',
      extensions: {
        keyUsage: ['cRLSign', 'digitalSignature'],
        crlDistributionPoints: [{ crlIssuer: [encodeName({ country: 'CN', commonName: '自证（样）' })] }],
      },
    });
    const certificateIssuer = pki.intermediate.subject;
    const own = (revoked: CrlOptions['revoked'] = []): Promise<Uint8Array> =>
      pki.crl({ issuer: signer, issuingDistributionPoint: { indirectCRL: true }, revoked });
    const asked = await ask(signer, { crls: [await own()], others: [signer] });
    expect(asked.leaf?.status).toBe('unknown');
    expect(asked.told).toContain('REVOCATION_SIGNER_LOOP');
    const against = await own([{ certificate: signer, at: days(-1), certificateIssuer }]);
    expect((await ask(signer, { crls: [against], others: [signer] })).leaf?.status).toBe('revoked');
  });

  it('two keys that vouch for each other end in a note, not in a loop', async () => {
    const one = await twin({ issuer: pki.intermediate, key: 'one' });
    const two = await twin({ issuer: pki.intermediate, key: 'two' });
    const crls = [await crlBy(one), await crlBy(two)];
    const { status, told } = await ask(leaf, { crls, others: [one, two] });
    expect(status).toBe('valid');
    expect(told).toContain('CRL_SIGNER_REVOCATION_NOT_CHECKED');
  });
});
