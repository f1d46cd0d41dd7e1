import type { Check } from '../../foundation/core/index.ts';

/**
 * A form that the standards do not have and genuine products write: read by a named rule, always told, and never
 * weaker than the right form. What stands nowhere in these rules is refused.
 */
export function quirk(code: string, detail: string, clause: string): Check {
  return { code, status: 'warning', detail, clause };
}
