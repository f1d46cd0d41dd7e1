import { formatTime, isYinxinError } from '../../foundation/core/index.ts';
import type { Check, LicenseReport, NotChecked } from '../../foundation/validation/index.ts';
import { parseCertificate } from '../../foundation/x509/index.ts';
import { parseLicenseId } from '../identifier/index.ts';
import { usccOfCertificate } from '../issuers/index.ts';
import { type LicenseQrVerdict, type VerifyLicenseQrOptions, verifyLicenseQr } from '../qr/index.ts';
import { type AnnotatedCopy, readCopyRecord } from './copy-record.ts';
import type { AnnotatedCopyParts } from './read-copy.ts';
import { watermarkLines } from './watermark.ts';

/** What an annotated copy is judged by. */
export interface JudgeCopyOptions extends VerifyLicenseQrOptions {
  readonly seal: {
    readonly indication: 'TOTAL_PASSED' | 'TOTAL_FAILED' | 'INDETERMINATE' | 'NO_SIGNATURE_FOUND';
    /** DER. */
    readonly signerCertificate?: Uint8Array;
  };
}

/** What was found: a block of the report that is never `usable`. */
export interface JudgedCopy {
  readonly license: LicenseReport;
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}

const CLAUSE = 'GB/T 36903-2018 加注件; yinxin.annotated-copy/1';

/**
 * Judges an annotated copy whose seal was judged already: one record that can be read, its end not passed, the watermark
 * of that record on every page, the maker's code that of the seal, and the code of the original: signed by a listed issuer,
 * of the identifier named, with its dates and status. At best `unknown`: a copy is not the license.
 */
export async function judgeCopy(parts: AnnotatedCopyParts, options: JudgeCopyOptions): Promise<JudgedCopy> {
  const copy = recordOf(parts);
  if ('status' in copy)
    return { license: reportOf(undefined, undefined, true), checks: [copy], notChecked: [] };
  const code = await verifyLicenseQr(copy.code, options);
  const own = [
    sealCheck(options),
    timeCheck(copy, options.at),
    ...watermarkChecks(copy, parts),
    makerCheck(copy, options),
    originalCheck(copy, code),
  ];
  const checks = [...own, ...code.checks];
  const refused = code.conclusion === 'not-usable' || own.some(({ status }) => status === 'failed');
  return { license: reportOf(copy, code, refused), checks, notChecked: notCheckedOf(own, code) };
}

function recordOf({ records }: AnnotatedCopyParts): AnnotatedCopy | Check {
  if (records.length !== 1) return check('COPY_RECORD', 'failed', 'an annotated copy has one record');
  try {
    return readCopyRecord(records[0]!);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return check('COPY_RECORD', 'failed', `${error.code}: ${error.message}`);
  }
}

function sealCheck({ seal }: JudgeCopyOptions): Check {
  const passed = seal.indication === 'TOTAL_PASSED';
  const status = passed ? 'passed' : seal.indication === 'INDETERMINATE' ? 'not-run' : 'failed';
  return check('COPY_SEAL', status, `the signatures of the copy: ${seal.indication}`);
}

function timeCheck({ madeAt, expiresAt }: AnnotatedCopy, at: Date): Check {
  if (at < madeAt) return check('COPY_VALIDITY', 'failed', 'the copy was made after the time asked for');
  return at < expiresAt
    ? check('COPY_VALIDITY', 'passed', `may be used until ${formatTime(expiresAt)}`)
    : check('COPY_VALIDITY', 'failed', `it could be used until ${formatTime(expiresAt)}: ask for another`);
}

/** White space aside. A page without the mark is none of this copy. */
function watermarkChecks(copy: AnnotatedCopy, { pageTexts }: AnnotatedCopyParts): Check[] {
  const mark = squeeze(watermarkLines(copy).join(''));
  const wrong = pageTexts.flatMap((text, index) =>
    text !== undefined && squeeze(text).includes(mark) ? [] : [index + 1],
  );
  if (wrong.length === 0 && pageTexts.length > 0) {
    return [check('COPY_WATERMARK', 'passed', 'every page says what the record says')];
  }
  const some = wrong.slice(0, 5).join(', ');
  return [check('COPY_WATERMARK', 'failed', `pages without the watermark of the record: ${some}`)];
}

