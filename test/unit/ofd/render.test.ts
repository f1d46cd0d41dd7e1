import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RenderedOfdPage, renderOfd } from '../../../src/entries/seal.ts';
import { parseXml, type XmlElement } from '../../../src/formats/xml/index.ts';
import { der } from '../../../src/foundation/asn1/index.ts';
import { isYinxinError, utf8 } from '../../../src/foundation/core/index.ts';
import { newOfd } from '../../support/new-ofd.ts';
import {
  addSignature,
  changed,
  edited,
  type OfdFiles,
  PAGE,
  sampleDocument,
  sealedFiles,
  testPki,
  unzip,
  zipOf,
} from '../../support/ofd.ts';
import { documentOf, evenCuts, stampsOf } from '../../support/ofd-riding.ts';
import { changedAt } from '../../support/ofd-values.ts';
import { runs } from '../../support/property.ts';
import { PIXEL } from '../../support/seal-ofd.ts';

async function drawn(file: OfdFiles | Uint8Array, options = {}): Promise<RenderedOfdPage[]> {
  const pages: RenderedOfdPage[] = [];
  for await (const page of renderOfd(file instanceof Map ? zipOf(file) : file, options)) pages.push(page);
  return pages;
}

/** The sample without signatures. */
const unsealed = (): OfdFiles =>
  edited(sampleDocument(), 'OFD.xml', (xml) => xml.replace(/<ofd:Signatures>.*<\/ofd:Signatures>/, ''));
const withPage = (content: string): OfdFiles =>
  edited(unsealed(), PAGE, (xml) =>
    xml.replace(/<ofd:Layer ID="5">.*<\/ofd:Layer>/s, `<ofd:Layer ID="5">${content}</ofd:Layer>`),
  );
const first = async (content: string): Promise<RenderedOfdPage> =>
  (await drawn(withPage(content), { pages: [1] }))[0]!;
const path = (data: string, more = '') =>
  `<ofd:PathObject ID="9" Boundary="10 20 30 40" ${more}><ofd:AbbreviatedData>${data}</ofd:AbbreviatedData></ofd:PathObject>`;
const picture = (type: string, data: Uint8Array) =>
  changedAt(3, () =>
    der.sequence(der.ia5String(type), der.octetString(data), der.integer(42), der.integer(42)),
  );

function elements(svg: string): XmlElement[] {
  const all: XmlElement[] = [];
  const walk = (element: XmlElement): void => {
    all.push(element);
    for (const child of element.children) if (child.kind === 'element') walk(child);
  };
  walk(parseXml(utf8(svg)));
  return all;
}

