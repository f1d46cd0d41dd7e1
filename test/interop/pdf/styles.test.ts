import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPdf, prepareSignature } from '../../../src/formats/pdf/index.ts';
import { fromLatin1, latin1, sourceFromBytes } from '../../../src/foundation/core/index.ts';
import { signPdf } from '../../../src/sign/index.ts';
import { inspectPdf } from '../../../src/signatures/pades/index.ts';
import { createTestPki, type TestPki } from '../../../src/testing/index.ts';
import { tool } from '../../support/tools.ts';
import { appendRevision, type Bodies, buildPdf, MINIMAL } from '../../unit/pdf/build-pdf.ts';

const tools = {
  qpdf: tool('qpdf'),
  pdfsig: tool('pdfsig'),
  mutool: tool('mutool'),
  pdftoppm: tool('pdftoppm'),
};
const missing = Object.values(tools).some((path) => path === undefined);
const NOW = new Date('2026-11-23T08:00:00Z');

const CONTENT = 'q 0 0 1 rg 9 9 50 50 re f Q BT /F1 24 Tf 40 400 Td (Before and after) Tj ET';
const PAGE: Bodies = {
  ...MINIMAL,
  3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 500] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
  4: `<< /Length ${CONTENT.length} >>\nstream\n${CONTENT}\nendstream`,
  5: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
};

/** The page with a cross-reference stream and no object streams. */
function streamed(bodies: Bodies): Uint8Array {
  let body = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';
  const numbers = Object.keys(bodies).map(Number);
  const offsets = numbers.map((num) => {
    const offset = body.length;
    body += `${num} 0 obj\n${bodies[num]}\nendobj\n`;
    return offset;
  });
  const own = Math.max(...numbers) + 1;
  const rows = [[0, 0, 0, 255], ...[...offsets, body.length].map((at) => [1, at >> 8, at & 255, 0])];
  const data = rows
    .flat()
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const dict = `<< /Type /XRef /Size ${own + 1} /W [1 2 1] /Root 1 0 R /Filter /ASCIIHexDecode /Length ${data.length} >>`;
  const stream = `${own} 0 obj\n${dict}\nstream\n${data}\nendstream\nendobj\n`;
  return fromLatin1(`${body}${stream}startxref\n${body.length}\n%%EOF\n`);
}

/** A table that hides the structure tree in a cross-reference stream, as writers for old readers did (7.5.8.4). */
function hybrid(): Uint8Array {
  const tree = '<< /Type /StructTreeRoot >>';
  const inner = `8 0 ${tree}`;
  const objects: Bodies = {
    ...PAGE,
    1: '<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 8 0 R >>',
    6: `<< /Type /ObjStm /N 1 /First 4 /Length ${inner.length} >>\nstream\n${inner}\nendstream`,
  };
  const plain = latin1(buildPdf(objects));
  const at = plain.lastIndexOf('xref\n0 1');
  const hidden = '02000600';
  const dict = `<< /Type /XRef /Size 9 /Index [8 1] /W [1 2 1] /Root 1 0 R /Filter /ASCIIHexDecode /Length ${hidden.length} >>`;
  const stream = `7 0 obj\n${dict}\nstream\n${hidden}\nendstream\nendobj\n`;
  const table = plain
    .slice(at)
    .replace(/\/Size \d+/, `/Size 9 /XRefStm ${at}`)
    .replace('trailer', `7 1\n${String(at).padStart(10, '0')} 00000 n \n8 1\n0000000000 00000 f \ntrailer`)
    .replace(/startxref\n\d+/, `startxref\n${at + stream.length}`);
  return fromLatin1(plain.slice(0, at) + stream + table);
}

