import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourceFromBytes, YinxinError } from '../../../src/foundation/core/index.ts';
import { sealPdf } from '../../../src/seal/index.ts';
import { signPdf } from '../../../src/sign/pdf/index.ts';
import { inspectPdf } from '../../../src/signatures/pades/index.ts';
import { createTestPki, type TestAlgorithm } from '../../../src/testing/index.ts';
import { NOW as LIFE, sampleSeal } from '../../support/life.ts';
import { tool } from '../../support/tools.ts';
import { buildPdf, MINIMAL } from '../../unit/pdf/build-pdf.ts';

const corpus = join(process.env['YINXIN_CORPORA'] ?? '../shared/corpora', 'pdf-pyhanko', 'static');
const present = existsSync(corpus);
if (!present) console.log(`skipped: no conformance data at ${corpus} (set YINXIN_CORPORA)`);
const qpdf = tool('qpdf');
const pdfsig = tool('pdfsig');

const NOW = new Date('2026-11-23T08:00:00Z');

/** Reasons that a refusal may name. */
const REASONS = ['PDF_UNSUPPORTED', 'PDF_CHANGES_FORBIDDEN', 'PDF_INVALID', 'PDF_ENCRYPTED'];

describe.skipIf(qpdf === undefined || pdfsig === undefined)('signed PDFs, judged by pdfsig and qpdf', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'yinxin-sign-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const isSound = (path: string): boolean => spawnSync(qpdf!, ['--check', path]).status === 0;
  const isEncrypted = (path: string): boolean => spawnSync(qpdf!, ['--is-encrypted', path]).status === 0;
  const signer = async (algorithm: TestAlgorithm) =>
    (await createTestPki({ algorithm, now: NOW })).signer.signer();
  const image = {
    width: 8,
    height: 8,
    rgb: new Uint8Array(192).fill(200),
    alpha: new Uint8Array(64).fill(128),
  };
  const place = { corner: 'bottom-right', x: 5, y: 5, width: 20, height: 10 } as const;

  /** The last signature as pdfsig sees it. */
  const lastOf = (path: string): string => {
    const text = String(execFileSync(pdfsig!, ['-nocert', path], { stdio: 'pipe' }));
    return text.slice(text.lastIndexOf('Signature #'));
  };

  for (const algorithm of ['P-256', 'RSA'] as const) {
    it(`takes a visible and an invisible ${algorithm} signature in one file`, async () => {
      const path = join(folder, `${algorithm}.pdf`);
      const options = { signer: await signer(algorithm), claimedTime: NOW };
      const once = await signPdf({
        ...options,
        file: buildPdf(MINIMAL),
        appearance: { image, place },
        reason: '同意',
      });
      const twice = await signPdf({ ...options, file: once });
      writeFileSync(path, twice);
      expect(isSound(path)).toBe(true);
      const report = String(execFileSync(pdfsig!, ['-nocert', path], { stdio: 'pipe' }));
      expect(report.match(/Signature is Valid/g)).toHaveLength(2);
      expect(report.match(/Signature Type: ETSI.CAdES.detached/g)).toHaveLength(2);
      expect(lastOf(path)).toContain('Total document signed');
    });
  }

  const sealing = async (file: Uint8Array): Promise<Uint8Array> => {
    const { pki, seal } = await sampleSeal('P-256');
    const placements = [{ kind: 'point', page: 1, x: 1, y: 1 }] as const;
    return sealPdf({ file, seal, signer: await pki.sealSigner.signer(), claimedTime: LIFE, placements });
  };
  const signing = async (file: Uint8Array): Promise<Uint8Array> =>
    signPdf({ file, signer: await signer('P-256'), claimedTime: NOW });

  it.skipIf(!present).each([
    ['signs', signing, REASONS, 50],
    // A page too small for a seal of 42 mm is refused as ARGUMENT_INVALID.
    ['seals', sealing, [...REASONS, 'ARGUMENT_INVALID'], 20],
  ] as const)(
    '%s every sound and unencrypted file of the corpus, or the refusal names its reason',
    async (_verb, write, reasons, least) => {
      const counts = { signed: 0, refused: 0 };
      const refusals: string[] = [];
      for (const name of readdirSync(corpus)) {
        const original = join(corpus, name);
        if (!isSound(original) || isEncrypted(original)) continue;
        const path = join(folder, name);
        try {
          const file = new Uint8Array(readFileSync(original));
          writeFileSync(path, await write(file));
        } catch (error) {
          if (!(error instanceof YinxinError)) throw error;
          expect(reasons, `${name}: ${error.message}`).toContain(error.code);
          refusals.push(`${name} ${error.code}`);
          counts.refused++;
          continue;
        }
        counts.signed++;
        expect(isSound(path), name).toBe(true);
        expect(lastOf(path), name).toContain('Signature is Valid');
        expect(lastOf(path), name).toContain('Total document signed');
        const facts = await inspectPdf(sourceFromBytes(new Uint8Array(readFileSync(path))));
        const last = facts.signatures.filter((s) => s.parent === undefined && s.coverage === 'whole-file');
        expect([name, last.map((s) => [s.cryptography, s.modification])]).toEqual([
          name,
          [['intact', 'none']],
        ]);
      }
      console.log(`corpus: ${counts.signed} signed, ${counts.refused} refused: ${refusals.join(', ')}`);
      expect(counts.signed).toBeGreaterThan(least);
    },
    180_000,
  );
});
