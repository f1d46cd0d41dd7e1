import { platform } from '#platform';
import {
  NewPdf,
  type NewStream,
  openPdf,
  PdfDict,
  type PdfDocument,
  type PdfObject,
  PdfRef,
  PdfStream,
} from '../../src/formats/pdf/index.ts';
import { fromLatin1, latin1, sourceFromBytes } from '../../src/foundation/core/index.ts';

/** The objects of a PDF by their numbers, to be changed. */
export class PdfParts {
  readonly bodies: Map<number, PdfObject | NewStream> = new Map();
  readonly root: PdfRef;
  readonly info: PdfRef;

  constructor(document: PdfDocument) {
    const view = document.view();
    for (let num = 1; num < document.nextObjectNumber; num++) {
      const value = view.object(new PdfRef(num))?.value ?? null;
      this.bodies.set(
        num,
        value instanceof PdfStream ? { dict: value.dict, data: view.rawData(value).raw } : value,
      );
    }
    this.root = document.trailer.get('Root') as PdfRef;
    this.info = document.trailer.get('Info') as PdfRef;
  }

  dict(num: number): PdfDict {
    const body = this.bodies.get(num);
    if (body instanceof PdfDict) return body;
    if (body !== null && typeof body === 'object' && 'dict' in body) return body.dict;
    throw new Error(`object ${num} is no dictionary`);
  }

  /** The first object whose dictionary has this name under /Type or /Subtype. */
  find(name: string, key = 'Type'): number {
    for (const num of this.bodies.keys()) {
      const body = this.bodies.get(num);
      const dict =
        body instanceof PdfDict
          ? body
          : body !== null && typeof body === 'object' && 'dict' in body
            ? body.dict
            : undefined;
      const value = dict?.get(key);
      if (
        value !== undefined &&
        value !== null &&
        typeof value === 'object' &&
        'value' in value &&
        value.value === name
      )
        return num;
    }
    throw new Error(`no object with /${key} /${name}`);
  }

  change(num: number, changes: Readonly<Record<string, PdfObject | undefined>>): void {
    const body = this.bodies.get(num);
    const dict = this.dict(num).with(changes);
    this.bodies.set(num, body instanceof PdfDict ? dict : { ...(body as NewStream), dict });
  }

  changeRoot(changes: Readonly<Record<string, PdfObject | undefined>>): void {
    this.change(this.root.num, changes);
  }

  add(body: PdfObject | NewStream): PdfRef {
    const num = this.bodies.size + 1;
    this.bodies.set(num, body);
    return new PdfRef(num);
  }

  /** Rewrites the text of a stream, deflated or not. */
  rewrite(num: number, change: (text: string) => string): void {
    const { dict, data } = this.bodies.get(num) as NewStream;
    const deflated = dict.get('Filter') !== undefined;
    const plain = deflated ? platform.inflate(data, 1 << 24).bytes : data;
    const text = fromLatin1(change(latin1(plain)));
    this.bodies.set(num, { dict, data: deflated ? platform.deflate(text) : text });
  }
}

/** A PDF with some of its objects changed, written anew with a right cross-reference table. */
export async function changedPdf(pdf: Uint8Array, change: (parts: PdfParts) => void): Promise<Uint8Array> {
  const file = await openPdf(sourceFromBytes(pdf));
  return file.read((document) => {
    const parts = new PdfParts(document);
    change(parts);
    const out = new NewPdf();
    for (const body of parts.bodies.values()) out.add(body);
    return out.bytes({ root: parts.root, info: parts.info, id: new Uint8Array(16).fill(7) });
  });
}
