import { isPdfArray, PdfDict, type PdfObject, PdfStream, PdfString } from '../object.ts';

/** A value with all strings in it changed, but for the value of a signature, which is not encrypted (7.6.1). */
export function withStrings(value: PdfObject, change: (string: PdfString) => PdfString): PdfObject {
  if (value instanceof PdfString) return change(value);
  if (value instanceof PdfStream) {
    return new PdfStream(withStrings(value.dict, change) as PdfDict, value.start, value.owner);
  }
  if (isPdfArray(value)) return value.map((item) => withStrings(item, change));
  if (!(value instanceof PdfDict)) return value;
  const isSignature = value.get('ByteRange') !== undefined;
  const entries = [...value.entries].map(([key, item]): [string, PdfObject] => [
    key,
    isSignature && key === 'Contents' ? item : withStrings(item, change),
  ]);
  return new PdfDict(new Map(entries), value.duplicateKeys);
}
