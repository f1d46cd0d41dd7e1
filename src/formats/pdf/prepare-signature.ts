import { platform } from '#platform';
import { type ByteSource, fromLatin1, YinxinError } from '../../foundation/core/index.ts';
import type { DigestName } from '../../foundation/platform/index.ts';
import type { PdfDocument } from './document.ts';
import { type PdfField, readFields } from './fields.ts';
import { type ShownWidget, showOnPages, updateForm } from './form-update.ts';
import { hybridFindings } from './hybrid-views.ts';
import { type FinishedUpdate, IncrementalUpdate } from './incremental-update.ts';
import { PdfDict, PdfName, type PdfObject, type PdfRef } from './object.ts';
import type { PdfFile } from './pdf-file.ts';
import { assertSigningAllowed, lockOf, readPermissions } from './permissions.ts';
import { addStamps, type PdfStamp } from './picture/index.ts';
import { addToSecurityStore, isEmpty, type ValidationData } from './security-store.ts';
import { RawToken } from './serializer.ts';
import type { SignedRange } from './signature-dictionary.ts';
import {
  type AnyAppearance,
  addSignatureField,
  fillSignatureField,
  findSignatureField,
  unusedFieldName,
} from './signature-field.ts';
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
  /** Written into the DSS within the same update, so that the signature covers it. */
  readonly validationData?: ValidationData;
}

/** A file with a hole where the value goes: `update` is appended to `source`. */
export interface PreparedSignature {
  readonly source: ByteSource;
  readonly update: Uint8Array;
  /** Offsets in the finished file. */
  readonly range: SignedRange;
  readonly fieldName: string;
}

/** Room for three numbers up to 2^53 and their blanks: files beyond 2 GB need no other layout. */
const BYTE_RANGE_WIDTH = 54;
const MAX_CONTENTS = 16 * 1024 * 1024;

/**
 * Prepares a signature as an incremental update: the original bytes stay, only the objects that a signature
 * needs are written. PDF_ENCRYPTED, PDF_INVALID (damaged), PDF_UNSUPPORTED, PDF_CHANGES_FORBIDDEN (DocMDP, locks),
 * ARGUMENT_INVALID (field, page, place).
 */
export function prepareSignature(file: PdfFile, what: PrepareSignature): Promise<PreparedSignature> {
  return file.read((document) => {
    assertSignable(document);
    const { fields, problems } = readFields(document);
    if (problems.length > 0) throw pdfInvalid(problems[0]!);
    const fieldName = what.field ?? unusedFieldName(fields);
    const field = findSignatureField(document, fields, fieldName);
    const permissions = readPermissions(document, fields);
    // A document timestamp is no change that a certification or a lock forbids (ISO 32000-2, 12.8.2.2.2).
    if (what.type !== 'DocTimeStamp') assertSigningAllowed(permissions, fieldName);
    assertCertifiable(what, permissions.signatures);

    const update = new IncrementalUpdate(document);
    const signature = update.allocate();
    const widget = writeField(document, update, field, fieldName, signature, what.appearance);
    const stamps = addStamps(document, update, what.stamps ?? []);
    showOnPages(document, update, widget === undefined ? stamps : [widget, ...stamps]);
    writeCatalog(document, update, what, widget?.ref, signature);
    update.setWithTokens(signature, signatureDict(document, what, field), placeholders(what.contentsSize));
    return fillByteRange(file.source, update.finish(), signature, what.contentsSize, fieldName);
  });
}

/** PDF_ENCRYPTED, or PDF_INVALID for a damaged or ambiguous file: nothing is appended to these. */
export function assertSignable(document: PdfDocument): void {
  if (document.encrypted) {
    throw new YinxinError(
      'PDF_ENCRYPTED',
      'the PDF is encrypted: remove the password protection before signing',
    );
  }
  const finding = document.findings[0] ?? hybridFindings(document)[0];
  if (finding !== undefined) throw pdfInvalid(`${finding.code}: ${finding.detail}`);
}

function assertCertifiable(what: PrepareSignature, signatures: number): void {
  if (what.certification !== undefined && signatures > 0) {
    throw new YinxinError('PDF_CHANGES_FORBIDDEN', 'only the first signature of a document can certify it');
  }
  if ((what.stamps ?? []).length > 0 && signatures > 0) {
    throw new YinxinError(
      'PDF_CHANGES_FORBIDDEN',
      'a seal on several places adds stamps to pages that are signed already: make it the first signature',
    );
  }
}

