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

/**
 * How the applicant was identified (能够识别身份, Order 354). The library records it and reports it as `asserted`:
 * it proves nothing about the method.
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
  readonly agent?: Party;
  /** `applicant`: signed with a key of applicant or agent. `platform`: the platform signed what it was told. */
  readonly signedBy: 'applicant' | 'platform';
  readonly form: ApplicationFile;
  readonly attachments: readonly ApplicationAttachment[];
  readonly identity: IdentityEvidence;
}

/** What the agency decided on receipt: 收件, 受理, 补正, 不予受理. */
export type ReceiptDecision = 'received' | 'accepted' | 'supplement' | 'rejected';

/** A ground for a refusal, or an item to supplement. */
export interface ReceiptReason {
  readonly code: string;
  readonly text: string;
}

/** The receipt: who sent what to whom, both times (电子签名法 art. 6 item 3), and what was decided. */
export interface Receipt {
  readonly schema: typeof RECEIPT_SCHEMA;
  readonly applicationId: string;
  readonly application: { readonly size: number; readonly sha256: string; readonly sm3: string };
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

/** The model as a plain JSON value (interfaces carry no index signature). */
export function asJson(value: Application | Receipt): JsonValue {
  return value as unknown as JsonValue;
}
