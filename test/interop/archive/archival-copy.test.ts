import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { deriveArchivalCopy } from '../../../src/archive/index.ts';
import { verify } from '../../../src/entries/index.ts';
import { sealedPages } from '../../support/seal-pdf.ts';
import { requireTool, tool } from '../../support/tools.ts';
import { NOW } from '../../unit/asic/fixtures.ts';

const present = ['mutool', 'qpdf', 'pdfsig'].every((name) => tool(name) !== undefined);
const folder = mkdtempSync(join(tmpdir(), 'yinxin-copy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!present)('the archival copy of a sealed PDF', () => {
  it('looks pixel for pixel like the original, is sound for qpdf, and unsigned for pdfsig', async () => {
    const { pki, file } = await sealedPages();
    const copy = await deriveArchivalCopy(file, {
      at: NOW,
      verifyFile: (source, name) =>
        verify(source, {
          at: NOW,
          trust: { signers: [pki.root.certificate], sealMakers: [pki.sealMaker.certificate] },
          revocation: 'none',
          name,
        }),
    });
    const draw = (name: string, bytes: Uint8Array): Buffer => {
      const path = join(folder, `${name}.pdf`);
      writeFileSync(path, bytes);
      execFileSync(requireTool('mutool'), ['draw', '-q', '-r', '100', '-o', `${path}.png`, path, '1']);
      return readFileSync(`${path}.png`);
    };
    const original = draw('original', file);
    expect(draw('copy', copy.file).equals(original)).toBe(true);
    expect(spawnSync(requireTool('qpdf'), ['--check', join(folder, 'copy.pdf')]).status).toBe(0);
    const pdfsig = spawnSync(requireTool('pdfsig'), [join(folder, 'copy.pdf')], { encoding: 'utf8' });
    expect(pdfsig.stdout).toContain('does not contain any signatures');
  });
});
