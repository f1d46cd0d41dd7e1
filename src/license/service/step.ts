import type { Decision, SharingOutcome } from '../../policy/index.ts';
import type { SharingServiceCode } from './service-codes.ts';

/** What a step of an operation comes to: something that may be given, or a refusal. */
export type Step<T> = { readonly given: T } | Refused;

/** Why nothing is given. */
export interface Refused {
  readonly refused: Exclude<SharingServiceCode, 'OK'>;
  readonly reasons?: Decision['reasons'];
  readonly within?: string;
  readonly cause?: unknown;
}

/** A refusal by the service itself; `text` tells the remedy and names nobody. */
export function refuse(refused: Refused['refused'], text?: string): Refused {
  if (text === undefined) return { refused };
  return { refused, reasons: [{ code: refused, policyId: 'yinxin.sharing-service', text }] };
}

/** A refusal by the policy, or an approval that is still open. */
export function refusedBy({ outcome, reasons, within }: SharingOutcome): Refused {
  const refused = outcome === 'pending' ? 'APPROVAL_PENDING' : 'NO_PERMISSION';
  return { refused, reasons, ...(within === undefined ? {} : { within }) };
}
