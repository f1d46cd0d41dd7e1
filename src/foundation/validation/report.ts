import type {
  Change,
  Check,
  Coverage,
  Cryptography,
  Indication,
  InputFormat,
  Modification,
  NotChecked,
  SignatureKind,
  SubIndication,
  Trust,
} from '../core/index.ts';

/** Who signed, read from the certificate. Times as ISO 8601 in Z. */
export interface SignerReport {
  readonly subject: string;
  readonly commonName: string | null;
  readonly issuer: string;
  /** Hex. */
  readonly serialNumber: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly certificateSha256: string;
  /** Subjects from the signer to the anchor, as far as a path was found. */
  readonly chain: readonly string[];
}

/**
 * The earliest time at which the entry is proved to have existed, and by what: a good timestamp over the signature
 * itself, one over the document it stands in, or nothing better than the validation time. `timestamp`: the entry is a
 * good timestamp, and this is the time it tells.
 */
export interface BestTime {
  readonly time: string;
  readonly source:
    | 'signature-timestamp'
    | 'document-timestamp'
    | 'timestamp'
    | 'evidence-record'
    | 'validation-time';
}

/** A seal (电子印章) as judged. Measures in millimetres from the top left corner of the page. */
export interface SealReport {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly maker: string;
  readonly validity: { readonly from: string; readonly to: string };
  readonly imageSha256: string;
  readonly placements: readonly {
    readonly page: number;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
}

/** One signature, seal or timestamp, on four axes and with the indication that follows from them. */
export interface SignatureReport {
  readonly id: string;
  readonly parent?: string;
  readonly kind: SignatureKind;
  readonly format: string;
  /** The level really reached, e.g. `PAdES-B-T`; `none` where baseline attributes are missing. */
  readonly level: string;
  readonly cryptography: Cryptography;
  readonly coverage: Coverage;
  readonly modification: Modification;
  readonly trust: Trust;
  readonly indication: Exclude<Indication, 'NO_SIGNATURE_FOUND'>;
  readonly subIndication: SubIndication | null;
  readonly algorithm: string | null;
  readonly signer: SignerReport | null;
  readonly claimedTime: string | null;
  readonly bestTime: BestTime;
  readonly changes?: readonly Change[];
  readonly seal?: SealReport;
  readonly checks: readonly Check[];
}

/** The verdict on one file before anything product-specific. */
export interface Judgement {
  readonly conclusion: { readonly indication: Indication; readonly subIndications: readonly SubIndication[] };
  readonly signatures: readonly SignatureReport[];
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
  /** When the first of the proofs ends unless it is renewed; the reason stands in the check RENEWAL_DUE. */
  readonly evidence: { readonly nextRenewalDue: string | null };
}

/** Outcome of one comparison between parts of a license. */
export type CrossCheck = 'match' | 'mismatch' | 'not-checked' | 'not-applicable';

/** What the file says and proves about the license in it. */
export interface LicenseReport {
  readonly identifier: string | null;
  readonly type: string | null;
  readonly validity: { readonly from: string | null; readonly to: string | null };
  readonly status: string;
  readonly statusAsOf: string | null;
  readonly successor?: string;
  readonly crossChecks: {
    readonly qrRoot: CrossCheck;
    readonly metadataRoot: CrossCheck;
    readonly visibleFields: CrossCheck;
    readonly issuerAuthority: CrossCheck;
    readonly expectation: CrossCheck;
  };
  /** What nothing on the paper protects (a photo, a field that is no leaf). */
  readonly unprotectedOnPaper: readonly string[];
  readonly conclusion: 'usable' | 'not-usable' | 'unknown';
  /** Set for an annotated copy (加注件), which is never usable as the license; null when its record cannot be read. */
  readonly annotatedCopy?: AnnotatedCopyReport | null;
}

/** What an annotated copy says of itself. */
export interface AnnotatedCopyReport {
  readonly purpose: string;
  readonly requester: string;
  readonly maker: string;
  readonly madeAt: string;
  readonly expiresAt: string;
  /** SHA-256 of the original file, hex. */
  readonly originalSha256: string;
}

/** The report `yinxin.report/1`; its JSON Schema is published as `yinxin/schema/report.json`. */
export interface Report extends Judgement {
  readonly schema: 'yinxin.report/1';
  readonly tool: { readonly name: 'yinxin'; readonly version: string };
  readonly at: string;
  readonly input: {
    readonly name: string;
    readonly size: number;
    readonly sha256: string;
    readonly format: InputFormat;
  };
  readonly license?: LicenseReport;
}
