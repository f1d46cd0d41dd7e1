import type { CalendarDate } from '../../foundation/core/index.ts';
import type { Check, CheckStatus, NotChecked } from '../../foundation/validation/index.ts';
import type { IssuerEntry } from '../issuers/index.ts';
import type { LicenseExpectation } from '../qr/index.ts';
import type { LicenseStatus } from '../status/index.ts';

/** The license block of the report (`yinxin.report/1`). */
export interface LicenseBlock {
  readonly identifier: string;
  /** License type code. */
  readonly type: string;
  readonly validity: {
    readonly from?: CalendarDate;
    /** Inclusive. Absent: long-term. */
    readonly to?: CalendarDate;
    readonly state: 'valid' | 'not-yet-valid' | 'expired' | 'unknown';
  };
  readonly status: LicenseStatus | 'unknown';
  readonly statusAsOf?: Date;
  /** Identifier of the version that replaced it, where that is known. */
  readonly successor?: string;
  readonly crossChecks: LicenseCrossChecks;
  /** What may stand on the paper without anything vouching for it. */
  readonly unprotectedOnPaper: readonly string[];
  readonly conclusion: 'usable' | 'not-usable' | 'unknown';
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}

/** The comparisons between the parts of a license. `not-run` is never counted as passed. */
export interface LicenseCrossChecks {
  /** The code is signed by its issuer, and its root is that of the metadata. */
  readonly qrRoot: CheckStatus;
  /** The metadata has the root that it states. */
  readonly metadataRoot: CheckStatus;
  /** What the face must show stands in the text of the page. */
  readonly visibleFields: CheckStatus;
  /** The keys behind code and seal belong to the issuing body, for this type and time. */
  readonly issuerAuthority: CheckStatus;
  /** What the caller expects. */
  readonly expectation: CheckStatus;
}

/** What {@link judgeLicense} needs: parts of one file, and what the caller trusts. */
export interface JudgeLicenseOptions {
  /** The metadata XML found in the file. */
  readonly metadataXml: Uint8Array;
  /** Text of the code, as read off the page or out of the file. Absent: the code could not be read. */
  readonly qrText?: string;
  /** Text layer of the page. Absent: it could not be extracted. */
  readonly visibleText?: string;
  /** Text of single fields by key, where the face marks them; stricter than the page's text. */
  readonly visibleByField?: Readonly<Record<string, string>>;
  /** The judged seal of the file: its verdict, and the certificate that signed. */
  readonly seal: {
    readonly indication: 'TOTAL_PASSED' | 'TOTAL_FAILED' | 'INDETERMINATE' | 'NO_SIGNATURE_FOUND';
    /** DER. */
    readonly signerCertificate?: Uint8Array;
  };
  readonly at: Date;
  readonly issuers: readonly IssuerEntry[];
  readonly statusLists?: readonly Uint8Array[];
  readonly statusMaxAgeSeconds?: number;
  readonly highestIat?: (uri: string) => Date | undefined;
  readonly expect?: LicenseExpectation;
}

/** A check of the license block. */
export function licenseCheck(code: string, status: CheckStatus, detail: string): Check {
  return { code, status, detail, clause: 'yinxin.report/1 license' };
}
