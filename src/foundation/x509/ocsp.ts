import {
  asOctetString,
  asOid,
  asSmallInteger,
  asTime,
  childrenOf,
  type Der,
  DerReader,
  explicitOf,
  isContext,
  readDer,
  readSequence,
  sequenceOf,
  TAG,
} from '../asn1/index.ts';
import { isYinxinError, YinxinError } from '../core/index.ts';
import { type AlgorithmIdentifier, parseAlgorithmIdentifier } from '../crypto/index.ts';
import { wholeBits } from './certificate.ts';
import { type Extension, parseExtensions } from './extension-list.ts';
import { readStructure } from './malformed.ts';
import { type Name, parseName } from './name.ts';
import { OID } from './oids.ts';
import { type RevocationReason, reasonOf } from './revocation-reason.ts';

/** OCSPResponseStatus (RFC 6960 4.2.1). */
export type OcspStatus =
  | 'successful'
  | 'malformedRequest'
  | 'internalError'
  | 'tryLater'
  | 'sigRequired'
  | 'unauthorized';

/** Which certificate an answer is about: hashes of the issuer's name and key, and the serial number. */
export interface CertId {
  readonly hashAlgorithm: AlgorithmIdentifier;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  readonly serialNumber: Uint8Array;
}

/** One answer. */
export interface SingleResponse {
  readonly certId: CertId;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revocationTime?: Date;
  readonly reason?: RevocationReason;
  /** Since when the key is not to be believed (RFC 6960 4.4.5: extensions of CRL entries may stand in answers). */
  readonly invalidityDate?: Date;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  /** Answers are kept for certificates that expired since then (RFC 6960 4.4.4). */
  readonly archiveCutoff?: Date;
  readonly extensions: ReadonlyMap<string, Extension>;
}

/** A signed set of answers. */
export interface BasicOcspResponse {
  /** The BasicOCSPResponse, DER. */
  readonly raw: Uint8Array;
  readonly tbs: Uint8Array;
  readonly responder: { readonly name: Name } | { readonly keyHash: Uint8Array };
  readonly producedAt: Date;
  readonly responses: readonly SingleResponse[];
  readonly extensions: ReadonlyMap<string, Extension>;
  /** The nonce of the request that was answered (RFC 9654 2.1), without its OCTET STRING. */
  readonly nonce?: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  /** Certificates that came along, as DER. */
  readonly certificates: readonly Uint8Array[];
}

/** An OCSP response as stored. Syntax only. */
export interface OcspResponse {
  readonly raw: Uint8Array;
  readonly status: OcspStatus;
  /** Present where the status is successful. */
  readonly basic?: BasicOcspResponse;
}

const STATUSES: readonly (OcspStatus | undefined)[] = [
  'successful',
  'malformedRequest',
  'internalError',
  'tryLater',
  undefined,
  'sigRequired',
  'unauthorized',
];

/** Reads an OCSPResponse (RFC 6960 4.2.1); types other than id-pkix-ocsp-basic are refused. CERTIFICATE_INVALID. */
export function parseOcspResponse(bytes: Uint8Array): OcspResponse {
  return readStructure('CERTIFICATE_INVALID', 'OCSP response', () => {
    const outer = readSequence(bytes, 'OCSPResponse');
    const status = STATUSES[asSmallInteger(outer.expect(TAG.enumerated, 'responseStatus'))];
    if (status === undefined) throw new YinxinError('DER_INVALID', 'unknown OCSP response status');
    const tagged = outer.optionalContext(0);
    outer.end();
    if (tagged === undefined) {
      if (status === 'successful') throw new YinxinError('DER_INVALID', 'OCSP response without its answer');
      return { raw: bytes, status };
    }
    const body = sequenceOf(explicitOf(tagged), 'ResponseBytes');
    const type = asOid(body.expect(TAG.oid, 'responseType'));
    const basic = asOctetString(body.expect(TAG.octetString, 'response'));
    body.end();
    if (type !== OID.ocspBasic) throw new YinxinError('DER_INVALID', `OCSP response of type ${type}`);
    return { raw: bytes, status, basic: parseBasicOcsp(basic) };
  });
}

