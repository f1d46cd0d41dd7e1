import { describe, expect, it } from 'vitest';
import { der } from '../../../src/foundation/asn1/index.ts';
import {
  buildSignedData,
  buildSignerInfo,
  CMS_OID,
  certificatesOfSigner,
  checkSignerInfo,
  encodeAttribute,
  encodeSigningCertificateV2,
  parseSignedData,
} from '../../../src/foundation/cms/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import { algorithmIdentifier, digest, signingSchemeOf } from '../../../src/foundation/crypto/index.ts';
import { parseCertificate } from '../../../src/foundation/x509/index.ts';
import { createTestPki, type TestAlgorithm } from '../../../src/testing/index.ts';

const NOW = new Date('2026-11-23T03:00:00Z');
const CONTENT = utf8('电子文件');

async function make(algorithm: TestAlgorithm, eContentType: string = CMS_OID.data): Promise<Uint8Array> {
  const pki = await createTestPki({ algorithm, now: NOW });
  const signer = await pki.signer.signer();
  const scheme = signingSchemeOf((await signer.info()).algorithm);
  const certificate = parseCertificate(pki.signer.certificate);
  const signedAttributes = der.setOf([
    encodeAttribute(CMS_OID.contentType, der.oid(eContentType)),
    encodeAttribute(CMS_OID.messageDigest, der.octetString(digest(scheme.hash, CONTENT))),
    encodeAttribute(CMS_OID.signingCertificateV2, encodeSigningCertificateV2(certificate, scheme.hash)),
  ]);
  const { value } = await signer.sign({ kind: 'message', data: signedAttributes });
  const info = buildSignerInfo({
    certificate,
    digestAlgorithm: scheme.digestAlgorithmIdentifier,
    signedAttributes,
    signatureAlgorithm: scheme.signatureAlgorithmIdentifier,
    signature: value,
  });
  return buildSignedData({
    contentType: CMS_OID.signedData,
    eContentType,
    eContent: CONTENT,
    digestAlgorithms: [scheme.digestAlgorithmIdentifier],
    certificates: pki.signer.chain,
    crls: [await pki.crl()],
    signerInfos: [info],
  });
}

describe('SignedData', () => {
  it.each(['P-256', 'SM2', 'RSA'] as const)(
    'is written, read back and its value checked (%s)',
    async (algorithm) => {
      const data = parseSignedData(await make(algorithm));
      expect(data).toMatchObject({ version: 1, eContent: CONTENT, unread: 0 });
      expect(data.certificates).toHaveLength(2);
      expect(data.crls).toHaveLength(1);
      const signer = data.signerInfos[0]!;
      expect(signer.signedAttributes!.sorted).toBe(true);
      const [certificate] = certificatesOfSigner(signer, data.certificates);
      const check = await checkSignerInfo({
        signer,
        signedData: data,
        certificate: certificate!,
        digestOf: (hash) => digest(hash, CONTENT),
      });
      expect(check).toMatchObject({
        cryptography: 'intact',
        contentFound: true,
        signingCertificate: 2,
        weaknesses: [],
      });
      const other = await checkSignerInfo({
        signer,
        signedData: data,
        certificate: certificate!,
        digestOf: (hash) => digest(hash, utf8('别的')),
      });
      expect(other.cryptography).toBe('broken');
    },
  );

  it('has version 3 when it holds another type than data, and any other number is refused', async () => {
    const cms = await make('P-256', '1.2.3.4');
    const data = parseSignedData(cms);
    expect(data.version).toBe(3);
    const [certificate] = certificatesOfSigner(data.signerInfos[0]!, data.certificates);
    const check = (version: number) =>
      checkSignerInfo({
        signer: data.signerInfos[0]!,
        signedData: { ...data, version },
        certificate: certificate!,
        digestOf: (hash) => digest(hash, CONTENT),
      });
    expect((await check(3)).formatFailure).toBeUndefined();
    for (const version of [0, 1, 2, 4, 5])
      expect((await check(version)).formatFailure).toBe('FORMAT_FAILURE');
  });

  it('names the digest of its signer, or is refused', async () => {
    const data = parseSignedData(await make('P-256'));
    const [certificate] = certificatesOfSigner(data.signerInfos[0]!, data.certificates);
    const sha512 = { oid: '2.16.840.1.101.3.4.2.3', raw: algorithmIdentifier('2.16.840.1.101.3.4.2.3') };
    const check = await checkSignerInfo({
      signer: data.signerInfos[0]!,
      signedData: { ...data, digestAlgorithms: [sha512] },
      certificate: certificate!,
      digestOf: (hash) => digest(hash, CONTENT),
    });
    expect(check.formatFailure).toBe('FORMAT_FAILURE');
  });

  it.each([
    ['BER with indefinite length', Uint8Array.of(0x30, 0x80, 0, 0)],
    ['another content type', der.sequence(der.oid('1.2.840.113549.1.7.3'), der.explicit(0, der.sequence()))],
    ['no content', der.sequence(der.oid(CMS_OID.signedData))],
    ['no DER', utf8('%PDF-1.7')],
  ])('that is %s is CMS_INVALID', (_, bytes) => {
    expect(() => parseSignedData(bytes)).toThrowError(expect.objectContaining({ code: 'CMS_INVALID' }));
  });
});