describe.skipIf(missing)('files of every style, with one to five signatures', () => {
  let folder: string;
  let pki: TestPki;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yinxin-styles-'));
    pki = await createTestPki({ algorithm: 'P-256', now: NOW });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const byQpdf = (...options: string[]): Uint8Array => {
    const [from, to] = [join(folder, 'from.pdf'), join(folder, 'to.pdf')];
    writeFileSync(from, buildPdf(PAGE, '/ID [<0011> <0011>]'));
    execFileSync(tools.qpdf!, [...options, from, to], { stdio: 'pipe' });
    return new Uint8Array(readFileSync(to));
  };
  const pictures = (bytes: Uint8Array): string[] => {
    const path = join(folder, 'shown.pdf');
    writeFileSync(path, bytes);
    const run = (program: string, args: string[]): string =>
      execFileSync(program, args, { stdio: 'pipe', maxBuffer: 1 << 26 }).toString('base64');
    return [
      run(tools.mutool!, ['draw', '-q', '-r', '50', '-F', 'png', '-o', '-', path]),
      run(tools.pdftoppm!, ['-r', '50', '-png', path]),
    ];
  };

  const styles: [string, () => Uint8Array, RegExp][] = [
    ['a table', () => buildPdf(PAGE), /xref\n[\s\S]*trailer/],
    ['a table and an earlier update', () => appendRevision(buildPdf(PAGE), { 20: '(x)' }), /trailer/],
    ['a cross-reference stream', () => streamed(PAGE), /\/Type \/XRef/],
    ['object streams', () => byQpdf('--object-streams=generate'), /\/Type \/XRef/],
    ['a hybrid section', hybrid, /trailer/],
    ['a linearized table', () => byQpdf('--linearize', '--object-streams=disable'), /trailer/],
    ['linearized streams', () => byQpdf('--linearize', '--object-streams=generate'), /\/Type \/XRef/],
    ['no line end behind its last marker', () => buildPdf(PAGE).subarray(0, -1), /trailer/],
  ];
  for (const [name, make, style] of styles) {
    it(`stay as they look and are found valid: ${name}`, async () => {
      const original = make();
      const shown = pictures(original);
      const signer = await pki.signer.signer();
      const path = join(folder, 'signed.pdf');
      let bytes = original;
      for (let count = 1; count <= 5; count++) {
        const before = bytes;
        const timestamp = count === 2 ? { tsa: pki.timestampAuthority() } : {};
        bytes = await signPdf({ file: before, signer, claimedTime: NOW, ...timestamp });
        expect(bytes.subarray(0, before.length)).toEqual(before);
        expect(latin1(bytes.subarray(before.length))).toMatch(style);
        writeFileSync(path, bytes);
        const check = spawnSync(tools.qpdf!, ['--check', path], { encoding: 'utf8' });
        expect([check.status, check.stderr]).toEqual([0, '']);
        const report = String(execFileSync(tools.pdfsig!, ['-nocert', path], { stdio: 'pipe' }));
        expect(report.match(/Signature is Valid/g)).toHaveLength(count);
        expect(report.slice(report.lastIndexOf('Signature #'))).toContain('Total document signed');
      }
      expect(pictures(bytes)).toEqual(shown);
      const { signatures } = await inspectPdf(sourceFromBytes(bytes));
      const own = signatures.filter((s) => s.parent === undefined);
      expect(own.map((s) => [s.cryptography, s.modification])).toEqual([
        ...Array.from({ length: 4 }, () => ['intact', 'form-fill']),
        ['intact', 'none'],
      ]);
    }, 60_000);
  }

  it('take the same update whether they are read whole or in blocks', async () => {
    for (const [name, make] of styles) {
      const source = sourceFromBytes(make());
      const what = { subFilter: 'ETSI.CAdES.detached', contentsSize: 64 } as const;
      const whole = await prepareSignature(await openPdf(source), what);
      const blocks = await prepareSignature(await openPdf(source, { wholeFileBytes: 0 }), what);
      expect([name, latin1(blocks.update)]).toEqual([name, latin1(whole.update)]);
    }
  });
});
