import type { JsonValue } from '../../foundation/core/index.ts';

/** Schema names; the number rises when a field changes its meaning. */
export const APPLICATION_SCHEMA = 'yinxin.application/1';
export const RECEIPT_SCHEMA = 'yinxin.receipt/1';

/** A person or body: name, code, and the type of the code (GB/T 36903 appendix A: 111 resident id, 001 USCC). */
export interface Party {
  readonly name: string;
  readonly code: string;
  readonly codeType: string;
}

/** The matter applied for (政务服务事项), by its code. */
export interface Matter {
  readonly code: string;
  readonly name: string;
}

/** One file of an application with what its content proves. Digests in lower-case hex. */
export interface ApplicationFile {
  /** Name inside the container. */
  readonly path: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
  readonly sm3: string;
}

/**
 * How the acting person was identified (能够识别身份, Order 354). What stands here is stated by whoever signed; it is
 * `proved` only by evidence of the identity provider that a verifier accepts.
 */
export interface IdentityEvidence {
  /** For instance `certificate`, `face`, `sms`, `counter`. */
  readonly method: string;
  /** Assurance level as the identity provider names it. */
  readonly assuranceLevel: string;
  readonly subject: { readonly code: string; readonly codeType: string };
  /** ISO 8601 in Z. */
  readonly time: string;
  readonly provider?: string;
  /** What the provider signed, in the container: a JWS (RFC 7515, compact) or a CMS with its content inside. */
  readonly evidence?: ApplicationFile & { readonly form: EvidenceForm };
}

/** How identity evidence is signed. */
export type EvidenceForm = 'jws' | 'cms';

/** In which capacity somebody signs. */
export type SignatoryRole = 'applicant' | 'co-applicant' | 'agent' | 'platform';

/** Somebody who must sign, and as what. Stands in `application.json`: every signer signs the roles of all. */
export interface Signatory {
  /** Unique within the application: `applicant`, `agent`, `co-applicant-1`. */
  readonly id: string;
  readonly role: SignatoryRole;
  readonly party: Party;
  /** The one certificate that counts, SHA-256 in hex; unset: any that names the party. */
  readonly certificateSha256?: string;
}

/** How a platform signs for a citizen without a certificate. It is never the citizen's own signature. */
export interface PlatformSigning {
  /**
   * `agency`: with a certificate of the operator. `event-certificate`: with one made for this act alone (事件型证书),
   * in the citizen's name, whose key the citizen never held.
   */
  readonly means: 'agency' | 'event-certificate';
  /** Who runs the platform. */
  readonly operator: Party;
  /** Path of the attachment with the picture of the handwriting. */
  readonly handwriting: string;
}

/** An attachment: a file, the name the applicant gave, and which required material it is. */
export interface ApplicationAttachment extends ApplicationFile {
  readonly name: string;
  readonly title?: string;
  readonly materialCode?: string;
}

/** `application.json`: the manifest of an application, canonical JSON (RFC 8785). */
export interface Application {
  readonly schema: typeof APPLICATION_SCHEMA;
  readonly id: string;
  /** When the applicant says it was submitted; a timestamp proves more. */
  readonly submittedAt: string;
  readonly matter: Matter;
  /** The agency addressed. */
  readonly receiver: Party;
  readonly applicant: Party;
  /** Further applicants (共同申请人). */
  readonly coApplicants?: readonly Party[];
  readonly agent?: Party;
  /** Paths of attachments that are mandates (授权委托书) for the agent. */
  readonly mandates?: readonly string[];
  /** `applicant`: signed with keys of the signatories. `platform`: the platform signed what it was told. */
  readonly signedBy: 'applicant' | 'platform';
  readonly platform?: PlatformSigning;
  /** Who must sign before the application is complete. */
  readonly signatories: readonly Signatory[];
  readonly form: ApplicationFile;
  /** The schema that the form was filled by. */
  readonly formSchema?: { readonly id: string; readonly version: string };
  readonly attachments: readonly ApplicationAttachment[];
  readonly identity: IdentityEvidence;
}

/** What the agency decided on receipt: 收件, 受理, 补正, 不予受理. */
export type ReceiptDecision = 'received' | 'accepted' | 'supplement' | 'rejected';

/** A ground for a refusal, or an item to supplement. */
export interface ReceiptReason {
  readonly code: string;
  readonly text: string;
  /** Law or regulation, and article: required for a refusal. */
  readonly basis?: string;
}

/** A file by size and both digests, lower-case hex. */
export interface FileDigests {
  readonly size: number;
  readonly sha256: string;
  readonly sm3: string;
}

/** Kinds of documents in the life of an application. */
export type DocumentKind = 'application' | 'receipt' | 'supplement' | 'withdrawal';

/** The document that another one follows: each holds the digests of the one before. */
export interface PreviousDocument extends FileDigests {
  readonly kind: DocumentKind;
}

/** The receipt: who sent what to whom, both times (电子签名法 art. 6 item 3), and what was decided. */
export interface Receipt {
  readonly schema: typeof RECEIPT_SCHEMA;
  readonly applicationId: string;
  readonly application: FileDigests;
  /** What is answered: the application, a supplement, a withdrawal; or the receipt that this one follows. */
  readonly previous: PreviousDocument;
  readonly matter: Matter;
  readonly sender: Party;
  readonly receiver: Party;
  readonly sentAt: string;
  readonly receivedAt: string;
  readonly decision: ReceiptDecision;
  readonly reasons: readonly ReceiptReason[];
  /** Result of the check at reception. */
  readonly checked: { readonly at: string; readonly conclusion: string; readonly indication: string };
}

/** Paths inside the container. */
export const APPLICATION_PATH = 'application.json';
export const FORM_PATH = 'form.json';
export const ATTACHMENT_FOLDER = 'attachments/';
export const EVIDENCE_PATHS = { jws: 'identity/evidence.jws', cms: 'identity/evidence.p7m' } as const;

/** A model as a plain JSON value (interfaces carry no index signature). */
export function asJson(value: object): JsonValue {
  return value as unknown as JsonValue;
}
