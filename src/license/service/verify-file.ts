import { isYinxinError, toHex } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { Report } from '../../foundation/validation/index.ts';
import type { Call, ServiceContext } from './context.ts';
import { findByIdentifier } from './find-license.ts';
import type { VerifyLicenseFile } from './ports.ts';
import type { JudgedLicenseFile, VerifyFileRequest } from './requests.ts';
import { enforceOn, statusAt } from './share-license.ts';
import { refuse, refusedBy, type Step } from './step.ts';

const MAX_FILE_BYTES = 64 * 1024 * 1024;

/**
 * Judges a license file and compares it with what the store keeps. A file as it was issued is not usable for that alone:
 * seal, code and status decide; and a good file is not usable when the store says that the license is not valid.
 */
export async function verifyLicenseFile(
  context: ServiceContext,
  call: Call,
  { file }: VerifyFileRequest,
): Promise<Step<JudgedLicenseFile>> {
  if (context.verifyFile === undefined) return refuse('NOT_OFFERED', 'no files are judged here');
  if (file.length === 0 || file.length > MAX_FILE_BYTES)
    return refuse('REQUEST_INVALID', `give a file of 1 to ${MAX_FILE_BYTES} bytes`);
  const report = await reportOf(context.verifyFile, file, call.time);
  const { license, checks = [], notChecked = [] } = report ?? {};
  const identifier = license?.identifier ?? undefined;
  if (license === undefined || identifier === undefined)
    return refuse('FILE_NOT_LICENSE', 'no license can be read from the file');
  const found = await findByIdentifier(context, call, identifier, 'verify');
  // What stands in a file of nobody's is no identifier to answer for.
  if ('refused' in found)
    return found.refused === 'REQUEST_INVALID'
      ? refuse('FILE_NOT_LICENSE', 'the identifier in the file is none')
      : found;
  const outcome = await enforceOn(context, call, found.given, 'verify');
  if (outcome.fields.length === 0) return refusedBy(outcome);
  const status = statusAt(found.given, call.time);
  const sha256 = toHex(digest('sha256', file));
  const isUsable = license.conclusion === 'usable';
  return {
    given: {
      identifier,
      conclusion: isUsable && status !== 'valid' ? 'not-usable' : license.conclusion,
      asIssued: found.given.files.some((kept) => kept.sha256 === sha256),
      status,
      failed: checks.filter((check) => check.status === 'failed').map(({ code }) => code),
      notChecked: notChecked.map(({ code }) => code),
    },
  };
}

/** `undefined`: nothing that can be judged, or nothing that may be in this size. */
async function reportOf(verify: VerifyLicenseFile, file: Uint8Array, at: Date): Promise<Report | undefined> {
  try {
    return await verify(file, at);
  } catch (error) {
    if (isYinxinError(error, 'FORMAT_UNKNOWN') || isYinxinError(error, 'LIMIT_EXCEEDED')) return undefined;
    throw error;
  }
}
