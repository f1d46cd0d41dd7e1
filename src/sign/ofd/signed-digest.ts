import { der, TAG } from '../../foundation/asn1/index.ts';
import { buildSignedData, CMS_OID, encodeAttribute } from '../../foundation/cms/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { obtainTimestamp } from '../../foundation/pki/index.ts';
import { cmsNaming, makeValue, signerCertificate } from '../../signatures/cades/index.ts';
import type { SignOfdOptions } from './options.ts';

/**
 * SignedData whose content is the digest of Signature.xml, signed as it stands, without attributes (GM/T 0099-2020
 * 7.2.2 b, GB/T 35275-2017): the value is over the octets of the content.
 */
export async function signDigest(signatureFile: Uint8Array, options: SignOfdOptions): Promise<Uint8Array> {
  const { signer, signOptions, claimedTime } = options;
  const info = await signer.info(signOptions);
  const certificate = signerCertificate(info, claimedTime);
  const naming = cmsNaming(info.algorithm, 'CAdES');
  const content = digest(naming.hash, signatureFile);
  const value = await makeValue(signer, info, certificate, content, signOptions);
  const unsigned = await timestampOver(value, naming.hash === 'sm3' ? 'sm3' : 'sha256', options);
  const signerInfo = der.sequence(
    der.integer(1),
    der.sequence(certificate.issuer.raw, der.tlv(TAG.integer, certificate.serialNumber)),
    naming.digestAlgorithm,
    naming.signatureAlgorithm,
    der.octetString(value),
    ...(unsigned === undefined ? [] : [der.implicit(1, der.setOf([unsigned]))]),
  );
  return buildSignedData({
    contentType: naming.contentType,
    eContentType: naming.data,
    eContent: content,
    digestAlgorithms: [naming.digestAlgorithm],
    certificates: info.chain ?? [],
    signerInfos: [signerInfo],
  });
}

async function timestampOver(
  value: Uint8Array,
  hash: 'sm3' | 'sha256',
  { tsa, random, signOptions }: SignOfdOptions,
): Promise<Uint8Array | undefined> {
  if (tsa === undefined) return undefined;
  const token = await obtainTimestamp(tsa, hash, digest(hash, value), {
    ...(random === undefined ? {} : { random }),
    ...(signOptions === undefined ? {} : { signOptions }),
  });
  return encodeAttribute(CMS_OID.signatureTimestamp, token);
}
