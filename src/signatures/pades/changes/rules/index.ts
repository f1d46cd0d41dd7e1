import type { PdfObject } from '../../../../formats/pdf/index.ts';
import type { Role } from '../role.ts';
import type { Rule, Step } from '../step.ts';
import { judgeCatalog, judgeExtension, judgeExtensions } from './catalog.ts';
import { judgeAppearance, judgeAppearances, judgeField, judgeValue, judgeWidget } from './field.ts';
import { judgeFields, judgeForm, judgeFormResourceNames, judgeFormResources, judgeKids } from './form.ts';
import { judgeInfo, judgeMetadata } from './metadata.ts';
import { judgeAnnotation, judgeAnnotations, judgePage, judgePages } from './page.ts';
import { judgeSignature } from './signature.ts';
import { judgeStore, judgeStoreData, judgeStoreEntries, judgeStoreEntry, judgeStoreList } from './store.ts';

export { judgeTrailer } from './catalog.ts';

/** The white list: what is not cleared by one of these is disallowed. */
const RULES: Readonly<Record<Role['kind'], Rule>> = {
  catalog: judgeCatalog,
  extensions: judgeExtensions,
  extension: judgeExtension,
  metadata: judgeMetadata,
  info: judgeInfo,
  pages: judgePages,
  page: judgePage,
  annotations: judgeAnnotations,
  annotation: judgeAnnotation,
  form: judgeForm,
  'form-resources': judgeFormResources,
  'form-resource-names': judgeFormResourceNames,
  fields: judgeFields,
  kids: judgeKids,
  field: judgeField,
  widget: judgeWidget,
  appearances: judgeAppearances,
  appearance: judgeAppearance,
  value: judgeValue,
  signature: judgeSignature,
  store: judgeStore,
  'store-list': judgeStoreList,
  'store-entries': judgeStoreEntries,
  'store-entry': judgeStoreEntry,
  'store-data': judgeStoreData,
};

/** Judges what an object was and is, in one of its roles. */
export function judge(
  step: Step,
  role: Role,
  before: PdfObject | undefined,
  after: PdfObject | undefined,
): void {
  RULES[role.kind](step, role, before, after);
}
