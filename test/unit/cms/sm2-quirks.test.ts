import { describe, expect, it } from 'vitest';
import { der } from '../../../src/foundation/asn1/index.ts';
import {
  buildSignedData,
  buildSignerInfo,
  CMS_OID,
  checkSignerInfo,
  encodeAttribute,
  parseSignedData,
  type SignerInfoCheck,
} from '../../../src/foundation/cms/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import { algorithmIdentifier, digest } from '../../../src/foundation/crypto/index.ts';
import { parseCertificate } from '../../../src/foundation/x509/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';

const pki = await createTestPki({ algorithm: 'SM2', now: new Date('2026-11-23T03:00:00Z') });

const SM2_WITH_SM3 = '1.2.156.10197.1.501';
const SM2_SIGN = '1.2.156.10197.1.301.1';
const SM2_CURVE = '1.2.156.10197.1.301';

const warnings = (result: SignerInfoCheck): string[] =>
  result.checks.filter(({ status }) => status === 'warning').map(({ code }) => code);

describe('a CMS of GM software', () => {
  const CONTENT = utf8('内容');

  async function check(
    signatureAlgorithm: Uint8Array,
    digestAlgorithm: Uint8Array = algorithmIdentifier('1.2.156.10197.1.401'),
  ): Promise<SignerInfoCheck> {
    const certificate = parseCertificate(pki.signer.certificate);
    const signedAttributes = der.setOf([
      encodeAttribute(CMS_OID.contentType, der.oid(CMS_OID.gmData)),
      encodeAttribute(CMS_OID.messageDigest, der.octetString(digest('sm3', CONTENT))),
    ]);
    const signature = await pki.signer.key.sign(signedAttributes);
    const cms = buildSignedData({
      contentType: CMS_OID.gmSignedData,
      eContentType: CMS_OID.gmData,
      eContent: CONTENT,
      digestAlgorithms: [digestAlgorithm],
      certificates: [pki.signer.certificate],
      signerInfos: [
        buildSignerInfo({ certificate, digestAlgorithm, signedAttributes, signatureAlgorithm, signature }),
      ],
    });
    const signedData = parseSignedData(cms);
    return checkSignerInfo({
      signer: signedData.signerInfos[0]!,
      signedData,
      certificate,
      digestOf: (hash) => digest(hash, CONTENT),
    });
  }

  it.each<[string, Uint8Array, Uint8Array | undefined, string[]]>([
    ['signing with SM2', algorithmIdentifier(SM2_SIGN), undefined, []],
    ['SM2 with SM3', algorithmIdentifier(SM2_WITH_SM3), undefined, []],
    ['SM2 with SM3 and NULL', algorithmIdentifier(SM2_WITH_SM3, 'null'), undefined, ['SM2_PARAMETERS_NULL']],
    ['the curve', algorithmIdentifier(SM2_CURVE), undefined, ['SM2_SIGNATURE_OID']],
    ['SM3 without key', algorithmIdentifier(SM2_SIGN), algorithmIdentifier('1.2.156.10197.1.401.1'), []],
    ['SM3 and NULL', algorithmIdentifier(SM2_SIGN), algorithmIdentifier('1.2.156.10197.1.401', 'null'), []],
    [
      'SM2 with SM3 as the digest',
      algorithmIdentifier(SM2_SIGN),
      algorithmIdentifier(SM2_WITH_SM3),
      ['SM3_DIGEST_OID'],
    ],
  ])('may say %s', async (_, signature, hash, findings) => {
    const result = await check(signature, hash);
    expect(result).toMatchObject({ cryptography: 'intact', algorithm: 'SM2-SM3' });
    expect(warnings(result)).toEqual(findings);
    expect(result.formatFailure).toBeUndefined();
  });

  it.each<[string, Uint8Array, Uint8Array | undefined]>([
    ['RSA over an SM2 key', algorithmIdentifier('1.2.840.113549.1.1.11', 'null'), undefined],
    ['ECDSA over an SM2 key', algorithmIdentifier('1.2.840.10045.4.3.2'), undefined],
    ['SM2 with parameters', algorithmIdentifier(SM2_SIGN, der.octetString(new Uint8Array(32))), undefined],
    ['keyed SM3', algorithmIdentifier(SM2_SIGN), algorithmIdentifier('1.2.156.10197.1.401.2')],
  ])('does not pass with %s', async (_, signature, hash) => {
    expect((await check(signature, hash)).cryptography).toBe('not-checked');
  });

  it('digested with SHA-256 beside an SM2 value is not what was signed', async () => {
    const result = await check(
      algorithmIdentifier(SM2_WITH_SM3),
      algorithmIdentifier('2.16.840.1.101.3.4.2.1'),
    );
    expect(result.cryptography).toBe('broken');
    expect(result.algorithms).toContainEqual({ kind: 'digest', digest: 'sha256' });
  });
});
