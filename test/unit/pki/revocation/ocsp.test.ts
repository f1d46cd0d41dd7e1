import { beforeAll, describe, expect, it } from 'vitest';
import { der } from '../../../../src/foundation/asn1/index.ts';
import { OID } from '../../../../src/foundation/x509/index.ts';
import {
  type CertificateOptions,
  encodeName,
  type OcspOptions,
  type TestIdentity,
  type TestPki,
} from '../../../../src/testing/index.ts';
import { type Asked, type AskOptions, ask, days, leafOf, pkiOf } from '../../../support/crl.ts';

let pki: TestPki;
let leaf: TestIdentity;
beforeAll(async () => {
  pki = await pkiOf();
  leaf = await leafOf();
});

const answer = async (response: Partial<OcspOptions> = {}, options: AskOptions = {}): Promise<Asked> =>
  ask(leaf, { ...options, ocspResponses: [await pki.ocsp({ certificate: leaf, ...response })] });
const responder = (options: Partial<CertificateOptions> = {}): Promise<TestIdentity> =>
  pki.issue({
    name: '另一个状态查询（样）',
    extensions: { keyUsage: ['digitalSignature'], extendedKeyUsage: [OID.ekuOcspSigning], ocspNoCheck: true },
    ...options,
  });

describe('an OCSP response', () => {
  it('counts by the issuer itself and by a responder that it named, by name or key', async () => {
    const other = await responder();
    for (const by of [pki.intermediate, pki.ocspResponder, other]) {
      for (const responderId of ['name', 'key'] as const) {
        const { status, told } = await answer({ responder: by, responderId });
        expect(status).toBe('valid');
        expect(told).toEqual([]);
      }
    }
  });

  it('names the certificate by any digest that is computed, and by no other', async () => {
    for (const hash of ['sha1', 'sha256', 'sha384', 'sha512', 'sm3'] as const)
      expect((await answer({ hash })).status).toBe('valid');
    const { status, told } = await answer({ hash: 'md5' });
    expect(status).toBe('indeterminate');
    expect(told).toContain('OCSP_CERT_ID_DIGEST');
  });

  it('by a responder whose certificate was supplied counts without it', async () => {
    const without = { withCertificate: false };
    expect((await answer(without)).told).toContain('OCSP_RESPONDER_UNKNOWN');
    for (const responderId of ['name', 'key'] as const)
      expect((await answer({ ...without, responderId }, { others: [pki.ocspResponder] })).status).toBe(
        'valid',
      );
  });

  it.each([
    ['not made for OCSP', { extensions: { keyUsage: ['digitalSignature'] } }],
    [
      'made for anything',
      { extensions: { keyUsage: ['digitalSignature'], extendedKeyUsage: [OID.anyExtendedKeyUsage] } },
    ],
    [
      'whose key is not for signing',
      { extensions: { keyUsage: ['keyAgreement'], extendedKeyUsage: [OID.ekuOcspSigning] } },
    ],
    ['that came later', { notBefore: days(-0.01) }],
    ['that had ended', { notAfter: days(-0.5) }],
    ['in whose certificate another CA is named', { faults: { issuerName: encodeName({ commonName: 'x' }) } }],
    ['with a wrong signature of the CA', { faults: { corruptSignature: true } }],
    [
      'with an unknown critical extension',
      {
        extensions: {
          extendedKeyUsage: [OID.ekuOcspSigning],
          further: [{ oid: '1.2.3', critical: true, value: der.null() }],
        },
      },
    ],
  ] as const)('by a responder %s does not count', async (_, options) => {
    const { status, told } = await answer({
      responder: await responder(options as Partial<CertificateOptions>),
    });
    expect(status).toBe('indeterminate');
    expect(told).toContain('OCSP_RESPONDER_NOT_AUTHORISED');
  });

  it('by a responder of another CA does not count, of the same name neither', async () => {
    const byRoot = await responder({ issuer: pki.root });
    const { name, subject } = pki.intermediate;
    const namesake = await pki.issue({ name, subject, key: 'namesake', issuer: 'self', ca: true });
    const forged = await responder({ issuer: namesake, key: 'forged' });
    for (const by of [byRoot, forged, namesake]) {
      const { status, told } = await answer({ responder: by });
      expect(status).toBe('indeterminate');
      expect(told.some((code) => code === 'OCSP_RESPONDER_NOT_AUTHORISED' || code === 'OCSP_SIGNATURE')).toBe(
        true,
      );
    }
  });

  it('about another certificate says nothing; one whose CertID contradicts itself is told', async () => {
    const other = await answer({ certificate: pki.signer });
    expect(other.status).toBe('indeterminate');
    expect(other.told.filter((code) => code.startsWith('OCSP_'))).toEqual([]);
    const { name, subject } = pki.intermediate;
    const namesake = await pki.issue({ name, subject, key: 'namesake', issuer: 'self', ca: true });
    for (const revocation of ['require', 'if-available'] as const) {
      const contradicting = await answer({ issuer: namesake }, { revocation });
      expect(contradicting.status).toBe('indeterminate');
      expect(contradicting.told).toContain('OCSP_CERT_ID');
    }
    // Another CA may give the same serial number: nothing to do with this certificate.
    const foreign = await answer({ issuer: pki.root }, { revocation: 'if-available' });
    expect(foreign.status).toBe('valid');
  });

  it('speaks from thisUpdate to nextUpdate, and for the time before', async () => {
    const window = { thisUpdate: days(-2), nextUpdate: days(2) };
    expect((await answer(window)).status).toBe('valid');
    expect((await answer({ thisUpdate: days(-3), nextUpdate: days(-1) })).status).toBe('indeterminate');
    expect((await answer({ thisUpdate: days(-3), nextUpdate: false })).status).toBe('indeterminate');
    expect((await answer({ thisUpdate: days(-0.5), nextUpdate: false })).status).toBe('valid');
    expect((await answer({ thisUpdate: days(3), nextUpdate: days(4) })).status).toBe('valid');
  });

  it('from the future is not believed where the caller says what the present is', async () => {
    const future = { thisUpdate: days(3), nextUpdate: days(4) };
    expect((await answer(future, { revocationIssuedUntil: days(0) })).status).toBe('indeterminate');
    const past = { revocationIssuedUntil: days(0), at: days(-5) };
    const crls = [await pki.crl({ thisUpdate: days(-6) })];
    expect((await answer({ thisUpdate: days(-1) }, { ...past, crls })).leaf).toMatchObject({
      status: 'good',
    });
  });

  it('older than the caller allows does not count', async () => {
    const window = { thisUpdate: days(-2), nextUpdate: days(2) };
    expect((await answer(window, { revocationMaxAgeSeconds: 3 * 86400 })).status).toBe('valid');
    expect((await answer(window, { revocationMaxAgeSeconds: 86400 })).leaf?.status).toBe('unknown');
    const crls = [await pki.crl({ thisUpdate: days(-2) })];
    expect((await ask(leaf, { crls, revocationMaxAgeSeconds: 86400 })).status).toBe('indeterminate');
  });

  it('with dates that contradict each other is not used', async () => {
    for (const dates of [
      { thisUpdate: days(-1), producedAt: days(-2) },
      { thisUpdate: days(-1), nextUpdate: days(-2) },
    ]) {
      const { status, told } = await answer(dates);
      expect(status).toBe('indeterminate');
      expect(told).toContain('OCSP_DATES');
    }
  });

  it('must carry the nonce that was sent, where one was', async () => {
    const nonce = Uint8Array.from({ length: 32 }, (_, i) => i);
    expect((await answer({ nonce }, { ocspNonce: nonce })).status).toBe('valid');
    expect((await answer({ nonce })).status).toBe('valid');
    for (const wrong of [{}, { nonce: nonce.slice(1) }, { nonce: nonce.map((b) => b ^ 1) }]) {
      const { status, told } = await answer(wrong, { ocspNonce: nonce });
      expect(status).toBe('indeterminate');
      expect(told).toContain('OCSP_NONCE');
    }
  });

  it('with an unknown critical extension of response or answer is not used', async () => {
    const unknown = [{ oid: '1.2.3', critical: true, value: der.null() }];
    for (const extensions of [{ responseExtensions: unknown }, { singleExtensions: unknown }]) {
      const { status, told } = await answer(extensions);
      expect(status).toBe('indeterminate');
      expect(told).toContain('OCSP_CRITICAL_EXTENSION');
    }
  });

  it('that knows nothing of the certificate, or brings no answer, proves nothing in any mode', async () => {
    expect((await answer({ status: 'unknown' })).status).toBe('indeterminate');
    expect((await answer({ status: 'unknown' }, { revocation: 'if-available' })).status).toBe(
      'indeterminate',
    );
    const refused = await ask(leaf, { ocspResponses: [pki.ocspError('unauthorized')] });
    expect(refused.told).toContain('OCSP_UNSUCCESSFUL');
  });

  it('with several answers about the certificate says the worst of them', async () => {
    const revoked = { certificate: leaf, status: { revokedAt: days(-2) } };
    const first = await answer({ further: [revoked] });
    expect(first.leaf?.status).toBe('revoked');
    expect((await answer({ ...revoked, further: [{ certificate: leaf }] })).leaf?.status).toBe('revoked');
    expect(
      (await answer({ further: [{ certificate: leaf, status: 'unknown', hash: 'sha256' }] })).status,
    ).toBe('indeterminate');
    expect((await answer({ certificate: pki.signer, further: [{ certificate: leaf }] })).status).toBe(
      'valid',
    );
  });

  it('may tell since when the key is not to be believed', async () => {
    const singleExtensions = [{ oid: OID.invalidityDate, value: der.generalizedTime(days(-40)) }];
    const status = { revokedAt: days(-2), reason: 'keyCompromise' as const };
    expect((await answer({ status, singleExtensions })).leaf).toMatchObject({ revokedAt: days(-40) });
    expect((await answer({ status: { revokedAt: days(30) } })).leaf?.status).toBe('revoked');
  });

  it('on hold can be asked again; of a certificate never issued it is revoked', async () => {
    const hold = await answer({ status: { revokedAt: days(-2), reason: 'certificateHold' } });
    expect(hold.report).toMatchObject({ trust: 'revoked', subIndication: 'TRY_LATER' });
    const later = await ask(leaf, {
      ocspResponses: [
        await pki.ocsp({
          certificate: leaf,
          thisUpdate: days(-2),
          status: { revokedAt: days(-3), reason: 'certificateHold' },
        }),
        await pki.ocsp({ certificate: leaf, thisUpdate: days(-1) }),
      ],
    });
    expect(later.status).toBe('valid');
    const never = await answer({
      status: { revokedAt: new Date(0), reason: 'certificateHold' },
      responseExtensions: [{ oid: OID.ocspExtendedRevoke, value: der.null() }],
    });
    expect(never.report).toMatchObject({ trust: 'revoked', subIndication: 'REVOKED_NO_POE' });
  });

  it('made after the certificate ended speaks for it only where it keeps expired ones', async () => {
    const ended = await leafOf({ name: 'x', notBefore: days(-300), notAfter: days(-30) });
    const cutoff = (at: Date): NonNullable<OcspOptions['singleExtensions']> => [
      { oid: OID.ocspArchiveCutoff, value: der.generalizedTime(at) },
    ];
    const said = async (options: Partial<OcspOptions>): Promise<string | undefined> => {
      const ocspResponses = [await pki.ocsp({ certificate: ended, ...options })];
      return (await ask(ended, { ocspResponses, at: days(-60) })).leaf?.status;
    };
    expect(await said({ thisUpdate: days(-31) })).toBe('good');
    expect(await said({})).toBe('unknown');
    expect(await said({ singleExtensions: cutoff(days(-400)) })).toBe('good');
    expect(await said({ singleExtensions: cutoff(days(-20)) })).toBe('unknown');
    const kept = { extensions: [{ oid: OID.expiredCertsOnCrl, value: der.generalizedTime(days(-400)) }] };
    expect((await ask(ended, { crls: [await pki.crl(kept)], at: days(-60) })).leaf?.status).toBe('good');
    expect((await ask(ended, { crls: [await pki.crl()], at: days(-60) })).leaf?.status).toBe('unknown');
    expect((await ask(ended, { crls: [await pki.crl()] })).leaf?.status).toBe('unknown');
  });
});