function makerCheck({ makerCode }: AnnotatedCopy, { seal }: JudgeCopyOptions): Check {
  const owner = seal.signerCertificate === undefined ? undefined : codeOf(seal.signerCertificate);
  if (makerCode === undefined || owner === undefined) {
    return check(
      'COPY_MAKER',
      'not-run',
      'the record or the certificate behind the seal names no social credit code',
    );
  }
  return makerCode === owner
    ? check('COPY_MAKER', 'passed', 'the copy is sealed by the maker it names')
    : check('COPY_MAKER', 'failed', 'the copy names another maker than the owner of its seal');
}

function codeOf(certificate: Uint8Array): string | undefined {
  try {
    return usccOfCertificate(parseCertificate(certificate));
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

/** The code must be that of the license named, and believed: else the copy refers to something that nobody issued. */
function originalCheck(
  { identifier }: AnnotatedCopy,
  { payload, cryptography, trust }: LicenseQrVerdict,
): Check {
  if (payload !== undefined && payload.identifier !== identifier) {
    return check('COPY_ORIGINAL', 'failed', 'the code is that of another license than the one named');
  }
  if (cryptography !== 'intact' || trust !== 'trusted') {
    const status = cryptography === 'not-checked' ? 'not-run' : 'failed';
    return check('COPY_ORIGINAL', status, 'the code of the original is not believed');
  }
  return check('COPY_ORIGINAL', 'passed', 'the license named was issued by a listed issuer');
}

function reportOf(
  copy: AnnotatedCopy | undefined,
  code: LicenseQrVerdict | undefined,
  refused: boolean,
): LicenseReport {
  const payload = code?.cryptography === 'intact' ? code.payload : undefined;
  return {
    identifier: copy?.identifier ?? null,
    type: payload === undefined ? null : parseLicenseId(payload.identifier).typeCode,
    validity: { from: payload?.validFrom ?? null, to: payload?.validTo ?? null },
    status: code?.status.state ?? 'unknown',
    statusAsOf: code?.status.asOf === undefined ? null : formatTime(code.status.asOf),
    crossChecks: {
      qrRoot: 'not-applicable',
      metadataRoot: 'not-applicable',
      visibleFields: 'not-checked',
      issuerAuthority:
        code?.issuer === undefined ? 'not-checked' : code.trust === 'trusted' ? 'match' : 'mismatch',
      expectation: 'not-applicable',
    },
    unprotectedOnPaper: code?.unprotectedOnPaper ?? [],
    conclusion: refused ? 'not-usable' : 'unknown',
    annotatedCopy: copy === undefined ? null : described(copy),
  };
}

function described(copy: AnnotatedCopy): NonNullable<LicenseReport['annotatedCopy']> {
  const { purpose, requester, maker, madeAt, expiresAt, originalDigest } = copy;
  return {
    purpose,
    requester,
    maker,
    madeAt: formatTime(madeAt),
    expiresAt: formatTime(expiresAt),
    originalSha256: originalDigest,
  };
}

function notCheckedOf(own: readonly Check[], code: LicenseQrVerdict): NotChecked[] {
  const open = own
    .filter(({ status }) => status === 'not-run')
    .map(({ code: name, detail }) => ({ code: name, detail }));
  return [
    {
      code: 'COPY_OF_LICENSE',
      detail: 'this is a copy for one purpose: whether its pages show the original was not compared',
    },
    { code: 'COPY_AUTHORITY', detail: 'whether its maker may make copies of this license was not checked' },
    ...open,
    ...code.notChecked.filter(({ code: name }) => name !== 'QR_PAPER'),
  ];
}

function squeeze(text: string): string {
  return text.replace(/\s+/gu, '');
}

function check(code: string, status: Check['status'], detail: string): Check {
  return { code, status, detail, clause: CLAUSE };
}
