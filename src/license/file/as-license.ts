import type { LicenseReport, Report } from '../../foundation/validation/index.ts';

/** The report on a file that was to be a license. */
export interface LicenseVerification extends Report {
  readonly license: LicenseReport;
}

const NONE: LicenseReport = {
  identifier: null,
  type: null,
  validity: { from: null, to: null },
  status: 'unknown',
  statusAsOf: null,
  crossChecks: {
    qrRoot: 'not-checked',
    metadataRoot: 'not-checked',
    visibleFields: 'not-checked',
    issuerAuthority: 'not-checked',
    expectation: 'not-checked',
  },
  unprotectedOnPaper: [],
  conclusion: 'not-usable',
};

/**
 * A report with its license block. A file without a license in it, however well it is signed, is `not-usable` with the
 * failed check LICENSE_ABSENT.
 */
export function asLicense(report: Report): LicenseVerification {
  if (report.license !== undefined) return { ...report, license: report.license };
  const detail = 'the file holds no license: no code, and no metadata with a license identifier';
  const check = {
    code: 'LICENSE_ABSENT',
    status: 'failed',
    detail,
    clause: 'yinxin.report/1 license',
  } as const;
  return { ...report, license: NONE, checks: [...report.checks, check] };
}
