import { createPrivateKey, createSign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import { der } from '../../../src/foundation/asn1/index.ts';
import {
  buildSignedData,
  buildSignerInfo,
  CMS_OID,
  encodeAttribute,
  encodeSigningCertificateV2,
} from '../../../src/foundation/cms/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import {
  algorithmIdentifier,
  digest,
  oidOfDigest,
  signingSchemeOf,
} from '../../../src/foundation/crypto/index.ts';
import { parseCertificate } from '../../../src/foundation/x509/index.ts';
import { signCms } from '../../../src/signatures/cades/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';

const NOW = new Date('2026-11-23T03:00:00Z');
const bytes = utf8('申请书');

async function actors(algorithm: 'RSA' | 'P-256' | 'SM2') {
  const pki = await createTestPki({ algorithm, now: NOW, revocationUrls: false });
  const leaf = await pki.issue({ name: '测试人庚', notAfter: new Date('2033-01-01T00:00:00Z') });
  const options = (at: string) => ({
    at: new Date(at),
    trust: { signers: [pki.root.certificate], timestamps: [pki.root.certificate] },
    revocation: 'none' as const,
    intermediates: [pki.intermediate.certificate],
  });
  return { pki, leaf, options };
}

describe('the dates of algorithms in a verdict', () => {
  it.each([
    ['RSA', { indication: 'INDETERMINATE', subIndications: ['CRYPTO_CONSTRAINTS_FAILURE_NO_POE'] }],
    ['P-256', { indication: 'TOTAL_PASSED', subIndications: [] }],
    ['SM2', { indication: 'TOTAL_PASSED', subIndications: [] }],
  ] as const)(
    'a signature by %s of 2026 asked for in 2030 without a timestamp',
    async (algorithm, conclusion) => {
      const { leaf, options } = await actors(algorithm);
      const signer = await leaf.signer();
      const { cms } = await signCms({ signer, content: { bytes }, detached: false, claimedTime: NOW });
      expect((await verify(cms, options('2028-12-31T23:59:59Z'))).conclusion.indication).toBe('TOTAL_PASSED');
      expect((await verify(cms, options('2030-01-01T00:00:00Z'))).conclusion).toEqual(conclusion);
      const legacy = { ...options('2030-01-01T00:00:00Z'), allowLegacy: true };
      expect((await verify(cms, legacy)).conclusion.indication).toBe('TOTAL_PASSED');
    },
  );

  it('content digested with MD5 is never admitted, SHA-1 only as legacy', async () => {
    const { leaf, options } = await actors('P-256');
    const scheme = signingSchemeOf('ES256');
    const certificate = parseCertificate(leaf.certificate);
    for (const hash of ['md5', 'sha1'] as const) {
      const digestAlgorithm = algorithmIdentifier(oidOfDigest(hash));
      const signedAttributes = der.setOf([
        encodeAttribute(CMS_OID.contentType, der.oid(CMS_OID.data)),
        encodeAttribute(CMS_OID.messageDigest, der.octetString(digest(hash, bytes))),
        encodeAttribute(CMS_OID.signingCertificateV2, encodeSigningCertificateV2(certificate, 'sha256')),
      ]);
      const signerInfo = buildSignerInfo({
        certificate,
        digestAlgorithm,
        signedAttributes,
        signatureAlgorithm: scheme.signatureAlgorithmIdentifier,
        signature: await leaf.key.sign(signedAttributes),
      });
      const cms = buildSignedData({
        contentType: CMS_OID.signedData,
        eContentType: CMS_OID.data,
        eContent: bytes,
        digestAlgorithms: [digestAlgorithm],
        certificates: [leaf.certificate],
        signerInfos: [signerInfo],
      });
      const at = options('2026-11-23T03:00:00Z');
      const strict = await verify(cms, at);
      expect(strict.conclusion.indication).toBe('INDETERMINATE');
      expect(strict.conclusion.subIndications[0]).toMatch(/^CRYPTO_CONSTRAINTS_FAILURE/);
      const legacy = await verify(cms, { ...at, allowLegacy: true });
      expect(legacy.conclusion.indication).toBe(hash === 'md5' ? 'INDETERMINATE' : 'TOTAL_PASSED');
    }
  });

  it('RSA with MD5: a right value is told from a wrong one, and never admitted', async () => {
    const { leaf, options } = await actors('RSA');
    const key = createPrivateKey({ key: Buffer.from(leaf.key.pkcs8), format: 'der', type: 'pkcs8' });
    const digestAlgorithm = algorithmIdentifier(oidOfDigest('md5'), 'null');
    const signedAttributes = der.setOf([
      encodeAttribute(CMS_OID.contentType, der.oid(CMS_OID.data)),
      encodeAttribute(CMS_OID.messageDigest, der.octetString(digest('md5', bytes))),
    ]);
    const value = new Uint8Array(createSign('md5').update(signedAttributes).sign(key));
    const judged = async (signature: Uint8Array) => {
      const cms = buildSignedData({
        contentType: CMS_OID.signedData,
        eContentType: CMS_OID.data,
        eContent: bytes,
        digestAlgorithms: [digestAlgorithm],
        certificates: [leaf.certificate],
        signerInfos: [
          buildSignerInfo({
            certificate: parseCertificate(leaf.certificate),
            digestAlgorithm,
            signedAttributes,
            signatureAlgorithm: algorithmIdentifier('1.2.840.113549.1.1.4', 'null'),
            signature,
          }),
        ],
      });
      const report = await verify(cms, { ...options('2026-11-23T03:00:00Z'), allowLegacy: true });
      return { cryptography: report.signatures[0]!.cryptography, ...report.conclusion };
    };
    expect(await judged(value)).toMatchObject({ cryptography: 'intact', indication: 'INDETERMINATE' });
    expect(await judged(value.map((byte, at) => (at === 9 ? byte ^ 1 : byte)))).toMatchObject({
      cryptography: 'broken',
      indication: 'TOTAL_FAILED',
    });
  });
});
