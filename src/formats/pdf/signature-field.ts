import { YinxinError } from '../../foundation/core/index.ts';
import {
  type AppearancePage,
  addAppearance,
  addEmptyAppearance,
  drawImage,
  type PictureWindow,
} from './appearance.ts';
import type { PdfDocument } from './document.ts';
import type { Draw, JpegImage, RawImage } from './drawing.ts';
import { hangIntoGroup, placeOfField } from './field-groups.ts';
import type { PdfField } from './fields.ts';
import type { ShownWidget } from './form-update.ts';
import type { IncrementalUpdate } from './incremental-update.ts';
import { countOf, PdfDict, PdfName, type PdfObject, PdfRef } from './object.ts';
import { type PdfPage, type PdfRectangle, pageAt, pages, rectangleOf } from './pages.ts';
import { type Placement, rectangleOnPage } from './placement.ts';
import { encodeTextString } from './text-string.ts';

/** Where a person sees the signature. */
interface AppearancePlace {
  /** 1 is the first page. Not used with an existing field, which has its own place. */
  readonly page?: number;
  readonly place?: Placement;
}

/** A picture over the whole place. */
export interface SignatureAppearance extends AppearancePlace {
  readonly image: RawImage | JpegImage;
  /** The part of the picture that fills the place; all of it where absent. */
  readonly window?: PictureWindow;
}

/** Whatever operators draw. */
export interface DrawnAppearance extends AppearancePlace {
  readonly draw: Draw;
}

/** What a person sees of a signature. */
export type AnyAppearance = SignatureAppearance | DrawnAppearance;

/** Print and Locked (ISO 32000-1, table 165): PDF/A wants the first, the second keeps the widget in place. */
const WIDGET_FLAGS = 132;

const NO_RECTANGLE: PdfRectangle = { left: 0, bottom: 0, right: 0, top: 0 };

/** The field to sign: the empty one of that name, or none yet. A filled or foreign one is ARGUMENT_INVALID. */
export function findSignatureField(
  document: PdfDocument,
  fields: readonly PdfField[],
  name: string,
): PdfField | undefined {
  const field = fields.find((candidate) => candidate.name === name);
  if (field === undefined) {
    if (fields.some((other) => other.name.startsWith(`${name}.`))) {
      throw new YinxinError('ARGUMENT_INVALID', 'the name is that of a group of fields', {
        details: { field: name },
      });
    }
    return undefined;
  }
  if (field.type !== 'Sig' || field.value !== undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'the field is signed already or is no signature field', {
      details: { field: name, type: field.type },
    });
  }
  // Seed values may demand what is not done here; signing over them would break the form's rules (12.7.4.5).
  const seed = document.dict(field.dict.get('SV'));
  if (field.ref === undefined || (countOf(document.resolve(seed?.get('Ff'))) ?? 0) !== 0) {
    throw new YinxinError('PDF_UNSUPPORTED', 'the field demands seed values, or is no object of its own', {
      details: { field: name },
    });
  }
  return field;
}

/** `Signature1`, `Signature2`, … : the first name that no field has. */
export function unusedFieldName(fields: readonly PdfField[]): string {
  const names = new Set(fields.map((field) => field.name.split('.')[0]));
  for (let i = 1; ; i++) if (!names.has(`Signature${i}`)) return `Signature${i}`;
}

/** What goes into a field. */
export interface FieldValue {
  readonly signature: PdfRef;
  readonly appearance: AnyAppearance | undefined;
  readonly lock: PdfDict | undefined;
}

/** A new field that its page does not list yet. */
export interface WrittenField extends ShownWidget {
  /** What /Fields of the form must list: the field or the group above it; undefined where that is listed already. */
  readonly root: PdfRef | undefined;
}

/** Writes a new field that is its own widget, invisible without an appearance, under the groups that its name tells. */
export function addSignatureField(
  document: PdfDocument,
  update: IncrementalUpdate,
  name: string,
  { signature, appearance, lock }: FieldValue,
): WrittenField {
  const place = placeOfField(document, name);
  const groups = place.newGroups.map(() => update.allocate());
  const number = appearance?.page ?? 1;
  const page = pageAt(document, number - 1);
  if (page === undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'the document has no such page', { details: { page: number } });
  }
  if (appearance !== undefined && appearance.place === undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'give the place of the appearance on the page');
  }
  const rectangle = appearance?.place === undefined ? NO_RECTANGLE : rectangleOnPage(page, appearance.place);
  const picture =
    appearance === undefined
      ? addEmptyAppearance(update)
      : addAppearance(document, update, drawOf(appearance), rectangle, page);
  const field = update.add(
    PdfDict.of({
      Type: new PdfName('Annot'),
      Subtype: new PdfName('Widget'),
      FT: new PdfName('Sig'),
      T: encodeTextString(place.partialName),
      Parent: groups.at(-1) ?? place.group?.ref,
      V: signature,
      // An object of its own (ISO 32000-2, table 235).
      Lock: lock === undefined ? undefined : update.add(lock),
      F: WIDGET_FLAGS,
      Rect: [rectangle.left, rectangle.bottom, rectangle.right, rectangle.top],
      P: page.ref,
      AP: PdfDict.of({ N: picture }),
    }),
  );
  return { page, ref: field, root: hangIntoGroup(document, update, place, field, groups) };
}

/** Fills an existing field; its own rectangle takes the appearance. */
export function fillSignatureField(
  document: PdfDocument,
  update: IncrementalUpdate,
  field: PdfField,
  { signature, appearance, lock }: FieldValue,
): void {
  const ref = field.ref!;
  const changes: Record<string, PdfObject> = { V: signature };
  if (lock !== undefined) changes['Lock'] = update.add(lock);
  if (appearance !== undefined) {
    const widget = field.widgets[0];
    const resolve = (item: PdfObject | undefined): PdfObject | undefined => document.resolve(item);
    const rectangle = rectangleOf(resolve(widget?.dict.get('Rect')), resolve);
    if (widget?.ref === undefined || rectangle === undefined || isFlat(rectangle)) {
      throw new YinxinError('ARGUMENT_INVALID', 'the field is invisible: sign it without an appearance', {
        details: { field: field.name },
      });
    }
    const page = pageOfWidget(document, widget.dict, widget.ref);
    const picture = addAppearance(document, update, drawOf(appearance), rectangle, page ?? UPRIGHT);
    const shown = { AP: PdfDict.of({ N: picture }) };
    if (widget.ref.num === ref.num) Object.assign(changes, shown);
    else update.set(widget.ref, widget.dict.with(shown));
  }
  update.set(ref, field.dict.with(changes));
}

const UPRIGHT: AppearancePage = { rotate: 0, userUnit: 1 };

function drawOf(appearance: AnyAppearance): Draw {
  return 'draw' in appearance ? appearance.draw : drawImage(appearance.image, appearance.window);
}

function isFlat(rectangle: PdfRectangle): boolean {
  return rectangle.left === rectangle.right || rectangle.bottom === rectangle.top;
}

function pageOfWidget(document: PdfDocument, widget: PdfDict, ref: PdfRef): PdfPage | undefined {
  const own = widget.get('P');
  for (const page of pages(document)) {
    if (own instanceof PdfRef && own.num === page.ref.num) return page;
    const annotations = document.array(page.dict.get('Annots')) ?? [];
    if (annotations.some((item) => item instanceof PdfRef && item.num === ref.num)) return page;
  }
  return undefined;
}