function writeField(
  document: PdfDocument,
  update: IncrementalUpdate,
  field: PdfField | undefined,
  name: string,
  signature: PdfRef,
  appearance: AnyAppearance | undefined,
): ShownWidget | undefined {
  if (field === undefined) return addSignatureField(document, update, name, signature, appearance);
  fillSignatureField(document, update, field, signature, appearance);
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

function signatureDict(document: PdfDocument, what: PrepareSignature, field: PdfField | undefined): PdfDict {
  const text = (value: string | undefined): PdfObject | undefined =>
    value === undefined ? undefined : encodeTextString(value);
  const references = transformReferences(document, what, field);
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

/** DocMDP for a certification; FieldMDP where the field's /Lock demands it (12.7.4.5, 12.8.2). */
function transformReferences(
  document: PdfDocument,
  what: PrepareSignature,
  field: PdfField | undefined,
): PdfDict[] {
  const reference = (method: string, parameters: Record<string, PdfObject | undefined>): PdfDict =>
    PdfDict.of({
      Type: new PdfName('SigRef'),
      TransformMethod: new PdfName(method),
      TransformParams: PdfDict.of({
        Type: new PdfName('TransformParams'),
        V: new PdfName('1.2'),
        ...parameters,
      }),
    });
  const out: PdfDict[] = [];
  if (what.certification !== undefined) out.push(reference('DocMDP', { P: what.certification }));
  const stored = document.dict(field?.dict.get('Lock'));
  if (stored !== undefined) {
    const lock = lockOf(document, stored);
    const fields = lock.action === 'All' ? undefined : lock.fields.map(encodeTextString);
    out.push(
      reference('FieldMDP', { Action: new PdfName(lock.action), Fields: fields }).with({
        Data: document.trailer.get('Root'),
      }),
    );
  }
  return out;
}

/** Written last in the dictionary, in this order: their places follow from the end of the object. */
function placeholders(contentsSize: number): Record<string, RawToken> {
  if (!Number.isSafeInteger(contentsSize) || contentsSize < 1 || contentsSize > MAX_CONTENTS) {
    throw new YinxinError('ARGUMENT_INVALID', 'the size of the signature value must be 1 byte to 16 MiB');
  }
  return {
    ByteRange: new RawToken(byteRangeToken([0, 0, 0])),
    Contents: new RawToken(`<${'0'.repeat(2 * contentsSize)}>`),
  };
}

function byteRangeToken(numbers: readonly number[]): string {
  return `${`[0 ${numbers.join(' ')}`.padEnd(BYTE_RANGE_WIDTH)}]`;
}

function fillByteRange(
  source: ByteSource,
  finished: FinishedUpdate,
  signature: PdfRef,
  contentsSize: number,
  fieldName: string,
): PreparedSignature {
  // The placeholders end the object (see `placeholders`), so no byte is searched for.
  const gapEnd = finished.ends.get(signature.num)! - source.size - ' >>\nendobj\n'.length;
  const gapStart = gapEnd - (2 * contentsSize + 2);
  const end = source.size + finished.bytes.length;
  const range = { gapStart: source.size + gapStart, gapEnd: source.size + gapEnd, end };
  const token = byteRangeToken([range.gapStart, range.gapEnd, end - range.gapEnd]);
  // Nobody else holds these bytes.
  const update = finished.bytes;
  update.set(fromLatin1(token), gapStart - ' /Contents '.length - token.length);
  return { source, update, range, fieldName };
}

const CHUNK = 1024 * 1024;

/** Digest of the bytes that the signature covers: the original in pieces, then the update without the gap. */
export async function preparedDigest(prepared: PreparedSignature, hash: DigestName): Promise<Uint8Array> {
  const { source, update, range } = prepared;
  const hasher = platform.createHasher(hash);
  for (let at = 0; at < source.size; at += CHUNK) {
    hasher.update(await source.read(at, Math.min(CHUNK, source.size - at)));
  }
  hasher.update(update.subarray(0, range.gapStart - source.size));
  hasher.update(update.subarray(range.gapEnd - source.size));
  return hasher.digest();
}

/** The update with the value in its place. A value above the reserve is ARGUMENT_INVALID. */
export function embedSignature(prepared: PreparedSignature, value: Uint8Array): Uint8Array {
  const { source, update, range } = prepared;
  const reserve = (range.gapEnd - range.gapStart - 2) / 2;
  if (value.length > reserve) {
    throw new YinxinError('ARGUMENT_INVALID', 'the signature value is larger than the reserve for it', {
      details: { size: value.length, reserve },
    });
  }
  const out = update.slice();
  let at = range.gapStart - source.size + 1;
  for (const byte of value) {
    out[at++] = HEX_DIGITS[byte >> 4]!;
    out[at++] = HEX_DIGITS[byte & 15]!;
  }
  return out;
}

/** `0` to `9`, `a` to `f`. */
const HEX_DIGITS: Uint8Array = /* @__PURE__ */ fromLatin1('0123456789abcdef');
