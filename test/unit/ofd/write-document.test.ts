import { expect, test } from 'vitest';
import { loadFontChain } from '../../../src/formats/font/index.ts';
import {
  entryRoles,
  openOfd,
  pageBoxOf,
  readDocument,
  readPageText,
} from '../../../src/formats/ofd/index.ts';
import { equalBytes, sourceFromBytes } from '../../../src/foundation/core/index.ts';
import { lineOfText, newOfd } from '../../support/new-ofd.ts';
import { PIXEL } from '../../support/seal-ofd.ts';

async function opened(file: Uint8Array) {
  const ofd = await openOfd(sourceFromBytes(file));
  return { ofd, document: await readDocument(ofd, ofd.bodies[0]!) };
}

const codeOf = (action: () => unknown): unknown => {
  try {
    action();
    return 'written';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test('what is written is read again: pages, sizes, text with its places', async () => {
  const { ofd, document } = await opened(newOfd());
  expect(ofd.checks).toEqual([]);
  expect(document.pages).toHaveLength(2);
  expect(await pageBoxOf(ofd, document, document.pages[1]!)).toEqual({ x: 0, y: 0, width: 297, height: 210 });
  const [title, seal] = await readPageText(ofd, document, document.pages[0]!);
  expect(title).toMatchObject({ text: '示例市许可证', size: 8, hidden: false });
  expect(title!.characters[0]).toEqual({ text: '示', x: 80, y: 40 });
  expect(title!.characters[5]!.x).toBeCloseTo(120, 6);
  expect(seal).toMatchObject({ text: '公章' });
  expect((await readPageText(ofd, document, document.pages[1]!))[0]?.text).toBe('编号 2026');
});

test('every entry has a role: nothing in the package is unknown', async () => {
  const { ofd } = await opened(newOfd());
  const roles = await entryRoles(ofd);
  expect(Object.fromEntries(ofd.files.map(({ name }) => [name, roles.get(name)]))).toEqual({
    'OFD.xml': 'root',
    'Doc_0/Document.xml': 'document',
    'Doc_0/PublicRes.xml': 'resource',
    'Doc_0/DocumentRes.xml': 'resource',
    'Doc_0/Pages/Page_0/Content.xml': 'page',
    'Doc_0/Pages/Page_1/Content.xml': 'page',
    'Doc_0/Res/font_1.ttf': 'media',
    [ofd.files.find(({ name }) => name.endsWith('.png'))!.name]: 'media',
    'Doc_0/Attachs/Attachments.xml': 'attachment',
    'Doc_0/Attachs/metadata.xml': 'attachment',
  });
});

test('the embedded font maps exactly the characters that were used to their pictures', async () => {
  const { ofd } = await opened(newOfd());
  const bytes = await ofd.read('Doc_0/Res/font_1.ttf');
  const font = loadFontChain([bytes]);
  const used = '示例市许可证公章编号 2026';
  const original = lineOfText(used, 0, 0);
  if (original.kind !== 'text') throw new Error('no text');
  const outlines = font.glyphs(used, 'test').map(({ face, glyph }) => face.outline(glyph));
  expect(outlines).toEqual(original.glyphs.map(({ face, glyph }) => face.outline(glyph)));
  expect(font.glyphs(used, 'test').map(({ advance }) => advance)).toEqual(
    original.glyphs.map(({ advance }) => advance),
  );
  expect(font.faces[0]!.glyphOf('张'.codePointAt(0)!)).toBe(0);
});

test('equal input gives equal bytes, and a picture is stored once', async () => {
  expect(equalBytes(newOfd(), newOfd())).toBe(true);
  const { ofd } = await opened(newOfd());
  expect(ofd.files.filter(({ name }) => name.endsWith('.png'))).toHaveLength(1);
  expect(equalBytes(await ofd.read(ofd.files.find(({ name }) => name.endsWith('.png'))!.name), PIXEL)).toBe(
    true,
  );
});

test('paths keep their places, written relative to their own box', async () => {
  const { ofd, document } = await opened(newOfd());
  const xml = new TextDecoder().decode(await ofd.read(document.pages[0]!.name));
  expect(xml).toContain('Boundary="19.825 49.825 170.35 0.35" LineWidth="0.35"');
  expect(xml).toContain('>M 0.175 0.175 L 170.175 0.175<');
  expect(xml).toContain('>M 0 10 B 0 0 20 0 20 10 Q 10 25 0 10 C<');
  expect(xml).toContain('Rule="Even-Odd"');
  expect(xml).toContain('CTM="25 0 0 35 0 0"');
});

test('data for programs stands in OFD.xml, escaped', async () => {
  const { ofd } = await opened(newOfd());
  const xml = new TextDecoder().decode(await ofd.read('OFD.xml'));
  expect(xml).toContain('<ofd:CustomData Name="metadata">&lt;a&gt; &amp; "b"</ofd:CustomData>');
  expect(xml).toContain('<ofd:CreationDate>2026-07-01</ofd:CreationDate>');
});

test('what cannot be written is refused', () => {
  expect(codeOf(() => newOfd())).toBe('written');
  expect(codeOf(() => newOfd({ id: 'x' }))).toBe('ARGUMENT_INVALID');
  expect(codeOf(() => newOfd({ pages: [] }))).toBe('ARGUMENT_INVALID');
  expect(codeOf(() => newOfd({ title: '\u0001' }))).toBe('XML_INVALID');
  const page = (more: object): unknown =>
    codeOf(() => newOfd({ pages: [{ width: 10, height: 10, items: [], ...more }] }));
  expect(page({})).toBe('written');
  expect(page({ width: 0 })).toBe('ARGUMENT_INVALID');
  expect(page({ height: Number.NaN })).toBe('ARGUMENT_INVALID');
  expect(page({ items: [{ kind: 'path', steps: [] }] })).toBe('ARGUMENT_INVALID');
  expect(page({ items: [{ kind: 'path', steps: [['M', 1, 1]], fill: [0, 0, 256] }] })).toBe(
    'ARGUMENT_INVALID',
  );
  expect(page({ items: [lineOfText('示', 1e6, 0)] })).toBe('ARGUMENT_INVALID');
  const attachment = (name: string): unknown =>
    codeOf(() => newOfd({ attachments: [{ name, data: PIXEL }] }));
  expect(attachment('a.png')).toBe('written');
  for (const name of ['', 'a/b', '../b', 'Attachments.xml', 'con', 'a:b']) {
    expect(attachment(name), name).toBe('ARGUMENT_INVALID');
  }
});
