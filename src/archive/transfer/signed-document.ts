import { CMS_OID, parseSignedData } from '../../foundation/cms/index.ts';
import {
  isYinxinError,
  type Signer,
  sourceFromBytes,
  type TimestampAuthority,
  YinxinError,
} from '../../foundation/core/index.ts';
import {
  type Check,
  type FileFacts,
  type Judgement,
  type JudgeOptions,
  judge,
} from '../../foundation/validation/index.ts';
import { inspectCms, signCms } from '../../signatures/cades/index.ts';

/** Who signs a document of a transfer. */
export interface TransferSigning {
  readonly signer: Signer;
  readonly tsa?: TimestampAuthority;
}

/** A document with its content, as CMS with the content inside. */
export async function signDocument(
  bytes: Uint8Array,
  claimedTime: Date,
  { signer, tsa }: TransferSigning,
): Promise<Uint8Array> {
  const signing = { signer, content: { bytes }, detached: false, claimedTime };
  return (await signCms({ ...signing, ...(tsa === undefined ? {} : { tsa }) })).cms;
}

/** Content of such a document, not judged. @throws TRANSFER_INVALID. */
export function contentOf(cms: Uint8Array): Uint8Array {
  try {
    const { eContent, eContentType } = parseSignedData(cms);
    if (eContent !== undefined && eContentType === CMS_OID.data) return eContent;
  } catch (error) {
    if (!isYinxinError(error)) throw error;
  }
  throw new YinxinError('TRANSFER_INVALID', 'a document of a transfer is no CMS with its content');
}

/** The verdict on the signature of such a document; never throws for a bad one. */
export async function judgeDocument(cms: Uint8Array, options: JudgeOptions): Promise<Judgement> {
  return judge(await factsOf(cms), options);
}

/**
 * Codes of what stands against a signature: the verdict where it is not good, and TRANSFER_SIGNER where nobody who signed
 * is of the party's name or, where certificates are pinned, has one of those.
 */
export function signatureFaults(
  { conclusion, signatures }: Judgement,
  party: string,
  pinned: readonly string[] | undefined,
): string[] {
  const { indication, subIndications } = conclusion;
  const verdict = indication === 'TOTAL_PASSED' ? [] : [indication, ...subIndications];
  const own = signatures.some(
    ({ parent, signer }) =>
      parent === undefined &&
      signer !== null &&
      (pinned === undefined ? signer.commonName === party : pinned.includes(signer.certificateSha256)),
  );
  return own ? verdict : [...verdict, 'TRANSFER_SIGNER'];
}

async function factsOf(cms: Uint8Array): Promise<FileFacts> {
  try {
    return await inspectCms(sourceFromBytes(cms));
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    const { code, message: detail } = error;
    const check: Check = { code, status: 'failed', detail, clause: 'RFC 5652 5.1' };
    return { format: 'cms', signatures: [], failure: 'FORMAT_FAILURE', checks: [check], notChecked: [] };
  }
}
