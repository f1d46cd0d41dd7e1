import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embedSignature, openPdf, prepareSignature } from '../../../src/formats/pdf/index.ts';
import { concatBytes, sourceFromBytes } from '../../../src/foundation/core/index.ts';
import { tool } from '../../support/tools.ts';
import { appendRevision, buildPdf, MINIMAL } from '../../unit/pdf/build-pdf.ts';

const qpdf = tool('qpdf');
const renderer = tool('pdftoppm');

describe.skipIf(qpdf === undefined)('updates in every style, judged by qpdf', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'yinxin-pdf-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: string[]): string => String(execFileSync(qpdf!, args, { stdio: 'pipe' }));
  const original = (...options: string[]): Uint8Array => {
    const [from, to] = [join(folder, 'from.pdf'), join(folder, 'to.pdf')];
    const stream = '<< /Length 21 >>\nstream\n0 0 1 rg 9 9 50 50 re\nendstream';
    writeFileSync(
      from,
      buildPdf({ ...MINIMAL, 3: MINIMAL[3]!.replace('>>', '/Contents 4 0 R >>'), 4: stream }),
    );
    run(...options, from, to);
    return new Uint8Array(readFileSync(to));
  };
  const signTimes = async (bytes: Uint8Array, times: number): Promise<Uint8Array> => {
    let out = bytes;
    for (let i = 0; i < times; i++) {
      const prepared = await prepareSignature(await openPdf(sourceFromBytes(out)), {
        subFilter: 'ETSI.CAdES.detached',
        contentsSize: 100,
      });
      out = concatBytes(out, embedSignature(prepared, Uint8Array.of(0x30, 0)));
    }
    return out;
  };

  const styles: [string, string[]][] = [
    ['a table', ['--object-streams=disable']],
    ['a cross-reference stream with object streams', ['--object-streams=generate']],
    ['a linearized table', ['--linearize', '--object-streams=disable']],
    ['a linearized stream', ['--linearize', '--object-streams=generate']],
  ];
  for (const [name, options] of styles) {
    it(`keeps ${name} clean over five signatures`, async () => {
      const file = join(folder, 'signed.pdf');
      const bytes = original(...options);
      writeFileSync(file, await signTimes(bytes, 5));
      expect(run('--check', file)).toContain('No syntax or stream encoding errors');
      expect(run('--show-xref', file).match(/uncompressed|compressed/g)!.length).toBeGreaterThan(10);
    });
  }

  it.skipIf(renderer === undefined)('does not change what the page shows', async () => {
    const before = join(folder, 'before.pdf');
    const after = join(folder, 'after.pdf');
    const bytes = original('--object-streams=generate');
    writeFileSync(before, bytes);
    writeFileSync(after, await signTimes(bytes, 2));
    const picture = (file: string): Uint8Array =>
      new Uint8Array(execFileSync(renderer!, ['-r', '36', '-png', file], { stdio: 'pipe' }));
    expect(picture(after)).toEqual(picture(before));
  });

  it('has old revisions that qpdf reads as the newest of a shortened file', async () => {
    const first = buildPdf(MINIMAL);
    const signed = await signTimes(appendRevision(first, { 20: '(x)' }), 1);
    const ends = await (await openPdf(sourceFromBytes(signed))).read((d) =>
      d.revisions.map((r) => r.ends.at(-1)!),
    );
    expect(ends.length).toBe(3);
    for (const end of ends) {
      writeFileSync(join(folder, 'cut.pdf'), signed.subarray(0, end));
      expect(run('--check', join(folder, 'cut.pdf'))).toContain('No syntax or stream encoding errors');
    }
  });
});
