import { YinxinError } from '../../foundation/core/index.ts';
import type { FileFacts, SignatureFacts } from '../../foundation/validation/index.ts';

/** One reason why a signature is not good, whoever is believed. */
export interface Flaw {
  /** Id of the entry; absent where the file as a whole is concerned. */
  readonly signature?: string;
  readonly code: string;
}

/**
 * SIGNATURE_INVALID unless every value, digest and timestamp in the file is right and nothing was changed that no
 * signature permits: validation data over a broken signature would only make it look kept. ARGUMENT_INVALID for a file
 * without signatures.
 */
export function assertSound(facts: FileFacts): void {
  if (facts.signatures.length === 0) {
    throw new YinxinError('ARGUMENT_INVALID', 'the file holds no signature: sign it first');
  }
  const flaws = [...fileFlaws(facts), ...facts.signatures.flatMap(flawsOf)];
  if (flaws.length === 0) return;
  const names = flaws.map(({ signature, code }) => `${signature ?? 'file'}: ${code}`).join('; ');
  throw new YinxinError(
    'SIGNATURE_INVALID',
    `nothing was written, for the file is not good as it is (${names}): verify it, and have it signed anew`,
    { details: { flaws } },
  );
}

function fileFlaws({ failure, checks }: FileFacts): Flaw[] {
  const failed = checks.filter(({ status }) => status === 'failed').map(({ code }) => ({ code }));
  return failure === undefined ? failed : [...failed, { code: failure ?? 'NOT_READ' }];
}

function flawsOf(facts: SignatureFacts): Flaw[] {
  const { id: signature, cryptography, formatFailure, coverage, modification, parent } = facts;
  const failed = facts.checks.find(({ status }) => status === 'failed')?.code;
  if (cryptography !== 'intact') return [{ signature, code: failed ?? cryptography }];
  if (formatFailure !== undefined) return [{ signature, code: failed ?? formatFailure }];
  if (parent !== undefined) return [];
  if (coverage !== 'whole-file' && coverage !== 'whole-revision')
    return [{ signature, code: `COVERAGE_${coverage}` }];
  const isTold = modification !== 'disallowed' && modification !== 'not-checked';
  return isTold ? [] : [{ signature, code: `MODIFICATION_${modification}` }];
}
