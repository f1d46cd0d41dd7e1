import { type ValidationData, YinxinError } from '../../foundation/core/index.ts';
import type { PdfDocument } from './document.ts';
import { type PdfField, readFields } from './fields.ts';
import { showOnPages, updateForm } from './form-update.ts';
import { hybridFindings } from './hybrid-views.ts';
import { IncrementalUpdate } from './incremental-update.ts';
import { assertLock, type LockOptions, lockDictionary, transformReferences } from './modification-rules.ts';
import { PdfDict, PdfName, type PdfObject, type PdfRef } from './object.ts';
import type { PdfFile } from './pdf-file.ts';
import { assertSigningAllowed, readPermissions } from './permissions.ts';
import { addStamps, type PdfStamp } from './picture/index.ts';
import { addToSecurityStore, isEmpty } from './security-store.ts';
import {
  type AnyAppearance,
  addSignatureField,
  type FieldValue,
  fillSignatureField,
  findSignatureField,
  unusedFieldName,
  type WrittenField,
} from './signature-field.ts';
import { fillByteRange, type PreparedSignature, placeholders } from './signature-value.ts';
import { pdfInvalid } from './syntax.ts';
import { encodeDate, encodeTextString } from './text-string.ts';

/** What is to be prepared. Texts may be in any script. */
export interface PrepareSignature {
  readonly type?: 'Sig' | 'DocTimeStamp';
  readonly subFilter: 'ETSI.CAdES.detached' | 'adbe.pkcs7.detached' | 'ETSI.RFC3161' | 'GM.sm2seal';
  /** The preferred handler; `Adobe.PPKLite` where absent. */
  readonly filter?: string;
  /** Bytes reserved for the value: an upper bound, the rest is padded with zeros. */
  readonly contentsSize: number;
  /** Fully qualified name; an empty field of that name is filled, else a new one is made. */
  readonly field?: string;
  readonly appearance?: AnyAppearance;
  /** Further pictures, as stamp annotations under the signature: only the first signature of a file may bring them. */
  readonly stamps?: readonly PdfStamp[];
  readonly claimedTime?: Date;
  readonly name?: string;
  readonly reason?: string;
  readonly location?: string;
  readonly contactInfo?: string;
  /** DocMDP: makes the first signature of a document a certification. */
  readonly certification?: 1 | 2 | 3;
  /** FieldMDP: what may no longer change after this signature. */
  readonly lock?: LockOptions;
  /** Written into the DSS within the same update, so that the signature covers it. */
  readonly validationData?: ValidationData;
}

/**
 * Prepares a signature as an incremental update: the original bytes stay, only the objects that a signature
 * needs are written. PDF_ENCRYPTED (and not opened), PDF_INVALID (damaged), PDF_UNSUPPORTED, PDF_CHANGES_FORBIDDEN
 * (DocMDP, locks, the owner of an encrypted file), ARGUMENT_INVALID (field, page, place, lock).
 */
export function prepareSignature(file: PdfFile, what: PrepareSignature): Promise<PreparedSignature> {
  assertLock(what.lock);
  return file.read((document) => {
    assertSignable(document);
    const { fields, problems } = readFields(document);
    if (problems.length > 0) throw pdfInvalid(problems[0]!);
    const fieldName = what.field ?? unusedFieldName(fields);
    const field = findSignatureField(document, fields, fieldName);
    assertPermitted(document, fields, what, fieldName, field);

    const update = new IncrementalUpdate(document);
    const signature = update.allocate();
    const lock = lockDictionary(field?.dict.get('Lock'), what.lock);
    const value = { signature, appearance: what.appearance, lock };
    const widget = writeField(document, update, field, fieldName, value);
    const stamps = addStamps(document, update, what.stamps ?? []);
    showOnPages(document, update, widget === undefined ? stamps : [widget, ...stamps]);
    writeCatalog(document, update, what, widget?.root, signature);
    const locked = lock ?? document.dict(field?.dict.get('Lock'));
    const dict = signatureDict(what, transformReferences(document, what.certification, locked));
    update.setWithTokens(signature, dict, placeholders(what.contentsSize));
    return fillByteRange(file.source, update.finish(), signature, what.contentsSize, fieldName);
  });
}

/** Bits of /P (ISO 32000-1, table 22): 6 and 9 fill forms, signatures among them; 6 with 4 adds fields to them. */
const MAY_ANNOTATE = 0x20;
const MAY_FILL = 0x100;
const MAY_ADD_FIELDS = 0x08 | MAY_ANNOTATE;

