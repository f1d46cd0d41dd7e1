import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPdf, type PdfRef, type PdfString } from '../../../src/formats/pdf/index.ts';
import { latin1, type Signer, sourceFromBytes } from '../../../src/foundation/core/index.ts';
import { type SignPdfOptions, signPdf } from '../../../src/sign/index.ts';
import { inspectPdf } from '../../../src/signatures/pades/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import { tool } from '../../support/tools.ts';
import { buildPdf, MINIMAL } from '../../unit/pdf/build-pdf.ts';

const qpdf = tool('qpdf');
const pdfsig = tool('pdfsig');
const renderer = tool('mutool');
const NOW = new Date('2026-11-23T08:00:00Z');
const CONTENT = '0 0 1 rg 9 9 50 50 re f';

describe.skipIf(qpdf === undefined || pdfsig === undefined)('encrypted PDFs, signed', () => {
  let folder: string;
  let signer: Signer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yinxin-encrypted-'));
    signer = await (await createTestPki({ algorithm: 'P-256', now: NOW })).signer.signer();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const encrypted = (...options: string[]): Uint8Array => {
    const [from, to] = [join(folder, 'from.pdf'), join(folder, 'to.pdf')];
    const stream = `<< /Length ${CONTENT.length} >>\nstream\n${CONTENT}\nendstream`;
    const page = MINIMAL[3]!.replace('>>', '/Contents 4 0 R /Annots [6 0 R] >>');
    const field = '<< /FT /Sig /T (here) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /P 3 0 R >>';
    const catalog = '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /SigFlags 3 >> >>';
    const bodies = { ...MINIMAL, 1: catalog, 3: page, 4: stream, 5: '<< /Title (Secret) >>', 6: field };
    writeFileSync(from, buildPdf(bodies, '/Info 5 0 R /ID [<00112233> <00112233>]'));
    execFileSync(qpdf!, ['--allow-weak-crypto', from, '--encrypt', 'user', 'owner', ...options, '--', to], {
      stdio: 'pipe',
    });
    return new Uint8Array(readFileSync(to));
  };
  const sign = (file: Uint8Array, what: Partial<SignPdfOptions> = {}): Promise<Uint8Array> =>
    signPdf({ file, signer, claimedTime: NOW, password: 'user', reason: '同意', ...what });
  const picture = (bytes: Uint8Array): string => {
    writeFileSync(join(folder, 'shown.pdf'), bytes);
    const args = ['draw', '-q', '-p', 'user', '-r', '36', '-F', 'png', '-o', '-', join(folder, 'shown.pdf')];
    return execFileSync(renderer!, args, { stdio: 'pipe' }).toString('base64');
  };

  const kinds: [string, string[]][] = [
    ['RC4 of 40 bits', ['40']],
    ['RC4 of 128 bits', ['128', '--use-aes=n']],
    ['AES of 128 bits', ['128', '--use-aes=y']],
    ['AES of 256 bits, object streams', ['256']],
    ['AES of 256 bits, metadata in the clear', ['256', '--cleartext-metadata']],
  ];
  for (const [name, options] of kinds) {
    it(`stay encrypted and readable under ${name}, and take signatures that others find valid`, async () => {
      const original = encrypted(...options);
      const image = { width: 1, height: 1, rgb: Uint8Array.of(255, 0, 0), alpha: Uint8Array.of(90) };
      const place = { corner: 'top-left', x: 5, y: 5, width: 20, height: 10 } as const;
      const once = await sign(original);
      const twice = await sign(once, { appearance: { image, place }, password: 'owner' });
      expect(picture(once)).toBe(picture(original));
      expect(picture(twice)).not.toBe(picture(original));
      expect(latin1(twice)).not.toContain('Signature2');
      const path = join(folder, 'signed.pdf');
      writeFileSync(path, twice);
      const check = spawnSync(qpdf!, ['--check', '--password=user', path], { encoding: 'utf8' });
      expect([check.status, check.stderr]).toEqual([0, '']);
      const report = String(execFileSync(pdfsig!, ['-nocert', '-upw', 'user', path], { stdio: 'pipe' }));
      expect(report.match(/Signature is Valid/g)).toHaveLength(2);
      expect(report).toContain('Total document signed');
      const { signatures } = await inspectPdf(sourceFromBytes(twice), { password: 'user' });
      expect(signatures.map((s) => [s.cryptography, s.modification])).toEqual([
        ['intact', 'form-fill'],
        ['intact', 'none'],
      ]);
      const file = await openPdf(sourceFromBytes(twice), { password: 'user' });
      const title = await file.read((d) => d.dict(d.trailer.get('Info') as PdfRef)?.get('Title'));
      expect(latin1((title as PdfString).bytes)).toBe('Secret');
      expect(await sign(original)).toEqual(await sign(original));
    });
  }

  it('are refused without a password, and where their owner permits no signatures', async () => {
    const closed = encrypted('256');
    await expect(sign(closed, { password: 'wrong' })).rejects.toMatchObject({ code: 'PDF_ENCRYPTED' });
    const bound = encrypted('256', '--modify=none', '--annotate=n', '--form=n');
    await expect(sign(bound)).rejects.toMatchObject({ code: 'PDF_CHANGES_FORBIDDEN' });
    await expect(sign(bound, { password: 'owner' })).resolves.toBeInstanceOf(Uint8Array);
    const fillOnly = encrypted('256', '--modify=form');
    await expect(sign(fillOnly)).rejects.toMatchObject({ code: 'PDF_CHANGES_FORBIDDEN' });
    await expect(sign(fillOnly, { field: 'here' })).resolves.toBeInstanceOf(Uint8Array);
    const old = encrypted('128', '--use-aes=y', '--modify=none', '--annotate=n', '--form=n');
    await expect(sign(old)).rejects.toMatchObject({ code: 'PDF_CHANGES_FORBIDDEN' });
    await expect(sign(old, { password: 'owner' })).resolves.toBeInstanceOf(Uint8Array);
  });
});
