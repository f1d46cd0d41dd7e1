import { isJsonObject } from '../json-object.ts';
import type { Decision } from './decision.ts';

const EFFECTS: ReadonlySet<unknown> = /* @__PURE__ */ new Set([
  'permit',
  'deny',
  'notApplicable',
  'indeterminate',
]);

/** More than a policy can mean; a decision comes from outside. */
const MAX_PARTS = 1000;

/** What is wrong with the shape of a decision, which may come from another system; `undefined`: it can be read. */
export function decisionFault(decision: unknown): string | undefined {
  if (!isJsonObject(decision)) return 'is no object';
  const { effect, obligations, reasons, policy } = decision as Partial<Record<keyof Decision, unknown>>;
  if (!EFFECTS.has(effect)) return 'has no known effect';
  if (!isListOf(obligations, 'type')) return 'has no list of typed obligations';
  if (!isListOf(reasons, 'code')) return 'has no list of reasons with codes';
  if (!isJsonObject(policy) || typeof policy['id'] !== 'string' || typeof policy['version'] !== 'string')
    return 'does not name its policy';
  return typeof policy['digest'] === 'string' ? undefined : 'gives no digest of its policy';
}

function isListOf(value: unknown, key: string): boolean {
  return (
    Array.isArray(value) &&
    value.length <= MAX_PARTS &&
    value.every((part) => isJsonObject(part) && typeof part[key] === 'string')
  );
}
