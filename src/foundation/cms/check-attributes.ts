import { asOctetString, asOid, asTime, type Der } from '../asn1/index.ts';
import { YinxinError } from '../core/index.ts';
import type { Certificate } from '../x509/index.ts';
import { protectsAlgorithms } from './algorithm-protection.ts';
import { type CmsAttribute, singleValue } from './attributes.ts';
import type { CheckList } from './check-list.ts';
import { CMS_OID } from './oids.ts';
import type { CmsSignerInfo } from './signer-info.ts';
import { matchSigningCertificate } from './signing-certificate.ts';

/** What the signed attributes say once they are read. */
export interface AttributeFindings {
  readonly messageDigest?: Uint8Array;
  readonly signingTime?: Date;
  /** The strongest signing-certificate attribute that names the signer's certificate. */
  readonly signingCertificate?: 1 | 2;
  readonly contentTypeMatches: boolean;
  /** CMSAlgorithmProtection is there and names other algorithms: the value must count as wrong. */
  readonly algorithmsReplaced: boolean;
}

const CMS_11 = 'RFC 5652 11';

/** Attributes that nothing here reads, and that still must not say two things (ETSI EN 319 122-1 5.2.5, 5.2.6, 5.2.9). */
const SAID_ONCE: ReadonlyMap<string, string> = new Map([
  [CMS_OID.signerAttributesV2, 'SIGNER_ATTRIBUTES'],
  [CMS_OID.signaturePolicy, 'SIGNATURE_POLICY'],
  [CMS_OID.signerLocation, 'SIGNER_LOCATION'],
]);

/**
 * Checks the signed attributes of a signer: single-valued ones once, contentType equal to the type of the content,
 * the signing certificate, algorithm protection. The digest itself is compared elsewhere.
 */
export function checkAttributes(
  signer: CmsSignerInfo,
  eContentType: string | undefined,
  certificate: Certificate | undefined,
  list: CheckList,
): AttributeFindings {
  const attributes = signer.signedAttributes?.list ?? [];
  const one = <T>(oid: string, name: string, read: (value: Der) => T): T | undefined =>
    readSingle(attributes, oid, name, read, list);
  const contentType = one(CMS_OID.contentType, 'CONTENT_TYPE', asOid);
  const messageDigest = one(CMS_OID.messageDigest, 'MESSAGE_DIGEST_ATTRIBUTE', asOctetString);
  const signingTime = one(CMS_OID.signingTime, 'SIGNING_TIME', asTime);
  const replaced = one(
    CMS_OID.algorithmProtection,
    'ALGORITHM_PROTECTION',
    (v) => !protectsAlgorithms(v, signer),
  );
  for (const [oid, name] of SAID_ONCE) one(oid, name, (value) => value);
  checkPresence(messageDigest, list);
  const v2 = one(CMS_OID.signingCertificateV2, 'SIGNING_CERTIFICATE', (v) => matcher(v, 2, certificate));
  const v1 = one(CMS_OID.signingCertificate, 'SIGNING_CERTIFICATE', (v) => matcher(v, 1, certificate));
  const named = checkSigningCertificate(v1, v2, list);
  if (replaced === true) {
    list.failed(
      'ALGORITHM_PROTECTION',
      'the signed algorithm identifiers are others than those used',
      'RFC 6211 2',
    );
  }
  return {
    ...(messageDigest === undefined ? {} : { messageDigest }),
    ...(signingTime === undefined ? {} : { signingTime }),
    ...(named === undefined ? {} : { signingCertificate: named }),
    contentTypeMatches: checkContentType(contentType, eContentType, list),
    algorithmsReplaced: replaced === true,
  };
}

function readSingle<T>(
  attributes: readonly CmsAttribute[],
  oid: string,
  name: string,
  read: (value: Der) => T,
  list: CheckList,
): T | undefined {
  const value = singleValue(attributes, oid);
  if (value === 'absent') return undefined;
  if (value === 'duplicate') {
    list.failed(name, `attribute ${oid} must come once with one value`, CMS_11, 'FORMAT_FAILURE');
    return undefined;
  }
  try {
    return read(value);
  } catch (error) {
    if (!(error instanceof YinxinError)) throw error;
    list.failed(name, `attribute ${oid} is malformed: ${error.message}`, CMS_11, 'FORMAT_FAILURE');
    return undefined;
  }
}

function checkPresence(messageDigest: Uint8Array | undefined, list: CheckList): void {
  if (messageDigest !== undefined || list.formatFailure !== undefined) return;
  list.failed(
    'MESSAGE_DIGEST_ATTRIBUTE',
    'signed attributes without messageDigest',
    'RFC 5652 11.2',
    'FORMAT_FAILURE',
  );
}

/** `eContentType` absent: a countersignature, which must not have the attribute (RFC 5652 11.4). */
function checkContentType(
  attribute: string | undefined,
  eContentType: string | undefined,
  list: CheckList,
): boolean {
  if (attribute === eContentType) {
    if (attribute !== undefined)
      list.passed('CONTENT_TYPE', `content type ${attribute} is signed`, 'RFC 5652 11.1');
    return true;
  }
  const detail =
    attribute === undefined
      ? 'signed attributes without content-type'
      : `signed content-type ${attribute} differs from ${eContentType ?? 'none (countersignature)'}`;
  list.failed('CONTENT_TYPE', detail, 'RFC 5652 11.1', 'FORMAT_FAILURE');
  return false;
}

type Match = ReturnType<typeof matchSigningCertificate> | 'no-certificate';

function matcher(value: Der, version: 1 | 2, certificate: Certificate | undefined): Match {
  return certificate === undefined ? 'no-certificate' : matchSigningCertificate(value, version, certificate);
}

function checkSigningCertificate(
  v1: Match | undefined,
  v2: Match | undefined,
  list: CheckList,
): 1 | 2 | undefined {
  const clause = 'ETSI EN 319 122-1 5.2.2';
  if (v1 === 'mismatch' || v2 === 'mismatch') {
    list.failed(
      'SIGNING_CERTIFICATE',
      'the signing-certificate attribute names another certificate',
      clause,
      'NO_SIGNING_CERTIFICATE_FOUND',
    );
    return undefined;
  }
  if (v1 === 'unsupported' || v2 === 'unsupported') {
    list.skipped(
      'SIGNING_CERTIFICATE_DIGEST_UNSUPPORTED',
      'signing-certificate uses a digest not known here',
    );
  }
  const version = v2 === 'match' ? 2 : v1 === 'match' ? 1 : undefined;
  if (version !== undefined) {
    list.passed('SIGNING_CERTIFICATE', `the signer's certificate is signed (version ${version})`, clause);
  }
  return version;
}
