import { describe, expect, it } from 'vitest';
import {
  embedSignature,
  openPdf,
  type PrepareSignature,
  prepareSignature,
  readFields,
  readSignatures,
  rewriteDamaged,
} from '../../../src/formats/pdf/index.ts';
import {
  type ByteSource,
  concatBytes,
  fromLatin1,
  latin1,
  sourceFromBytes,
} from '../../../src/foundation/core/index.ts';
import { signPdf } from '../../../src/sign/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import { buildPdf, MINIMAL } from './build-pdf.ts';

const BASIC: PrepareSignature = { subFilter: 'ETSI.CAdES.detached', contentsSize: 64 };
const NOW = new Date('2026-11-23T08:00:00Z');

/** A file whose objects stand behind a hole of zeros: as large as one likes, and nobody holds it. */
function sparse(size: number, tail: (at: number) => Uint8Array): ByteSource {
  const head = fromLatin1('%PDF-1.7\n');
  const end = tail(size);
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const out = new Uint8Array(length).fill(0x20);
    for (const [at, part] of [
      [0, head],
      [size, end],
    ] as const) {
      const from = Math.max(at, offset);
      const to = Math.min(at + part.length, offset + length);
      if (from < to) out.set(part.subarray(from - at, to - at), from - offset);
    }
    return out;
  };
  return { size: size + end.length, read };
}

const appended = (source: ByteSource, more: Uint8Array): ByteSource => ({
  size: source.size + more.length,
  read: async (offset, length) => {
    const first = Math.min(length, Math.max(0, source.size - offset));
    const old = first === 0 ? new Uint8Array(0) : await source.read(offset, first);
    const from = Math.max(0, offset - source.size);
    return concatBytes(old, more.subarray(from, from + length - first));
  },
});

/** The minimal document behind `at`, its cross-reference section a table or a stream. */
const tailOf = (style: 'table' | 'stream') => (at: number) => {
  let body = '';
  const offsets: number[] = [];
  for (const [num, text] of Object.entries(MINIMAL)) {
    offsets.push(at + body.length);
    body += `${num} 0 obj\n${text}\nendobj\n`;
  }
  const xref = at + body.length;
  const end = `\nstartxref\n${xref}\n%%EOF\n`;
  if (style === 'table') {
    const lines = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
    const table = `xref\n0 4\n0000000000 65535 f \n${lines}trailer\n<< /Size 4 /Root 1 0 R >>`;
    return fromLatin1(body + table + end);
  }
  const entry = (offset: number): number[] => [
    1,
    ...Array.from({ length: 8 }, (_, i) => Math.floor(offset / 256 ** (7 - i)) & 255),
  ];
  const data = Uint8Array.from([...offsets, xref].flatMap(entry));
  const dict = `<< /Type /XRef /Size 5 /Index [1 4] /W [1 8 0] /Root 1 0 R /Length ${data.length} >>`;
  return concatBytes(
    fromLatin1(`${body}4 0 obj\n${dict}\nstream\n`),
    data,
    fromLatin1(`\nendstream\nendobj${end}`),
  );
};

describe('a file beyond two gigabytes', () => {
  const cases: ['table' | 'stream', number][] = [
    ['table', 2 ** 31 - 100],
    ['table', 2 ** 31 + 5],
    ['table', 2 ** 32 - 200],
    ['stream', 2 ** 32 - 300],
    ['stream', 2 ** 32 + 7],
    ['stream', 40 * 1000 ** 3],
  ];
  for (const [style, size] of cases) {
    it(`of ${size} bytes with a ${style} is signed with right offsets, and read back`, async () => {
      let source = sparse(size, tailOf(style));
      for (const round of [1, 2]) {
        const prepared = await prepareSignature(await openPdf(source), BASIC);
        const update = embedSignature(prepared, Uint8Array.of(0x30, 0));
        const text = latin1(update);
        const numbers = /\/ByteRange \[([\d ]+)\]/.exec(text)![1]!.trim().split(/ +/).map(Number);
        const gap = text.indexOf('/Contents <') + '/Contents '.length;
        const [gapStart, gapEnd] = [source.size + gap, source.size + text.indexOf('>', gap) + 1];
        expect(numbers).toEqual([0, gapStart, gapEnd, source.size + update.length - gapEnd]);
        expect(text.startsWith('\n')).toBe(false);
        source = appended(source, update);
        const file = await openPdf(source);
        const { signatures, problems } = await file.read((document) => readSignatures(document));
        expect(problems).toEqual([]);
        expect(signatures).toHaveLength(round);
        expect(signatures.at(-1)!.range!.end).toBe(source.size);
        expect(signatures.flatMap((signature) => signature.problems)).toEqual([]);
      }
    });
  }

  it('above ten gigabytes with a table is refused by name: the table has no room', async () => {
    const source = sparse(9_999_990_000, tailOf('table'));
    await expect(prepareSignature(await openPdf(source), BASIC)).resolves.toBeDefined();
    const above = sparse(9_999_999_500, tailOf('table'));
    await expect(prepareSignature(await openPdf(above), BASIC)).rejects.toMatchObject({
      code: 'PDF_UNSUPPORTED',
    });
  });
});

