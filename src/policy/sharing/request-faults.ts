import type { DecisionRequest } from './decision.ts';

/** Why a request is not even asked of the policy. */
export interface RequestFault {
  readonly code: 'USE_REASON_MISSING' | 'USE_REASON_TOO_LONG' | 'PURPOSE_MISSING' | 'REQUEST_INCOMPLETE';
  readonly text: string;
}

const MAX_USE_REASON = 200;

/**
 * The first fault of a request: somebody asks, for a purpose (State Council Order 716 art. 7: material is used for
 * nothing else), with a use reason (用证事由) of 1 to 200 characters.
 */
export function requestFault({ subject, resource, purpose }: DecisionRequest): RequestFault | undefined {
  const incomplete = [subject.id, resource.id, resource.catalogId].some((part) => part.trim() === '');
  if (incomplete)
    return { code: 'REQUEST_INCOMPLETE', text: 'name the subject, the resource and its catalog entry' };
  if (purpose.code.trim() === '') return { code: 'PURPOSE_MISSING', text: 'give the code of a purpose' };
  const reason = purpose.useReason?.trim() ?? '';
  if (reason === '') return { code: 'USE_REASON_MISSING', text: 'give a use reason (用证事由)' };
  if ([...reason].length > MAX_USE_REASON) {
    return { code: 'USE_REASON_TOO_LONG', text: `shorten the use reason to ${MAX_USE_REASON} characters` };
  }
  return undefined;
}
