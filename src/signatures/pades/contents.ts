import { readDerPrefix } from '../../foundation/asn1/index.ts';
import { isYinxinError } from '../../foundation/core/index.ts';
import type { Problem } from './coverage.ts';

/** The CMS inside /Contents, without its padding. */
export interface UnpaddedContents {
  readonly cms: Uint8Array;
  readonly problem: Problem | undefined;
}

/**
 * Takes the padding off /Contents: only zeros may follow the value, since no digest covers these bytes and
 * anything could be hidden there. What does not start with a DER value comes back whole, for the CMS reader to refuse.
 */
export function unpadContents(contents: Uint8Array): UnpaddedContents {
  let length: number;
  try {
    length = readDerPrefix(contents).raw.length;
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return { cms: contents, problem: undefined };
  }
  const padded = contents.subarray(length).every((byte) => byte === 0);
  const detail = 'bytes other than zero follow the value in /Contents';
  return {
    cms: contents.subarray(0, length),
    problem: padded ? undefined : { code: 'CONTENTS_PADDING', detail },
  };
}
