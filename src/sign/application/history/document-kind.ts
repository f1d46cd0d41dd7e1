import { readZip } from '../../../formats/zip/index.ts';
import {
  type FileInput,
  type JsonValue,
  readAll,
  sourceFromBytes,
  toSource,
  YinxinError,
} from '../../../foundation/core/index.ts';
import { SUPPLEMENT_PATH, WITHDRAWAL_SCHEMA } from '../follow-up/index.ts';
import { parseCanonical } from '../json-fields.ts';
import { APPLICATION_PATH, type DocumentKind, RECEIPT_SCHEMA } from '../model.ts';
import { statementContent } from '../statement.ts';

/** What a document of a history says to be, by its content; `undefined` for anything else. Nothing is verified. */
export async function documentKindOf(file: FileInput): Promise<DocumentKind | undefined> {
  const bytes = await readAll(toSource(file));
  try {
    return bytes[0] === 0x50 ? await kindOfContainer(bytes) : kindOfStatement(bytes);
  } catch (error) {
    if (error instanceof YinxinError) return undefined;
    throw error;
  }
}

async function kindOfContainer(bytes: Uint8Array): Promise<DocumentKind | undefined> {
  const zip = await readZip(sourceFromBytes(bytes));
  const [application, supplement] = [APPLICATION_PATH, SUPPLEMENT_PATH].map((name) => zip.find(name));
  // Both at once would be two readings.
  if ((application === undefined) === (supplement === undefined)) return undefined;
  return application === undefined ? 'supplement' : 'application';
}

function kindOfStatement(bytes: Uint8Array): DocumentKind | undefined {
  const value = parseCanonical(statementContent(bytes), 'the statement');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { schema } = value as { readonly [key: string]: JsonValue };
  return schema === RECEIPT_SCHEMA ? 'receipt' : schema === WITHDRAWAL_SCHEMA ? 'withdrawal' : undefined;
}
