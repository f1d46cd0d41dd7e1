import { type ByteSource, type Check, isYinxinError } from '../../foundation/core/index.ts';
import type { LicenseReport } from '../../foundation/validation/index.ts';
import type { JudgedFile, ProductHandler, VerifyOptions } from '../../verify/index.ts';
import type { IssuerEntry } from '../issuers/index.ts';
import { type JudgeLicenseOptions, judgeLicense } from '../judge/index.ts';
import { laterChangesChecks } from './later-changes.ts';
import { licenseReport } from './license-report.ts';
import { pinnedIssuers } from './pinned-issuers.ts';
import { type LicenseParts, readLicensePdf } from './read-license-pdf.ts';

const CLAUSE = 'GB/T 36905-2018; yinxin.report/1 license';

/** The license in a sealed PDF: metadata, code, text of the page, issuer and status, judged against each other. */
export const licensePdfHandler: ProductHandler = {
  formats: ['pdf'],
  async examine(source, judged, options) {
    const parts = await readParts(source, options);
    if (parts === undefined) return undefined;
    const { issuers, checks } = pinnedIssuers(options);
    try {
      const block = await judgeLicense(judgeOptions(parts, judged, options, issuers));
      const license = licenseReport(block, options.expect !== undefined);
      const later = laterChangesChecks(judged.facts);
      return {
        license: later.length === 0 ? license : { ...license, conclusion: 'not-usable' },
        checks: [...checks, ...block.checks, ...later],
        notChecked: block.notChecked,
      };
    } catch (error) {
      if (!isYinxinError(error)) throw error;
      return { license: UNREADABLE, checks: [...checks, failed('LICENSE_METADATA', error.message)] };
    }
  },
};

/** Metadata that cannot be read makes no usable license, and it is not silently no license either. */
const UNREADABLE: LicenseReport = {
  identifier: null,
  type: null,
  validity: { from: null, to: null },
  status: 'unknown',
  statusAsOf: null,
  crossChecks: {
    qrRoot: 'not-checked',
    metadataRoot: 'mismatch',
    visibleFields: 'not-checked',
    issuerAuthority: 'not-checked',
    expectation: 'not-checked',
  },
  unprotectedOnPaper: [],
  conclusion: 'not-usable',
};

/** A file that was not readable as PDF has been reported by its format handler. */
async function readParts(source: ByteSource, options: VerifyOptions): Promise<LicenseParts | undefined> {
  try {
    return await readLicensePdf(source, options.limits);
  } catch (error) {
    if (isYinxinError(error) && error.code !== 'IO_FAILED') return undefined;
    throw error;
  }
}

function judgeOptions(
  parts: LicenseParts,
  { facts, judgement }: JudgedFile,
  options: VerifyOptions,
  issuers: readonly IssuerEntry[],
): JudgeLicenseOptions {
  const { statusLists, statusMaxAgeSeconds, expect } = options;
  const seal = facts.signatures.filter((signature) => signature.kind === 'seal').at(-1);
  return {
    ...parts,
    seal: {
      indication: judgement.conclusion.indication,
      ...(seal?.signerCertificate === undefined ? {} : { signerCertificate: seal.signerCertificate }),
    },
    at: options.at,
    issuers,
    ...(statusLists === undefined ? {} : { statusLists }),
    ...(statusMaxAgeSeconds === undefined ? {} : { statusMaxAgeSeconds }),
    ...(expect === undefined ? {} : { expect }),
  };
}

function failed(code: string, detail: string): Check {
  return { code, status: 'failed', detail, clause: CLAUSE };
}
