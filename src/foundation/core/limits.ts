import { YinxinError } from './error.ts';

/** Bounds on hostile input. Each number has its reason beside it; the caller may lower or raise any. */
export interface Limits {
  /** Nesting of DER values. Real CMS with certificates needs about 20. */
  readonly derDepth: number;
  /** DER values in one structure. A 1 MB CRL holds about 120,000. */
  readonly derNodes: number;
  /** Bytes inflated from one stream or entry: a 600 dpi A3 page is about 210 MB raw. */
  readonly inflatedBytes: number;
  /** Entries of one ZIP: the largest sealed OFD seen holds a few thousand. */
  readonly zipEntries: number;
  /** Bytes of all entries of one ZIP together. */
  readonly zipBytes: number;
  /** Nesting of XML elements. */
  readonly xmlDepth: number;
  /** Elements in one XML document. */
  readonly xmlElements: number;
  /** Signatures judged in one file. */
  readonly signatures: number;
  /** Files inside files (a package holding an ASiC holding a PDF …). */
  readonly fileDepth: number;
  /** Objects in one PDF: ISO 32000-1 Annex C names 8,388,607 as the architectural limit. */
  readonly pdfObjects: number;
  /** Nesting of PDF arrays and dictionaries. */
  readonly pdfDepth: number;
  /** Revisions (cross-reference sections) in one PDF. */
  readonly pdfRevisions: number;
  /** Certificates looked at while one path is built. */
  readonly pathCandidates: number;
  /** Signatures of certificates checked while one path is built: Go's crypto/x509 stops at 100. */
  readonly pathSignatures: number;
  /** Complete paths judged for one certificate: cross-certified PKIs have two or three. */
  readonly pathsJudged: number;
}

/** The limits in force where the caller gives none. */
export const DEFAULT_LIMITS: Limits = Object.freeze({
  derDepth: 64,
  derNodes: 2_000_000,
  inflatedBytes: 256 * 1024 * 1024,
  zipEntries: 65_000,
  zipBytes: 2 * 1024 * 1024 * 1024,
  xmlDepth: 128,
  xmlElements: 2_000_000,
  signatures: 1_000,
  fileDepth: 4,
  pdfObjects: 8_388_607,
  pdfDepth: 256,
  pdfRevisions: 10_000,
  pathCandidates: 200,
  pathSignatures: 100,
  pathsJudged: 16,
});

/** Throws LIMIT_EXCEEDED when `value` is above `limit`. */
export function assertWithin(limit: keyof Limits, value: number, limits: Limits): void {
  if (value > limits[limit]) {
    throw new YinxinError(
      'LIMIT_EXCEEDED',
      `input exceeds the limit ${limit} = ${limits[limit]}; raise it only for trusted input`,
      {
        details: { limit, allowed: limits[limit], value },
      },
    );
  }
}
