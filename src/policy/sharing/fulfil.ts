import type { DecisionRequest, Obligation } from './decision.ts';
import { isKnownObligation } from './obligation-shape.ts';

/** What became of an obligation that somebody else fulfils. */
export type Fulfilment = 'done' | 'refused' | 'pending';

/**
 * Does what an obligation asks for, or says that it was refused (no consent) or is still open (an approver has until
 * `within`). An exception counts as refused.
 */
export type ObligationHandler<O extends Obligation> = (
  obligation: O,
  request: DecisionRequest,
) => Promise<Fulfilment>;

type Of<T extends Obligation['type']> = Extract<Obligation, { readonly type: T }>;

/** What the enforcer cannot do by itself. A missing handler makes every decision with that obligation a refusal. */
export interface ObligationHandlers {
  readonly consent?: ObligationHandler<Of<'consent'>>;
  readonly approve?: ObligationHandler<Of<'approve'>>;
  readonly notify?: ObligationHandler<Of<'notify'>>;
  /** By full type (`x-…`). */
  readonly extensions?: Readonly<Record<`x-${string}`, ObligationHandler<Of<`x-${string}`>>>>;
}

/** An obligation that stands in the way, and how. */
export interface Obstacle {
  readonly type: string;
  readonly code: 'OBLIGATION_UNKNOWN' | 'OBLIGATION_UNFULFILLED' | 'OBLIGATION_PENDING';
}

// Who must agree is asked before anybody is told.
const ORDER = ['consent', 'approve', 'x-', 'notify'] as const;

/**
 * Fulfils what needs somebody else, in a fixed order, and stops at the first that is not fulfilled. Obligations that
 * the enforcer keeps by itself (mask, omit, watermark, expire, log) are only looked at: all must be understood before
 * anything is done.
 */
export async function fulfilObligations(
  obligations: readonly Obligation[],
  request: DecisionRequest,
  handlers: ObligationHandlers,
): Promise<Obstacle | undefined> {
  const unknown = obligations.find((o) => !isUnderstood(o, handlers));
  if (unknown !== undefined) return { type: unknown.type, code: 'OBLIGATION_UNKNOWN' };
  if (obligations.some((o) => o.type === 'expire' && o.at <= request.time))
    return { type: 'expire', code: 'OBLIGATION_UNFULFILLED' };
  for (const kind of ORDER) {
    for (const obligation of obligations.filter(({ type }) => type.startsWith(kind))) {
      const outcome = await run(obligation, request, handlers);
      if (outcome === 'pending') return { type: obligation.type, code: 'OBLIGATION_PENDING' };
      if (outcome !== 'done') return { type: obligation.type, code: 'OBLIGATION_UNFULFILLED' };
    }
  }
  return undefined;
}

/** Is this obligation of a known kind, and is there somebody to fulfil it? */
export function isUnderstood(obligation: Obligation, handlers: ObligationHandlers): boolean {
  return isKnownObligation(obligation) && !isWithoutHandler(obligation, handlers);
}

function isWithoutHandler(obligation: Obligation, handlers: ObligationHandlers): boolean {
  const { type } = obligation;
  if (type.startsWith('x-')) return extension(type, handlers) === undefined;
  return (type === 'consent' || type === 'approve' || type === 'notify') && handlers[type] === undefined;
}

async function run(
  obligation: Obligation,
  request: DecisionRequest,
  handlers: ObligationHandlers,
): Promise<Fulfilment | undefined> {
  try {
    switch (obligation.type) {
      case 'consent':
        return await handlers.consent?.(obligation, request);
      case 'approve':
        return await handlers.approve?.(obligation, request);
      case 'notify':
        return await handlers.notify?.(obligation, request);
      default:
        return await extension(obligation.type, handlers)?.(obligation as Of<`x-${string}`>, request);
    }
  } catch {
    return 'refused';
  }
}

function extension(
  type: string,
  { extensions = {} }: ObligationHandlers,
): ObligationHandler<Of<`x-${string}`>> | undefined {
  return Object.hasOwn(extensions, type) ? extensions[type as `x-${string}`] : undefined;
}
