import {
  CheckList,
  type CmsSignerInfo,
  certificatesOfSigner,
  checkSignerInfo,
  type DigestOf,
  parseSignedData,
  type ReadCertificate,
  readEachOnce,
  type SignedData,
  type SignerInfoCheck,
} from '../../foundation/cms/index.ts';
import {
  assertWithin,
  type Coverage,
  DEFAULT_LIMITS,
  equalBytes,
  type Limits,
  type Modification,
  YinxinError,
} from '../../foundation/core/index.ts';
import { type DigestName, digest } from '../../foundation/crypto/index.ts';
import type { SignatureFacts, TrustPurpose } from '../../foundation/validation/index.ts';
import type { Certificate } from '../../foundation/x509/index.ts';
import { withContentTimestamps } from './inspect-content-timestamps.ts';
import { inspectUnsigned, unsignedNotChecked } from './inspect-unsigned.ts';
import { type RevocationArchive, revocationArchive } from './revocation-archive.ts';

/** What a format knows about the CMS it carries. */
export interface InspectOptions {
  /**
   * Digest of the detached content by name; answers `undefined` when the content is not there. Leave the option out for
   * an attached signature. Given together with an attached content, both must be the same bytes.
   */
  readonly digestOf?: DigestOf;
  /** The detached content itself, for values without signed attributes (SM2 and EdDSA hash more than it). */
  readonly content?: () => Uint8Array | undefined | Promise<Uint8Array | undefined>;
  /** Id of the entry; with several signers `.1`, `.2` … are added, children get `.t1`, `.c1` …. */
  readonly idPrefix: string;
  /** `CMS` becomes `CAdES` where the baseline attributes are there. */
  readonly format: 'CAdES' | 'PAdES' | 'CMS';
  readonly kind?: 'signature' | 'seal';
  readonly purpose?: TrustPurpose;
  /** Coverage if the content was found; `none` otherwise. */
  readonly coverage: Coverage;
  readonly modification: Modification;
  /** Further certificates and revocation data of the file, DER. */
  readonly certificates?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly ocspResponses?: readonly Uint8Array[];
  readonly limits?: Limits;
}

/** Facts of one CMS: at least one entry, one per signer, children after their parent. */
export interface SignedDataFacts {
  readonly signatures: readonly SignatureFacts[];
  /** Absent when malformed. */
  readonly signedData?: SignedData;
}

/**
 * Facts about every signer of a CMS: value, digest, attributes, timestamps and countersignatures inside. A malformed CMS
 * and one without signers is an entry with FORMAT_FAILURE. No trust is decided. Inside PDF, zeros after the value are
 * padding (ISO 32000-1 12.8.1), and there must be one signer and no content.
 */
export async function inspectSignedData(
  bytes: Uint8Array,
  options: InspectOptions,
): Promise<SignedDataFacts> {
  let signedData: SignedData;
  try {
    signedData = parseSignedData(options.format === 'PAdES' ? withoutPadding(bytes) : bytes);
    assertWithin('signatures', signedData.signerInfos.length, options.limits ?? DEFAULT_LIMITS);
  } catch (error) {
    if (!(error instanceof YinxinError)) throw error;
    const code = error.details['reason'] === 'BER' ? 'CMS_BER' : 'CMS_STRUCTURE';
    return { signatures: [unreadable(code, error.message, options)] };
  }
  if (signedData.signerInfos.length === 0) {
    return { signatures: [unreadable('CMS_NO_SIGNER', 'the CMS holds no signature', options)], signedData };
  }
  const signatures: SignatureFacts[] = [];
  const content = contentOf(signedData, options);
  for (const [i, signer] of signedData.signerInfos.entries()) {
    const id = signedData.signerInfos.length === 1 ? options.idPrefix : `${options.idPrefix}.${i + 1}`;
    const { facts, committed } = await inspectSigner(id, signer, signedData, content, options);
    const withContent = await withContentTimestamps(facts, signer, content.digestOf);
    const { digestOf } = content;
    signatures.push(
      ...withContent,
      ...(await inspectUnsigned({ signer, signedData, digestOf, facts, committed })),
    );
  }
  return { signatures, signedData };
}

