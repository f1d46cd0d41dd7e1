import { beforeAll, describe, expect, it } from 'vitest';
import { type Report, verify } from '../../src/entries/index.ts';
import { openOfd } from '../../src/formats/ofd/index.ts';
import { writeZip } from '../../src/formats/zip/index.ts';
import { der } from '../../src/foundation/asn1/index.ts';
import {
  concatBytes,
  indexOfBytes,
  isYinxinError,
  sourceFromBytes,
  utf8,
} from '../../src/foundation/core/index.ts';
import {
  addSignature,
  changed,
  edited,
  judgeOptions,
  LIST,
  look,
  type OfdFiles,
  PAGE,
  sampleDocument,
  sealedFiles,
  testPki,
  zipOf,
} from '../support/ofd.ts';

/** A name in both headers of its entry, replaced by one of the same length: what no packer writes. */
function renamed(file: Uint8Array, from: string, to: string): Uint8Array {
  expect(to.length).toBe(from.length);
  const out = file.slice();
  for (let at = indexOfBytes(out, utf8(from)); at !== -1; at = indexOfBytes(out, utf8(from), at + 1)) {
    // Only names of headers, never what XML says of them.
    const local = out[at - 30] === 0x50 && out[at - 29] === 0x4b && out[at - 28] === 3;
    const central = out[at - 46] === 0x50 && out[at - 45] === 0x4b && out[at - 44] === 1;
    if (local || central) out.set(utf8(to), at);
  }
  return out;
}

async function reportOn(file: Uint8Array): Promise<Report | string> {
  try {
    return await verify(file, await judgeOptions());
  } catch (error) {
    if (isYinxinError(error)) return error.code;
    throw error;
  }
}

