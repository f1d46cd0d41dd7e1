import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadFontChain } from '../../../src/formats/font/index.ts';
import { signPdf } from '../../../src/sign/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import { tool } from '../../support/tools.ts';
import { buildPdf, MINIMAL } from '../../unit/pdf/build-pdf.ts';

// Debian: fonts-dejavu-core.
const path = '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf';
const pdftotext = tool('pdftotext');
const present = existsSync(path) && pdftotext !== undefined;
if (!present) console.log(`skipped: no font at ${path}`);
const NOW = new Date('2026-11-23T08:00:00Z');

describe.skipIf(!present)('text in scripts that need shaping', () => {
  const chain = () => loadFontChain([new Uint8Array(readFileSync(path))]);
  const signed = async (content: string, width = 80) => {
    const pki = await createTestPki({ algorithm: 'P-256', now: NOW });
    const place = { corner: 'top-left', x: 5, y: 5, width, height: 30 } as const;
    return signPdf({
      file: buildPdf(MINIMAL),
      signer: await pki.signer.signer(),
      claimedTime: NOW,
      appearance: { text: { content, fonts: chain() }, place },
    });
  };

  it('is joined, turned and stacked by the font, and reads back as it was written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yinxin-shaped-'));
    try {
      const lines = ['ئۇيغۇر ئاپتونوم رايونى', 'שלום עולם', 'Việt e\u0301'];
      const file = join(folder, 'signed.pdf');
      writeFileSync(file, await signed(lines.join('\n')));
      const text = String(execFileSync(pdftotext!, [file, '-'], { stdio: 'pipe' }));
      const plain = text.replace(/\p{Cf}/gu, '').normalize('NFC');
      for (const line of lines) expect(plain).toContain(line.normalize('NFC'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('takes the joined forms of letters, from the right', () => {
    const fonts = chain();
    const [last, , first] = fonts.shapedGlyphs('بحر', 'text');
    expect([first!.shaped!.text, last!.shaped!.text]).toEqual(['ب', 'ر']);
    const alone = fonts.shapedGlyphs('ب', 'text')[0]!;
    expect(first!.glyph).not.toBe(alone.glyph);
  });

  it('is never broken inside: what does not fit is refused', async () => {
    await expect(signed('ئۇيغۇر ئاپتونوم رايونى ئۇيغۇر ئاپتونوم رايونى', 12)).rejects.toMatchObject({
      code: 'TEXT_OVERFLOW',
    });
  });

  it('is refused where no font has it, where it is written downwards, and wherever nobody asked for shaping', async () => {
    for (const content of ['བོད', 'ᠮᠣᠩᠭᠣᠯ']) {
      await expect(signed(content), content).rejects.toMatchObject({ code: 'GLYPH_MISSING' });
    }
    expect(() => chain().glyphs('ئۇيغۇر', 'text')).toThrowError(
      expect.objectContaining({ code: 'GLYPH_MISSING' }),
    );
  });
});
