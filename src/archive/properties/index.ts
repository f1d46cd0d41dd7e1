import { checkAuthenticity } from './authenticity.ts';
import type { CheckContext } from './context.ts';
import { checkIntegrity } from './integrity.ts';
import type { ItemResult } from './item-list.ts';
import { checkSafety } from './safety.ts';
import { checkUsability } from './usability.ts';

export type { CheckContext } from './context.ts';
export { contentPaths } from './integrity.ts';
export { type ArchiveProperty, ITEMS, type ItemCode, type ItemResult, type ItemStatus } from './item-list.ts';

/** All items of the four properties, in the order of their codes. */
export function checkProperties(context: CheckContext): readonly ItemResult[] {
  return [
    ...checkAuthenticity(context),
    ...checkIntegrity(context),
    ...checkUsability(context),
    ...checkSafety(context),
  ];
}
