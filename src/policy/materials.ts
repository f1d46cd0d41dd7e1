import type { CatalogPolicy } from './catalog.ts';

/** What an applicant must bring, and what must not be asked for again. */
export interface RequiredMaterials {
  /** License types that held licenses or the data platform already prove: asking for them is forbidden. */
  readonly exempt: readonly string[];
  readonly required: readonly string[];
}

/**
 * The materials of a matter without those that licenses at hand already prove (Order 354; State Council Order 716
 * art. 7: what data sharing can give may not be demanded).
 */
export async function requiredMaterials(
  catalog: CatalogPolicy,
  request: { readonly matter: string; readonly held: readonly string[]; readonly at: Date },
): Promise<RequiredMaterials> {
  const { covered, missing } = await catalog.satisfies(request.matter, request.held, request.at);
  return { exempt: covered, required: missing };
}

/** The outcome of {@link checkOneSource}. */
export type OneSource =
  | { readonly status: 'one'; readonly authority: string; readonly catalogId: string }
  | { readonly status: 'none' }
  | { readonly status: 'conflict'; readonly authorities: readonly string[] };

/** Whether a datum has exactly one source at a time (一数一源). */
export async function checkOneSource(catalog: CatalogPolicy, datum: string, at: Date): Promise<OneSource> {
  const sources = await catalog.sourceOf(datum, at);
  const [first] = sources;
  if (first === undefined) return { status: 'none' };
  if (sources.length > 1)
    return { status: 'conflict', authorities: sources.map(({ authority }) => authority) };
  return { status: 'one', ...first };
}
