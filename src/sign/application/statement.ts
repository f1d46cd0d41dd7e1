import { CMS_OID, parseSignedData } from '../../foundation/cms/index.ts';
import { sourceFromBytes, YinxinError } from '../../foundation/core/index.ts';
import {
  type FileFacts,
  type Judgement,
  type JudgeOptions,
  judge,
  type SignatureFacts,
} from '../../foundation/validation/index.ts';
import { inspectCms } from '../../signatures/cades/index.ts';

/** A CMS with its content inside: receipts, withdrawals, mandates, identity evidence. */
export interface SignedStatement {
  readonly report: Judgement;
  /** What is signed; absent, with the reason, where it cannot be read. */
  readonly content: { readonly bytes: Uint8Array } | { readonly fault: YinxinError };
  /** Facts of the signers, not of timestamps. */
  readonly signers: readonly SignatureFacts[];
}

/** A signed statement is text: what is larger is none. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Judges a signed statement and takes its content out. Nothing about the content is checked. Never throws for bad input. */
export async function openStatement(bytes: Uint8Array, options: JudgeOptions): Promise<SignedStatement> {
  const facts = await factsOf(bytes, options);
  return {
    report: await judge(facts, options),
    content: contentOf(bytes),
    signers: facts.signatures.filter(({ kind, parent }) => kind === 'signature' && parent === undefined),
  };
}

async function factsOf(bytes: Uint8Array, { limits }: JudgeOptions): Promise<FileFacts> {
  try {
    return await inspectCms(sourceFromBytes(bytes), limits === undefined ? {} : { limits });
  } catch (error) {
    if (!(error instanceof YinxinError)) throw error;
    return failedFacts('cms', error, 'RFC 5652 5.1');
  }
}

/** Facts of a file that could not be taken apart. */
export function failedFacts(format: FileFacts['format'], error: YinxinError, clause: string): FileFacts {
  return {
    format,
    signatures: [],
    failure: 'FORMAT_FAILURE',
    checks: [{ code: error.code, status: 'failed', detail: error.message, clause }],
    notChecked: [],
  };
}

/** The content of a statement without a look at its signature. Throws APPLICATION_INVALID, CMS_INVALID. */
export function statementContent(bytes: Uint8Array): Uint8Array {
  if (bytes.length > MAX_BYTES) throw malformed('the statement is too large');
  const { eContent, eContentType } = parseSignedData(bytes);
  if (eContent === undefined) throw malformed('the CMS carries no content');
  if (eContentType !== CMS_OID.data && eContentType !== CMS_OID.gmData)
    throw malformed('the content of the CMS is of another type');
  return eContent;
}

function contentOf(bytes: Uint8Array): SignedStatement['content'] {
  try {
    return { bytes: statementContent(bytes) };
  } catch (error) {
    if (!(error instanceof YinxinError)) throw error;
    return { fault: error };
  }
}

function malformed(message: string): YinxinError {
  return new YinxinError('APPLICATION_INVALID', message);
}
