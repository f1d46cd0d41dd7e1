import { describe, expect, it } from 'vitest';
import type { SealPlacement } from '../../../src/seal/index.ts';
import { signPdf } from '../../../src/sign/index.ts';
import { NOW, sampleSeal } from '../../support/life.ts';
import { codeOf, factsOf, judged, pagesPdf, sealedPages, sealing } from '../../support/seal-pdf.ts';
import { buildPdf, MINIMAL } from '../pdf/build-pdf.ts';

const riding: SealPlacement = { kind: 'riding', side: 'right' };

describe('a sealed PDF', () => {
  for (const form of ['pades', 'ses'] as const) {
    it(`in form ${form} is passed, with all bindings checked`, async () => {
      const { pki, file } = await sealedPages({ form });
      const { report, verdict, bad } = await judged(pki, file);
      expect([verdict, bad]).toEqual(['TOTAL_PASSED', []]);
      const [entry] = report.signatures;
      expect(entry).toMatchObject({ kind: 'seal', coverage: 'whole-file', modification: 'none' });
      const passed = entry!.checks.filter(({ status }) => status === 'passed').map(({ code }) => code);
      expect(passed).toEqual(
        expect.arrayContaining(['SES_VALUE', 'SES_DATA_HASH', 'SES_PROPERTY_INFO', 'SEAL_APPEARANCE']),
      );
      if (form === 'pades') expect(passed).toContain('SES_SIGNER');
      expect(entry!.seal!.placements).toEqual([{ page: 1, x: 100, y: 150, width: 42, height: 42 }]);
      expect(report.notChecked.map(({ code }) => code)).not.toContain('SEAL_APPEARANCE');
    });

    it(`in form ${form} takes a timestamp, and a V1 seal`, async () => {
      const { pki } = await sealing();
      const stamped = await sealedPages({ form, tsa: pki.timestampAuthority() });
      const { report, verdict } = await judged(pki, stamped.file);
      expect(verdict).toBe('TOTAL_PASSED');
      expect(report.signatures.map(({ kind }) => kind)).toEqual(['seal', 'timestamp']);
      const { seal } = await sampleSeal('SM2', undefined, 72, 1);
      expect(await judged(pki, (await sealedPages({ form, seal })).file)).toMatchObject({
        verdict: 'TOTAL_PASSED',
      });
    });

    it(`in form ${form} rides over the edges of turned, cropped and scaled pages as one signature`, async () => {
      const turn = [
        '',
        '/Rotate 90',
        '/Rotate 180',
        '/Rotate 270',
        '/CropBox [20 30 500 700]',
        '/UserUnit 2',
      ];
      const file = pagesPdf(6, (n) => turn[n - 1]!);
      for (const side of ['right', 'left', 'top', 'bottom'] as const) {
        const sealed = await sealedPages({ form, file, placements: [{ kind: 'riding', side }] });
        const { report, verdict } = await judged(sealed.pki, sealed.file);
        expect([side, verdict]).toEqual([side, 'TOTAL_PASSED']);
        expect(report.signatures).toHaveLength(1);
        expect(report.signatures[0]!.seal!.placements.map(({ page }) => page)).toEqual([1, 2, 3, 4, 5, 6]);
        expect(report.signatures[0]!.checks).toContainEqual(
          expect.objectContaining({ code: 'RIDING_SEAL', status: 'passed' }),
        );
      }
    });
  }

  it('stands on several pages and rides at once, under one signature; the picture is written once', async () => {
    const placements: SealPlacement[] = [{ kind: 'point', page: [1, 3], x: 20, y: 20 }, riding];
    const { pki, file } = await sealedPages({ file: pagesPdf(3), placements });
    const { verdict, report } = await judged(pki, file);
    expect(verdict).toBe('TOTAL_PASSED');
    expect(report.signatures[0]!.seal!.placements).toHaveLength(5);
    const pictures = Buffer.from(file)
      .toString('latin1')
      .match(/\/Subtype \/Image/g);
    expect(pictures).toHaveLength(2);
  });

  it('rides only as the first signature of a file', async () => {
    const { pki, options } = await sealing();
    const signed = await signPdf({
      file: pagesPdf(3),
      signer: await pki.signer.signer(),
      claimedTime: NOW,
    });
    expect(await codeOf(sealedPages({ ...options, file: signed, placements: [riding] }))).toBe(
      'PDF_CHANGES_FORBIDDEN',
    );
    const again = await sealedPages({
      ...options,
      file: signed,
      placements: [{ kind: 'point', page: 1, x: 10, y: 10 }],
    });
    expect((await judged(pki, again.file)).verdict).toBe('TOTAL_PASSED');
    const later = await signPdf({
      file: (await sealedPages({ file: pagesPdf(3), placements: [riding] })).file,
      signer: await pki.signer.signer(),
      claimedTime: NOW,
    });
    expect((await judged(pki, later)).verdict).toBe('TOTAL_PASSED');
  });

  it('finds its keyword, and says so where it is not there', async () => {
    const text = 'BT /F1 12 Tf 300 500 Td (SEAL HERE) Tj ET';
    const file = buildPdf({
      ...MINIMAL,
      3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
      4: `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
      5: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    });
    const placements = [{ kind: 'keyword', text: 'SEAL HERE' }] as const;
    const { pki, file: sealed } = await sealedPages({ file, placements });
    const { report, verdict } = await judged(pki, sealed);
    expect(verdict).toBe('TOTAL_PASSED');
    const [at] = report.signatures[0]!.seal!.placements;
    const [middleX, middleY] = [at!.x + 21, at!.y + 21];
    expect(Math.abs(middleX - ((300 + 33) * 25.4) / 72)).toBeLessThan(3);
    expect(Math.abs(middleY - ((842 - 504) * 25.4) / 72)).toBeLessThan(3);
    expect(await codeOf(sealedPages({ placements }))).toBe('SEAL_KEYWORD_NOT_FOUND');
  });

  it('names its field in the property information, in whatever script', async () => {
    const { pki, file } = await sealedPages({ field: '审批章 50%' });
    expect((await judged(pki, file)).verdict).toBe('TOTAL_PASSED');
    const [facts] = await factsOf(file);
    expect(facts!.checks.find(({ code }) => code === 'SES_PROPERTY_INFO')!.status).toBe('passed');
  });

  it('is not made by nobody, by a stranger, with an encryption key, out of time, or with a picture nobody draws', async () => {
    const { pki, options } = await sealing();
    const { signer: _signer, ...unsigned } = options;
    const later = new Date(NOW.getTime() + 301 * 24 * 3600 * 1000);
    expect(await codeOf(sealedPages({ form: 'ses', signer: undefined as never }))).toBe('ARGUMENT_INVALID');
    expect(unsigned.seal.length).toBeGreaterThan(0);
    for (const form of ['pades', 'ses'] as const) {
      const codes = [];
      for (const change of [
        { signer: await pki.signer.signer() },
        { signer: await pki.encryptionOnly.signer() },
        { claimedTime: later },
        { seal: new Uint8Array([0x30, 0]) },
      ]) {
        codes.push(await codeOf(sealedPages({ form, ...change })));
      }
      expect(codes).toEqual([
        'SEAL_SIGNER_NOT_LISTED',
        'CERTIFICATE_KEY_USAGE',
        'SEAL_INVALID',
        'SEAL_INVALID',
      ]);
    }
  });
});