/** Reads a BasicOCSPResponse, as CMS and ASiC also carry it without the outer response. */
export function parseBasicOcsp(bytes: Uint8Array): BasicOcspResponse {
  const outer = readSequence(bytes, 'BasicOCSPResponse');
  const tbs = outer.expect(TAG.sequence, 'tbsResponseData');
  const signatureAlgorithm = parseAlgorithmIdentifier(outer.expect(TAG.sequence, 'signatureAlgorithm'));
  const signature = wholeBits(outer.expect(TAG.bitString, 'signature'));
  const certs = outer.optionalContext(0);
  outer.end();
  const certificates = certs === undefined ? [] : childrenOf(explicitOf(certs)).map((c) => c.raw);
  return { raw: bytes, tbs: tbs.raw, signatureAlgorithm, signature, certificates, ...readResponseData(tbs) };
}

function readResponseData(
  value: Der,
): Pick<BasicOcspResponse, 'responder' | 'producedAt' | 'responses' | 'extensions' | 'nonce'> {
  const data = sequenceOf(value, 'ResponseData');
  const version = data.optionalContext(0);
  if (version !== undefined && asSmallInteger(explicitOf(version)) !== 0) {
    throw new YinxinError('DER_INVALID', 'OCSP response of an unknown version');
  }
  const responder = readResponder(data.next('responderID'));
  const producedAt = asTime(data.next('producedAt'));
  const list = data.sequence('responses');
  const responses: SingleResponse[] = [];
  while (!list.done) responses.push(readSingle(list.sequence('SingleResponse')));
  const extensions = readTagged(data.optionalContext(1));
  data.end();
  const nonce = extensions.get(OID.ocspNonce);
  return {
    responder,
    producedAt,
    responses,
    extensions,
    ...(nonce === undefined ? {} : { nonce: readNonce(nonce.value) }),
  };
}

function readResponder(value: Der): BasicOcspResponse['responder'] {
  if (isContext(value, 1)) return { name: parseName(explicitOf(value)) };
  if (isContext(value, 2)) return { keyHash: asOctetString(explicitOf(value)) };
  throw new YinxinError('DER_INVALID', 'responderID is neither name nor key');
}

function readSingle(reader: DerReader): SingleResponse {
  const certId = readCertId(reader.sequence('certID'));
  const status = readStatus(reader.next('certStatus'));
  const thisUpdate = asTime(reader.expect(TAG.generalizedTime, 'thisUpdate'));
  const next = reader.optionalContext(0);
  const extensions = readTagged(reader.optionalContext(1));
  reader.end();
  const cutoff = extensions.get(OID.ocspArchiveCutoff);
  const invalidity = extensions.get(OID.invalidityDate);
  return {
    certId,
    ...status,
    thisUpdate,
    ...(next === undefined ? {} : { nextUpdate: asTime(explicitOf(next)) }),
    ...(invalidity === undefined ? {} : { invalidityDate: asTime(readDer(invalidity.value)) }),
    ...(cutoff === undefined ? {} : { archiveCutoff: asTime(readDer(cutoff.value)) }),
    extensions,
  };
}

function readCertId(reader: DerReader): CertId {
  const hashAlgorithm = parseAlgorithmIdentifier(reader.expect(TAG.sequence, 'hashAlgorithm'));
  const issuerNameHash = asOctetString(reader.expect(TAG.octetString, 'issuerNameHash'));
  const issuerKeyHash = asOctetString(reader.expect(TAG.octetString, 'issuerKeyHash'));
  const serialNumber = reader.expect(TAG.integer, 'serialNumber').content;
  reader.end();
  return { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber };
}

function readStatus(value: Der): Pick<SingleResponse, 'status' | 'revocationTime' | 'reason'> {
  if (isContext(value, 0) && value.content.length === 0) return { status: 'good' };
  if (isContext(value, 2) && value.content.length === 0) return { status: 'unknown' };
  if (!isContext(value, 1)) throw new YinxinError('DER_INVALID', 'certStatus of an unknown kind');
  const info = new DerReader(value, 'RevokedInfo');
  const revocationTime = asTime(info.expect(TAG.generalizedTime, 'revocationTime'));
  const reason = info.optionalContext(0);
  info.end();
  return {
    status: 'revoked',
    revocationTime,
    ...(reason === undefined ? {} : { reason: reasonOf(asSmallInteger(explicitOf(reason))) }),
  };
}

/** RFC 9654 2.1 wants an OCTET STRING of 1 to 128 octets; responders before RFC 6960 wrote the octets as they are. */
function readNonce(value: Uint8Array): Uint8Array {
  try {
    return asOctetString(readDer(value));
  } catch (error) {
    if (isYinxinError(error)) return value;
    throw error;
  }
}

function readTagged(tagged: Der | undefined): Map<string, Extension> {
  return tagged === undefined ? new Map() : parseExtensions(readDer(tagged.content), []);
}
