import type { CatalogEntry } from '../catalog.ts';
import type { Obligation } from './decision.ts';
import { maskValue } from './mask-value.ts';

/** One field as it is given. */
export interface SharedField {
  readonly key: string;
  readonly value: string;
  /** `clear`: as in the source, and provable against its signed root; `masked`: changed, and proved by nothing. */
  readonly treatment: 'clear' | 'masked';
}

/** One field that is kept back, and why. */
export interface WithheldField {
  readonly key: string;
  /** The catalog shares it with nobody; it is not in the catalog entry; the source has no value; a policy omits it. */
  readonly code: 'NOT_SHARED' | 'NOT_IN_CATALOG' | 'NO_VALUE' | 'OMITTED';
}

/** What comes of the fields of a request. */
export interface FieldPlan {
  /** What may be asked of the policy at all. */
  readonly asked: readonly string[];
  readonly withheld: readonly WithheldField[];
}

/**
 * The fields that may be asked for: a field of the class `none` (非共享) never reaches a policy, and neither does one
 * that the catalog does not know. Without `fields` all of the entry are meant.
 */
export function planFields(
  entry: CatalogEntry,
  fields: readonly string[] | undefined,
  hasValue: (key: string) => boolean,
): FieldPlan {
  const wanted = new Set(fields ?? entry.items.map(({ key }) => key));
  const asked: string[] = [];
  const withheld: WithheldField[] = [];
  for (const key of wanted) {
    const items = entry.items.filter((item) => item.key === key);
    if (items.length === 0) withheld.push({ key, code: 'NOT_IN_CATALOG' });
    else if (items.some(({ share }) => share === 'none')) withheld.push({ key, code: 'NOT_SHARED' });
    else if (hasValue(key)) asked.push(key);
    else withheld.push({ key, code: 'NO_VALUE' });
  }
  return { asked, withheld };
}

/** The fields after `omit` and `mask`. `undefined`: a mask cannot be done here, so nothing may be given. */
export function treatFields(
  asked: readonly string[],
  data: ReadonlyMap<string, string>,
  obligations: readonly Obligation[],
  maskKey: Uint8Array | undefined,
): { readonly fields: readonly SharedField[]; readonly omitted: readonly WithheldField[] } | undefined {
  const omitted = new Set(obligations.flatMap((o) => (o.type === 'omit' ? o.fields : [])));
  const fields: SharedField[] = [];
  for (const key of asked.filter((name) => !omitted.has(name))) {
    let field: SharedField = { key, value: data.get(key)!, treatment: 'clear' };
    for (const obligation of obligations) {
      if (obligation.type !== 'mask' || obligation.field !== key) continue;
      const value = maskValue(field.value, obligation, maskKey);
      if (value === undefined) return undefined;
      field = { key, value, treatment: 'masked' };
    }
    fields.push(field);
  }
  const gone = asked.filter((key) => omitted.has(key));
  return { fields, omitted: gone.map((key) => ({ key, code: 'OMITTED' as const })) };
}
