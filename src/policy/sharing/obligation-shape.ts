import type { Obligation } from './decision.ts';

const MASKS = new Set(['redact', 'partial', 'hash', 'generalize']);
const LEVELS = new Set(['full', 'digest']);

/**
 * Is this an obligation of a known kind with all that it needs? Decisions come from other systems; an obligation that
 * is not understood must make a refusal (XACML 3.0, 7.18).
 */
export function isKnownObligation(obligation: Obligation): boolean {
  switch (obligation.type) {
    case 'mask':
      return isText(obligation.field) && MASKS.has(obligation.method);
    case 'omit':
      return Array.isArray(obligation.fields) && obligation.fields.every(isText);
    case 'watermark':
      return isText(obligation.text);
    case 'consent':
      return isText(obligation.from);
    case 'approve':
      return isText(obligation.by) && (obligation.within === undefined || isText(obligation.within));
    case 'expire':
      return obligation.at instanceof Date && !Number.isNaN(obligation.at.getTime());
    case 'notify':
      return isText(obligation.to);
    case 'log':
      return LEVELS.has(obligation.level);
    default:
      return (obligation as { readonly type: string }).type.startsWith('x-');
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
