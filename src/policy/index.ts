export type { CatalogEntry, CatalogIssue, CatalogItem, CatalogPolicy, ShareClass } from './catalog.ts';
export { checkOneSource, type OneSource, type RequiredMaterials, requiredMaterials } from './materials.ts';
export type { RetentionPeriod, RetentionPolicy } from './retention.ts';
export type { Decision, DecisionRequest, Obligation, SharingPolicy, Subject } from './sharing.ts';
export { type CatalogMatter, staticCatalog } from './static-catalog.ts';
