import {
  assertWithin,
  type ByteSource,
  DEFAULT_LIMITS,
  type FileInput,
  type FileTree,
  formatTime,
  type InputFormat,
  toSource,
  YinxinError,
} from '../foundation/core/index.ts';
import { type FileFacts, type Judgement, judge, type Report } from '../foundation/validation/index.ts';
import { detectFormat } from './detect.ts';
import type { FormatHandler, JudgedFile, ProductFinding, ProductHandler, VerifyContext } from './handler.ts';
import { withFetched } from './online.ts';
import type { VerifyOptions } from './options.ts';
import { withProofs } from './proofs.ts';
import { sha256Of } from './sha256-of.ts';
import { handlerOfTree, identityOfTree, isFileTree, type TreeHandler } from './tree.ts';

/** Verifies one file of any known format, or a folder of a known kind. See {@link createVerify}. */
export type Verify = (file: FileInput | FileTree, options: VerifyOptions) => Promise<Report>;

/** What the composition root gives the door: the formats it reads and the products that look further. */
export interface VerifyParts {
  readonly version: string;
  readonly formats: readonly FormatHandler[];
  /** Kinds of folders. */
  readonly trees: readonly TreeHandler[];
  readonly products: readonly ProductHandler[];
}

/**
 * Makes the one door for any file: detect by content, find facts, judge, let the products cross-check, report.
 *
 * The returned function never throws for a bad signature or a malformed file of a known format (that is a report
 * with FORMAT_FAILURE); it throws FORMAT_UNKNOWN for bytes of no known format, ARGUMENT_INVALID for a malformed
 * call, IO_FAILED and LIMIT_EXCEEDED.
 *
 * A folder (FileTree) is judged as a whole, by what its kind has: digests of a BagIt bag. `input.size` is that of all its
 * files, `input.sha256` that of their list (see `identityOfTree`); `evidence` is over files and is not looked at there.
 */
export function createVerify(parts: VerifyParts): Verify {
  const verifyAt = async (file: FileInput, options: VerifyOptions, depth: number): Promise<Report> => {
    assertOptions(options);
    assertWithin('fileDepth', depth, options.limits ?? DEFAULT_LIMITS);
    const source = toSource(file);
    const context: VerifyContext = {
      depth,
      verifyFile: (inner, name) => verifyAt(inner, { ...withoutEvidence(options), name }, depth + 1),
    };
    const format = await detectMalformedToo(source);
    const inside = await inspect(parts.formats, format, source, options, context);
    const { facts, options: proved } = await withProofs(inside, source, options);
    const fetched = await withFetched(facts, proved);
    const judgement = await judge(facts, fetched.options);
    const judged = { facts, judgement };
    const finding = await examine(parts.products, source, judged, fetched.options, context);
    const input = { size: source.size, sha256: await sha256Of(source), format: facts.format };
    const report = buildReport(parts.version, input, judgement, finding, options);
    return fetched.notChecked.length === 0
      ? report
      : { ...report, notChecked: [...report.notChecked, ...fetched.notChecked] };
  };
  return (file, options) =>
    isFileTree(file) ? verifyTree(parts, file, options) : verifyAt(file, options, 1);
}

async function verifyTree(parts: VerifyParts, tree: FileTree, options: VerifyOptions): Promise<Report> {
  assertOptions(options);
  const handler = await handlerOfTree(parts.trees, tree);
  const facts = await orMalformed(handler.format, () => handler.inspect(tree));
  const judgement = await judge(facts, options);
  const input = { ...(await identityOfTree(tree)), format: facts.format };
  const evidence: ProductFinding =
    (options.evidence?.length ?? 0) === 0
      ? {}
      : {
          notChecked: [
            { code: 'EVIDENCE_NOT_CHECKED', detail: 'evidence is over files, and this is a folder' },
          ],
        };
  return buildReport(parts.version, input, judgement, evidence, options);
}

