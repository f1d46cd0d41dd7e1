import { YinxinError } from '../../foundation/core/index.ts';
import type { Check, SignatureFacts } from '../../foundation/validation/index.ts';

const CLAUSE = 'ETSI EN 319 162-1 4.3, 4.4';

/** Facts of an entry about which nothing is known yet. */
export function emptyFacts(id: string): SignatureFacts {
  return {
    id,
    kind: 'signature',
    format: 'CAdES',
    cryptography: 'not-checked',
    coverage: 'partial',
    modification: 'not-applicable',
    purpose: 'signers',
    certificates: [],
    crls: [],
    ocspResponses: [],
    checks: [],
    notChecked: [],
  };
}

/** An entry that cannot be read: it fails, and says why. */
export function malformedFacts(id: string, detail: string): SignatureFacts {
  return {
    ...emptyFacts(id),
    formatFailure: 'FORMAT_FAILURE',
    checks: [failed('ASIC_SIGNATURE_MALFORMED', detail)],
  };
}

/** A check that failed. */
export function failed(code: string, detail: string): Check {
  return { code, status: 'failed', detail, clause: CLAUSE };
}

/** What is wrong with a part; anything but malformed input is thrown on. */
export function faultOf(error: unknown): string {
  if (error instanceof YinxinError && error.code !== 'IO_FAILED') return error.message;
  throw error;
}
