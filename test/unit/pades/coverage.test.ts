import { describe, expect, it } from 'vitest';
import {
  embedSignature,
  openPdf,
  type PrepareSignature,
  prepareSignature,
  readSignatures,
} from '../../../src/formats/pdf/index.ts';
import { concatBytes, fromLatin1, latin1, sourceFromBytes } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import { unpadContents } from '../../../src/signatures/pades/contents.ts';
import { assessCoverage } from '../../../src/signatures/pades/coverage.ts';
import { RangeDigests } from '../../../src/signatures/pades/range-digests.ts';
import { appendRevision, buildPdf, lastXref, MINIMAL } from '../pdf/build-pdf.ts';

async function sign(bytes: Uint8Array, what: Partial<PrepareSignature> = {}): Promise<Uint8Array> {
  const prepared = await prepareSignature(await openPdf(sourceFromBytes(bytes)), {
    subFilter: 'ETSI.CAdES.detached',
    contentsSize: 16,
    ...what,
  });
  return concatBytes(bytes, embedSignature(prepared, Uint8Array.of(0x30, 0)));
}

async function assess(bytes: Uint8Array) {
  const file = await openPdf(sourceFromBytes(bytes));
  return file.read((d) =>
    assessCoverage(d, readSignatures(d).signatures).map((c) => [
      c.coverage,
      c.modification,
      c.problems.map((p) => p.code).join(),
    ]),
  );
}

describe('coverage', () => {
  it('of the newest signature is the whole file, of older ones their revision', async () => {
    const twice = await sign(await sign(buildPdf(MINIMAL)));
    expect(await assess(twice)).toEqual([
      ['whole-revision', 'not-checked', ''],
      ['whole-file', 'none', ''],
    ]);
  });

  it('is no whole file any more when anything is appended', async () => {
    const signed = await sign(buildPdf(MINIMAL));
    expect(await assess(appendRevision(signed, { 3: '<< /Type /Page /Parent 2 0 R >>' }))).toEqual([
      ['whole-revision', 'not-checked', ''],
    ]);
    expect(await assess(concatBytes(signed, fromLatin1('\n')))).toEqual([
      ['whole-revision', 'not-checked', ''],
    ]);
  });

  it('is partial when the revision is not in the cross-reference chain', async () => {
    const original = buildPdf(MINIMAL);
    const signed = await sign(original);
    // The update skips the signed revision and declares the field anew, with the old dictionary at its old place.
    const dict = /(\d+) 0 obj\n<< \/Type \/Sig /.exec(latin1(signed))!;
    const field = '<< /FT /Sig /T (Signature1) /V 40 0 R >>';
    const bypass = appendRevision(
      signed,
      { 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [30 0 R] >> >>', 30: field },
      '',
      lastXref(original),
      50,
    );
    const moved = latin1(bypass).replace('/V 40 0 R', `/V ${dict[1]} 0 R `);
    // The dictionary is not reachable along /Prev, so nothing is covered.
    expect(await assess(fromLatin1(moved))).toEqual([
      ['none', 'not-checked', 'SIGNATURE_DICTIONARY,BYTE_RANGE'],
    ]);
  });

  it('is partial when the dictionary was written again after signing', async () => {
    const signed = await sign(buildPdf(MINIMAL));
    const dict = /(\d+) 0 obj\n(<< \/Type \/Sig .*>>)\nendobj/.exec(latin1(signed))!;
    const again = appendRevision(signed, { [Number(dict[1])]: dict[2]! });
    const [outcome] = await assess(again);
    expect(outcome![0]).toBe('partial');
    expect(outcome![2]).toContain('BYTE_RANGE_GAP');
  });

  it('names both of two signatures whose ranges collide', async () => {
    const signed = await sign(buildPdf(MINIMAL));
    // A second dictionary that shares the bytes of the first one.
    const dict = /<< \/Type \/Sig .*>>/.exec(latin1(signed))![0];
    const text = latin1(signed);
    const fields = /\/Fields \[(\d+) 0 R\]/.exec(text)!;
    const update = appendRevision(signed, {
      30: dict,
      31: '<< /FT /Sig /T (Other) /V 30 0 R >>',
      [Number(/(\d+) 0 obj\n<< \/Fields/.exec(text)![1])]:
        `<< /Fields [${fields[1]} 0 R 31 0 R] /SigFlags 3 >>`,
    });
    const outcome = await assess(update);
    expect(outcome.map((o) => o[0])).toEqual(['partial', 'partial']);
    expect(outcome.every((o) => o[2]!.includes('BYTE_RANGE_COLLISION'))).toBe(true);
  });
});

describe('digests of signed ranges', () => {
  it('are those of the bytes outside each gap, from one running digest', async () => {
    let bytes = buildPdf(MINIMAL);
    for (let i = 0; i < 4; i++) bytes = await sign(bytes);
    let read = 0;
    const source = {
      size: bytes.length,
      read: async (offset: number, length: number) => {
        read += length;
        return bytes.subarray(offset, offset + length);
      },
    };
    const file = await openPdf(sourceFromBytes(bytes));
    const ranges = await file.read((d) => readSignatures(d).signatures.map((s) => s.range!));
    const digests = new RangeDigests(source, ranges);
    for (const range of ranges) {
      const expected = digest(
        'sha256',
        bytes.subarray(0, range.gapStart),
        bytes.subarray(range.gapEnd, range.end),
      );
      expect(await digests.of(range, 'sha256')).toEqual(expected);
    }
    expect(read).toBeLessThanOrEqual(2 * bytes.length);
  });
});

describe('padding of /Contents', () => {
  it('is taken off when it is zeros, and named when it is not', () => {
    expect(unpadContents(Uint8Array.of(0x30, 1, 5, 0, 0))).toEqual({
      cms: Uint8Array.of(0x30, 1, 5),
      problem: undefined,
    });
    expect(unpadContents(Uint8Array.of(0x30, 1, 5, 0, 7)).problem?.code).toBe('CONTENTS_PADDING');
    expect(unpadContents(Uint8Array.of(0, 0)).cms.length).toBe(2);
  });
});
