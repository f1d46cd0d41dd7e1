import type { CatalogPolicy } from './catalog.ts';

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