/** What the signers of one CMS signed; digests are computed once. */
interface Content {
  readonly digestOf: DigestOf;
  readonly bytes: NonNullable<InspectOptions['content']>;
  /** The certificates beside it are read once for all signers. */
  readonly read: ReadCertificate;
  /** Attached and detached content differ; undefined when there are not both. */
  readonly differs: (hash: DigestName) => Promise<boolean>;
}

function contentOf(signedData: SignedData, options: InspectOptions): Content {
  const attached = signedData.eContent;
  const outer = options.digestOf;
  const known = new Map<DigestName, Uint8Array | undefined>();
  const digestOf: DigestOf = async (hash) => {
    if (!known.has(hash))
      known.set(hash, attached === undefined ? await outer?.(hash) : digest(hash, attached));
    return known.get(hash);
  };
  const differs = async (hash: DigestName): Promise<boolean> => {
    if (attached === undefined || outer === undefined) return false;
    const detached = await outer(hash);
    return detached !== undefined && !equalBytes(detached, digest(hash, attached));
  };
  return { digestOf, bytes: () => attached ?? options.content?.(), read: readEachOnce(), differs };
}

interface InspectedSigner {
  readonly facts: SignatureFacts;
  /** Objects that the value commits to, so that whoever stamps the value stamps them. */
  readonly committed: readonly Uint8Array[];
}

async function inspectSigner(
  id: string,
  signer: CmsSignerInfo,
  signedData: SignedData,
  content: Content,
  options: InspectOptions,
): Promise<InspectedSigner> {
  const certificates = [...signedData.certificates, ...(options.certificates ?? [])];
  const check = await checkBest(
    signer,
    certificatesOfSigner(signer, certificates, content.read),
    signedData,
    content,
  );
  const list = new CheckList();
  const mismatch = await content.differs('sha256');
  if (mismatch) {
    list.failed('CONTENT_DIGEST', 'the content inside the CMS is not the file beside it', 'RFC 5652 5.2');
  }
  if (options.format === 'PAdES') checkPdfRules(signedData, list);
  if (signedData.unread > 0) {
    list.skipped('CMS_UNREAD_MEMBERS', `${signedData.unread} certificates or revocation data of other kinds`);
  }
  const baseline = hasBaseline(check, options);
  const formatFailure = check.formatFailure ?? list.formatFailure;
  const archive = revocationArchive(signer);
  const crls = [...signedData.crls, ...archive.crls, ...(options.crls ?? [])];
  const ocspResponses = [
    ...signedData.ocspResponses,
    ...archive.ocspResponses,
    ...(options.ocspResponses ?? []),
  ];
  const facts: SignatureFacts = {
    id,
    kind: options.kind ?? 'signature',
    format: options.format === 'CMS' && baseline ? 'CAdES' : options.format,
    cryptography: mismatch ? 'broken' : check.cryptography,
    coverage: check.contentFound ? options.coverage : 'none',
    modification: options.modification,
    purpose: options.purpose ?? 'signers',
    ...(check.certificate === undefined ? {} : { signerCertificate: check.certificate.raw }),
    certificates,
    crls,
    ocspResponses,
    ...(check.algorithm === undefined ? {} : { algorithm: check.algorithm }),
    weaknesses: check.weaknesses,
    algorithms: check.algorithms,
    ...(check.signingTime === undefined ? {} : { claimedTime: check.signingTime }),
    baselineAttributes: baseline,
    hasValidationData: crls.length + ocspResponses.length > 0,
    ...(formatFailure === undefined ? {} : { formatFailure }),
    checks: [...check.checks, ...list.checks],
    notChecked: [
      ...check.notChecked,
      ...list.notChecked,
      ...archive.notChecked,
      ...unsignedNotChecked(signer),
    ],
  };
  return { facts, committed: committedBy(check, archive) };
}

