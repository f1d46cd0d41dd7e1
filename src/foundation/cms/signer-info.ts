import {
  asOctetString,
  asSmallInteger,
  type Der,
  type DerReader,
  isContext,
  readSequence,
  sequenceOf,
  TAG,
} from '../asn1/index.ts';
import { equalBytes, YinxinError } from '../core/index.ts';
import { type AlgorithmIdentifier, parseAlgorithmIdentifier } from '../crypto/index.ts';
import { type Certificate, type Name, parseCertificate, parseName } from '../x509/index.ts';
import {
  type CmsAttribute,
  readAttributes,
  readSignedAttributes,
  type SignedAttributes,
} from './attributes.ts';

/** How a signer is named: by issuer and serial number, or by key identifier. */
export type SignerIdentifier =
  | { readonly issuer: Name; readonly serialNumber: Uint8Array }
  | { readonly keyIdentifier: Uint8Array };

/** One SignerInfo as stored (RFC 5652 5.3; GB/T 35275 names the fields otherwise, the syntax is the same). */
export interface CmsSignerInfo {
  readonly raw: Uint8Array;
  readonly version: number;
  readonly sid: SignerIdentifier;
  readonly digestAlgorithm: AlgorithmIdentifier;
  readonly signedAttributes?: SignedAttributes;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly unsignedAttributes: readonly CmsAttribute[];
}

/** Reads a SignerInfo. DER_INVALID. */
export function readSignerInfo(value: Der): CmsSignerInfo {
  const info = sequenceOf(value, 'SignerInfo');
  const version = asSmallInteger(info.expect(TAG.integer, 'version'));
  const sid = readSid(info);
  const digestAlgorithm = parseAlgorithmIdentifier(info.expect(TAG.sequence, 'digestAlgorithm'));
  const signed = info.optionalContext(0);
  const signatureAlgorithm = parseAlgorithmIdentifier(info.expect(TAG.sequence, 'signatureAlgorithm'));
  const signature = asOctetString(info.expect(TAG.octetString, 'signature'));
  const unsigned = info.optionalContext(1);
  info.end();
  return {
    raw: value.raw,
    version,
    sid,
    digestAlgorithm,
    ...(signed === undefined ? {} : { signedAttributes: readSignedAttributes(signed) }),
    signatureAlgorithm,
    signature,
    unsignedAttributes: unsigned === undefined ? [] : readAttributes(unsigned),
  };
}

/** Reads a certificate; undefined where it is malformed. */
export type ReadCertificate = (bytes: Uint8Array) => Certificate | undefined;

/** A reader that parses each array once: signers named by key identifier ask for all certificates. */
export function readEachOnce(): ReadCertificate {
  const known = new Map<Uint8Array, Certificate | undefined>();
  return (bytes) => {
    if (!known.has(bytes)) known.set(bytes, tryParse(bytes));
    return known.get(bytes);
  };
}

/** Certificates of one name and number: a genuine file has one, and a hostile one must not make each signer read all. */
const MAX_NAMED = 8;

/**
 * The certificates among `candidates` (DER) that a signer names, in their order, the first {@link MAX_NAMED} of them;
 * malformed ones are passed over. `read`: for many signers of the same candidates, see {@link readEachOnce}.
 */
export function certificatesOfSigner(
  signer: CmsSignerInfo,
  candidates: readonly Uint8Array[],
  read: ReadCertificate = tryParse,
): Certificate[] {
  const out: Certificate[] = [];
  for (const candidate of candidates) {
    if (out.length === MAX_NAMED) break;
    const certificate = mayBeNamed(signer.sid, candidate) ? read(candidate) : undefined;
    if (certificate === undefined || !isNamed(signer.sid, certificate)) continue;
    if (!out.some((known) => equalBytes(known.raw, certificate.raw))) out.push(certificate);
  }
  return out;
}

function readSid(info: DerReader): SignerIdentifier {
  const next = info.peek();
  if (isContext(next, 0)) {
    const tagged = info.next();
    if (tagged.constructed) throw new YinxinError('DER_INVALID', 'subjectKeyIdentifier is constructed');
    return { keyIdentifier: tagged.content };
  }
  const pair = info.sequence('issuerAndSerialNumber');
  const issuer = parseName(pair.next('issuer'));
  const serialNumber = pair.expect(TAG.integer, 'serialNumber').content;
  pair.end();
  return { issuer, serialNumber };
}

/** Of a chain one certificate is the signer's: the others are not read for their serial number alone. */
function mayBeNamed(sid: SignerIdentifier, candidate: Uint8Array): boolean {
  if ('keyIdentifier' in sid) return true;
  try {
    const tbs = readSequence(candidate, 'Certificate').sequence('tbsCertificate');
    tbs.optionalContext(0);
    return equalBytes(tbs.next('serialNumber').content, sid.serialNumber);
  } catch (error) {
    if (error instanceof YinxinError) return false;
    throw error;
  }
}

function isNamed(sid: SignerIdentifier, certificate: Certificate): boolean {
  if ('keyIdentifier' in sid) {
    const key = certificate.subjectKeyIdentifier;
    return key !== undefined && equalBytes(key, sid.keyIdentifier);
  }
  // By bytes, not by RFC 5280 7.1: the name here is not signed, and genuine writers copy it from the certificate.
  return (
    equalBytes(sid.serialNumber, certificate.serialNumber) &&
    equalBytes(sid.issuer.raw, certificate.issuer.raw)
  );
}

function tryParse(bytes: Uint8Array): Certificate | undefined {
  try {
    return parseCertificate(bytes);
  } catch (error) {
    if (error instanceof YinxinError) return undefined;
    throw error;
  }
}
