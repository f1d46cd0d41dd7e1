import type {
  Change,
  Check,
  Coverage,
  Cryptography,
  InputFormat,
  Modification,
  NotChecked,
  SignatureKind,
  SubIndication,
} from '../core/index.ts';
import type { AlgorithmUse } from '../crypto/index.ts';
import type { TstInfo } from '../pki/index.ts';

/** For which kind of act a signer must be trusted; picks the anchors in `trust`. */
export type TrustPurpose = 'signers' | 'timestamps' | 'sealMakers' | 'licenseIssuers' | 'statusIssuers';

/** A seal as found in a file (GB/T 38540 SESeal), before anybody decided to believe its maker. */
export interface SealFacts {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Certificate of the seal maker (制章者), DER. */
  readonly makerCertificate: Uint8Array;
  /** Value of the maker over the seal info. */
  readonly makerSignature: Cryptography;
  /** When the maker says that he made it (GB/T 38540 createDate); unset: `validFrom`. */
  readonly madeAt?: Date;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly imageSha256: string;
  /** The signer's certificate stands in the seal's list, by value or digest. */
  readonly signerListed: boolean;
  readonly placements: readonly {
    readonly page: number;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
}

/**
 * What stood inside of the bytes that an entry signs or stamps. Under a timestamp it is what the token proves to have
 * existed (ETSI EN 319 102-1 5.6.2.3); under a signature, what the signature is younger than. Only what really lies
 * within those bytes belongs here: never what was added later.
 */
export interface Covers {
  /** Ids of entries whose value is in there: signatures, seals, and timestamps with their tokens. */
  readonly signatures: readonly string[];
  /** Certificates, CRLs and OCSP responses in there, DER. */
  readonly objects: readonly Uint8Array[];
  /** All that this covers is covered too: earlier revisions of a PDF. */
  readonly earlier?: Covers;
}

/**
 * What a format handler found out about one signature: values, digests, coverage. No trust, no indication:
 * those are the work of `judge` alone.
 */
export interface SignatureFacts {
  readonly id: string;
  readonly parent?: string;
  readonly kind: SignatureKind;
  /** `PAdES`, `CAdES`, `CMS`, `SES-V4`, `RFC3161`, `COSE`, … */
  readonly format: string;
  readonly cryptography: Cryptography;
  readonly coverage: Coverage;
  readonly modification: Modification;
  readonly changes?: readonly Change[];
  readonly purpose: TrustPurpose;
  /** Signer's certificate as DER; absent when the file does not hold it. */
  readonly signerCertificate?: Uint8Array;
  /** Other certificates found in the signature or its file, as DER. */
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocspResponses: readonly Uint8Array[];
  /** Name of the signature algorithm, e.g. `SM2-SM3`, `RS256`. */
  readonly algorithm?: string;
  /** What value, key and digests rest on: judged by date (ETSI EN 319 102-1 5.2.8). */
  readonly algorithms?: readonly AlgorithmUse[];
  /**
   * Why the algorithms are too weak whatever the date (`SHA-1`, `RSA-1024`, …), by name. Read only where `algorithms`
   * is absent or says nothing of them.
   */
  readonly weaknesses?: readonly string[];
  readonly claimedTime?: Date;
  /** For timestamps: the time the token asserts. */
  readonly timestampTime?: Date;
  /** For timestamps: what the token says, for comparing its time with that of others (RFC 3161 2.4.2). */
  readonly timestampInfo?: TstInfo;
  readonly covers?: Covers;
  /** A timestamp over a signature together with its validation data (CAdES archive-time-stamp-v3). */
  readonly stampsArchive?: boolean;
  /** A token of an evidence record: it stands outside of the file and raises no level of a signature in it. */
  readonly ofEvidenceRecord?: true;
  /** Attributes of CAdES/PAdES baseline are there and right (signing certificate v2 among them). */
  readonly baselineAttributes?: boolean;
  /** Revocation data was found in the file for this signature (PDF: DSS or VRI). */
  readonly hasValidationData?: boolean;
  readonly seal?: SealFacts;
  /** Sub-indication that the format itself demands (FORMAT_FAILURE, SIG_CONSTRAINTS_FAILURE, …). */
  readonly formatFailure?: SubIndication;
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}

/** What a format handler found in one file. `signatures` stands in signing order, children after their parent. */
export interface FileFacts {
  readonly format: InputFormat;
  readonly signatures: readonly SignatureFacts[];
  /**
   * The file as a whole cannot be judged: FORMAT_FAILURE when it is malformed, another sub-indication or null
   * (INDETERMINATE) when it may hold signatures that were not read. The reason stands in `checks` or `notChecked`.
   */
  readonly failure?: SubIndication | null;
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}
