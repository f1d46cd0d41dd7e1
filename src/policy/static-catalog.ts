import { formSchemaFaults, YinxinError } from '../foundation/core/index.ts';
import type { CatalogEntry, CatalogIssue, CatalogPolicy } from './catalog.ts';

/** A matter (办事事项) and the materials that an applicant would have to show. */
export interface CatalogMatter {
  readonly id: string;
  /** A license type code, or a material with the license types that prove it. */
  readonly materials: readonly (string | { readonly id: string; readonly provedBy: readonly string[] })[];
}

const ITEM_TYPES = new Set(['text', 'integer', 'date']);

/**
 * A {@link CatalogPolicy} over entries given as data. Several entries of one id are versions; at one time one is
 * in force. @throws ARGUMENT_INVALID when two versions of an id are in force at once, and for a matter that is not there.
 */
export function staticCatalog(
  entries: readonly CatalogEntry[],
  matters: readonly CatalogMatter[] = [],
): CatalogPolicy {
  assertNoOverlap(entries);
  const inForce = (at: Date): readonly CatalogEntry[] => entries.filter((entry) => isInForce(entry, at));
  return {
    async resolve(id, at) {
      return inForce(at).find((entry) => entry.id === id);
    },
    async sourceOf(datum, at) {
      const sources = inForce(at).flatMap((entry) =>
        entry.items
          .filter(({ key }) => key === datum)
          .map(({ source }) => ({ authority: source.authority, catalogId: entry.id })),
      );
      return sources.filter(
        (source, i) => sources.findIndex(({ authority }) => authority === source.authority) === i,
      );
    },
    async validate(entry) {
      return [...entryIssues(entry), ...formIssues(entry), ...sourceIssues(entry, entries)];
    },
    async satisfies(matter, held, at) {
      const known = matters.find(({ id }) => id === matter);
      if (known === undefined) {
        // Nothing required of an unknown matter would be a wrong answer to a mistyped code.
        throw new YinxinError('ARGUMENT_INVALID', 'the catalog has no such matter', { details: { matter } });
      }
      const proving = inForce(at).filter(
        ({ id, evidenceFor }) => held.includes(id) && evidenceFor.includes(matter),
      );
      const materials = known.materials.map((material) =>
        typeof material === 'string' ? { id: material, provedBy: [material] } : material,
      );
      const isCovered = ({ provedBy }: { readonly provedBy: readonly string[] }): boolean =>
        proving.some(({ id }) => provedBy.includes(id));
      return {
        covered: materials.filter(isCovered).map(({ id }) => id),
        missing: materials.filter((material) => !isCovered(material)).map(({ id }) => id),
      };
    },
  };
}

function isInForce(entry: CatalogEntry, at: Date): boolean {
  return entry.validFrom <= at && (entry.validTo === undefined || at < entry.validTo);
}

function assertNoOverlap(entries: readonly CatalogEntry[]): void {
  for (const [i, a] of entries.entries()) {
    for (const b of entries.slice(i + 1)) {
      const overlap = isInForce(a, b.validFrom) || isInForce(b, a.validFrom);
      if (a.id === b.id && overlap) {
        throw new YinxinError(
          'ARGUMENT_INVALID',
          'two versions of a catalog entry are in force at once: end the older',
          {
            details: { id: a.id },
          },
        );
      }
    }
  }
}

function entryIssues(entry: CatalogEntry): CatalogIssue[] {
  const issues: CatalogIssue[] = [];
  if (entry.validTo !== undefined && entry.validTo <= entry.validFrom) {
    issues.push({ code: 'PERIOD', detail: 'the entry ends before it begins' });
  }
  const seen = new Set<string>();
  for (const { key, type, share, conditions } of entry.items) {
    if (seen.has(key)) issues.push({ code: 'ITEM_TWICE', item: key, detail: 'the item stands twice' });
    seen.add(key);
    if (!ITEM_TYPES.has(type))
      issues.push({ code: 'ITEM_TYPE', item: key, detail: 'give text, integer or date' });
    if (share === 'none' && (conditions ?? []).length === 0) {
      issues.push({
        code: 'REFUSAL_WITHOUT_BASIS',
        item: key,
        detail: 'an item not shared cites its legal basis',
      });
    }
  }
  return issues;
}

function formIssues({ form }: CatalogEntry): CatalogIssue[] {
  const faults = form === undefined ? [] : formSchemaFaults(form);
  return faults.map(({ field, detail }) => ({
    code: 'FORM_SCHEMA',
    item: field,
    detail: `the form: ${detail}`,
  }));
}

function sourceIssues(entry: CatalogEntry, others: readonly CatalogEntry[]): CatalogIssue[] {
  const end = entry.validTo;
  const concurrent = others.filter(
    (other) =>
      other.id !== entry.id &&
      (end === undefined || other.validFrom < end) &&
      (other.validTo === undefined || entry.validFrom < other.validTo),
  );
  return entry.items.flatMap(({ key, source }) =>
    concurrent
      .filter(({ items }) =>
        items.some((item) => item.key === key && item.source.authority !== source.authority),
      )
      .map(({ id }) => ({
        code: 'SOURCE_CONFLICT' as const,
        item: key,
        detail: `entry ${id} names another source for it (一数一源)`,
      })),
  );
}
