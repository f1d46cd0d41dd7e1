import { equalBytes, formatTime, YinxinError } from '../../core/index.ts';
import { algorithmUses, digest } from '../../crypto/index.ts';
import {
  type BasicOcspResponse,
  type Certificate,
  criticalExtensions,
  OID,
  sameName,
} from '../../x509/index.ts';
import type { RevocationInquiry } from './inquiry.ts';
import type { StatementSignature } from './revocation-status.ts';

/** Certificates of one response that are looked at: real ones bring one to three. */
const MAX_DELEGATES = 16;

/** Critical extensions that mean nothing to a responder, or are checked. */
const RESPONDER_EXTENSIONS: ReadonlySet<string> = new Set([
  OID.keyUsage,
  OID.extendedKeyUsage,
  OID.basicConstraints,
  OID.subjectAltName,
  OID.certificatePolicies,
  OID.crlDistributionPoints,
  OID.authorityInfoAccess,
  OID.ocspNoCheck,
]);

/**
 * Who signed a response, with the right to: the issuer of the certificate, or a responder that it named (RFC 6960
 * 4.2.2.2: issued directly by the same key, with id-kp-OCSPSigning, in its dates when it answered).
 */
export function ocspSigner(
  response: BasicOcspResponse,
  inquiry: RevocationInquiry,
): StatementSignature | undefined {
  const { issuer, above } = inquiry;
  const candidates = [issuer, ...delegates(response, inquiry)].filter((c) => isNamed(response, c));
  let problem: readonly [code: string, why: string] = [
    'OCSP_RESPONDER_UNKNOWN',
    'its responder is not known: give the certificate of the responder',
  ];
  for (const candidate of candidates) {
    if (!inquiry.budget.takeSignature())
      return reject(inquiry, 'REVOCATION_BUDGET', 'there is too much data');
    const isIssuer = candidate === issuer;
    const unauthorised = isIssuer ? undefined : delegationProblem(candidate, response.producedAt, inquiry);
    if (unauthorised !== undefined) {
      problem = ['OCSP_RESPONDER_NOT_AUTHORISED', unauthorised];
      continue;
    }
    const value = inquiry.context.memo.signedBy(response, candidate);
    const { result, scheme } = value;
    if (result === 'valid' && scheme !== undefined) {
      inquiry.warnOfQuirks(value, 'an OCSP response', candidate);
      return {
        signer: candidate,
        scheme: scheme.name,
        algorithms: algorithmUses(candidate.publicKey, scheme),
        ...(isIssuer ? {} : { signerPath: [candidate, ...above] }),
      };
    }
    problem = ['OCSP_SIGNATURE', `its signature is ${result} under the key of ${candidate.subject.text}`];
  }
  return reject(inquiry, ...problem);
}

function isNamed({ responder }: BasicOcspResponse, certificate: Certificate): boolean {
  if ('name' in responder) return sameName(responder.name, certificate.subject);
  // RFC 6960 4.2.1: KeyHash is always SHA-1; GM responders write SM3.
  const hash = responder.keyHash.length === 20 ? 'sha1' : 'sm3';
  return equalBytes(responder.keyHash, digest(hash, certificate.publicKeyBits));
}

function delegationProblem(
  responder: Certificate,
  producedAt: Date,
  { issuer, context }: RevocationInquiry,
): string | undefined {
  const name = responder.subject.text;
  if (!sameName(responder.issuer, issuer.subject)) return `${name} was certified by another CA`;
  if (responder.extendedKeyUsage?.includes(OID.ekuOcspSigning) !== true)
    return `${name} is not made for OCSP`;
  const { keyUsage } = responder;
  // RFC 5280 4.2.1.12: digitalSignature and nonRepudiation go with id-kp-OCSPSigning.
  if (keyUsage !== undefined && !keyUsage.has('digitalSignature') && !keyUsage.has('nonRepudiation'))
    return `the key of ${name} is not for signing`;
  if (producedAt < responder.notBefore || producedAt > responder.notAfter)
    return `${name} was out of its dates when it answered (${formatTime(producedAt)})`;
  const unknown = criticalExtensions(responder.extensions).filter((oid) => !RESPONDER_EXTENSIONS.has(oid));
  if (unknown.length > 0) return `${name} carries the unknown critical extension ${unknown.join(', ')}`;
  const { result } = context.memo.signedBy(responder, issuer);
  return result === 'valid' ? undefined : `the CA did not sign ${name}`;
}

/** Certificates that came along; where none is named, those that the caller gave. */
function delegates(response: BasicOcspResponse, { context }: RevocationInquiry): Certificate[] {
  const along = readAll(response.certificates.slice(0, MAX_DELEGATES), context);
  if (along.some((c) => isNamed(response, c))) return along;
  return readAll(context.options.intermediates ?? [], context);
}

function readAll(list: readonly Uint8Array[], { memo }: RevocationInquiry['context']): Certificate[] {
  return list.flatMap((bytes) => {
    try {
      return [memo.certificate(bytes)];
    } catch (error) {
      if (error instanceof YinxinError) return [];
      throw error;
    }
  });
}

function reject(inquiry: RevocationInquiry, code: string, why: string): undefined {
  return inquiry.reject(code, `an OCSP response was not used: ${why}`);
}
