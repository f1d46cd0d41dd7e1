export type { Bag, BagFinding, BagFindingCode } from './model.ts';
export { looksLikeBag, readBag } from './read-bag.ts';
