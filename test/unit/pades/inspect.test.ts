import { beforeAll, describe, expect, it } from 'vitest';
import { embedSignature, openPdf, preparedDigest, prepareSignature } from '../../../src/formats/pdf/index.ts';
import {
  concatBytes,
  fromLatin1,
  isYinxinError,
  latin1,
  sourceFromBytes,
} from '../../../src/foundation/core/index.ts';
import type { SignatureFacts } from '../../../src/foundation/validation/index.ts';
import { type SignPdfOptions, signPdf, signPdfTo } from '../../../src/sign/pdf/index.ts';
import { signCms } from '../../../src/signatures/cades/index.ts';
import { inspectPdf } from '../../../src/signatures/pades/index.ts';
import { createTestPki, seededRandom, type TestPki } from '../../../src/testing/index.ts';
import { appendRevision, buildPdf, MINIMAL } from '../pdf/build-pdf.ts';

const NOW = new Date('2026-11-23T08:00:00Z');

let pki: TestPki;
beforeAll(async () => {
  pki = await createTestPki({ algorithm: 'P-256', now: NOW });
});

async function sign(file: Uint8Array, options: Partial<SignPdfOptions> = {}): Promise<Uint8Array> {
  return signPdf({ file, signer: await pki.signer.signer(), claimedTime: NOW, ...options });
}

const inspect = (bytes: Uint8Array) => inspectPdf(sourceFromBytes(bytes));
const axes = (s: SignatureFacts) => [s.cryptography, s.coverage, s.modification, s.formatFailure];
const GOOD = ['intact', 'whole-file', 'none', undefined];

describe('a signed PDF', () => {
  it('is intact, whole and unmodified, with what the signer claimed', async () => {
    const { signatures, checks } = await inspect(await sign(buildPdf(MINIMAL)));
    expect(signatures.map(axes)).toEqual([GOOD]);
    const [facts] = signatures;
    expect([facts!.format, facts!.kind, facts!.purpose, facts!.algorithm]).toEqual([
      'PAdES',
      'signature',
      'signers',
      'ES256',
    ]);
    expect(facts!.claimedTime).toEqual(NOW);
    expect(facts!.baselineAttributes).toBe(true);
    expect(facts!.signerCertificate).toEqual(pki.signer.certificate);
    expect(checks).toEqual([]);
  });

  it('works with RSA and SM2 in the same way', async () => {
    for (const algorithm of ['RSA', 'SM2'] as const) {
      const other = await createTestPki({ algorithm, now: NOW });
      const bytes = await sign(buildPdf(MINIMAL), { signer: await other.signer.signer() });
      expect((await inspect(bytes)).signatures.map(axes)).toEqual([GOOD]);
    }
  });

  it('carries a timestamp as a child of the signature', async () => {
    const bytes = await sign(buildPdf(MINIMAL), {
      tsa: pki.timestampAuthority(),
      random: seededRandom('nonce'),
    });
    const { signatures } = await inspect(bytes);
    expect(signatures.map((s) => [s.kind, s.cryptography, s.parent])).toEqual([
      ['signature', 'intact', undefined],
      ['timestamp', 'intact', signatures[0]!.id],
    ]);
  });

  it('covers its own validation data', async () => {
    const validationData = await pki.validationData();
    const { signatures } = await inspect(await sign(buildPdf(MINIMAL), { validationData }));
    expect(signatures.map(axes)).toEqual([GOOD]);
    expect(signatures[0]!.crls).toEqual(validationData.crls);
    expect(signatures[0]!.hasValidationData).toBe(true);
  });

  it('signs the same bytes when written to a sink, and aborts the sink on failure', async () => {
    const chunks: Uint8Array[] = [];
    const events: string[] = [];
    const sink = {
      write: async (chunk: Uint8Array) => void chunks.push(chunk),
      close: async () => void events.push('close'),
      abort: async () => void events.push('abort'),
    };
    const options = { file: buildPdf(MINIMAL), signer: await pki.signer.signer(), claimedTime: NOW };
    await signPdfTo(sink, options);
    expect(concatBytes(...chunks)).toEqual(await signPdf(options));
    const encrypted = { ...options, file: buildPdf(MINIMAL, '/Encrypt << >>') };
    await expect(signPdfTo(sink, encrypted)).rejects.toMatchObject({ code: 'PDF_ENCRYPTED' });
    expect(events).toEqual(['close', 'abort']);
  });

  it('stays good under a later signature, which is named as what changed', async () => {
    const { signatures } = await inspect(await sign(await sign(buildPdf(MINIMAL))));
    expect(signatures.map(axes)).toEqual([['intact', 'whole-revision', 'form-fill', undefined], GOOD]);
    expect(signatures[0]!.changes).toEqual([
      { code: 'SIGNATURE_ADDED', detail: 'signature added in "Signature2"' },
    ]);
    expect(signatures[0]!.notChecked.map((n) => n.code)).not.toContain('PDF_LATER_CHANGES');
    expect(signatures.map((s) => s.id)).toEqual(['sig-1', 'sig-2'].map((id) => expect.stringContaining(id)));
  });
});

