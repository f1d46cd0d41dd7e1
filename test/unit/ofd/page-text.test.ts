import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type OfdText, openOfd, readDocument, readPageText } from '../../../src/formats/ofd/index.ts';
import { sourceFromBytes } from '../../../src/foundation/core/index.ts';
import { edited, PAGE, sampleDocument, zipOf } from '../../support/ofd.ts';

async function textOf(file: Uint8Array, page = 0): Promise<OfdText[]> {
  const ofd = await openOfd(sourceFromBytes(file));
  const document = await readDocument(ofd, ofd.bodies[0]!);
  return readPageText(ofd, document, document.pages[page]!);
}
const page = (objects: string) =>
  zipOf(edited(sampleDocument(), PAGE, (xml) => xml.replace(/<ofd:TextObject.*<\/ofd:TextObject>/, objects)));
const object = (attributes: string, codes: string) =>
  `<ofd:TextObject ID="6" Boundary="20 20 80 5" Size="4" ${attributes}>${codes}</ofd:TextObject>`;
const places = (text: OfdText) => text.characters.map(({ text: c, x, y }) => `${c} ${x} ${y}`);

describe('the text of a page', () => {
  it('stands in millimetres of the page', async () => {
    const [text] = await textOf(zipOf(sampleDocument()));
    expect(text).toMatchObject({ text: '样章：示例市许可证', size: 4, fromTemplate: false, hidden: false });
    expect(text!.characters[0]).toEqual({ text: '样', x: 20, y: 24 });
  });

  it('moves by deltas, in short and in long, and keeps a coordinate that is not written', async () => {
    const codes =
      '<ofd:TextCode X="1" Y="4" DeltaX="g 2 3 5">印章𠀀明</ofd:TextCode><ofd:TextCode Y="8" DeltaY="2 2">年月</ofd:TextCode>';
    const [text] = await textOf(page(object('', codes)));
    expect(places(text!)).toEqual(['印 21 24', '章 24 24', '𠀀 27 24', '明 32 24', '年 21 28', '月 21 30']);
  });

  it('is turned and moved by its matrix', async () => {
    const [text] = await textOf(
      page(object('CTM="0 1 -1 0 10 0"', '<ofd:TextCode X="2" Y="3" DeltaX="4">甲乙</ofd:TextCode>')),
    );
    expect(places(text!)).toEqual(['甲 27 22', '乙 27 26']);
  });

  it('comes from templates and blocks too, and says what is hidden', async () => {
    const hidden = `<ofd:PageBlock Visible="false">${object('', '<ofd:TextCode X="0" Y="4">乙</ofd:TextCode>')}</ofd:PageBlock>`;
    const clear = object('Alpha="0"', '<ofd:TextCode X="0" Y="4">丙</ofd:TextCode>');
    const files = edited(sampleDocument(), 'Doc_0/Tpls/Tpl_0/Content.xml', (xml) =>
      xml.replace(
        '<ofd:Content/>',
        `<ofd:Content><ofd:Layer ID="9">${object('', '<ofd:TextCode X="0" Y="4">甲</ofd:TextCode>')}</ofd:Layer></ofd:Content>`,
      ),
    );
    const file = zipOf(
      edited(files, PAGE, (xml) => xml.replace('</ofd:Layer>', `${hidden}${clear}</ofd:Layer>`)),
    );
    expect((await textOf(file)).map((t) => [t.text, t.fromTemplate, t.hidden])).toEqual([
      ['甲', true, false],
      ['样章：示例市许可证', false, false],
      ['乙', false, true],
      ['丙', false, true],
    ]);
  });

  it.each([
    ['a matrix of five', object('CTM="1 0 0 1 0"', '')],
    ['a size of words', object('', '').replace('Size="4"', 'Size="four"')],
    ['no boundary', object('', '').replace(/Boundary="[^"]*"/, '')],
    ['a delta that is none', object('', '<ofd:TextCode X="0" Y="0" DeltaX="g 3">甲乙</ofd:TextCode>')],
    [
      'a template that is not there',
      object('', '').replace('<ofd:TextObject', '<ofd:Layer/><ofd:TextObject'),
    ],
  ])('with %s is refused', async (what, objects) => {
    const file = what.startsWith('a template')
      ? zipOf(edited(sampleDocument(), PAGE, (xml) => xml.replace('TemplateID="8"', 'TemplateID="77"')))
      : page(objects);
    await expect(textOf(file)).rejects.toMatchObject({ code: 'OFD_INVALID' });
  });

  it('does not grow by a short form that counts beyond the characters', async () => {
    const [text] = await textOf(
      page(object('', '<ofd:TextCode X="0" Y="4" DeltaX="g 999999999999 1">甲乙</ofd:TextCode>')),
    );
    expect(places(text!)).toEqual(['甲 20 24', '乙 21 24']);
  });

  const folder = join(process.env['YINXIN_CORPORA'] ?? '../shared/corpora', 'ofd/unsigned');
  it.skipIf(!existsSync(folder))('of files that others made is read', async () => {
    const first = await textOf(readFileSync(join(folder, 'helloworld.ofd')));
    expect(first.map((t) => t.text)).toEqual(['你好呀，OFD Reader&Writer！']);
    // Pages of drawings alone have none.
    expect(await textOf(readFileSync(join(folder, 'VPage7.ofd')))).toEqual([]);
  });
});