/**
 * The digest of the certificate among the signed attributes binds value, key and attributes together (RFC 5035): no
 * value can be stamped first and be given a key and attributes later. Without it nothing is said.
 */
function committedBy(check: Checked, archive: RevocationArchive): Uint8Array[] {
  if (check.cryptography !== 'intact' || check.signingCertificate !== 2) return [];
  return [check.certificate!.raw, ...archive.crls, ...archive.ocspResponses];
}

type Checked = SignerInfoCheck & { readonly certificate?: Certificate };

/** Several certificates may carry the name of the signer: the one whose key and attribute fit is taken. */
async function checkBest(
  signer: CmsSignerInfo,
  candidates: readonly Certificate[],
  signedData: SignedData,
  content: Content,
): Promise<Checked> {
  const check = async (certificate: Certificate | undefined): Promise<Checked> => ({
    ...(await checkSignerInfo({
      signer,
      signedData,
      ...(certificate === undefined ? {} : { certificate }),
      digestOf: content.digestOf,
      content: content.bytes,
    })),
    ...(certificate === undefined ? {} : { certificate }),
  });
  const first = await check(candidates[0]);
  if (isFit(first)) return first;
  for (const candidate of candidates.slice(1, MAX_CANDIDATES)) {
    const other = await check(candidate);
    if (isFit(other)) return other;
  }
  return first;
}

/** Certificates of one issuer and serial number, or one key identifier. */
const MAX_CANDIDATES = 8;

function isFit(check: Checked): boolean {
  return (
    check.formatFailure === undefined &&
    check.checks.some((c) => c.code === 'SIGNATURE_VALUE' && c.status === 'passed')
  );
}

function checkPdfRules(signedData: SignedData, list: CheckList): void {
  const clause = 'ETSI EN 319 142-1 4.1';
  if (signedData.eContent !== undefined) {
    list.failed('PDF_CMS_CONTENT', 'a CMS inside PDF holds no content of its own', clause, 'FORMAT_FAILURE');
  }
  if (signedData.signerInfos.length !== 1) {
    list.failed('PDF_CMS_SIGNERS', 'a CMS inside PDF has one signer', clause, 'FORMAT_FAILURE');
  }
}

/** ETSI EN 319 122-1 6.3 and 319 142-1 6.3: signing-certificate-v2; signing-time in CAdES, none in PAdES. */
function hasBaseline(check: SignerInfoCheck, options: InspectOptions): boolean {
  if (check.formatFailure !== undefined || check.signingCertificate !== 2) return false;
  return options.format === 'PAdES' ? check.signingTime === undefined : check.signingTime !== undefined;
}

function withoutPadding(bytes: Uint8Array): Uint8Array {
  const header = bytes[1] ?? 0;
  const octets = header < 0x80 ? 0 : header & 0x7f;
  let length = octets === 0 ? header : 0;
  for (let i = 0; i < octets && i < 6; i++) length = length * 256 + (bytes[2 + i] ?? 0);
  const end = 2 + octets + length;
  return bytes.subarray(end).every((b) => b === 0) ? bytes.subarray(0, end) : bytes;
}

function unreadable(code: string, message: string, options: InspectOptions): SignatureFacts {
  return {
    id: options.idPrefix,
    kind: options.kind ?? 'signature',
    format: options.format,
    cryptography: 'not-checked',
    coverage: 'none',
    modification: options.modification,
    purpose: options.purpose ?? 'signers',
    certificates: [],
    crls: [],
    ocspResponses: [],
    formatFailure: 'FORMAT_FAILURE',
    checks: [{ code, status: 'failed', detail: message, clause: 'RFC 5652 5.1' }],
    notChecked: [],
  };
}
