import { platform } from '#platform';
import { YinxinError } from '../../foundation/core/index.ts';
import { PdfDict, PdfName, type PdfObject, PdfRef, PdfString } from './object.ts';
import { PartWriter } from './part-writer.ts';
import { type NewStream, serializeDict, serializeValue, writeObject } from './serializer.ts';

/** What the trailer of a new file names. */
export interface NewPdfTrailer {
  readonly root: PdfRef;
  readonly info?: PdfRef;
  /** Both parts of the file identifier (ISO 32000-1, 14.4). */
  readonly id: Uint8Array;
}

/** Four bytes above 127: programs that move files take it for binary (ISO 32000-1, 7.5.2; ISO 19005-3, 6.1.2). */
const HEADER = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';

/** A PDF that is written anew, object by object, with a plain cross-reference table. Equal input gives equal bytes. */
export class NewPdf {
  readonly #bodies: (PdfObject | NewStream | undefined)[] = [];

  /** A number for an object that is written later. */
  reserve(): PdfRef {
    this.#bodies.push(undefined);
    return new PdfRef(this.#bodies.length);
  }

  set(ref: PdfRef, body: PdfObject | NewStream): void {
    this.#bodies[ref.num - 1] = body;
  }

  add(body: PdfObject | NewStream): PdfRef {
    this.#bodies.push(body);
    return new PdfRef(this.#bodies.length);
  }

  /** The whole file. ARGUMENT_INVALID when a reserved object was never written. */
  bytes({ root, info, id }: NewPdfTrailer): Uint8Array {
    const out = new PartWriter();
    out.text(HEADER);
    const offsets = this.#bodies.map((body, index) => {
      if (body === undefined) {
        throw new YinxinError('ARGUMENT_INVALID', `object ${index + 1} of the new PDF was never written`);
      }
      const offset = out.length;
      writeObject(out, index + 1, 0, isStream(body) ? body : serializeValue(body));
      return offset;
    });
    const start = out.length;
    const identifier = new PdfString(id, true);
    const trailer = PdfDict.of({
      Size: offsets.length + 1,
      Root: root,
      Info: info,
      ID: [identifier, identifier],
    });
    const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
    out.text(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${rows}`);
    out.text(`trailer\n${serializeDict(trailer)}\nstartxref\n${start}\n%%EOF\n`);
    return out.bytes();
  }
}

/** A stream whose data is deflated (7.4.4). */
export function deflatedStream(dict: PdfDict, data: Uint8Array): NewStream {
  return { dict: dict.with({ Filter: new PdfName('FlateDecode') }), data: platform.deflate(data) };
}

function isStream(body: PdfObject | NewStream): body is NewStream {
  return body !== null && typeof body === 'object' && 'dict' in body && 'data' in body;
}
