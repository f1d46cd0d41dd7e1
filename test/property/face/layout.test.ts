import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FontChain, loadFontChain } from '../../../src/formats/font/index.ts';
import { qrMatrix } from '../../../src/formats/qr/index.ts';
import { isYinxinError } from '../../../src/foundation/core/index.ts';
import {
  type DrawnPage,
  type DrawnText,
  drawLicense,
  type FaceBox,
  type FaceTemplate,
  MM_PER_POINT,
  SAMPLE_TEMPLATE,
  sheetOf,
  visibleFields,
} from '../../../src/license/face/index.ts';
import { demoFontBytes } from '../../support/demo-font.ts';
import { EXAMPLE_FACES, exampleFace } from '../../support/example-faces.ts';
import { farPlaneFont } from '../../support/far-plane-font.ts';
import { runs } from '../../support/property.ts';

/** The demo font, and behind it one with characters of Extension G. */
const FONTS: FontChain = loadFontChain([demoFontBytes(), farPlaneFont()]);
const QR = qrMatrix('LC1:SAMPLE');
const SLACK_MM = 1e-6;

const inside = (inner: FaceBox, outer: FaceBox): boolean =>
  inner.x >= outer.x - SLACK_MM &&
  inner.y >= outer.y - SLACK_MM &&
  inner.x + inner.width <= outer.x + outer.width + SLACK_MM &&
  inner.y + inner.height <= outer.y + outer.height + SLACK_MM;
const overlap = (a: FaceBox, b: FaceBox): boolean =>
  a.x + a.width > b.x + SLACK_MM &&
  b.x + b.width > a.x + SLACK_MM &&
  a.y + a.height > b.y + SLACK_MM &&
  b.y + b.height > a.y + SLACK_MM;

/** The pictures of the glyphs of a text, on the page. */
function inkOf({ lines, size, spacing }: DrawnText): FaceBox[] {
  const em = size * MM_PER_POINT;
  return lines.flatMap(({ glyphs, x, baseline }) => {
    let at = x;
    return glyphs.flatMap(({ face, glyph, advance }) => {
      const box = face.bounds(glyph);
      const left = at;
      at += advance * em + spacing * MM_PER_POINT;
      if (box === undefined) return [];
      const [x0, y0, x1, y1] = box;
      return [{ x: left + x0 * em, y: baseline - y1 * em, width: (x1 - x0) * em, height: (y1 - y0) * em }];
    });
  });
}

const textsOf = (page: DrawnPage): DrawnText[] => page.items.filter((item) => item.kind === 'text');

/** Nothing leaves its box, no two boxes meet, and no line begins or ends with a mark that must not. */
function assertClean(pages: readonly DrawnPage[]): void {
  for (const page of pages) {
    const texts = textsOf(page);
    const sheet = { x: 0, y: 0, width: page.width, height: page.height };
    for (const text of texts) {
      if (!inside(text.box, sheet)) throw new Error(`${text.name} leaves the page`);
      const out = inkOf(text).find((ink) => !inside(ink, text.box));
      if (out !== undefined)
        throw new Error(`${text.name} leaves its box: ${JSON.stringify([out, text.box])}`);
    }
    const boxes = page.items.map((item) => ({
      name: item.kind === 'text' ? item.name : item.kind,
      box: item.box,
    }));
    for (const [i, one] of boxes.entries()) {
      const other = boxes.slice(i + 1).find(({ box }) => overlap(one.box, box));
      if (other !== undefined) throw new Error(`${one.name} and ${other.name} overlap`);
    }
  }
}

const saidBy = (pages: readonly DrawnPage[], key: string): string =>
  pages
    .flatMap(textsOf)
    .filter(({ field }) => field === key)
    .flatMap(({ lines }) => lines)
    .flatMap(({ glyphs }) => glyphs.map(({ codePoint }) => String.fromCodePoint(codePoint)))
    .join('');

const goesOn = (template: FaceTemplate, key: string): boolean => {
  const field = sheetOf(template, 'original').fields.find((one) => one.key === key);
  return field?.continues === true;
};

const LETTERS = [
  ...'的一是不了在人有我他示例市经营许可证食品销售，。、；：（）《》“”·—…ABCgjpqyf 0123456789-/𣲗𰻝',
];
const passage = (max: number) =>
  fc
    .array(fc.constantFrom(...LETTERS), { minLength: 1, maxLength: max, size: 'max' })
    .map((all) => all.join(''));

