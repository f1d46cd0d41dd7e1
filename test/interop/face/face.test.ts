import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qrMatrix } from '../../../src/formats/qr/index.ts';
import { renderLicense, SAMPLE_TEMPLATE, visibleFields } from '../../../src/license/face/index.ts';
import { demoFontChain } from '../../support/demo-font.ts';
import { SAMPLE_FACE_FIELDS } from '../../support/sample-face.ts';
import { requireTool, tool } from '../../support/tools.ts';

const CODE = `https://license.example.cn/v#${'1234567890'.repeat(52)}`;
let folder = '';
let pdf = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yinxin-face-'));
  pdf = join(folder, 'face.pdf');
  const face = renderLicense({
    format: 'pdf',
    template: SAMPLE_TEMPLATE,
    fields: SAMPLE_FACE_FIELDS,
    qr: qrMatrix([
      { mode: 'byte', data: CODE.slice(0, 29) },
      { mode: 'numeric', data: CODE.slice(29) },
    ]),
    metadataXml: new TextEncoder().encode('<license>示例</license>'),
    fonts: demoFontChain(),
    at: new Date('2026-07-01T02:00:00Z'),
  });
  writeFileSync(pdf, face.file);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the face of a license, seen by others', () => {
  it.skipIf(!tool('qpdf'))('is clean for qpdf, and its attachment comes out as it went in', () => {
    expect(spawnSync(requireTool('qpdf'), ['--check', pdf]).status).toBe(0);
    const attached = execFileSync(requireTool('qpdf'), ['--show-attachment=metadata.xml', pdf]).toString(
      'utf8',
    );
    expect(attached).toBe('<license>示例</license>');
  });

  it.skipIf(!tool('pdftotext'))('gives every field to pdftotext', () => {
    const text = execFileSync(requireTool('pdftotext'), ['-enc', 'UTF-8', pdf, '-']).toString('utf8');
    const found = text.replaceAll(/\s/g, '');
    for (const field of visibleFields(SAMPLE_TEMPLATE, SAMPLE_FACE_FIELDS))
      expect(found).toContain(field.text);
    expect(found).toContain('统一社会信用代码');
  });

  it.skipIf(!tool('pdffonts'))('embeds only subsets with Unicode maps', () => {
    const rows = execFileSync(requireTool('pdffonts'), [pdf]).toString('utf8').trim().split('\n').slice(2);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toMatch(/CID TrueType\s+Identity-H\s+yes yes yes/);
  });

  it.skipIf(!tool('pdftoppm') || !tool('zbarimg'))(
    'has a QR code that zbarimg reads off the page at 150 dpi',
    () => {
      const drawn = spawnSync(requireTool('pdftoppm'), ['-r', '150', '-png', pdf, join(folder, 'page')]);
      expect(drawn.stderr.toString()).toBe('');
      const page = join(folder, 'page-1.png');
      expect(readFileSync(page).length).toBeGreaterThan(10_000);
      const { stdout } = spawnSync(requireTool('zbarimg'), ['--raw', '-q', page]);
      expect(stdout.toString('utf8').trim()).toBe(CODE);
    },
  );
});
