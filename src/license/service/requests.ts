import type { Decision, SharedField, Subject, WithheldField } from '../../policy/index.ts';
import type { LicenseStatus } from '../status/index.ts';
import type { LicenseFileType } from './ports.ts';
import type { SharingServiceCode } from './service-codes.ts';

/** Who asks and what for: part of every request. */
export interface SharingServiceRequest {
  /** Already authenticated by the caller: the service believes it. */
  readonly requester: Subject;
  /** As it shall stand on copies; the id where it is absent. */
  readonly requesterName?: string;
  readonly onBehalfOf?: Subject;
  readonly use: {
    /** Use reason (用证事由), 1 to 200 characters; never a resident identity number: it is printed on copies. */
    readonly reason: string;
    /** Code of the purpose that the sharing policy knows. */
    readonly purpose: string;
    readonly matterId?: string;
    readonly legalBasis?: string;
  };
}

/** A holder by code, as GB/T 36903 names them. */
export interface HolderReference {
  /** Three digits: `111` 公民身份号码, `001` 统一社会信用代码. */
  readonly codeType: string;
  readonly code: string;
}

export interface QueryByHolderRequest extends SharingServiceRequest {
  readonly holder: HolderReference;
  readonly typeCode: string;
  /** License number (证照编号), where the holder may have several of the type. */
  readonly number?: string;
  /** Keys of the fields wanted; all of the catalog entry unless given. */
  readonly fields?: readonly string[];
}

export interface QueryByIdentifierRequest extends SharingServiceRequest {
  readonly identifier: string;
  readonly fields?: readonly string[];
}

export interface QueryByCodeRequest extends SharingServiceRequest {
  /** As scanned: the license QR, or the short-lived code that its holder shows (亮证). */
  readonly code: string;
  readonly fields?: readonly string[];
}

export interface VerifyDataRequest extends SharingServiceRequest {
  readonly holder: HolderReference;
  readonly typeCode: string;
  readonly number?: string;
  /** Values to compare, by field key; dates as YYYY-MM-DD or YYYYMMDD. */
  readonly values: Readonly<Record<string, string>>;
}

export interface VerifyFileRequest extends SharingServiceRequest {
  readonly file: Uint8Array;
}

/** One file of one license. */
export interface FileRequest extends SharingServiceRequest {
  readonly identifier: string;
  readonly fileType: LicenseFileType;
}

export interface DownloadRequest extends FileRequest {
  /** With it an annotated copy (加注件) that ends then is given; without it the original, as it was issued. */
  readonly copyExpiresAt?: Date;
}

export interface AnnotateRequest extends FileRequest {
  readonly copyExpiresAt: Date;
}

export interface CreateLinkRequest extends DownloadRequest {
  /** How long the link lives. */
  readonly seconds: number;
  /** How often it may be opened; until it expires unless given. */
  readonly uses?: number;
}

/** Opens or deletes a link. */
export interface LinkRequest extends SharingServiceRequest {
  readonly token: string;
}

/** What is shared of one license. */
export interface SharedLicense {
  readonly identifier: string;
  readonly typeCode: string;
  /** By the store, and `expired` when its last day is over. Fields of a license that is not `valid` are history. */
  readonly status: LicenseStatus;
  readonly fields: readonly SharedField[];
  readonly withheld: readonly WithheldField[];
  readonly watermarks: readonly string[];
  /** What is given must not be used from then on. */
  readonly expiresAt?: Date;
}

/** One license compared with what the requester says. */
export interface ComparedLicense {
  readonly status: LicenseStatus;
  /** Every value was compared and fits. */
  readonly matches: boolean;
  readonly fields: readonly {
    readonly key: string;
    /** `not-checked`: the policy gives this field masked or not at all, so that it cannot be guessed at either. */
    readonly result: 'match' | 'mismatch' | 'not-checked';
  }[];
}

/** A file judged. */
export interface JudgedLicenseFile {
  readonly identifier: string;
  /** `usable` only when file, seal and code are good and the store says `valid`. */
  readonly conclusion: 'usable' | 'not-usable' | 'unknown';
  /** Byte for byte a file that the store keeps for this license. */
  readonly asIssued: boolean;
  readonly status: LicenseStatus;
  /** Codes of checks that failed and of what was not checked. */
  readonly failed: readonly string[];
  readonly notChecked: readonly string[];
}

/** A file given. */
export interface GivenFile {
  readonly identifier: string;
  readonly fileType: LicenseFileType;
  readonly kind: 'original' | 'annotated';
  readonly file: Uint8Array;
  /** Of an annotated copy it stands in the copy; of an original it binds the requester by the policy's word. */
  readonly expiresAt?: Date;
}

/** A link made. */
export interface GivenLink {
  /** Opaque and free of personal data; good for this requester alone. */
  readonly token: string;
  readonly expiresAt: Date;
}

/** Place of the operation in the audit log. */
type AuditPlace = { readonly sequence: number; readonly hash: string };

/** The answer to an operation. */
export type SharingAnswer<T> =
  | {
      readonly ok: true;
      readonly status: 0;
      readonly code: 'OK';
      readonly data: T;
      readonly audit: AuditPlace;
    }
  | {
      readonly ok: false;
      readonly status: number;
      readonly code: Exclude<SharingServiceCode, 'OK'>;
      /** Of the policy and of its enforcer. */
      readonly reasons: Decision['reasons'];
      /** Of an open approval: how long the approver has (ISO 8601 duration). */
      readonly within?: string;
      /** Of SERVICE_FAILED: what the port threw. Not for the requester: it may hold anything. */
      readonly cause?: unknown;
      readonly audit: AuditPlace;
    };