describe('the responder itself', () => {
  const extensions = { keyUsage: ['digitalSignature'], extendedKeyUsage: [OID.ekuOcspSigning] } as const;
  const responses = async (by: TestIdentity): Promise<Uint8Array[]> => [
    await pki.ocsp({ certificate: leaf, responder: by }),
  ];

  it('without ocsp-nocheck is asked about: good, revoked, or told', async () => {
    const by = await responder({ extensions });
    const ocspResponses = await responses(by);
    const open = await ask(leaf, { ocspResponses });
    expect(open.status).toBe('valid');
    expect(open.told).toContain('OCSP_RESPONDER_REVOCATION_NOT_CHECKED');
    const crls = [await pki.crl()];
    expect((await ask(leaf, { ocspResponses, crls })).told).toEqual([]);
    const gone = [
      await pki.crl({
        revoked: [{ certificate: by, at: days(-3) }],
        thisUpdate: days(-9),
        nextUpdate: days(-8),
      }),
    ];
    const refused = await ask(leaf, { ocspResponses, crls: gone });
    expect(refused.status).toBe('indeterminate');
    expect(refused.told).toContain('REVOCATION_SIGNER_REVOKED');
  });

  it('with ocsp-nocheck need not be asked about; a revocation that is known counts', async () => {
    const by = await responder({ key: 'nocheck' });
    const ocspResponses = await responses(by);
    expect((await ask(leaf, { ocspResponses })).told).toEqual([]);
    const revoked = [{ certificate: by, at: days(-3) }];
    const crls = [await pki.crl({ revoked, thisUpdate: days(-9), nextUpdate: days(-8) })];
    const { status, told } = await ask(leaf, { ocspResponses, crls });
    expect(status).toBe('indeterminate');
    expect(told).toContain('REVOCATION_SIGNER_REVOKED');
  });

  it('does not vouch for itself', async () => {
    const by = await responder({ extensions });
    const own = await pki.ocsp({ certificate: by, responder: by });
    const { told } = await ask(leaf, { ocspResponses: [...(await responses(by)), own] });
    expect(told).toContain('OCSP_RESPONDER_REVOCATION_NOT_CHECKED');
    const byCa = await pki.ocsp({ certificate: by, responder: pki.intermediate });
    expect((await ask(leaf, { ocspResponses: [...(await responses(by)), byCa] })).told).toEqual([]);
  });

  it('in question itself needs somebody else to answer for it', async () => {
    const by = await responder({ extensions });
    const own = await pki.ocsp({ certificate: by, responder: by });
    const asked = await ask(by, { ocspResponses: [own] });
    expect(asked.leaf?.status).toBe('unknown');
    expect(asked.told).toContain('REVOCATION_SIGNER_LOOP');
    const byCa = await pki.ocsp({ certificate: by, responder: pki.intermediate });
    expect((await ask(by, { ocspResponses: [own, byCa] })).leaf?.status).toBe('good');
  });

  it('that ended since then does not count any more', async () => {
    const by = await responder({ notAfter: days(1) });
    const ocspResponses = await responses(by);
    expect((await ask(leaf, { ocspResponses })).status).toBe('valid');
    const later = await ask(leaf, { ocspResponses, at: days(2) });
    expect(later.leaf?.status).toBe('unknown');
    expect(later.told).toContain('REVOCATION_SIGNER_DATES');
  });
});

