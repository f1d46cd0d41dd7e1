import { decodePng } from '../../formats/png/index.ts';
import { readQr } from '../../formats/qr/index.ts';
import { type ByteSource, formatTime, fromUtf8, readAll, YinxinError } from '../../foundation/core/index.ts';
import type { FileFacts, LicenseReport, SignatureFacts } from '../../foundation/validation/index.ts';
import type { FormatHandler, ProductHandler, VerifyOptions } from '../../verify/index.ts';
import { type LicenseQrVerdict, verifyLicenseQr } from '../qr/index.ts';
import { pinnedIssuers } from './pinned-issuers.ts';

/** The longest QR code holds 7,089 digits; scanners add line ends. */
const MAX_TEXT_BYTES = 16 * 1024;
const MAX_PICTURE_BYTES = 32 * 1024 * 1024;
const PNG_FIRST_BYTE = 0x89;

/** A license code as a file: the scanned text, or a PNG picture of it. One entry of kind `qr`. */
export const licenseCodeHandler: FormatHandler = {
  format: 'license-qr',
  async inspect(source, options): Promise<FileFacts> {
    const verdict = await verdictOf(source, options);
    return {
      format: 'license-qr',
      signatures: [factsOf(verdict)],
      checks: [],
      notChecked: verdict.notChecked,
    };
  },
};

/** What the code says of its license. A code alone is never usable: the paper around it is not looked at. */
export const licenseCodeProduct: ProductHandler = {
  formats: ['license-qr'],
  async examine(source, _judged, options) {
    const verdict = await verdictOf(source, options);
    return { license: reportOf(verdict) };
  },
};

async function verdictOf(source: ByteSource, options: VerifyOptions): Promise<LicenseQrVerdict> {
  const { statusLists, statusMaxAgeSeconds, expect } = options;
  return verifyLicenseQr(await codeText(source), {
    at: options.at,
    issuers: pinnedIssuers(options).issuers,
    ...(statusLists === undefined ? {} : { statusLists }),
    ...(statusMaxAgeSeconds === undefined ? {} : { statusMaxAgeSeconds }),
    ...(expect === undefined ? {} : { expect }),
  });
}

async function codeText(source: ByteSource): Promise<string> {
  const [first] = await source.read(0, Math.min(1, source.size));
  const picture = first === PNG_FIRST_BYTE;
  if (source.size > (picture ? MAX_PICTURE_BYTES : MAX_TEXT_BYTES)) {
    throw new YinxinError('LIMIT_EXCEEDED', 'the file is longer than any license code');
  }
  const bytes = await readAll(source);
  return fromUtf8(picture ? await readQr(decodePng(bytes)) : bytes);
}

function factsOf(verdict: LicenseQrVerdict): SignatureFacts {
  const malformed = verdict.checks.some(
    (check) => check.code === 'QR_STRUCTURE' && check.status === 'failed',
  );
  const refused = verdict.issuer !== undefined && verdict.trust !== 'trusted';
  return {
    id: 'qr-1',
    kind: 'qr',
    format: 'LicenseQR',
    cryptography: verdict.cryptography,
    coverage: 'whole-file',
    modification: 'not-applicable',
    purpose: 'licenseIssuers',
    ...(verdict.issuer === undefined ? {} : { signerCertificate: verdict.issuer.certificate }),
    certificates: [],
    crls: [],
    ocspResponses: [],
    ...(verdict.payload === undefined ? {} : { claimedTime: verdict.payload.issuedAt }),
    ...(malformed
      ? { formatFailure: 'FORMAT_FAILURE' }
      : refused
        ? { formatFailure: 'CHAIN_CONSTRAINTS_FAILURE' }
        : {}),
    checks: verdict.checks,
    notChecked: verdict.notChecked,
  };
}

function reportOf(verdict: LicenseQrVerdict): LicenseReport {
  const { payload, status } = verdict;
  return {
    identifier: payload?.identifier ?? null,
    type: null,
    validity: { from: payload?.validFrom ?? null, to: payload?.validTo ?? null },
    status: status.state,
    statusAsOf: status.asOf === undefined ? null : formatTime(status.asOf),
    crossChecks: {
      qrRoot: 'not-applicable',
      metadataRoot: 'not-applicable',
      visibleFields: 'not-checked',
      issuerAuthority:
        verdict.trust === 'trusted' ? 'match' : verdict.issuer === undefined ? 'not-checked' : 'mismatch',
      expectation: 'not-applicable',
    },
    unprotectedOnPaper: verdict.unprotectedOnPaper,
    conclusion: verdict.conclusion,
  };
}
