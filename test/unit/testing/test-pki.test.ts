import { describe, expect, it } from 'vitest';
import { asOid, der, readSequence } from '../../../src/foundation/asn1/index.ts';
import { toHex, utf8 } from '../../../src/foundation/core/index.ts';
import {
  parsePublicKey,
  schemeOf,
  signingSchemeOf,
  verifySignature,
} from '../../../src/foundation/crypto/index.ts';
import {
  mayIssue,
  OID,
  parseCertificate,
  parseCrl,
  parseOcspResponse,
  verifyIssuedBy,
  verifySignedBy,
} from '../../../src/foundation/x509/index.ts';
import {
  createTestPki,
  TEST_AGENCY_CODE,
  TEST_AGENCY_NAME,
  type TestAlgorithm,
} from '../../../src/testing/index.ts';

const now = new Date('2026-11-23T04:00:00Z');
const ALGORITHMS: readonly TestAlgorithm[] = ['P-256', 'SM2', 'RSA'];

describe.each(ALGORITHMS)('the test PKI with %s', (algorithm) => {
  const made = createTestPki({ algorithm, now });

  it('gives the same bytes for the same options', async () => {
    const [a, b] = [await made, await createTestPki({ algorithm, now })];
    expect(toHex(b.signer.certificate)).toBe(toHex(a.signer.certificate));
    expect(await b.crl()).toEqual(await a.crl());
    expect(await b.ocsp({ certificate: b.signer })).toEqual(await a.ocsp({ certificate: a.signer }));
  });

  it('gives other keys for another seed where keys follow from the seed', async () => {
    const other = await createTestPki({ algorithm, now, seed: 'another' });
    const same = toHex(other.signer.key.spki) === toHex((await made).signer.key.spki);
    expect(same).toBe(algorithm === 'RSA');
    expect(other.signer.serialNumber).not.toBe((await made).signer.serialNumber);
  });

  it('issues a chain whose every link verifies', async () => {
    const pki = await made;
    const [leaf, intermediate, root] = [pki.signer, pki.intermediate, pki.root].map((identity) =>
      parseCertificate(identity.certificate),
    );
    expect(verifyIssuedBy(leaf!, intermediate!).result).toBe('valid');
    expect(verifyIssuedBy(intermediate!, root!).result).toBe('valid');
    expect(verifyIssuedBy(root!, root!).result).toBe('valid');
    expect(verifyIssuedBy(leaf!, root!).result).not.toBe('valid');
    expect(pki.signer.chain).toEqual([pki.signer.certificate, pki.intermediate.certificate]);
    expect(pki.root.chain).toEqual([pki.root.certificate]);
  });

  it('writes the subjects of persons and organisations', async () => {
    const pki = await made;
    expect(parseCertificate(pki.signer.certificate).subject.commonName).toBe('测试人甲');
    for (const identity of [pki.sealSigner, pki.licenseIssuer]) {
      const { subject } = parseCertificate(identity.certificate);
      expect(subject.attribute('2.5.4.10')).toBe(TEST_AGENCY_NAME);
      expect(subject.attribute('2.5.4.97')).toBe(TEST_AGENCY_CODE);
    }
  });

  it('gives each certificate the usage of its part', async () => {
    const pki = await made;
    const of = (name: 'root' | 'intermediate' | 'tsa' | 'encryptionOnly' | 'ocspResponder') =>
      parseCertificate(pki[name].certificate);
    expect(of('root').basicConstraints).toEqual({ ca: true });
    expect(of('intermediate').basicConstraints).toEqual({ ca: true, pathLength: 0 });
    expect(of('tsa').extendedKeyUsage).toEqual([OID.ekuTimeStamping]);
    expect(of('tsa').extensions.get(OID.extendedKeyUsage)?.critical).toBe(true);
    expect([...of('encryptionOnly').keyUsage!]).toEqual(['keyEncipherment', 'dataEncipherment']);
    expect(of('ocspResponder').ocspNoCheck).toBe(true);
  });

  it('dates root, intermediate and leaf 20, 10 and 3 years around now', async () => {
    const pki = await made;
    const years = (identity: { readonly certificate: Uint8Array }): number => {
      const { notBefore, notAfter } = parseCertificate(identity.certificate);
      expect(notBefore < now && now < notAfter).toBe(true);
      return notAfter.getUTCFullYear() - notBefore.getUTCFullYear();
    };
    expect([pki.root, pki.intermediate, pki.signer].map(years)).toEqual([20, 10, 3]);
    expect(parseCertificate(pki.expired.certificate).notAfter < now).toBe(true);
  });

  it('declares revocation unless told otherwise', async () => {
    const pki = await made;
    const silent = await createTestPki({ algorithm, now, revocationUrls: false });
    const declared = parseCertificate(pki.signer.certificate);
    expect(JSON.stringify(declared.crlDistributionPoints)).toContain(
      'http://pki.example.invalid/intermediate.crl',
    );
    expect(declared.authorityInfoAccess).toHaveLength(2);
    expect(parseCertificate(silent.signer.certificate).crlDistributionPoints).toBeUndefined();
    expect(parseCertificate(silent.signer.certificate).authorityInfoAccess).toBeUndefined();
  });

  it('gives every identity a key of its own', async () => {
    const pki = await made;
    const names = Object.values(pki).filter((value) => typeof value === 'object' && 'certificate' in value);
    expect(new Set(names.map((identity) => toHex(identity.key.spki))).size).toBe(names.length);
    expect(names).toHaveLength(11);
  });

  it('opens signers whose values verify under the certificate', async () => {
    const pki = await made;
    const signer = await pki.signer.signer();
    const info = await signer.info();
    const data = utf8('一份文件');
    const { value } = await signer.sign({ kind: 'message', data });
    const key = parsePublicKey(parseCertificate(pki.signer.certificate).spki);
    expect(verifySignature(signingSchemeOf(info.algorithm).scheme, key, [data], value)).toBe('valid');
    expect(await signer.sign({ kind: 'message', data })).toEqual(
      await signer.sign({ kind: 'message', data }),
    );
    expect(info.chain).toEqual(pki.signer.chain);
  });

  it('signs CRLs that name what was revoked, when and why', async () => {
    const pki = await made;
    const at = new Date('2026-10-01T00:00:00Z');
    const crl = parseCrl(
      await pki.crl({ revoked: [{ certificate: pki.signer, at, reason: 'keyCompromise' }] }),
    );
    const issuer = parseCertificate(pki.intermediate.certificate);
    expect(verifySignedBy(crl, issuer.publicKey).result).toBe('valid');
    const entry = crl.find(parseCertificate(pki.signer.certificate).serialNumber);
    expect(entry?.revocationDate).toEqual(at);
    expect(entry?.reason).toBe('keyCompromise');
    expect(crl.size).toBe(1);
  });

  it('signs OCSP responses of every status', async () => {
    const pki = await made;
    const responder = parseCertificate(pki.ocspResponder.certificate);
    const revoked = { revokedAt: new Date('2026-10-01T00:00:00Z'), reason: 'cessationOfOperation' } as const;
    for (const [status, expected] of [
      ['good', 'good'],
      ['unknown', 'unknown'],
      [revoked, 'revoked'],
    ] as const) {
      const { basic } = parseOcspResponse(await pki.ocsp({ certificate: pki.signer, status }));
      expect(verifySignedBy(basic!, responder.publicKey).result).toBe('valid');
      expect(basic!.responses[0]?.status).toBe(expected);
    }
    expect(parseOcspResponse(pki.ocspError('tryLater'))).toMatchObject({ status: 'tryLater' });
  });

  it('stamps requests and refuses those it cannot read', async () => {
    const pki = await made;
    const tsa = pki.timestampAuthority();
    const granted = readSequence(await tsa.request(requestFor(algorithm)));
    expect(granted.sequence().next().content).toEqual(Uint8Array.of(0));
    expect(asOid(granted.sequence().next())).toBe('1.2.840.113549.1.7.2');
    const refused = readSequence(await tsa.request(utf8('no request')));
    expect(refused.sequence().next().content).toEqual(Uint8Array.of(2));
    expect(refused.done).toBe(true);
  });
});

