import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findKeyword, openPdf } from '../../../src/formats/pdf/index.ts';
import { encodePng } from '../../../src/formats/png/index.ts';
import { qrMatrix } from '../../../src/formats/qr/index.ts';
import { type Signer, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { renderLicense, SAMPLE_TEMPLATE } from '../../../src/license/index.ts';
import { type SignPdfOptions, signPdf } from '../../../src/sign/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import { tool } from '../../support/tools.ts';
import { buildPdf, MINIMAL } from '../../unit/pdf/build-pdf.ts';

const mutool = tool('mutool');
const pdftotext = tool('pdftotext');
const pdffonts = tool('pdffonts');
const zbarimg = tool('zbarimg');
const NOW = new Date('2026-11-23T08:00:00Z');
const FONTS = [new Uint8Array(readFileSync('assets/fonts/yinxin-demo-serif.ttf'))];
const DPI = 72;
const MM = DPI / 25.4;

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A binary PPM. */
function parsePpm(bytes: Uint8Array): Pixels {
  const [head, width, height] = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(
    Buffer.from(bytes.subarray(0, 64)).toString('latin1'),
  )!;
  return { width: Number(width), height: Number(height), data: bytes.subarray(head.length) };
}

/** The box of what two pictures have different, in millimetres from the top left. */
function difference(a: Pixels, b: Pixels): { x: number; y: number; width: number; height: number } {
  const xs: number[] = [];
  const ys: number[] = [];
  for (let i = 0; i < a.data.length; i++) {
    if (a.data[i] === b.data[i]) continue;
    const pixel = Math.floor(i / 3);
    xs.push(pixel % a.width);
    ys.push(Math.floor(pixel / a.width));
  }
  const least = (values: number[]): number =>
    values.reduce((x, y) => Math.min(x, y), Number.POSITIVE_INFINITY);
  const most = (values: number[]): number => values.reduce((x, y) => Math.max(x, y), -1) + 1;
  const [left, top] = [least(xs), least(ys)];
  return { x: left / MM, y: top / MM, width: (most(xs) - left) / MM, height: (most(ys) - top) / MM };
}

describe.skipIf(mutool === undefined || pdftotext === undefined)(
  'a visible signature, as others show it',
  () => {
    let folder: string;
    let signer: Signer;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'yinxin-visible-'));
      signer = await (await createTestPki({ algorithm: 'P-256', now: NOW })).signer.signer();
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const stored = (bytes: Uint8Array): string => {
      const path = join(folder, 'shown.pdf');
      writeFileSync(path, bytes);
      return path;
    };
    const shown = (bytes: Uint8Array): Pixels => {
      const args = ['draw', '-q', '-r', String(DPI), '-F', 'ppm', '-o', '-', stored(bytes)];
      return parsePpm(new Uint8Array(execFileSync(mutool!, args, { stdio: 'pipe', maxBuffer: 1 << 26 })));
    };
    const sign = (file: Uint8Array, appearance: SignPdfOptions['appearance']): Promise<Uint8Array> =>
      signPdf({ file, signer, claimedTime: NOW, ...(appearance === undefined ? {} : { appearance }) });
    const page = (attributes: string): Uint8Array =>
      buildPdf({ ...MINIMAL, 3: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] ${attributes} >>` });

    for (const rotate of [0, 90, 180, 270]) {
      for (const attributes of ['', '/CropBox [30 40 370 500]', '/UserUnit 1.5']) {
        it(`stands in its place on a page with /Rotate ${rotate} ${attributes}`, async () => {
          const file = page(`/Rotate ${rotate} ${attributes}`);
          const before = shown(file);
          const size = { width: before.width / MM, height: before.height / MM };
          for (const corner of ['top-left', 'bottom-right'] as const) {
            const place = { corner, x: 8, y: 12, width: 40, height: 20 };
            const signed = await sign(file, {
              text: { content: '示例', fonts: FONTS },
              background: '#cc0000',
              place,
            });
            const found = difference(before, shown(signed));
            const isLeft = corner === 'top-left';
            const expected = [isLeft ? 8 : size.width - 48, isLeft ? 12 : size.height - 32, 40, 20];
            for (const [i, value] of [found.x, found.y, found.width, found.height].entries()) {
              expect(Math.abs(value - expected[i]!), `${corner} ${i}`).toBeLessThan(1);
            }
          }
        });
      }
    }

    it('is upright on every page: its text and code can be read', async () => {
      for (const rotate of [0, 90, 180, 270]) {
        const place = { corner: 'top-left', x: 5, y: 5, width: 90, height: 35 } as const;
        const look = { text: { content: '示例市', fonts: FONTS }, qr: 'SAMPLE-QR', place };
        const signed = await sign(page(`/Rotate ${rotate}`), look);
        const text = String(execFileSync(pdftotext!, [stored(signed), '-'], { stdio: 'pipe' }));
        expect(text).toContain('示例市');
        const fonts = String(execFileSync(pdffonts!, [stored(signed)], { stdio: 'pipe' }));
        expect(fonts).toMatch(/[A-Z]{6}\+\S+\s+CID TrueType\s+Identity-H\s+yes yes yes/);
        const png = join(folder, 'page.png');
        execFileSync(mutool!, ['draw', '-q', '-r', '150', '-o', png, stored(signed)], { stdio: 'pipe' });
        const code = String(execFileSync(zbarimg!, ['-q', '--raw', png], { stdio: 'pipe' }));
        expect(code.trim()).toBe('SAMPLE-QR');
      }
    });

    it('is found by a keyword where another program finds that word', async () => {
      const value = (format: string | undefined): string => (format === 'date' ? '20260701' : '示例市');
      const { file: pdf } = renderLicense({
        format: 'pdf',
        template: SAMPLE_TEMPLATE,
        fields: Object.fromEntries(SAMPLE_TEMPLATE.fields.map(({ key, format }) => [key, value(format)])),
        qr: qrMatrix('SAMPLE'),
        metadataXml: utf8('<sample/>'),
        fonts: FONTS,
        at: NOW,
      });
      const box = String(execFileSync(pdftotext!, ['-bbox', stored(pdf), '-'], { stdio: 'pipe' }));
      const words = [
        ...box.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g),
      ];
      const theirs = words.filter(([, , , , , word]) => word!.includes('示例市'));
      const ours = await findKeyword(await openPdf(sourceFromBytes(pdf)), { keyword: '示例市' });
      expect(ours.length).toBe(theirs.length);
      expect(ours.length).toBeGreaterThan(2);
      for (const hit of ours) {
        const near = theirs.some(([, xMin, yMin, , yMax]) => {
          const middle = (Number(yMin) + Number(yMax)) / 2 / MM;
          return Math.abs(Number(xMin) / MM - hit.x) < 0.5 && Math.abs(middle - hit.y - hit.height / 2) < 1.5;
        });
        expect(near, JSON.stringify(hit)).toBe(true);
      }
      const place = { keyword: '示例市', occurrence: -1, side: 'right', width: 20, height: 20 } as const;
      const picture = encodePng({ kind: 'rgba', width: 1, height: 1, data: Uint8Array.of(200, 0, 0, 255) });
      const found = difference(shown(pdf), shown(await sign(pdf, { picture, background: '#ffeeee', place })));
      const last = ours.at(-1)!;
      expect(Math.abs(found.x - (last.x + last.width))).toBeLessThan(1);
      expect(Math.abs(found.y + found.height / 2 - last.y - last.height / 2)).toBeLessThan(1);
    });
  },
);
