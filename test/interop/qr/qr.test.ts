import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type QrEcc, qrMatrix, qrPng } from '../../../src/formats/qr/index.ts';
import { requireTool, tool } from '../../support/tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'yinxin-qr-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!tool('zbarimg'))('zbarimg reads our PNG', () => {
  it.each(['L', 'M', 'Q', 'H'] satisfies QrEcc[])('at level %s with mixed segments', (ecc) => {
    const digits = '27182818284590452353602874713526624977572470936999'.repeat(6);
    const matrix = qrMatrix(
      [
        { mode: 'byte', data: 'https://license.example.cn/v#' },
        { mode: 'numeric', data: digits },
      ],
      { ecc },
    );
    const file = join(folder, `${ecc}.png`);
    writeFileSync(file, qrPng(matrix, { scale: 4 }));
    const { stdout } = spawnSync(requireTool('zbarimg'), ['--raw', '-q', file]);
    expect(stdout.toString('utf8').trim()).toBe(`https://license.example.cn/v#${digits}`);
  });
});
