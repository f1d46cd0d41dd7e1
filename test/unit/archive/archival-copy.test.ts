import { describe, expect, it } from 'vitest';
import { deriveArchivalCopy } from '../../../src/archive/index.ts';
import { verify } from '../../../src/entries/index.ts';
import { openOfd, readDocument } from '../../../src/formats/ofd/index.ts';
import { openPdf, pages, readSignatures } from '../../../src/formats/pdf/index.ts';
import { readZip } from '../../../src/formats/zip/index.ts';
import {
  type ByteSource,
  fromUtf8,
  indexOfBytes,
  sourceFromBytes,
  utf8,
} from '../../../src/foundation/core/index.ts';
import { sealOfd } from '../../../src/seal/index.ts';
import { NOW as OFD_NOW, testPki as ofdPki } from '../../support/ofd.ts';
import { pagesOfd, testSeal } from '../../support/seal-ofd.ts';
import { pagesPdf, sealedPages } from '../../support/seal-pdf.ts';
import { NOW } from '../asic/fixtures.ts';

type Pki = Awaited<ReturnType<typeof ofdPki>>;

const verifyWith = (pki: Pki) => (source: ByteSource, name: string) =>
  verify(source, {
    at: NOW,
    trust: { signers: [pki.root.certificate], sealMakers: [pki.sealMaker.certificate] },
    revocation: 'none',
    name,
  });

async function sealedOfd(placements: readonly object[]): Promise<Uint8Array> {
  return sealOfd({
    file: pagesOfd(3),
    signer: await (await ofdPki()).sealSigner.signer(),
    seal: await testSeal(),
    placements,
    claimedTime: OFD_NOW,
  } as Parameters<typeof sealOfd>[0]);
}

describe('an archival copy of a PDF', () => {
  it('has no signature left, the seal in the page, and the signature kept as it was', async () => {
    const { pki, file } = await sealedPages();
    const copy = await deriveArchivalCopy(file, {
      at: NOW,
      verifyFile: verifyWith(pki as Pki),
      name: 'a.pdf',
    });
    const report = await verify(copy.file, { at: NOW, trust: { signers: [] }, revocation: 'none' });
    expect(report.conclusion.indication).toBe('NO_SIGNATURE_FOUND');
    for (const mark of ['/ByteRange', '/Sig', '/SigFlags', '/AcroForm', '/DSS', '/Widget']) {
      expect(indexOfBytes(copy.file, utf8(mark)), mark).toBe(-1);
    }
    expect(copy.record).toMatchObject({
      drawn: 1,
      source: { name: 'a.pdf', size: file.length },
      rule: 'GB/T 42133-2022 6.13',
    });
    const original = await openPdf(sourceFromBytes(file));
    const [signature] = await original.read((document) => readSignatures(document).signatures);
    const [taken] = copy.record.taken;
    expect(taken!.name).toBe(signature!.fieldName);
    expect(Buffer.from(taken!.values[0]!.base64, 'base64')).toEqual(Buffer.from(signature!.contents));
    expect(JSON.parse(fromUtf8(copy.recordFile))).toEqual(JSON.parse(JSON.stringify(copy.record)));
    const again = await deriveArchivalCopy(file, {
      at: NOW,
      verifyFile: verifyWith(pki as Pki),
      name: 'a.pdf',
    });
    expect(again.file).toEqual(copy.file);
    const opened = await openPdf(sourceFromBytes(copy.file));
    expect(await opened.read((document) => [...pages(document)].length)).toBe(1);
    expect(await opened.read((document) => document.findings)).toEqual([]);
  });

  it('is not made of a file whose signature fails, or that has none', async () => {
    const { pki, file } = await sealedPages();
    const bad = file.slice();
    bad[indexOfBytes(bad, utf8('/MediaBox')) + 1]! ^= 1;
    const options = { at: NOW, verifyFile: verifyWith(pki as Pki) };
    await expect(deriveArchivalCopy(bad, options)).rejects.toMatchObject({ code: 'PACKAGE_INVALID' });
    await expect(deriveArchivalCopy(pagesPdf(1), options)).rejects.toMatchObject({ code: 'PACKAGE_INVALID' });
    const open = {
      at: NOW,
      verifyFile: async () => ({ conclusion: { indication: 'INDETERMINATE' as const, subIndications: [] } }),
    };
    await expect(deriveArchivalCopy(utf8('{}'), open)).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
  });
});

describe('an archival copy of an OFD', () => {
  it('has no signature left, and the seals of all pages as content', async () => {
    const pki = await ofdPki();
    const file = await sealedOfd([
      { kind: 'point', page: 1, x: 100, y: 200 },
      { kind: 'riding', side: 'right' },
    ]);
    const before = await verifyWith(pki)(sourceFromBytes(file), 'a.ofd');
    expect(before.signatures.map(({ cryptography }) => cryptography)).toEqual(['intact']);
    const copy = await deriveArchivalCopy(file, { at: NOW, verifyFile: verifyWith(pki) });
    const report = await verify(copy.file, { at: NOW, trust: { signers: [] }, revocation: 'none' });
    expect(report.conclusion.indication).toBe('NO_SIGNATURE_FOUND');
    expect(copy.record.drawn).toBe(4);
    expect(copy.record.taken[0]!.values.map(({ name }) => name.replace(/.*\//, ''))).toEqual(
      expect.arrayContaining(['Signature.xml', 'SignedValue.dat']),
    );
    const zip = await readZip(sourceFromBytes(copy.file));
    expect(zip.entries.filter(({ name }) => /Signs?\//.test(name))).toEqual([]);
    const ofd = await openOfd(sourceFromBytes(copy.file));
    const document = await readDocument(ofd, ofd.bodies[0]!);
    expect(document.pages).toHaveLength(3);
    const page = fromUtf8(await ofd.read(document.pages[0]!.name));
    expect(page.match(/<ofd:ImageObject /g)).toHaveLength(2);
  });
});
