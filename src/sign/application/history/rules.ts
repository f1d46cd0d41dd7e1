import type { DocumentKind, ReceiptDecision } from '../model.ts';

/** Where an application stands after a document. */
export type HistoryState =
  | 'submitted'
  | 'received'
  | 'supplement-asked'
  | 'supplemented'
  | 'accepted'
  | 'rejected'
  | 'withdrawn'
  | 'withdrawal-received';

/** What happened: the kind of a document, and for a receipt what was decided. */
export interface HistoryEvent {
  readonly kind: DocumentKind;
  readonly decision?: ReceiptDecision;
}

const BEFORE_DECISION: readonly HistoryState[] = [
  'submitted',
  'received',
  'supplement-asked',
  'supplemented',
];

/**
 * The state after an event, or `undefined` where the event has no place: an application comes first and once, a
 * supplement answers a receipt that asks, a decision is made once, after a withdrawal its receipt alone follows.
 */
export function nextState(state: HistoryState | undefined, event: HistoryEvent): HistoryState | undefined {
  if (event.kind === 'application') return state === undefined ? 'submitted' : undefined;
  if (state === undefined) return undefined;
  if (event.kind === 'supplement') return state === 'supplement-asked' ? 'supplemented' : undefined;
  if (event.kind === 'withdrawal')
    return BEFORE_DECISION.includes(state) || state === 'accepted' ? 'withdrawn' : undefined;
  if (state === 'withdrawn') return event.decision === 'received' ? 'withdrawal-received' : undefined;
  if (!BEFORE_DECISION.includes(state)) return undefined;
  switch (event.decision) {
    case 'accepted':
      // Asked for more and given nothing: nothing has changed that could now be accepted.
      return state === 'supplement-asked' ? undefined : 'accepted';
    case 'rejected':
      return 'rejected';
    case 'supplement':
      return state === 'supplement-asked' ? undefined : 'supplement-asked';
    case 'received':
      // 收件 of the application, or of a supplement; it decides nothing.
      return state === 'submitted' ? 'received' : state === 'supplemented' ? state : undefined;
    default:
      return undefined;
  }
}
