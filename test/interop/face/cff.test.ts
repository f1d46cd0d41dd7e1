import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadFontChain } from '../../../src/formats/font/index.ts';
import { qrMatrix } from '../../../src/formats/qr/index.ts';
import { renderLicense, SAMPLE_TEMPLATE } from '../../../src/license/face/index.ts';
import { demoFontBytes } from '../../support/demo-font.ts';
import { SAMPLE_FACE_FIELDS } from '../../support/sample-face.ts';
import { inCi, requireTool, tool } from '../../support/tools.ts';

// fonts-noto-cjk: a collection with CFF outlines.
const NOTO = '/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc';
const present = existsSync(NOTO) || inCi();
const folder = mkdtempSync(join(tmpdir(), 'yinxin-cff-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!present || !tool('pdftotext') || !tool('pdftoppm'))(
  'a face with a CFF font behind the demo font',
  () => {
    it('shows and gives back characters that only the second font has, and keeps U+F92C apart from U+90CE', async () => {
      const fonts = loadFontChain([
        demoFontBytes(),
        { bytes: new Uint8Array(readFileSync(NOTO)), face: 'NotoSerifCJKsc-Regular' },
      ]);
      const name = '𠮷龘\uf92c\u90ce';
      const { file: pdf } = renderLicense({
        format: 'pdf',
        template: SAMPLE_TEMPLATE,
        fields: { ...SAMPLE_FACE_FIELDS, KZ_FDDBR: name },
        qr: qrMatrix('https://license.example.cn/v#1'),
        metadataXml: new TextEncoder().encode('<license/>'),
        fonts,
        at: new Date('2026-07-01T02:00:00Z'),
      });
      const file = join(folder, 'face.pdf');
      writeFileSync(file, pdf);
      expect(execFileSync(requireTool('pdftotext'), [file, '-']).toString('utf8')).toContain(name);
      const rows = execFileSync(requireTool('pdffonts'), [file]).toString('utf8');
      expect(rows).toMatch(/NotoSerifCJKsc-Regular\S*\s+CID Type 0C\s+Identity-H\s+yes yes yes/);
      const drawn = spawnSync(requireTool('pdftoppm'), ['-r', '150', '-png', file, join(folder, 'page')]);
      expect(drawn.stderr.toString()).toBe('');
    });
  },
);
