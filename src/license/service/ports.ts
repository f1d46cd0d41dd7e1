import type { Report } from '../../foundation/validation/index.ts';
import type { LicenseMetadata } from '../metadata/index.ts';
import type { LicenseStatus } from '../status/index.ts';

/** Forms in which the file of a license is kept. */
export type LicenseFileType = 'ofd' | 'pdf' | 'png';

/** One license as a store keeps it. */
export interface StoredLicense {
  readonly metadata: LicenseMetadata;
  readonly status: LicenseStatus;
  /** Files at hand, each with its SHA-256 (hex): what is opened is compared with it. */
  readonly files: readonly { readonly type: LicenseFileType; readonly sha256: string }[];
}

/** Where the licenses are, as a port. Personal codes never reach it: holders are found by keyed digest. */
export interface LicenseStore {
  /** Licenses of a type whose holder has this digest (`holderCodeDigest`). */
  findByHolder(holderDigest: string, typeCode: string): Promise<readonly StoredLicense[]>;
  findByIdentifier(identifier: string): Promise<StoredLicense | undefined>;
  openFile(identifier: string, type: LicenseFileType): Promise<Uint8Array | undefined>;
}

/** Which license a scanned or shown code stands for; `undefined`: a code that is not good, whatever is wrong with it. */
export type LicenseCodeResolver = (code: string, at: Date) => Promise<string | undefined>;

/** What an annotated copy (加注件) says. */
export interface AnnotationTerms {
  /** Use reason, as the requester gave it. */
  readonly purpose: string;
  /** Name of the requester, or its id where no name was given. */
  readonly requester: string;
  readonly expiresAt: Date;
  /** Texts that the sharing policy wants on every copy. */
  readonly watermarks: readonly string[];
}

/** Makes an annotated copy, as a port; the original stays untouched. `undefined`: not of this type of file. */
export type AnnotateFile = (
  original: Uint8Array,
  type: LicenseFileType,
  terms: AnnotationTerms,
) => Promise<Uint8Array | undefined>;

/** Judges a file, as a port: `verify` with the trust of the service. */
export type VerifyLicenseFile = (file: Uint8Array, at: Date) => Promise<Report>;

/** A temporary link as the service keeps it. Its token proves every member of it. */
export interface TemporaryLink {
  /** Random, 32 hex digits. */
  readonly id: string;
  readonly identifier: string;
  readonly fileType: LicenseFileType;
  /** `copy`: an annotated one that ends at `copyExpiresAt`. */
  readonly operation: 'download' | 'copy';
  readonly copyExpiresAt?: Date;
  readonly expiresAt: Date;
  /** How often it may be opened; absent: until it expires. */
  readonly uses?: number;
}

/** Temporary links, as a port. */
export interface LinkStore {
  put(link: TemporaryLink): Promise<void>;
  find(id: string): Promise<TemporaryLink | undefined>;
  /** Counts one use in one indivisible step; false when none is left or the link is gone. */
  use(id: string): Promise<boolean>;
  /** False when it was not there. */
  remove(id: string): Promise<boolean>;
}
