import { readDer } from '../../foundation/asn1/index.ts';
import {
  CMS_OID,
  type CmsSignerInfo,
  certificatesOfSigner,
  checkSignerInfo,
  readSignerInfo,
} from '../../foundation/cms/index.ts';
import { type NotChecked, toHex, YinxinError } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { SignatureFacts } from '../../foundation/validation/index.ts';
import {
  ARCHIVE_TIMESTAMP_V3,
  type Archived,
  inspectArchiveTimestamps,
} from './inspect-archive-timestamps.ts';
import { inspectTimestampToken } from './inspect-timestamp.ts';

/** A signer, and what its unsigned attributes are about. */
type Signed = Omit<Archived, 'idsByValue'>;

const READ: ReadonlySet<string> = new Set([
  CMS_OID.signatureTimestamp,
  CMS_OID.countersignature,
  ARCHIVE_TIMESTAMP_V3,
]);
/** Values of one kind in one signer: real ones have one or two. */
const MAX_VALUES = 64;

/**
 * Children of a signature among its unsigned attributes: signature timestamps and countersignatures over its value, and
 * archive timestamps over all of it; coverage and modification are the parent's. Other unsigned attributes are named.
 */
export async function inspectUnsigned(signed: Signed): Promise<SignatureFacts[]> {
  const { signer, facts: parent, committed } = signed;
  const out: SignatureFacts[] = [];
  const idsByValue = new Map<string, string>();
  for (const [n, token] of valuesOf(signer, CMS_OID.signatureTimestamp).entries()) {
    idsByValue.set(toHex(token), `${parent.id}.t${n + 1}`);
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
    idsByValue.set(toHex(value), `${parent.id}.c${n + 1}`);
    out.push(await inspectCountersignature(value, signer, `${parent.id}.c${n + 1}`, parent));
  }
  return [...out, ...(await inspectArchiveTimestamps({ ...signed, idsByValue }))];
}

/** What stands among the unsigned attributes and is not looked at. */
export function unsignedNotChecked(signer: CmsSignerInfo): NotChecked[] {
  return signer.unsignedAttributes
    .filter(({ oid }) => !READ.has(oid))
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