describe('a damaged file', () => {
  const stream = '<< /Length 9 /Filter /AHx >>\nstream\n00112233>\nendstream';
  const whole = buildPdf({ ...MINIMAL, 4: stream, 6: '<< /Title (x) >>' }, '/Info 6 0 R');
  const damaged = fromLatin1(latin1(whole).replace(/startxref\n\d+/, 'startxref\n7'));
  const signer = async () => (await createTestPki({ algorithm: 'P-256', now: NOW })).signer.signer();

  it('is said to be repaired, and is not signed unless asked', async () => {
    const findings = await (await openPdf(sourceFromBytes(damaged))).read((document) => document.findings);
    expect(findings.map(({ code }) => code)).toEqual(['PDF_REPAIRED']);
    const options = { file: damaged, signer: await signer(), claimedTime: NOW };
    await expect(signPdf(options)).rejects.toMatchObject({ code: 'PDF_INVALID' });
    const signed = await signPdf({ ...options, damaged: 'rewrite' });
    const file = await openPdf(sourceFromBytes(signed));
    const found = await file.read((document) => ({
      findings: document.findings,
      fields: readFields(document).fields.map(({ name }) => name),
      info: document.dict(document.trailer.get('Info')) !== undefined,
    }));
    expect(found).toEqual({ findings: [], fields: ['Signature1'], info: true });
    const newer = fromLatin1(latin1(damaged).replace('%PDF-1.7', '%PDF-2.0'));
    expect(latin1(await signPdf({ ...options, file: newer, damaged: 'rewrite' }))).toMatch(/^%PDF-2\.0\n/);
  });

  it('that is sound is signed as it is', async () => {
    const signed = await signPdf({
      file: whole,
      signer: await signer(),
      claimedTime: NOW,
      damaged: 'rewrite',
    });
    expect(signed.subarray(0, whole.length)).toEqual(whole);
  });

  it('is not written anew where that would break signatures, or cannot be done', async () => {
    const rewrite = async (bytes: Uint8Array) =>
      (await openPdf(sourceFromBytes(bytes))).read((document) => rewriteDamaged(document));
    const options = { signer: await signer(), claimedTime: NOW };
    const signed = latin1(await signPdf({ ...options, file: whole }));
    const broken = fromLatin1(signed.replace(/startxref\n\d+\n%%EOF\n$/, 'startxref\n7\n%%EOF\n'));
    await expect(rewrite(broken)).rejects.toMatchObject({ code: 'PDF_CHANGES_FORBIDDEN' });
    const locked = fromLatin1(latin1(damaged).replace('/Root 1 0 R', '/Root 1 0 R /Encrypt << >>'));
    await expect(rewrite(locked)).rejects.toMatchObject({ code: 'PDF_ENCRYPTED' });
    const page = '/MediaBox [0 0 595 842] /Contents 4 0 R';
    const lengths = latin1(
      buildPdf({ ...MINIMAL, 3: MINIMAL[3]!.replace('/MediaBox [0 0 595 842]', page), 4: stream }),
    );
    const wrong = lengths.replace('/Length 9', '/Length 4').replace(/startxref\n\d+/, 'startxref\n7');
    await expect(rewrite(fromLatin1(wrong))).rejects.toMatchObject({ code: 'PDF_INVALID' });
    expect(await rewrite(whole)).toBeUndefined();
  });
});