/** What a drawing may hold: nothing that runs, nothing that is fetched. */
function assertSafe(svg: string): void {
  const known = ['svg', 'rect', 'g', 'path', 'text', 'use', 'image', 'defs', 'clipPath', 'title'];
  for (const { localName, attributes } of elements(svg)) {
    expect(known).toContain(localName);
    for (const { localName: name, value } of attributes) {
      expect(name).not.toMatch(/^on|^style$|^class$/i);
      if (name === 'href')
        expect(value).toMatch(/^(?:#g\d+|data:image\/(?:png|jpeg|gif|bmp|svg\+xml);base64,[A-Za-z0-9+/=]*)$/);
      if (/url\(/i.test(value)) expect(value).toMatch(/^url\(#d\d+\)$/);
    }
  }
}

describe('pages of an OFD are drawn', () => {
  it('with text in the outlines of the embedded font, lines, areas and pictures, in millimetres', async () => {
    const [one, two] = await drawn(newOfd());
    expect([one!.page, one!.width, one!.height, one!.leftOut]).toEqual([1, 210, 297, []]);
    expect([two!.page, two!.width, two!.height]).toEqual([2, 297, 210]);
    for (const { svg } of [one!, two!]) assertSafe(svg);
    const names = elements(one!.svg).map(({ localName }) => localName);
    expect(names.filter((name) => name === 'use')).toHaveLength('示例市许可证公章'.length);
    expect(names).not.toContain('text');
    expect(one!.svg).toContain('width="210mm" height="297mm" viewBox="0 0 210 297"');
    expect(one!.svg).toContain('stroke-width="0.35"');
    expect(one!.svg).toContain('fill="#c80000"');
    expect(one!.svg).toContain('transform="translate(20 60) matrix(25 0 0 35 0 0)"');
  });

  it('in a font of the system where none is embedded, each character in its place', async () => {
    const { svg } = (await drawn(unsealed()))[0]!;
    assertSafe(svg);
    expect(
      elements(svg)
        .filter(({ localName }) => localName === 'text')
        .map(({ text }) => text)
        .join(''),
    ).toBe('样章：示例市许可证');
    expect(svg).toContain("font-family=\"'样字', ");
  });

  it('with the letters of paths that OFD has, and their rules', async () => {
    const { svg } = await first(
      path('S 0 0 M 1 1 L 2 2 Q 1 2 3 4 B 1 2 3 4 5 6 A 1 1 0 0 1 9 9 C', 'Fill="true" Rule="Even-Odd"'),
    );
    expect(svg).toContain(
      'd="M 0 0 M 1 1 L 2 2 Q 1 2 3 4 C 1 2 3 4 5 6 A 1 1 0 0 1 9 9 Z" fill-rule="evenodd" fill="none" stroke="#000000"',
    );
    expect((await first(path('M 0 0 L 1 1', 'Stroke="false"'))).svg).not.toContain('stroke=');
    expect((await first(path('M 0 0 L 1 1', 'Visible="false"'))).svg).not.toContain('<path');
    expect((await first(path('M 0 0 L 1 1', 'Alpha="0"'))).svg).not.toContain('<path');
    expect((await first(path('M 0 0 L 1 1', 'Alpha="51"'))).svg).toContain('opacity="0.2"');
  });

  it('with the seals on them, and of a riding seal the slice that its page has', async () => {
    const files = documentOf(3);
    await addSignature(files, await testPki(), {
      stamps: stampsOf(evenCuts([1, 2, 3])),
      info: picture('png', PIXEL),
    });
    const pages = await drawn(files);
    expect(pages).toHaveLength(3);
    for (const { svg } of pages) {
      assertSafe(svg);
      expect(svg).toContain('<title>示例市数据资源管理局（样）</title><image href="data:image/png;base64,');
    }
    expect(pages[1]!.svg).toContain(
      '<clipPath id="d1"><rect x="196" y="100" width="14" height="42"/></clipPath>',
    );
    const bare = await drawn(files, { seals: false, pages: [2] });
    expect(bare.map(({ page }) => page)).toEqual([2]);
    expect(bare[0]!.svg).not.toContain('<image');
  });

  it('with a frame where the picture of a seal cannot be drawn, and OFD and SVG pictures inside', async () => {
    const svgPicture = utf8('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    for (const [type, data, mark] of [
      ['SVG', svgPicture, 'data:image/svg+xml;base64,'],
      ['OFD', newOfd(), 'data:image/svg+xml;base64,'],
      ['PNG', utf8('no picture'), 'stroke="#cc0000"'],
      ['OFD', utf8('none'), 'stroke="#cc0000"'],
      ['WEBP', utf8('RIFF'), 'stroke="#cc0000"'],
    ] as const) {
      const files = sampleDocument();
      await addSignature(files, await testPki(), { info: picture(type, data) });
      const [page] = await drawn(files);
      assertSafe(page!.svg);
      expect(page!.svg).toContain(mark);
      expect(page!.svg).not.toContain('<script');
      expect(page!.leftOut.map(({ code }) => code)).toEqual(
        mark.startsWith('stroke') ? ['SEAL_PICTURE'] : [],
      );
    }
    // An OFD that seals itself with its own picture ends after one step.
    const inner = await sealedFiles({ info: picture('OFD', newOfd()) });
    const outer = await sealedFiles({ info: picture('OFD', zipOf(inner)) });
    expect((await drawn(outer))[0]!.svg).toContain('data:image/svg+xml');
  });

  it('with annotations over them, unless they are hidden', async () => {
    const annotated = (visible: string) =>
      changed(unsealed(), {
        'Doc_0/Annots/Annotations.xml':
          '<ofd:Annotations xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Page PageID="1"><ofd:FileLoc>a.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>',
        'Doc_0/Annots/a.xml': `<ofd:PageAnnot xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Annot ID="50"${visible}><ofd:Appearance Boundary="5 6 10 10">${path('M 0 0 L 7 7')}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>`,
      });
    expect((await drawn(annotated('')))[0]!.svg).toContain(
      '<g transform="translate(5 6)"><g transform="translate(10 20)"><path',
    );
    expect((await drawn(annotated(' Visible="false"')))[0]!.svg).not.toContain('<path');
  });

  it('and what is not drawn is told', async () => {
    const gone = await first(
      '<ofd:ImageObject ID="9" Boundary="1 1 9 9" ResourceID="77" CTM="9 0 0 9 0 0"/><ofd:CompositeObject ID="10" Boundary="0 0 1 1" ResourceID="5"/>',
    );
    expect(gone.leftOut.map(({ code }) => code)).toEqual(['OFD_IMAGE', 'OFD_COMPOSITE']);
    const shaded = await first(
      `<ofd:PathObject ID="9" Boundary="0 0 9 9" Fill="true"><ofd:FillColor><ofd:AxialShd StartPoint="0 0" EndPoint="1 1"/></ofd:FillColor><ofd:Clips/><ofd:AbbreviatedData>M 0 0 L 1 1</ofd:AbbreviatedData></ofd:PathObject>`,
    );
    expect(shaded.leftOut.map(({ code }) => code)).toEqual(['OFD_CLIP', 'OFD_PATTERN']);
    for (const bad of ['M 0', 'X 1 1', 'M 0 zero', 'M 1e999 0']) {
      const broken = await first(path(bad));
      expect(broken.leftOut.map(({ code }) => code)).toEqual(['OFD_INVALID']);
      assertSafe(broken.svg);
    }
  });
});

describe('a drawing of a hostile OFD', () => {
  it('carries no programs, no references and no markup of the file', async () => {
    const evil = '&lt;script&gt;alert(1)&lt;/script&gt;"\'/&gt;';
    const files = edited(
      withPage(
        `<ofd:TextObject ID="6" Boundary="0 0 9 9" Font="3" Size="4" Weight="9' onload='x"><ofd:FillColor Value="0 0 0"/><ofd:TextCode X="0" Y="0">${evil}</ofd:TextCode></ofd:TextObject>`,
      ),
      'Doc_0/PublicRes.xml',
      (xml) => xml.replace('FontName="样字"', `FontName="x', url(http://example.invalid/f)"`),
    );
    const [page] = await drawn(files);
    assertSafe(page!.svg);
    expect(page!.svg).not.toContain('example.invalid/');
    expect(page!.svg).not.toContain('<script');
  });

  it('is one without seals where the list of signatures cannot be read', async () => {
    const [page] = await drawn(sampleDocument());
    expect(page!.leftOut.map(({ code }) => code)).toEqual(['OFD_SEALS']);
    expect(page!.svg).toContain('<text');
  });

  it('ends: too many objects, and templates that are not there', async () => {
    const many = withPage(path('M 0 0 L 1 1').repeat(200_001));
    expect((await drawn(many, { pages: [1] }))[0]!.leftOut.map(({ code }) => code)).toEqual([
      'LIMIT_EXCEEDED',
    ]);
    const gone = edited(unsealed(), PAGE, (xml) => xml.replace('TemplateID="8"', 'TemplateID="88"'));
    expect((await drawn(gone))[0]!.leftOut.map(({ code }) => code)).toEqual(['OFD_INVALID']);
  }, 60_000);

  it('is a drawing or an error of this library, whatever happened to its bytes', async () => {
    const files = await unzip(newOfd());
    const names = [...files.keys()];
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.uint8Array({ maxLength: 3 }), async (which, at, put) => {
        const name = names[which % names.length]!;
        const bytes = files.get(name)!;
        const from = at % (bytes.length + 1);
        const bad = new Uint8Array([...bytes.subarray(0, from), ...put, ...bytes.subarray(from + 2)]);
        try {
          for (const { svg } of await drawn(changed(files, { [name]: bad }))) assertSafe(svg);
        } catch (error) {
          if (!isYinxinError(error)) throw error;
        }
      }),
      runs(60),
    );
  }, 60_000);
});