describe('a forged PDF', () => {
  it('is never good after any change of one byte', async () => {
    const good = await sign(buildPdf(MINIMAL));
    const passing: number[] = [];
    let broken = 0;
    // Inside the CMS some bytes are unsigned (embedded CA certificates): those are the business of the path.
    const contents = latin1(good).indexOf('/Contents <') + '/Contents <'.length;
    const value = good.subarray(contents);
    const cmsEnd = contents + 2 * (4 + Number.parseInt(latin1(value.subarray(4, 8)), 16));
    for (let at = 0; at < good.length; at += at > contents && at < cmsEnd ? 97 : 7) {
      const bytes = good.slice();
      bytes[at]! ^= 0x20;
      try {
        const { signatures, checks } = await inspect(bytes);
        const isGood = signatures.length > 0 && signatures.every((s) => String(axes(s)) === String(GOOD));
        if (isGood && checks.every((c) => c.status !== 'failed')) passing.push(at);
        if (signatures.some((s) => s.cryptography === 'broken')) broken++;
      } catch (error) {
        if (!isYinxinError(error)) throw error;
      }
    }
    expect(passing.filter((at) => at < contents || at >= cmsEnd)).toEqual([]);
    expect(broken).toBeGreaterThan(20);
  }, 120_000);

  it('is not good after an update of any kind', async () => {
    const good = await sign(buildPdf(MINIMAL));
    const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 90 0 R >>';
    const content = '<< /Length 5 >>\nstream\n0 0 m\nendstream';
    const [facts] = (await inspect(appendRevision(good, { 3: page, 90: content }))).signatures;
    expect(axes(facts!)).toEqual(['intact', 'whole-revision', 'disallowed', undefined]);
    expect(facts!.changes!.map((c) => c.code)).toContain('PAGE_CONTENT');
  });

  it('is not good with bytes behind it that are no revision', async () => {
    const good = await sign(buildPdf(MINIMAL));
    for (const tail of ['\n%%EOF\n', ' ', '\n']) {
      const [facts] = (await inspect(concatBytes(good, fromLatin1(tail)))).signatures;
      expect(axes(facts!)).toEqual(['intact', 'whole-revision', 'not-checked', undefined]);
      expect(facts!.notChecked.map((n) => n.code)).toContain('PDF_LATER_CHANGES');
    }
  });

  it('fails by format when something hides behind the value', async () => {
    const good = latin1(await sign(buildPdf(MINIMAL)));
    const bytes = fromLatin1(good.replace(/0> >>\nendobj/, '1> >>\nendobj'));
    const [facts] = (await inspect(bytes)).signatures;
    expect(facts!.formatFailure).toBe('FORMAT_FAILURE');
    expect(facts!.checks.map((c) => c.code)).toContain('CONTENTS_PADDING');
  });

  it('is not checked, by name, when it is of an unknown kind', async () => {
    const original = buildPdf(MINIMAL);
    const prepared = await prepareSignature(await openPdf(sourceFromBytes(original)), {
      subFilter: 'adbe.x509.unknown' as 'adbe.pkcs7.detached',
      contentsSize: 8192,
    });
    const { cms } = await signCms({
      signer: await pki.signer.signer(),
      content: { digest: await preparedDigest(prepared, 'sha256'), hash: 'sha256' },
      detached: true,
      profile: 'PAdES',
      claimedTime: NOW,
    });
    const [facts] = (await inspect(concatBytes(original, embedSignature(prepared, cms)))).signatures;
    expect(facts!.cryptography).toBe('not-checked');
    expect(facts!.notChecked).toContainEqual(
      expect.objectContaining({
        code: 'SUBFILTER_UNSUPPORTED',
        detail: expect.stringContaining('adbe.x509.unknown'),
      }),
    );
  });

  it('is broken when only the name of its kind was changed', async () => {
    const good = latin1(await sign(buildPdf(MINIMAL)));
    const bytes = fromLatin1(good.replace('/ETSI.CAdES.detached', '/adbe.x509.unknown  '));
    expect((await inspect(bytes)).signatures[0]!.cryptography).toBe('broken');
  });
});
