import { decodePng } from '../../formats/png/index.ts';
import { readQr } from '../../formats/qr/index.ts';
import {
  type ByteSource,
  formatTime,
  fromUtf8,
  isYinxinError,
  readAll,
  YinxinError,
} from '../../foundation/core/index.ts';
import type { FileFacts, LicenseReport, SignatureFacts } from '../../foundation/validation/index.ts';
import type { FormatHandler, ProductHandler, VerifyOptions } from '../../verify/index.ts';
import { type LicenseQrVerdict, verifyLicenseQr } from '../qr/index.ts';
import { pinnedIssuers } from './pinned-issuers.ts';

/** The longest QR code holds 7,089 digits; scanners add line ends. */
const MAX_TEXT_BYTES = 16 * 1024;
const MAX_PICTURE_BYTES = 32 * 1024 * 1024;
const PNG_FIRST_BYTE = 0x89;

/**
 * A license code as a file: the scanned text, or a PNG picture of it. One entry of kind `qr`; none in a picture in which no
 * code is found, which may be any photograph: then `notChecked` says QR_NOT_FOUND.
 */
export const licenseCodeHandler: FormatHandler = {
  format: 'license-qr',
  async inspect(source, options): Promise<FileFacts> {
    const verdict = await verdictOf(source, options);
    if (verdict === undefined) return WITHOUT_CODE;
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
  async examine(source, { facts }, options) {
    // A picture without a code, or one that could not be read: the facts say so.
    if (facts.signatures.length === 0) return undefined;
    const verdict = await verdictOf(source, options);
    return verdict === undefined ? undefined : { license: reportOf(verdict) };
  },
};

const WITHOUT_CODE: FileFacts = {
  format: 'license-qr',
  signatures: [],
  checks: [],
  notChecked: [
    {
      code: 'QR_NOT_FOUND',
      detail: 'no code was found in the picture: if there is one, give it sharp and upright',
    },
  ],
};

async function verdictOf(source: ByteSource, options: VerifyOptions): Promise<LicenseQrVerdict | undefined> {
  const text = await codeText(source);
  if (text === undefined) return undefined;
  const { statusLists, statusMaxAgeSeconds, expect } = options;
  return verifyLicenseQr(text, {
    at: options.at,
    issuers: pinnedIssuers(options).issuers,
    ...(statusLists === undefined ? {} : { statusLists }),
    ...(statusMaxAgeSeconds === undefined ? {} : { statusMaxAgeSeconds }),
    ...(expect === undefined ? {} : { expect }),
  });
}

/** Undefined for a picture in which no code is found. */
async function codeText(source: ByteSource): Promise<string | undefined> {
  const [first] = await source.read(0, Math.min(1, source.size));
  const picture = first === PNG_FIRST_BYTE;
  if (source.size > (picture ? MAX_PICTURE_BYTES : MAX_TEXT_BYTES)) {
    throw new YinxinError('LIMIT_EXCEEDED', 'the file is longer than any license code');
  }
  const bytes = await readAll(source);
  if (!picture) return fromUtf8(bytes);
  const code = await readQr(decodePng(bytes)).catch((error: unknown) => {
    if (isYinxinError(error, 'QR_INVALID')) return undefined;
    throw error;
  });
  return code === undefined ? undefined : fromUtf8(code);
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
