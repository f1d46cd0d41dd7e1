import { expect, test } from 'vitest';
import { readZip, writeZip, type ZipCopy, zipChunks } from '../../../src/formats/zip/index.ts';
import { concatBytes, equalBytes, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';

const TIME = new Date('2026-11-23T10:20:30Z');

/** The entries of a file, to be taken over as they are. */
async function copies(file: Uint8Array): Promise<ZipCopy[]> {
  const { entries } = await readZip(sourceFromBytes(file));
  return entries.map((entry) => ({
    entry,
    compressed: file.subarray(entry.dataOffset, entry.dataOffset + entry.compressedSize),
  }));
}

test('entries are taken over with their compressed bytes, names, times and methods', async () => {
  const file = writeZip(
    [
      { name: 'OFD.xml', data: utf8('<a/>'.repeat(500)) },
      { name: '示例.bin', data: utf8('x'), stored: true },
    ],
    { time: TIME },
  );
  expect(equalBytes(concatBytes(...zipChunks(await copies(file))), file)).toBe(true);
});

test('a folder stays a folder, and new files stand beside copies', async () => {
  const folder = {
    name: 'Doc_0/',
    directory: true,
    size: 0,
    compressedSize: 0,
    method: 'stored',
    crc32: 0,
  } as const;
  const entry = { ...folder, headerOffset: 0, dataOffset: 0, modified: undefined };
  const chunks = zipChunks([
    { entry, compressed: new Uint8Array(0) },
    { name: 'Doc_0/a.xml', data: utf8('<a/>') },
  ]);
  const { entries, findings } = await readZip(sourceFromBytes(concatBytes(...chunks)));
  expect(findings).toEqual([]);
  expect(entries.map(({ name, directory }) => [name, directory])).toEqual([
    ['Doc_0/', true],
    ['Doc_0/a.xml', false],
  ]);
});

test('a copy and a new file of one name are refused', async () => {
  const [copy] = await copies(writeZip([{ name: 'a', data: utf8('1') }]));
  expect(() => [...zipChunks([copy!, { name: 'A', data: utf8('2') }])]).toThrow(
    expect.objectContaining({ code: 'ZIP_INVALID' }),
  );
});
