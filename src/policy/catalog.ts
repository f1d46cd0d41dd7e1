import type { FormSchema } from '../foundation/core/index.ts';

/** How far a datum may be shared (Order 354): without conditions, on conditions, not at all. */
export type ShareClass = 'unconditional' | 'restricted' | 'none';

/** One data item of a catalog entry. */
export interface CatalogItem {
  /** Key of the field: a metadata element (pinyin key) or `KZ_…`. */
  readonly key: string;
  /** `text`, `integer` or `date`. */
  readonly type: string;
  /** The one authority that this datum comes from (一数一源). */
  readonly source: { readonly authority: string; readonly recordType: string };
  readonly share: ShareClass;
  readonly conditions?: readonly string[];
  readonly sensitivity?: number;
  /** Whether the value may stand in the QR code as it is. Absent means `hashed`. */
  readonly qr?: 'clear' | 'hashed' | 'never';
}

/** What the catalog says about one type of license. Which licenses exist is not this library's affair. */
export interface CatalogEntry {
  /** License type code (证照类型代码). */
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly validFrom: Date;
  readonly validTo?: Date;
  /** USCC of the one authority (数源单位). */
  readonly authority: string;
  readonly items: readonly CatalogItem[];
  /** Matters that this license proves something for. */
  readonly evidenceFor: readonly string[];
  /** The form by which it is applied for: `signApplication` and `verifyApplication` check every field against it. */
  readonly form?: FormSchema;
}

/** Something wrong in a catalog entry. */
export interface CatalogIssue {
  readonly code:
    | 'ITEM_TWICE'
    | 'ITEM_TYPE'
    | 'PERIOD'
    | 'SOURCE_CONFLICT'
    | 'REFUSAL_WITHOUT_BASIS'
    | 'FORM_SCHEMA';
  readonly item?: string;
  readonly detail: string;
}

/** The catalog, as a port: an integrator binds it to the platform's own. */
export interface CatalogPolicy {
  resolve(id: string, at: Date): Promise<CatalogEntry | undefined>;
  /** Authorities of a datum at a time. More than one is a conflict (一数一源). */
  sourceOf(
    datum: string,
    at: Date,
  ): Promise<readonly { readonly authority: string; readonly catalogId: string }[]>;
  validate(entry: CatalogEntry): Promise<readonly CatalogIssue[]>;
  /** Which of the materials of a matter held licenses already prove. */
  satisfies(
    matter: string,
    held: readonly string[],
    at: Date,
  ): Promise<{ readonly covered: readonly string[]; readonly missing: readonly string[] }>;
}
