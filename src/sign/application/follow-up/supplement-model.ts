import { JsonFields, parseCanonical } from '../json-fields.ts';
import type { ApplicationAttachment, ApplicationFile, FileDigests, Matter, Party } from '../model.ts';
import { readAttachment, readDigests, readFile, readMatter, readParty } from '../read-model.ts';

/** Schema name of a supplement. */
export const SUPPLEMENT_SCHEMA = 'yinxin.supplement/1';
/** Its manifest inside the container. */
export const SUPPLEMENT_PATH = 'supplement.json';

/** Answer to one item of the receipt (一次性补正): files, a statement, or both. */
export interface SupplementItem {
  /** Code of the reason in the receipt. */
  readonly code: string;
  readonly statement?: string;
  /** Paths of attachments. */
  readonly attachments: readonly string[];
}

/** `supplement.json`: what is supplied, to which application, on which receipt. Canonical JSON. */
export interface Supplement {
  readonly schema: typeof SUPPLEMENT_SCHEMA;
  readonly id: string;
  readonly applicationId: string;
  readonly application: FileDigests;
  /** The receipt that asked. */
  readonly receipt: FileDigests;
  readonly matter: Matter;
  readonly sender: Party;
  readonly receiver: Party;
  readonly submittedAt: string;
  readonly items: readonly SupplementItem[];
  /** The whole form anew, where a field was wrong. */
  readonly form?: ApplicationFile;
  readonly attachments: readonly ApplicationAttachment[];
}

/** Reads `supplement.json` strictly. Throws APPLICATION_INVALID. */
export function readSupplement(bytes: Uint8Array): Supplement {
  const fields = new JsonFields(parseCanonical(bytes, SUPPLEMENT_PATH), 'supplement');
  const supplement: Supplement = {
    schema: fields.oneOf('schema', [SUPPLEMENT_SCHEMA]),
    id: fields.text('id'),
    applicationId: fields.text('applicationId'),
    application: fields.nested('application', readDigests),
    receipt: fields.nested('receipt', readDigests),
    matter: fields.nested('matter', readMatter),
    sender: fields.nested('sender', readParty),
    receiver: fields.nested('receiver', readParty),
    submittedAt: fields.time('submittedAt'),
    items: fields.objects('items', readItem),
    ...(fields.has('form') ? { form: fields.nested('form', readFile) } : {}),
    attachments: fields.objects('attachments', readAttachment),
  };
  fields.end();
  return supplement;
}

function readItem(fields: JsonFields): SupplementItem {
  return {
    code: fields.text('code'),
    ...fields.optional('statement'),
    attachments: fields.texts('attachments', 0),
  };
}

/**
 * What is wrong with the items, whoever wrote them: none, one twice, one without answer, an attachment that is not there
 * or belongs to no item. `undefined`: nothing.
 */
export function itemsFault({ items, attachments, form }: Supplement): string | undefined {
  if (items.length === 0) return 'it answers no item';
  if (new Set(items.map(({ code }) => code)).size !== items.length) return 'it answers an item twice';
  const empty = ({ statement, attachments: paths }: SupplementItem): boolean =>
    statement === undefined && paths.length === 0;
  if (form === undefined && items.some(empty)) return 'an item has neither a file nor a statement';
  const known = new Set(attachments.map(({ path }) => path));
  const used = new Set(items.flatMap(({ attachments: paths }) => paths));
  if ([...used].some((path) => !known.has(path))) return 'an item names a file that is not attached';
  return [...known].some((path) => !used.has(path)) ? 'a file answers no item' : undefined;
}
