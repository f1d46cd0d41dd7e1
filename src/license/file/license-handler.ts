import { type ByteSource, type Check, isYinxinError, type Limits } from '../../foundation/core/index.ts';
import type { LicenseReport } from '../../foundation/validation/index.ts';
import type { JudgedFile, ProductHandler, VerifyOptions } from '../../verify/index.ts';
import type { IssuerEntry } from '../issuers/index.ts';
import { type JudgeLicenseOptions, judgeLicense } from '../judge/index.ts';
import { laterChangesChecks } from './later-changes.ts';
import type { LicenseParts } from './license-parts.ts';
import { licenseReport } from './license-report.ts';
import { pinnedIssuers } from './pinned-issuers.ts';
import { readLicenseOfd } from './read-license-ofd.ts';
import { readLicensePdf } from './read-license-pdf.ts';

const CLAUSE = 'GB/T 36905-2018; yinxin.report/1 license';

/** Finds the parts of a license in one format; undefined for a file that is none. */
type ReadLicense = (source: ByteSource, limits?: Limits) => Promise<LicenseParts | undefined>;

/** The license in a sealed PDF: metadata, code, text of the page, issuer and status, judged against each other. */
export const licensePdfHandler: ProductHandler = licenseHandler('pdf', readLicensePdf);

/** The license in a sealed OFD: as in a PDF, and what the description of the document says. */
export const licenseOfdHandler: ProductHandler = licenseHandler('ofd', readLicenseOfd);

function licenseHandler(format: 'pdf' | 'ofd', read: ReadLicense): ProductHandler {
  return {
    formats: [format],
    async examine(source, judged, options) {
      const parts = await readParts(read, source, options);
      if (parts === undefined) return undefined;
      const { issuers, checks } = pinnedIssuers(options);
      try {
        const block = await judgeLicense(judgeOptions(parts, judged, options, issuers));
        const license = licenseReport(block, options.expect !== undefined);
        const against = [...laterChangesChecks(judged.facts), ...contradictionChecks(parts)];
        return {
          license: against.length === 0 ? license : { ...license, conclusion: 'not-usable' },
          checks: [...checks, ...block.checks, ...against],
          notChecked: block.notChecked,
        };
      } catch (error) {
        if (!isYinxinError(error)) throw error;
        return { license: UNREADABLE, checks: [...checks, failed('LICENSE_METADATA', error.message)] };
      }
    },
  };
}

function contradictionChecks({ contradicted = [] }: LicenseParts): Check[] {
  if (contradicted.length === 0) return [];
  const keys = contradicted.map((key) => key.slice(0, 64)).join(', ');
  return [failed('LICENSE_CUSTOM_DATA', `the description of the document contradicts the metadata: ${keys}`)];
}

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

/** A file that was not readable has been reported by its format handler. */
async function readParts(
  read: ReadLicense,
  source: ByteSource,
  options: VerifyOptions,
): Promise<LicenseParts | undefined> {
  try {
    return await read(source, options.limits);
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
    ...partsToJudge(parts),
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

function partsToJudge({ contradicted: _told, ...parts }: LicenseParts): Omit<LicenseParts, 'contradicted'> {
  return parts;
}

function failed(code: string, detail: string): Check {
  return { code, status: 'failed', detail, clause: CLAUSE };
}