/**
 * Nothing is appended to a file that nobody opened (PDF_ENCRYPTED), whose owner permits no signatures
 * (PDF_CHANGES_FORBIDDEN), or that is damaged or ambiguous (PDF_INVALID).
 */
export function assertSignable(document: PdfDocument): void {
  if (document.locked) {
    throw new YinxinError('PDF_ENCRYPTED', 'the PDF is encrypted: give the password that opens it');
  }
  if (!isPermitted(document, MAY_ANNOTATE) && !isPermitted(document, MAY_FILL)) {
    throw new YinxinError(
      'PDF_CHANGES_FORBIDDEN',
      'the owner of the encrypted PDF permits no signatures: open it with the owner’s password',
    );
  }
  const finding = document.findings[0] ?? hybridFindings(document)[0];
  if (finding !== undefined) throw pdfInvalid(`${finding.code}: ${finding.detail}`);
}

function isPermitted(document: PdfDocument, flags: number): boolean {
  return document.reader.decryptor?.permits(flags) !== false;
}

function assertPermitted(
  document: PdfDocument,
  fields: readonly PdfField[],
  what: PrepareSignature,
  fieldName: string,
  field: PdfField | undefined,
): void {
  if (field === undefined && !isPermitted(document, MAY_ADD_FIELDS)) {
    throw new YinxinError(
      'PDF_CHANGES_FORBIDDEN',
      'the owner of the encrypted PDF permits no new fields: sign one that it has, or open it with the owner’s password',
    );
  }
  if (what.type === 'DocTimeStamp' && what.appearance !== undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'a document timestamp is not seen: anybody can have one');
  }
  const permissions = readPermissions(document, fields);
  // A document timestamp is no change that a certification or a lock forbids (ISO 32000-2, 12.8.2.2.2).
  if (what.type !== 'DocTimeStamp') {
    const isVisible = what.appearance !== undefined;
    assertSigningAllowed(permissions, { name: fieldName, isNew: field === undefined, isVisible });
  }
  if (permissions.signatures === 0) return;
  if (what.certification !== undefined) {
    throw new YinxinError('PDF_CHANGES_FORBIDDEN', 'only the first signature of a document can certify it');
  }
  if ((what.stamps ?? []).length > 0) {
    throw new YinxinError(
      'PDF_CHANGES_FORBIDDEN',
      'a seal on several places adds stamps to pages that are signed already: make it the first signature',
    );
  }
  // A lock in the field would change more of it than its value; one in the signature alone does not hold /P.
  if (field !== undefined && what.lock !== undefined) {
    throw new YinxinError(
      'PDF_CHANGES_FORBIDDEN',
      'a signed document keeps the locks of its fields: lock with a new field',
    );
  }
}

function writeField(
  document: PdfDocument,
  update: IncrementalUpdate,
  field: PdfField | undefined,
  name: string,
  value: FieldValue,
): WrittenField | undefined {
  if (field === undefined) return addSignatureField(document, update, name, value);
  fillSignatureField(document, update, field, value);
  return undefined;
}

function writeCatalog(
  document: PdfDocument,
  update: IncrementalUpdate,
  what: PrepareSignature,
  newField: PdfRef | undefined,
  signature: PdfRef,
): void {
  const catalog = document.catalog();
  const changes: Record<string, PdfObject> = {};
  const form = updateForm(document, update, newField);
  if (form !== undefined) changes['AcroForm'] = form;
  if (what.validationData !== undefined && !isEmpty(what.validationData)) {
    const store = addToSecurityStore(document, update, what.validationData);
    if (store !== undefined) changes['DSS'] = store;
  }
  if (what.certification !== undefined) {
    const permissions = document.dict(catalog.get('Perms')) ?? PdfDict.of({});
    changes['Perms'] = permissions.with({ DocMDP: signature });
  }
  if (Object.keys(changes).length === 0) return;
  update.set(document.trailer.get('Root') as PdfRef, catalog.with(changes));
}

function signatureDict(what: PrepareSignature, references: readonly PdfDict[]): PdfDict {
  const text = (value: string | undefined): PdfObject | undefined =>
    value === undefined ? undefined : encodeTextString(value);
  return PdfDict.of({
    Type: new PdfName(what.type ?? 'Sig'),
    Filter: new PdfName(what.filter ?? 'Adobe.PPKLite'),
    SubFilter: new PdfName(what.subFilter),
    M: what.claimedTime === undefined ? undefined : encodeDate(what.claimedTime),
    Name: text(what.name),
    Reason: text(what.reason),
    Location: text(what.location),
    ContactInfo: text(what.contactInfo),
    Reference: references.length === 0 ? undefined : references,
  });
}