describe('faulty certificates', () => {
  const made = createTestPki({ algorithm: 'P-256', now });

  it('are signed by another key, or wrongly, or named after another issuer, as asked', async () => {
    const pki = await made;
    const issuer = parseCertificate(pki.intermediate.certificate);
    const verdict = async (faults: object): Promise<string> => {
      const { certificate } = await pki.issue({ name: '测试人丁', faults });
      return verifyIssuedBy(parseCertificate(certificate), issuer).result;
    };
    expect(await verdict({})).toBe('valid');
    expect(await verdict({ signedBy: pki.sealMaker.key })).toBe('invalid');
    expect(await verdict({ corruptSignature: true })).toBe('invalid');
    const renamed = await pki.issue({ name: '测试人丁', faults: { issuerName: pki.root.subject } });
    expect(mayIssue(issuer, parseCertificate(renamed.certificate).issuer)).toBe(false);
    const other = signingSchemeOf('ES384').signatureAlgorithmIdentifier;
    expect(await verdict({ innerSignatureAlgorithm: other })).toBe('mismatch');
  });

  it('carry the extensions asked for, and leave out those switched off', async () => {
    const pki = await made;
    const { certificate } = await pki.issue({
      name: 'bad.example.invalid',
      ca: true,
      extensions: {
        basicConstraints: false,
        keyUsage: ['digitalSignature'],
        extendedKeyUsage: [OID.ekuTimeStamping],
        subjectKeyIdentifier: false,
        authorityKeyIdentifier: false,
        crlDistributionPoints: ['http://pki.example.invalid/elsewhere.crl'],
        authorityInfoAccess: false,
        subjectAltName: { dns: ['bad.example.invalid'] },
        further: [{ oid: '1.3.6.1.4.1.99999.1', critical: true, value: der.null() }],
      },
    });
    const parsed = parseCertificate(certificate);
    expect(parsed.basicConstraints).toBeUndefined();
    expect([...parsed.keyUsage!]).toEqual(['digitalSignature']);
    expect(parsed.subjectKeyIdentifier).toBeUndefined();
    expect(parsed.authorityKeyIdentifier).toBeUndefined();
    expect(parsed.authorityInfoAccess).toBeUndefined();
    expect(parsed.extensions.get('1.3.6.1.4.1.99999.1')?.critical).toBe(true);
  });

  it('may be certified by a sub-CA, whose chain leaves the root out', async () => {
    const pki = await made;
    const subCa = await pki.issue({ name: '下级 CA', ca: true });
    const leaf = await pki.issue({ name: '测试人戊', issuer: subCa });
    expect(leaf.chain).toEqual([leaf.certificate, subCa.certificate, pki.intermediate.certificate]);
  });

  it('may have a key of another algorithm than their issuer', async () => {
    const pki = await made;
    const leaf = await pki.issue({ name: '测试人己', algorithm: 'SM2' });
    const parsed = parseCertificate(leaf.certificate);
    expect(parsed.publicKey.kind).toBe('sm2');
    expect(schemeOf(parsed.signatureAlgorithm, pki.intermediate.key.publicKey)).toMatchObject({
      name: 'ES256',
    });
  });
});

function requestFor(algorithm: TestAlgorithm): Uint8Array {
  const sm3 = algorithm === 'SM2';
  const oid = sm3 ? '1.2.156.10197.1.401' : '2.16.840.1.101.3.4.2.1';
  const imprint = der.sequence(der.sequence(der.oid(oid)), der.octetString(new Uint8Array(32).fill(7)));
  return der.sequence(der.integer(1), imprint, der.integer(99), der.boolean(true));
}
