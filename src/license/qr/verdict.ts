import type {
  Check,
  CheckStatus,
  Cryptography,
  NotChecked,
  Trust,
} from '../../foundation/validation/index.ts';
import type { IssuerEntry } from '../issuers/index.ts';
import type { DisclosedField, FieldValue } from '../merkle/index.ts';
import type { LicenseStatus, StatusListReading } from '../status/index.ts';
import type { LicenseQrPayload } from './payload.ts';

/** What a caller expects of a license; a mismatch makes it not usable. */
export interface LicenseExpectation {
  readonly holderCode?: string;
  /** License type code. */
  readonly type?: string;
  /** USCC of the issuing body. */
  readonly issuer?: string;
  readonly identifier?: string;
}

/** What {@link verifyLicenseQr} needs. */
export interface VerifyLicenseQrOptions {
  readonly at: Date;
  /** Keys pinned or listed as issuers of licenses (and of status). */
  readonly issuers: readonly IssuerEntry[];
  /** Status lists at hand; the one of the license's issuer and list is taken. */
  readonly statusLists?: readonly Uint8Array[];
  readonly statusMaxAgeSeconds?: number;
  /** Highest time of issue ever seen of a list's URI. */
  readonly highestIat?: (uri: string) => Date | undefined;
  readonly expect?: LicenseExpectation;
  /** Fields that came with proofs, to be checked against the signed root. */
  readonly disclosed?: readonly DisclosedField[];
}

/** The status of a license as a list gave it. */
export interface StatusAnswer {
  /** `unknown`: no list at hand, too old, refused, or an unassigned value. */
  readonly state: LicenseStatus | 'unknown';
  readonly asOf?: Date;
  readonly reading?: StatusListReading;
}

/** The result of {@link verifyLicenseQr}. A code alone is never `usable`: it says nothing about the paper around it. */
export interface LicenseQrVerdict {
  readonly conclusion: 'not-usable' | 'unknown';
  readonly cryptography: Cryptography;
  readonly trust: Trust;
  /** Present when the code could be read; believe it only when `cryptography` is intact and `trust` is trusted. */
  readonly payload?: LicenseQrPayload;
  /** The COSE bytes' protected key id and the entry that signed. */
  readonly issuer?: IssuerEntry;
  /** Host of the scanned URL. Never open it on the strength of the code. */
  readonly host?: string;
  readonly validity: 'valid' | 'not-yet-valid' | 'expired' | 'unknown';
  readonly status: StatusAnswer;
  /** Fields vouched for: those in clear, and the disclosed ones whose proofs are right. */
  readonly provenFields: Readonly<Record<string, FieldValue>>;
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
  /** What may stand on the paper without the code vouching for it. */
  readonly unprotectedOnPaper: readonly string[];
}

/** A check of the code. */
export function qrCheck(code: string, status: CheckStatus, detail: string): Check {
  return { code, status, detail, clause: 'LicenseQR v1' };
}

/** The verdict on something that cannot be read at all: one failed check, nothing believed. */
export function unreadableVerdict(check: Check): LicenseQrVerdict {
  return {
    conclusion: 'not-usable',
    cryptography: 'broken',
    trust: 'unknown',
    validity: 'unknown',
    status: { state: 'unknown' },
    provenFields: {},
    checks: [check],
    notChecked: [],
    unprotectedOnPaper: unprotectedFields({}),
  };
}

/** What may stand on the paper without anything vouching for it, when these fields are proven. */
export function unprotectedFields(proven: LicenseQrVerdict['provenFields']): string[] {
  const holder = 'CZZT' in proven ? [] : ['holder'];
  return [...holder, 'photo', 'seal-image', 'fields-not-in-code'];
}
