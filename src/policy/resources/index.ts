export { parseCsv, writeCsv } from './csv.ts';
export {
  type LoadedResources,
  resourcesOfCsv,
  resourcesOfJson,
  resourcesToCsv,
  resourcesToJson,
} from './load-resources.ts';
export {
  type CatalogLevel,
  catalogEntryOf,
  type LevelCatalog,
  type MergeConflict,
  type MergedCatalog,
  mergeCatalogs,
} from './merge-catalogs.ts';
export {
  type InformationResource,
  RESOURCE_FIELDS,
  type ResourceFault,
  type ResourceItem,
} from './resource.ts';