describe('the layout of a face', () => {
  it.each(EXAMPLE_FACES)('of %s keeps every glyph within its box, whatever the data', (name) => {
    const { template, fields } = exampleFace(name);
    const keys = Object.keys(fields).filter((key) => !key.endsWith('RQ'));
    let drawn = 0;
    fc.assert(
      fc.property(
        fc.array(
          fc
            .constantFrom(...keys)
            .chain((key) => fc.tuple(fc.constant(key), passage(goesOn(template, key) ? 2000 : 40))),
          { maxLength: 6 },
        ),
        fc.constantFrom('original' as const, 'duplicate' as const),
        fc.constantFrom('zh' as const, 'en' as const),
        (changes, copy, language) => {
          const given = { ...fields, ...Object.fromEntries(changes) };
          const options = { template, fields: given, qr: QR, fonts: FONTS, copy, language };
          try {
            const { pages } = drawLicense(options);
            drawn++;
            assertClean(pages);
            for (const { key, text } of visibleFields(sheetOf(template, copy), given)) {
              expect(saidBy(pages, key)).toBe(text);
            }
          } catch (error) {
            // What does not fit is refused, never clipped.
            if (!isYinxinError(error, 'TEXT_OVERFLOW')) throw error;
          }
        },
      ),
      runs(60),
    );
    expect(drawn).toBeGreaterThan(20);
  });

  it.each(EXAMPLE_FACES)('of %s holds the longest plausible data', (name) => {
    for (const copy of ['original', 'duplicate'] as const) {
      const { template, fields } = exampleFace(name, { long: true });
      const given = {
        ...fields,
        ...('KZ_FDDBR' in fields ? { KZ_FDDBR: '𣲗𰻝·'.repeat(8).slice(0, 40) } : {}),
      };
      const { pages } = drawLicense({ template, fields: given, qr: QR, fonts: FONTS, copy });
      assertClean(pages);
      expect(pages.length).toBeGreaterThan(1);
      for (const { key, text } of visibleFields(sheetOf(template, copy), given)) {
        expect(saidBy(pages, key)).toBe(text);
      }
    }
  });

  it('shows a name of 25 characters with a middle dot, and characters of Extension B and G', () => {
    const name = '示例市·文化·山水人家文化路新长街道办事处测试人一二三';
    const { pages } = drawLicense({
      template: SAMPLE_TEMPLATE,
      fields: { ...sampleFields(), KZ_FDDBR: name, CZZT: '示例𣲗𣲘𰻝商行' },
      qr: QR,
      fonts: FONTS,
    });
    assertClean(pages);
    expect([...name].length).toBeGreaterThanOrEqual(25);
    expect(saidBy(pages, 'KZ_FDDBR')).toBe(name);
    expect(saidBy(pages, 'CZZT')).toBe('示例𣲗𣲘𰻝商行');
  });

  it('begins no line with a closing mark and ends none with an opening one', () => {
    const { template, fields } = exampleFace('business-license', { long: true });
    const { pages } = drawLicense({ template, fields, qr: QR, fonts: FONTS });
    const lines = pages.flatMap(textsOf).flatMap(({ lines: all }) => all);
    expect(lines.length).toBeGreaterThan(50);
    for (const { glyphs } of lines) {
      const text = glyphs.map(({ codePoint }) => String.fromCodePoint(codePoint)).join('');
      if (text.length > 1) expect(text).not.toMatch(/^[，。、；：）》”]/u);
      if (text.length > 1) expect(text).not.toMatch(/[（《“]$/u);
    }
  });

  it('is caught when a line is a millimetre too high, or two texts share a place', () => {
    const { pages } = drawLicense({
      template: SAMPLE_TEMPLATE,
      fields: sampleFields(),
      qr: QR,
      fonts: FONTS,
    });
    const [first] = pages as [DrawnPage];
    const [text] = textsOf(first) as [DrawnText];
    const raised = text.lines.map((line) => ({ ...line, baseline: text.box.y + 0.5 }));
    expect(() => assertClean([{ ...first, items: [{ ...text, lines: raised }] }])).toThrow('leaves its box');
    expect(() => assertClean([{ ...first, items: [text, text] }])).toThrow('overlap');
  });

  it('refuses a template whose boxes overlap or leave the page', () => {
    const shifted = (x: number): FaceTemplate => ({
      ...SAMPLE_TEMPLATE,
      texts: [...SAMPLE_TEMPLATE.texts, { text: '示例', box: { x, y: 60, width: 20, height: 5 }, size: 9 }],
    });
    for (const x of [40, 290]) {
      expect(() =>
        drawLicense({ template: shifted(x), fields: sampleFields(), qr: QR, fonts: FONTS }),
      ).toThrow(expect.objectContaining({ code: 'ARGUMENT_INVALID' }));
    }
  });
});

function sampleFields(): Record<string, string> {
  return Object.fromEntries(
    SAMPLE_TEMPLATE.fields.map(({ key, format }) => [key, format === 'date' ? '20260701' : '示例']),
  );
}