describe('a package built to be read in two ways', () => {
  let files: OfdFiles;

  beforeAll(async () => {
    files = await sealedFiles();
  });

  it('passes through the one door as it is', async () => {
    const report = (await reportOn(zipOf(files))) as Report;
    expect([report.input.format, report.conclusion.indication]).toEqual(['ofd', 'TOTAL_PASSED']);
  });

  it.each([
    ['twice the same entry', PAGE],
    ['two entries that differ in case', PAGE.replace('Content', 'CONTENT')],
    ['an entry that climbs', '../../../../../../tmp/evil.txt.xxxxxx'],
    ['an absolute entry', '/Doc_0/Pages/Page_0/Content.xml.xxxxx'],
    ['an entry with backslashes', 'Doc_0\\Pages\\Page_0\\Content.xmlxxxxx'],
    ['an entry of a drive', 'C:/Doc_0/Pages/Page_0/Content.xmlxxxx'],
  ])('%s is refused', async (_, name) => {
    const filler = 'x'.repeat(name.length);
    const bad = renamed(zipOf(changed(files, { [filler]: '<a/>' })), filler, name);
    const report = (await reportOn(bad)) as Report;
    expect(report.conclusion).toEqual({ indication: 'TOTAL_FAILED', subIndications: ['FORMAT_FAILURE'] });
    expect(report.checks.map(({ code }) => code)).toEqual(['ZIP_INVALID']);
    await expect(look(bad)).rejects.toMatchObject({ code: 'ZIP_INVALID' });
  });

  it('bytes behind the package are never covered', async () => {
    const report = (await reportOn(concatBytes(zipOf(files), utf8('behind')))) as Report;
    expect(report.conclusion.indication).toBe('INDETERMINATE');
    expect(report.checks.map(({ code, status }) => `${status} ${code}`)).toEqual([
      'failed ZIP_TRAILING_BYTES',
    ]);
    expect(report.signatures[0]).toMatchObject({ cryptography: 'intact', coverage: 'partial' });
  });

  it('bytes before the package are never covered, whether its offsets know of them or not', async () => {
    const shifted = concatBytes(utf8('before'), zipOf(files));
    await expect(look(shifted)).rejects.toMatchObject({ code: 'ZIP_INVALID' });
    const { facts, codes } = await look(withPrefix(zipOf(files), utf8('before')));
    expect(codes).toContain('failed ZIP_PREFIX');
    expect(facts.signatures[0]).toMatchObject({ cryptography: 'intact', coverage: 'partial' });
    // An OFD all the same, and a malformed one: neither a file of no known format, nor an exception.
    for (const bad of [shifted, withPrefix(zipOf(files), utf8('before'))]) {
      const report = (await reportOn(bad)) as Report;
      expect(report.input.format).toBe('ofd');
      expect(report.conclusion).toEqual({ indication: 'TOTAL_FAILED', subIndications: ['FORMAT_FAILURE'] });
      expect(report.checks.map(({ code }) => code)).toEqual([bad === shifted ? 'ZIP_INVALID' : 'ZIP_PREFIX']);
    }
    const other = writeZip([{ name: 'other.txt', data: utf8('x'), stored: true }]);
    expect(await reportOn(concatBytes(utf8('before'), other))).toBe('FORMAT_UNKNOWN');
  });

  it('an entry whose bytes were damaged breaks the signature that refers to it', async () => {
    const file = zipOf(files);
    const at = indexOfBytes(file, utf8('示例市许可证'));
    file[at]! ^= 1;
    const report = (await reportOn(file)) as Report;
    expect(report.conclusion).toEqual({ indication: 'TOTAL_FAILED', subIndications: ['HASH_FAILURE'] });
  });

  it('a DOCTYPE in any file that is read is refused, and none is ever resolved', async () => {
    const bomb = `<!DOCTYPE a [${Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i} "${`&e${i - 1};`.repeat(9)}">`).join('')}]>`;
    for (const name of ['OFD.xml', LIST]) {
      const bad = edited(files, name, (xml) => xml.replace('?>', `?>${bomb}`));
      const report = (await reportOn(zipOf(bad))) as Report;
      expect(report.conclusion.subIndications).toEqual(['FORMAT_FAILURE']);
      expect(report.checks.map(({ code }) => code)).toEqual(['XML_INVALID']);
    }
    const page = edited(files, PAGE, (xml) => xml.replace('?>', `?>${bomb}`));
    expect(((await reportOn(zipOf(page))) as Report).conclusion.subIndications).toEqual(['HASH_FAILURE']);
  });
});

describe('a package built to exhaust its reader', () => {
  it('with an entry of millions of zeros is left unread within its limits', async () => {
    const bomb = writeZip([
      ...[...sampleDocument()].map(([name, data]) => ({ name, data, stored: true })),
      { name: 'Doc_0/bomb.bin', data: new Uint8Array(40 * 1024 * 1024) },
    ]);
    expect(bomb.length).toBeLessThan(200_000);
    const limits = { inflatedBytes: 16 * 1024 * 1024, zipBytes: 32 * 1024 * 1024 };
    const options = { ...(await judgeOptions()), limits: { ...(await limitsOf()), ...limits } };
    const report = await verify(bomb, options);
    expect(report.conclusion.indication).toBe('INDETERMINATE');
    expect(report.notChecked.map(({ code }) => code)).toContain('LIMIT_EXCEEDED');
  });

  it('with elements nested beyond any page, or too many, is refused', async () => {
    const deep = `${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`;
    const bad = edited(sampleDocument(), 'OFD.xml', (xml) =>
      xml.replace('<ofd:DocBody>', `${deep}<ofd:DocBody>`),
    );
    await expect(look(bad)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });

  it('with 10,000 entries is judged in time that grows with them and no faster', async () => {
    const pki = await testPki();
    const seconds = async (count: number): Promise<number> => {
      const files = sampleDocument();
      for (let i = 0; i < count; i++) files.set(`Doc_0/Res/image_${i + 100}.png`, utf8(`picture ${i}`));
      await addSignature(files, pki, {});
      const file = zipOf(files);
      const start = performance.now();
      const { facts } = await look(file);
      expect(facts.signatures[0]).toMatchObject({ cryptography: 'intact', coverage: 'whole-file' });
      return (performance.now() - start) / 1000;
    };
    await seconds(1000);
    const [small, large] = [await seconds(2500), await seconds(10_000)];
    console.log(`2,500 entries in ${small.toFixed(2)} s, 10,000 in ${large.toFixed(2)} s`);
    expect(large).toBeLessThan(Math.max(1, small * 10));
  });

  it('with thousands of changed files names a hundred of them and counts the rest', async () => {
    const files = sampleDocument();
    for (let i = 0; i < 500; i++) files.set(`Doc_0/Res/image_${i + 100}.png`, utf8(`picture ${i}`));
    await addSignature(files, await testPki(), {});
    for (let i = 0; i < 250; i++) files.set(`Doc_0/Res/image_${i + 100}.png`, utf8('other'));
    for (let i = 0; i < 250; i++) files.delete(`Doc_0/Res/image_${i + 350}.png`);
    for (let i = 0; i < 250; i++) files.set(`Doc_0/Res/new_${i}.png`, utf8('new'));
    const { facts, verdict } = await look(files);
    expect(verdict).toBe('TOTAL_FAILED HASH_FAILURE');
    expect(facts.signatures[0]!.checks.length).toBeLessThan(220);
    expect(
      facts.signatures[0]!.checks.filter((c) => c.detail.includes('more files')).map((c) => c.code),
    ).toEqual(['OFD_DIGEST_MISMATCH', 'OFD_CONTENT_NOT_COVERED']);
  });

  it('with tens of thousands of stamps or references is judged, and reports few lines', async () => {
    const stamps = '<ofd:StampAnnot ID="9" PageRef="7" Boundary="0 0 42 42"/>'.repeat(20_000);
    const many = await look(await sealedFiles({ stamps }));
    expect(many.codes).toEqual(['warning OFD_MAX_SIGN_ID', 'warning OFD_STAMP_NOWHERE']);
    const twice = await look(
      await sealedFiles({ references: (l) => [...l, ...new Array(20_000).fill(l[0])] }),
    );
    expect(twice.codes).toEqual(['warning OFD_REFERENCE_REPEATED']);
    const gone = (l: string[]) => new Array(20_000).fill(l[0]!.replace('/OFD.xml', '/gone.xml'));
    const missing = await look(await sealedFiles({ references: gone }));
    expect(missing.facts.signatures[0]!.checks.length).toBeLessThan(220);
    const self = (l: string[]) =>
      new Array(20_000).fill(l[0]!.replace('/OFD.xml', '/Doc_0/Signs/Sign_0/Signature.xml'));
    const own = await look(await sealedFiles({ references: self }));
    expect(own.facts.signatures[0]!.checks.length).toBeLessThan(420);
    expect([missing.verdict, own.verdict]).toEqual([
      'TOTAL_FAILED HASH_FAILURE',
      'TOTAL_FAILED FORMAT_FAILURE',
    ]);
  }, 60_000);

  it('with a million empty values where a few parts belong is refused', async () => {
    const many = new Uint8Array(2_000_000).fill(5).map((byte, i) => (i % 2 === 0 ? byte : 0));
    const list = der.sequence(many);
    for (const spec of [
      { property: (parts: Uint8Array[]) => parts.map((part, i) => (i === 3 ? list : part)) },
      { info: (parts: Uint8Array[]) => [...parts, list] },
      { stored: () => der.sequence(der.sequence(), many) },
      { stored: () => der.sequence(der.integer(1), der.integer(1), many) },
    ]) {
      const start = performance.now();
      const { verdict } = await look(await sealedFiles(spec));
      expect(verdict).toBe('TOTAL_FAILED FORMAT_FAILURE');
      expect(performance.now() - start).toBeLessThan(5000);
    }
  });

  it('with one document named by every body is read once', async () => {
    const body = /<ofd:DocBody>.*<\/ofd:DocBody>/.exec(
      new TextDecoder().decode(sampleDocument().get('OFD.xml')!),
    )![0];
    const files = await sealedFiles();
    const many = (n: number) => edited(files, 'OFD.xml', (xml) => xml.replace(body, body.repeat(n)));
    expect((await look(many(1000))).facts.signatures).toHaveLength(1);
    await expect(look(many(1001))).rejects.toMatchObject({ code: 'OFD_INVALID' });
  });

  it('with more signatures than the limit is refused, before any is computed', async () => {
    const files = await sealedFiles();
    const [line] = new TextDecoder().decode(files.get(LIST)!).match(/<ofd:Signature [^>]*>/g)!;
    const many = edited(files, LIST, (xml) => xml.replace(line!, line!.repeat(1001)));
    await expect(look(many)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });
});

async function limitsOf() {
  return (await openOfd(sourceFromBytes(zipOf(sampleDocument())))).limits;
}

/** The package behind other bytes, with offsets that know of them: most unzippers read it. */
function withPrefix(file: Uint8Array, prefix: Uint8Array): Uint8Array {
  const out = concatBytes(prefix, file);
  const view = new DataView(out.buffer, out.byteOffset);
  const end = out.length - 22;
  const start = view.getUint32(end + 16, true) + prefix.length;
  view.setUint32(end + 16, start, true);
  for (let at = start; view.getUint32(at, true) === 0x02014b50; ) {
    view.setUint32(at + 42, view.getUint32(at + 42, true) + prefix.length, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return out;
}
