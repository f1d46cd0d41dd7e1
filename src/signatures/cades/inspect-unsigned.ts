import { readDer } from '../../foundation/asn1/index.ts';
import {
  CMS_OID,
  type CmsSignerInfo,
  certificatesOfSigner,
  checkSignerInfo,
  readSignerInfo,
} from '../../foundation/cms/index.ts';
import { type NotChecked, YinxinError } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { SignatureFacts } from '../../foundation/validation/index.ts';
import { inspectTimestampToken } from './inspect-timestamp.ts';

/** Values of one kind in one signer: real ones have one or two. */
const MAX_VALUES = 64;

/**
 * Children of a signature: signature timestamps and countersignatures among its unsigned attributes, both over the
 * value of the signature; coverage and modification are the parent's. Other unsigned attributes are named. `committed`:
 * objects that the value commits to.
 */
export async function inspectUnsigned(
  signer: CmsSignerInfo,
  parent: SignatureFacts,
  committed: readonly Uint8Array[],
): Promise<SignatureFacts[]> {
  const out: SignatureFacts[] = [];
  for (const [n, token] of valuesOf(signer, CMS_OID.signatureTimestamp).entries()) {
    out.push(
      await inspectTimestampToken(token, {
        id: `${parent.id}.t${n + 1}`,
        parent: parent.id,
        kind: 'timestamp',
        digestOf: (hash) => digest(hash, signer.signature),
        coverage: parent.coverage,
        modification: parent.modification,
        covers: { signatures: [parent.id], objects: committed },
        certificates: parent.certificates,
        crls: parent.crls,
        ocspResponses: parent.ocspResponses,
      }),
    );
  }
  for (const [n, value] of valuesOf(signer, CMS_OID.countersignature).entries()) {
    out.push(await inspectCountersignature(value, signer, `${parent.id}.c${n + 1}`, parent));
  }
  return out;
}

/** What stands among the unsigned attributes and is not looked at. */
export function unsignedNotChecked(signer: CmsSignerInfo): NotChecked[] {
  return signer.unsignedAttributes
    .filter((a) => a.oid !== CMS_OID.signatureTimestamp && a.oid !== CMS_OID.countersignature)
    .map((a) => ({
      code: 'UNSIGNED_ATTRIBUTE_NOT_CHECKED',
      detail: `unsigned attribute ${a.oid} was not looked at`,
    }));
}

function valuesOf(signer: CmsSignerInfo, oid: string): Uint8Array[] {
  return signer.unsignedAttributes
    .filter((a) => a.oid === oid)
    .flatMap((a) => a.values.map((v) => v.raw))
    .slice(0, MAX_VALUES);
}

/** RFC 5652 11.4: a SignerInfo over the octets of the value it countersigns, without content-type. */
async function inspectCountersignature(
  value: Uint8Array,
  signer: CmsSignerInfo,
  id: string,
  parent: SignatureFacts,
): Promise<SignatureFacts> {
  const frame = {
    id,
    parent: parent.id,
    kind: 'countersignature' as const,
    format: 'CMS',
    modification: parent.modification,
    purpose: 'signers' as const,
    certificates: parent.certificates,
    crls: parent.crls,
    ocspResponses: parent.ocspResponses,
  };
  try {
    const counter = readSignerInfo(readDer(value));
    const [certificate] = certificatesOfSigner(counter, parent.certificates);
    const check = await checkSignerInfo({
      signer: counter,
      ...(certificate === undefined ? {} : { certificate }),
      digestOf: (hash) => digest(hash, signer.signature),
      content: () => signer.signature,
    });
    return {
      ...frame,
      cryptography: check.cryptography,
      coverage: parent.coverage,
      ...(certificate === undefined ? {} : { signerCertificate: certificate.raw }),
      ...(check.algorithm === undefined ? {} : { algorithm: check.algorithm }),
      weaknesses: check.weaknesses,
      algorithms: check.algorithms,
      ...(check.signingTime === undefined ? {} : { claimedTime: check.signingTime }),
      ...(check.formatFailure === undefined ? {} : { formatFailure: check.formatFailure }),
      checks: check.checks,
      notChecked: [...check.notChecked, ...unsignedNotChecked(counter)],
    };
  } catch (error) {
    if (!(error instanceof YinxinError)) throw error;
    const checks = [
      {
        code: 'COUNTERSIGNATURE_STRUCTURE',
        status: 'failed' as const,
        detail: error.message,
        clause: 'RFC 5652 11.4',
      },
    ];
    return {
      ...frame,
      cryptography: 'not-checked',
      coverage: 'none',
      formatFailure: 'FORMAT_FAILURE',
      checks,
      notChecked: [],
    };
  }
}
