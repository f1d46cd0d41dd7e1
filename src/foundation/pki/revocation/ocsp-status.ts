import { equalBytes, YinxinError } from '../../core/index.ts';
import { digest, digestNameOfOid } from '../../crypto/index.ts';
import {
  type BasicOcspResponse,
  type CertId,
  type Certificate,
  criticalExtensions,
  OID,
  sameName,
} from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import type { PkiMemo } from '../memo.ts';
import type { RevocationStatement } from './revocation-status.ts';

/** Digests of a CertID that are computed: SHA-1 is no signature here, only a name. */
const CERT_ID_DIGESTS: readonly string[] = ['sha1', 'sha256', 'sha384', 'sha512', 'sm3'];

/**
 * Statements of OCSP responses about a certificate, signed by its issuer or by a responder that the issuer named
 * (RFC 6960 4.2.2.2: issued by the same key, with id-kp-OCSPSigning, in its dates when it answered).
 */
export function ocspStatements(
  certificate: Certificate,
  issuer: Certificate,
  responses: readonly BasicOcspResponse[],
  memo: PkiMemo,
  findings: Findings,
): RevocationStatement[] {
  const out: RevocationStatement[] = [];
  for (const response of responses) {
    const answers = response.responses.filter((r) => isAbout(r.certId, certificate, issuer));
    if (answers.length === 0 || !isAuthorised(response, issuer, memo, findings)) continue;
    for (const answer of answers) {
      const critical = [...criticalExtensions(answer.extensions), ...criticalExtensions(response.extensions)];
      if (critical.some((oid) => oid !== OID.ocspNonce)) {
        findings.skipped('OCSP_CRITICAL_EXTENSION', 'an OCSP answer carries an unknown critical extension');
        continue;
      }
      out.push({
        source: 'ocsp',
        raw: response.raw,
        producedAt: response.producedAt,
        status: answer.status,
        thisUpdate: answer.thisUpdate,
        ...(answer.nextUpdate === undefined ? {} : { nextUpdate: answer.nextUpdate }),
        ...(answer.revocationTime === undefined ? {} : { revokedAt: answer.revocationTime }),
        ...(answer.reason === undefined ? {} : { reason: answer.reason }),
      });
    }
  }
  return out;
}

function isAbout(id: CertId, certificate: Certificate, issuer: Certificate): boolean {
  const hash = digestNameOfOid(id.hashAlgorithm.oid);
  if (hash === undefined || !CERT_ID_DIGESTS.includes(hash)) return false;
  return (
    equalBytes(id.serialNumber, certificate.serialNumber) &&
    equalBytes(id.issuerNameHash, digest(hash, certificate.issuer.raw)) &&
    equalBytes(id.issuerKeyHash, digest(hash, issuer.publicKeyBits))
  );
}

function isAuthorised(
  response: BasicOcspResponse,
  issuer: Certificate,
  memo: PkiMemo,
  findings: Findings,
): boolean {
  if (isNamed(response, issuer)) return isSigned(response, issuer, memo, findings);
  const responder = delegates(response, memo).find((c) => isNamed(response, c));
  if (responder === undefined) return skip(findings, 'OCSP_RESPONDER_UNKNOWN', 'its responder is not known');
  const problem = delegationProblem(responder, issuer, response.producedAt, memo);
  if (problem !== undefined) return skip(findings, 'OCSP_RESPONDER_NOT_AUTHORISED', problem);
  if (!responder.ocspNoCheck) {
    findings.skipped(
      'OCSP_RESPONDER_REVOCATION_NOT_CHECKED',
      `revocation of ${responder.subject.text} was not checked`,
    );
  }
  return isSigned(response, responder, memo, findings);
}

function isNamed(response: BasicOcspResponse, certificate: Certificate): boolean {
  const { responder } = response;
  if ('name' in responder) return sameName(responder.name, certificate.subject);
  // RFC 6960 4.2.1: KeyHash is always SHA-1; GM responders write SM3.
  const hash = responder.keyHash.length === 20 ? 'sha1' : 'sm3';
  return equalBytes(responder.keyHash, digest(hash, certificate.publicKeyBits));
}

function delegationProblem(
  responder: Certificate,
  issuer: Certificate,
  producedAt: Date,
  memo: PkiMemo,
): string | undefined {
  if (!sameName(responder.issuer, issuer.subject)) return 'the responder was certified by another CA';
  if (responder.extendedKeyUsage?.includes(OID.ekuOcspSigning) !== true)
    return 'the responder is not made for OCSP';
  if (responder.keyUsage !== undefined && !responder.keyUsage.has('digitalSignature')) {
    return 'the responder’s key is not for signing';
  }
  if (producedAt < responder.notBefore || producedAt > responder.notAfter) {
    return 'the responder was out of its dates when it answered';
  }
  const unknown = criticalExtensions(responder.extensions).filter((oid) => !RESPONDER_EXTENSIONS.has(oid));
  if (unknown.length > 0) return `the responder carries the unknown critical extension ${unknown.join(', ')}`;
  return memo.signedBy(responder, issuer).result === 'valid'
    ? undefined
    : 'the CA did not sign the responder';
}

const RESPONDER_EXTENSIONS: ReadonlySet<string> = new Set([
  OID.keyUsage,
  OID.extendedKeyUsage,
  OID.basicConstraints,
  OID.subjectAltName,
  OID.ocspNoCheck,
]);

function isSigned(
  response: BasicOcspResponse,
  signer: Certificate,
  memo: PkiMemo,
  findings: Findings,
): boolean {
  const { result } = memo.signedBy(response, signer);
  return result === 'valid' || skip(findings, 'OCSP_SIGNATURE', `its signature is ${result}`);
}

function delegates(response: BasicOcspResponse, memo: PkiMemo): Certificate[] {
  return response.certificates.flatMap((bytes) => {
    try {
      return [memo.certificate(bytes)];
    } catch (error) {
      if (error instanceof YinxinError) return [];
      throw error;
    }
  });
}

function skip(findings: Findings, code: string, why: string): false {
  findings.skipped(code, `an OCSP response was not used: ${why}`);
  return false;
}
