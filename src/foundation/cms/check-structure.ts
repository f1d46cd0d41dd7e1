import { type AlgorithmIdentifier, digestOfIdentifier } from '../crypto/index.ts';
import type { CheckList } from './check-list.ts';
import { CMS_OID } from './oids.ts';
import type { SignedData } from './signed-data.ts';
import type { CmsSignerInfo } from './signer-info.ts';

/** SM2 with SM3 where SM3 belongs, as some GM software writes. */
const SM2_WITH_SM3 = '1.2.156.10197.1.501';

/**
 * The fields of SignedData that no value covers must say what follows from the rest (RFC 5652 5.1, 5.3): versions, and
 * the digest of the signer among `digestAlgorithms`. `data` is absent for a
 * countersignature. A changed field is a FORMAT_FAILURE, although nothing hangs on it.
 */
export function checkStructure(data: SignedData | undefined, signer: CmsSignerInfo, list: CheckList): void {
  const own = 'keyIdentifier' in signer.sid ? 3 : 1;
  if (signer.version !== own) {
    const detail = `SignerInfo of version ${signer.version}, ${own} expected`;
    list.failed('CMS_SIGNER_VERSION', detail, 'RFC 5652 5.3', 'FORMAT_FAILURE');
  }
  if (data === undefined) return;
  checkVersion(data, list);
  const digests = data.digestAlgorithms;
  if (digests.length > 0 && !digests.some((d) => sameDigest(d, signer.digestAlgorithm))) {
    const detail = 'the digest of the signer is not among digestAlgorithms';
    list.failed('CMS_ALGORITHM_LIST', detail, 'RFC 5652 5.1', 'FORMAT_FAILURE');
  }
}

function checkVersion(data: SignedData, list: CheckList): void {
  const expected = versionOf(data);
  if (data.version === expected) return;
  const detail = `SignedData of version ${data.version}, ${expected} expected`;
  // Writers from the days of PKCS#7 say 1 whatever they hold.
  if (data.version === 1 && data.eContentType === CMS_OID.data)
    list.warning('CMS_VERSION', detail, 'RFC 5652 5.1');
  else list.failed('CMS_VERSION', detail, 'RFC 5652 5.1', 'FORMAT_FAILURE');
}

function versionOf(data: SignedData): number {
  // GB/T 35275-2017 8: always 1.
  if (data.contentType === CMS_OID.gmSignedData) return 1;
  if (data.hasOtherFormats) return 5;
  if (data.hasAttributeCertificates) return 4;
  const three = data.eContentType !== CMS_OID.data || data.signerInfos.some((s) => s.version === 3);
  return three ? 3 : 1;
}

function sameDigest(a: AlgorithmIdentifier, b: AlgorithmIdentifier): boolean {
  return a.oid === b.oid || (nameOf(a) !== undefined && nameOf(a) === nameOf(b));
}

function nameOf(algorithm: AlgorithmIdentifier): string | undefined {
  return algorithm.oid === SM2_WITH_SM3 ? 'sm3' : digestOfIdentifier(algorithm).digest;
}