describe('algorithms of revocation data', () => {
  it('must count at the time, and be of the profile', async () => {
    const crls = [await pki.crl()];
    const policy = {
      name: 'test',
      issued: '2026-01-01',
      digests: { sha256: { source: 'test' } },
      signatures: { ecdsa: [{ minBits: 256, source: 'test' }] },
    };
    expect((await ask(leaf, { crls, algorithms: policy })).status).toBe('valid');
    const p384 = await pki.issue({
      name: '另一个状态查询 384',
      algorithm: 'P-384',
      extensions: {
        keyUsage: ['digitalSignature'],
        extendedKeyUsage: [OID.ekuOcspSigning],
        ocspNoCheck: true,
      },
    });
    const ocspResponses = [await pki.ocsp({ certificate: leaf, responder: p384 })];
    expect((await ask(leaf, { ocspResponses })).status).toBe('valid');
    const refused = await ask(leaf, { ocspResponses, algorithms: policy });
    expect(refused.status).toBe('indeterminate');
    expect(refused.told).toContain('REVOCATION_ALGORITHM');
    // So must those by which the certificate of a signer beside the path was signed.
    const { name, subject } = pki.root;
    const rolled = await pki.issue({
      name,
      subject,
      issuer: pki.root,
      algorithm: 'P-384',
      key: 'rolled',
      ca: true,
    });
    const twin = await pki.issue({
      name: pki.intermediate.name,
      subject: pki.intermediate.subject,
      key: 'twin',
      issuer: rolled,
      extensions: { keyUsage: ['cRLSign'] },
    });
    const byTwin = [await pki.crl({ issuer: twin })];
    const others = [rolled, twin];
    expect((await ask(leaf, { crls: byTwin, others })).status).toBe('valid');
    expect((await ask(leaf, { crls: byTwin, others, algorithms: policy })).told).toContain(
      'REVOCATION_ALGORITHM',
    );
    const foreign = await ask(leaf, { crls, profile: 'cn-gov' });
    expect(foreign.told).toContain('REVOCATION_ALGORITHM');
  });
});