/** A ZIP that is broken is still a ZIP: it gets a report, not an exception. */
async function detectMalformedToo(source: ByteSource): Promise<InputFormat | YinxinError> {
  try {
    return await detectFormat(source);
  } catch (error) {
    if (error instanceof YinxinError && error.code !== 'IO_FAILED') return error;
    throw error;
  }
}

async function inspect(
  handlers: readonly FormatHandler[],
  format: InputFormat | YinxinError,
  source: ByteSource,
  options: VerifyOptions,
  context: VerifyContext,
): Promise<FileFacts> {
  if (format instanceof YinxinError) return malformed('unknown', format);
  const handler = handlers.find((h) => h.format === format);
  if (handler === undefined) {
    // Evidence records are over files of any kind.
    if ((options.evidence?.length ?? 0) > 0) return { format, signatures: [], checks: [], notChecked: [] };
    throw new YinxinError(
      'FORMAT_UNKNOWN',
      'no known format: give a PDF, OFD, CMS, ASiC, item package, evidence record or license code',
      {
        details: { format },
      },
    );
  }
  return orMalformed(format, () => handler.inspect(source, options, context));
}

async function orMalformed(format: InputFormat, inspecting: () => Promise<FileFacts>): Promise<FileFacts> {
  try {
    return await inspecting();
  } catch (error) {
    if (!(error instanceof YinxinError) || error.code === 'IO_FAILED') throw error;
    return malformed(format, error);
  }
}

/** Files inside of the file are not what its evidence record is over. */
function withoutEvidence({ evidence: _, data: __, ...options }: VerifyOptions): VerifyOptions {
  return options;
}

/** Malformed input is FORMAT_FAILURE; encrypted or unsupported input may well be sound, so it is only not checked. */
function malformed(format: InputFormat, error: YinxinError): FileFacts {
  const unread = ['PDF_ENCRYPTED', 'PDF_UNSUPPORTED', 'ALGORITHM_UNSUPPORTED', 'LIMIT_EXCEEDED'].includes(
    error.code,
  );
  const detail = error.message;
  return {
    format,
    signatures: [],
    failure: unread ? null : 'FORMAT_FAILURE',
    checks: unread ? [] : [{ code: error.code, status: 'failed', detail, clause: 'ETSI EN 319 102-1 5.2.2' }],
    notChecked: unread ? [{ code: error.code, detail }] : [],
  };
}

async function examine(
  products: readonly ProductHandler[],
  source: ByteSource,
  judged: JudgedFile,
  options: VerifyOptions,
  context: VerifyContext,
): Promise<ProductFinding> {
  for (const product of products) {
    if (!product.formats.includes(judged.facts.format)) continue;
    const finding = await product.examine(source, judged, options, context);
    if (finding !== undefined) return finding;
  }
  return {};
}

function buildReport(
  version: string,
  input: Omit<Report['input'], 'name'>,
  judgement: Judgement,
  finding: ProductFinding,
  options: VerifyOptions,
): Report {
  return {
    schema: 'yinxin.report/1',
    tool: { name: 'yinxin', version },
    at: formatTime(options.at),
    input: { name: options.name ?? 'file', ...input },
    conclusion: finding.atBest ?? judgement.conclusion,
    signatures: judgement.signatures,
    ...(finding.license === undefined ? {} : { license: finding.license }),
    checks: [...judgement.checks, ...(finding.checks ?? [])],
    evidence: judgement.evidence,
    notChecked: [...judgement.notChecked, ...(finding.notChecked ?? [])],
  };
}

function assertOptions(options: VerifyOptions): void {
  if (!(options?.at instanceof Date) || Number.isNaN(options.at.getTime())) {
    throw new YinxinError('ARGUMENT_INVALID', 'give `at`, the validation time, as a valid Date');
  }
  if (!Array.isArray(options.trust?.signers)) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'give `trust.signers`: the certificates to believe; an empty list believes nobody',
    );
  }
  if (!['require', 'require-where-declared', 'if-available', 'none'].includes(options.revocation)) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'give `revocation`: require, require-where-declared, if-available or none',
    );
  }
}
