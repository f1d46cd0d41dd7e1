import { nameOf, type PdfArray, type PdfDict, type PdfObject, PdfRef } from '../object.ts';
import type { ObjectView } from '../object-view.ts';
import { type PdfRectangle, rectangleOf } from '../pages.ts';

/** A wanted annotation of a list. */
export interface ListedAnnotation {
  readonly dict: PdfDict;
  readonly rectangle: PdfRectangle | undefined;
  /** Something that is drawn after it lies over it; undefined where too many would have to be compared. */
  readonly covered: () => boolean | undefined;
}

/** Pairs of annotations compared in one question: each of a crowd may lie over each. */
const MAX_COMPARED = 5_000_000;

/** The wanted ones of lists of annotations. A list that many pages share is looked through once. */
export class AnnotationLists {
  readonly #view: ObjectView;
  readonly #wanted: (dict: PdfDict, ref: PdfRef) => boolean;
  readonly #known = new Map<PdfArray, readonly ListedAnnotation[]>();
  #comparable = MAX_COMPARED;

  constructor(view: ObjectView, wanted: (dict: PdfDict, ref: PdfRef) => boolean) {
    this.#view = view;
    this.#wanted = wanted;
  }

  /** Those that a page names in its /Annots. */
  of(page: PdfDict): readonly ListedAnnotation[] {
    const list = this.#view.array(page.get('Annots'));
    if (list === undefined) return [];
    const found = this.#known.get(list) ?? this.#wantedIn(list);
    this.#known.set(list, found);
    return found;
  }

  #wantedIn(list: PdfArray): ListedAnnotation[] {
    const dicts = list.map((item) => this.#view.dict(item));
    const found: ListedAnnotation[] = [];
    for (const [index, ref] of list.entries()) {
      const dict = dicts[index];
      if (!(ref instanceof PdfRef) || dict === undefined || !this.#wanted(dict, ref)) continue;
      const rectangle = this.#rectangle(dict);
      let answer: { readonly covered: boolean | undefined } | undefined;
      const covered = (): boolean | undefined => {
        answer ??= { covered: rectangle !== undefined && this.#isCovered(rectangle, dicts, index + 1) };
        return answer.covered;
      };
      found.push({ dict, rectangle, covered });
    }
    return found;
  }

  #isCovered(
    rectangle: PdfRectangle,
    dicts: readonly (PdfDict | undefined)[],
    from: number,
  ): boolean | undefined {
    for (let i = from; i < dicts.length; i++) {
      if (this.#comparable-- <= 0) return undefined;
      const above = dicts[i];
      if (above !== undefined && this.#lieOver(above, rectangle)) return true;
    }
    return false;
  }

  #lieOver(above: PdfDict, mine: PdfRectangle): boolean {
    const theirs = this.#rectangle(above);
    if (theirs === undefined || nameOf(this.#view.resolve(above.get('Subtype'))) === 'Popup') return false;
    return (
      Math.min(mine.right, theirs.right) > Math.max(mine.left, theirs.left) &&
      Math.min(mine.top, theirs.top) > Math.max(mine.bottom, theirs.bottom)
    );
  }

  #rectangle(dict: PdfDict): PdfRectangle | undefined {
    const resolve = (value: PdfObject | undefined): PdfObject | undefined => this.#view.resolve(value);
    return rectangleOf(resolve(dict.get('Rect')), resolve);
  }
}
