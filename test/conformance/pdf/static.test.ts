import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  decodeTextString,
  isPdfArray,
  openPdf,
  type PdfDocument,
  PdfRef,
  PdfStream,
  PdfString,
  pages,
} from '../../../src/formats/pdf/index.ts';
import { isYinxinError, latin1, sourceFromBytes } from '../../../src/foundation/core/index.ts';
import { inspectPdf } from '../../../src/signatures/pades/index.ts';
import { appendRevision } from '../../unit/pdf/build-pdf.ts';

const corpus = join(process.env['YINXIN_CORPORA'] ?? '../shared/corpora', 'pdf-pyhanko');
const present = existsSync(corpus);
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(corpus, 'static', name)));

async function reading<T>(
  name: string,
  question: (document: PdfDocument) => T,
  password?: string,
): Promise<T> {
  const options = password === undefined ? {} : { password };
  return (await openPdf(sourceFromBytes(bytesOf(name)), options)).read(question);
}

const findings = (document: PdfDocument): string[] => document.findings.map(({ code }) => code);

/** `null`, the value, or `error`. */
function objectOf(document: PdfDocument, num: number): unknown {
  try {
    return document.object(new PdfRef(num))?.value ?? null;
  } catch (error) {
    if (isYinxinError(error, 'PDF_INVALID')) return 'error';
    throw error;
  }
}

/** Columns of `expected-static.tsv`, row by row: what a strict reader must do, or a lenient one where that is asserted. */
const checks: Record<string, (name: string) => Promise<void>> = {};

for (const name of [
  'minimal-startxref-obo1.pdf',
  'minimal-startxref-obo3.pdf',
  'minimal-startxref-same-line.pdf',
]) {
  checks[name] = async () => expect(await reading(name, findings)).toEqual([]);
}
// Opened by a lenient reader, an error to a strict one: read, reported as repaired, and never signed.
for (const name of [
  ...[
    'minimal-badxref.pdf',
    'minimal-startxref-obo2.pdf',
    'minimal-startxref-obo4.pdf',
    'minimal-startxref-obo5.pdf',
  ],
  ...['minimal-startxref-obo6.pdf', 'minimal-startxref-hopeless.pdf', 'minimal-startxref-hopeless3.pdf'],
  'malformed-xref-space-padded.pdf',
]) {
  checks[name] = async () => expect(await reading(name, findings)).toEqual(['PDF_REPAIRED']);
}
checks['minimal-startxref-hopeless2.pdf'] = async (name) =>
  expect(await reading(name, findings)).toEqual(['PDF_END']);
checks['minimal-broken-xref-size.pdf'] = async (name) =>
  expect(await reading(name, findings)).toEqual(['PDF_XREF_SIZE']);
checks['minimal-illegal-header.pdf'] = async (name) =>
  expect(openPdf(sourceFromBytes(bytesOf(name)))).rejects.toMatchObject({ code: 'PDF_INVALID' });

for (const name of [
  'minimal-hybrid-xref.pdf',
  'minimal-hybrid-xref-weirdgen.pdf',
  'minimal-hybrid-xref-mswordstyle.pdf',
]) {
  checks[name] = async () => {
    const title = await reading(name, (d) => d.resolve(d.dict(d.trailer.get('Info'))?.get('Title')));
    expect(title instanceof PdfString && decodeTextString(title)).toBe('TestTest');
  };
}

for (const [number, object] of [
  [1, 4],
  [2, 4],
  [3, 6],
  [4, 6],
  [5, 9],
  [6, 4],
] as const) {
  checks[`broken-objstream${number}.pdf`] = async (name) =>
    expect(await reading(name, (d) => objectOf(d, object))).toBe('error');
}

checks['circular-page-tree.pdf'] = async (name) =>
  reading(name, (document) => {
    const walk = pages(document);
    expect(walk.next().value?.index).toBe(0);
    expect(() => walk.next()).toThrow(expect.objectContaining({ code: 'PDF_INVALID' }));
  });
checks['struct-tree-circular-ref.pdf'] = async (name) => {
  // Signed and updated in `files/`: c2cea2edf68c456b.pdf. Here it must only be read.
  expect(await reading(name, findings)).toEqual([]);
  const signed = new Uint8Array(readFileSync(join(corpus, 'files', 'c2cea2edf68c456b.pdf')));
  const [facts] = (await inspectPdf(sourceFromBytes(appendRevision(signed, { 60: '1' })))).signatures;
  expect(facts!.modification).toBe('not-checked');
};

checks['malformed-encrypt-dict1.pdf'] = async (name) => {
  const content = await reading(
    name,
    (document) => {
      const [page] = [...pages(document)];
      const stored = document.resolve(page!.dict.get('Contents'));
      const stream = isPdfArray(stored) ? document.resolve(stored[0]) : stored;
      return stream instanceof PdfStream ? latin1(document.streamData(stream)) : '';
    },
    'ownersecret',
  );
  expect(content).toContain('Hello');
};
checks['malformed-encrypt-dict2.pdf'] = async (name) =>
  expect(await reading(name, (d) => d.locked, 'ownersecret')).toBe(true);

const axes = async (name: string) =>
  (await inspectPdf(sourceFromBytes(bytesOf(name)))).signatures.map((s) => [s.modification, s.formatFailure]);
checks['minimal-signed-twice-no-sig-type.pdf'] = async (name) =>
  expect((await axes(name))[0]).toEqual(['form-fill', undefined]);
checks['pdf-sig-with-econtent.pdf'] = async (name) =>
  expect(await axes(name)).toEqual([['none', 'FORMAT_FAILURE']]);

describe.skipIf(!present)('files made by hand, of the corpus of pyHanko', () => {
  it.each(Object.entries(checks))('%s', async (name, check) => check(name));

  it('are all looked at', () => {
    const [, ...rows] = readFileSync(join(corpus, 'expected-static.tsv'), 'utf8').trimEnd().split('\n');
    expect(Object.keys(checks).sort()).toEqual(rows.map((row) => row.split('\t')[0]!).sort());
  });
});
