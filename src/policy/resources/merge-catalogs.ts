import { groupBy } from '../../foundation/core/index.ts';
import type { CatalogEntry, CatalogItem } from '../catalog.ts';
import type { InformationResource } from './resource.ts';

/** Levels of aggregation (逐级归集), from the lowest. */
export type CatalogLevel = 'county' | 'city' | 'province' | 'nation';

/** Resources as one level keeps them. */
export interface LevelCatalog {
  readonly level: CatalogLevel;
  /** Of its region: province `330000`, city `330100`; the nation has `000000`. */
  readonly region: string;
  readonly resources: readonly InformationResource[];
}

/** What merging found. */
export interface MergeConflict {
  /** One code with different content at two levels; one datum with two providers (一数一源). */
  readonly code: 'RESOURCE_DIFFERS' | 'SOURCE_CONFLICT';
  /** Resource code, or name of the item. */
  readonly subject: string;
  readonly places: readonly {
    readonly level: CatalogLevel;
    readonly region: string;
    readonly providerCode: string;
  }[];
}

/** A merged catalog. */
export interface MergedCatalog {
  /** Each code once: from the lowest level that has it, since the provider reports there and others collect. */
  readonly resources: readonly InformationResource[];
  readonly conflicts: readonly MergeConflict[];
}

const ORDER: readonly CatalogLevel[] = ['county', 'city', 'province', 'nation'];

/**
 * Merges the catalogs of several levels. The same resource reported upwards counts once; where its copies differ, or
 * where two providers claim one item within a region or above it, that is a conflict and told with its places: nothing
 * is resolved silently. Two cities may each have a provider of their own for an item; they are no conflict.
 */
export function mergeCatalogs(catalogs: readonly LevelCatalog[]): MergedCatalog {
  const sorted = [...catalogs].sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
  const placed = sorted.flatMap(({ level, region, resources }) =>
    resources.map((resource): Placed => ({ level, region, resource })),
  );
  const copies = groupBy(placed, ({ resource }) => resource.code);
  const first = [...copies.values()].map(([one]) => one!);
  const differing = [...copies].filter(([, all]) => new Set(all.map(contentOf)).size > 1);
  return {
    resources: first.map(({ resource }) => resource),
    conflicts: [
      ...differing.map(([code, all]) => ({
        code: 'RESOURCE_DIFFERS' as const,
        subject: code,
        places: all.map(placeOf),
      })),
      ...sourceConflicts(first),
    ],
  };
}

/** A resource as an entry of a catalog policy: its items are keyed by their names, its classes and source are theirs. */
export function catalogEntryOf(resource: InformationResource): CatalogEntry {
  const { code, name, providerCode, publishedOn, sharing } = resource;
  const conditions = sharing.condition === '' ? {} : { conditions: [sharing.condition] };
  return {
    id: code,
    version: publishedOn,
    name,
    validFrom: new Date(`${publishedOn}T00:00:00+08:00`),
    authority: providerCode,
    evidenceFor: [],
    items: resource.items.map(
      (item): CatalogItem => ({
        key: item.name,
        type: typeOf(item.dataType),
        source: { authority: providerCode, recordType: name },
        share: sharing.type,
        ...conditions,
      }),
    ),
  };
}

interface Placed {
  readonly level: CatalogLevel;
  readonly region: string;
  readonly resource: InformationResource;
}

function sourceConflicts(placed: readonly Placed[]): MergeConflict[] {
  const claims = placed.flatMap((place) =>
    place.resource.items.map(({ name }) => ({ ...place, item: name })),
  );
  return [...groupBy(claims, ({ item }) => item)].flatMap(([item, all]) => {
    const rivals = rivalsOf(all);
    if (rivals.length === 0) return [];
    return [{ code: 'SOURCE_CONFLICT' as const, subject: item, places: rivals.map(placeOf) }];
  });
}

/** Claims of different providers, one within the region of the other. */
function rivalsOf(claims: readonly Placed[]): Placed[] {
  const byStem = groupBy(claims, ({ region }) => stem(region));
  const rivals = new Set<Placed>();
  for (const claim of claims) {
    for (const other of around(claim.region).flatMap((region) => byStem.get(region) ?? [])) {
      if (other.resource.providerCode === claim.resource.providerCode) continue;
      rivals.add(claim).add(other);
    }
  }
  return claims.filter((claim) => rivals.has(claim));
}

/** The region and all that it lies in, without trailing zeros, which stand in pairs for everything below. */
function around(region: string): string[] {
  const own = stem(region);
  return [0, 2, 4, 6].filter((length) => length <= own.length).map((length) => own.slice(0, length));
}

function stem(region: string): string {
  return region.replace(/(?:00)+$/, '');
}

function placeOf({ level, region, resource }: Placed): MergeConflict['places'][number] {
  return { level, region, providerCode: resource.providerCode };
}

function contentOf({ resource }: Placed): string {
  return JSON.stringify(resource);
}

function typeOf(dataType: string): string {
  if (dataType.startsWith('日期')) return 'date';
  return dataType.startsWith('整') ? 'integer' : 'text';
}
