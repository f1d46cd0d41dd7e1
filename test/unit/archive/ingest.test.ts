import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import {
  checkArchive,
  type ItemFile,
  readArchive,
  streamArchive,
  type VerifiedFile,
} from '../../../src/archive/index.ts';
import { verify } from '../../../src/entries/index.ts';
import { readZip, writeZip } from '../../../src/formats/zip/index.ts';
import {
  type ByteSource,
  concatBytes,
  fromUtf8,
  sourceFromBytes,
  utf8,
} from '../../../src/foundation/core/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import { judgeOptions, NOW, repack, sampleAsic, testPki } from '../asic/fixtures.ts';
import { fullOptions, ITEM, STEPS, sampleFiles, samplePackage, statusOf } from './fixtures.ts';

/** An application with seven attachments, the seventh as given. */
async function applicationWith(pki: TestPki, seventh: Uint8Array): Promise<ItemFile> {
  const [file] = await sampleFiles(pki);
  const good = await sampleAsic(pki);
  const data = await sampleAsic(pki, {
    files: Array.from({ length: 7 }, (_, i) => ({
      name: `attachments/${i + 1}.asice`,
      data: i === 6 ? seventh : good,
      mediaType: 'application/vnd.etsi.asic-e+zip',
    })),
  });
  return { ...file!, data };
}

const byTheDoor = async (pki: TestPki) => {
  const options = await judgeOptions(pki);
  return (source: ByteSource, name: string) => verify(source, { ...options, name });
};

describe('sign-aware ingest', () => {
  it('stops at a bad signature inside the seventh attachment of an application, and names it', async () => {
    const pki = await testPki('P-256');
    const bad = await repack(await sampleAsic(pki), { '表单.json': utf8('{}') });
    const [, ...rest] = await sampleFiles(pki);
    const files = [await applicationWith(pki, bad), ...rest];
    await expect(samplePackage(pki, { files, verifyFile: await byTheDoor(pki) })).rejects.toThrow(
      '申报文件/申请.asice/attachments/7.asice failed (HASH_FAILURE)',
    );
    // Another packer took it: the check finds it all the same.
    const packed = await samplePackage(pki, {
      files,
      verifyFile: async () => ({ conclusion: { indication: 'NO_SIGNATURE_FOUND', subIndications: [] } }),
    });
    const report = await checkArchive(packed.file, {
      ...(await fullOptions(pki, packed)),
      verifyFile: await byTheDoor(pki),
    });
    expect(statusOf(report, 'GD-1-1')).toBe('failed');
  });

  it('lets no file of a PDF hide behind another of the same name', async () => {
    const pki = await testPki('P-256');
    const bad = await repack(await sampleAsic(pki), { '表单.json': utf8('{}') });
    const pdf = await PDFDocument.create();
    pdf.addPage();
    for (const data of [bad, await sampleAsic(pki)]) await pdf.attach(data, 'a.asice');
    const [file] = await sampleFiles(pki);
    const files = [{ ...file!, name: '附件.pdf', data: await pdf.save() }];
    await expect(samplePackage(pki, { files, verifyFile: await byTheDoor(pki) })).rejects.toThrow(
      'HASH_FAILURE',
    );
    const lax = async (): Promise<VerifiedFile> => ({
      conclusion: { indication: 'NO_SIGNATURE_FOUND', subIndications: [] },
    });
    const packed = await samplePackage(pki, { files, verifyFile: lax });
    const report = await checkArchive(packed.file, {
      ...(await fullOptions(pki, packed)),
      verifyFile: await byTheDoor(pki),
    });
    expect(statusOf(report, 'GD-1-1')).toBe('failed');
  });

  it('keeps a report on every signed file, those inside too, with where it stands', async () => {
    const pki = await testPki('P-256');
    const files = [await applicationWith(pki, await sampleAsic(pki))];
    const read = await readArchive(
      (await samplePackage(pki, { files, verifyFile: await byTheDoor(pki) })).file,
    );
    const reports = read.names.filter((name) => name.startsWith('验证报告/'));
    expect(reports).toHaveLength(8);
    const last = JSON.parse(fromUtf8(await read.read('验证报告/001-A1-7.json')));
    expect(last.packagePath).toBe('申报文件/申请.asice/attachments/7.asice');
    expect(last.conclusion.indication).toBe('TOTAL_PASSED');
  });

  it('does not pass what lies deeper than it looks', async () => {
    const pki = await testPki('P-256');
    let nested: Uint8Array = utf8('x');
    for (let i = 0; i < 8; i++) nested = writeZip([{ name: 'a.zip', data: nested, stored: true }]);
    const [file] = await sampleFiles(pki);
    const files = [{ ...file!, name: '深.zip', data: nested }];
    const packed = await samplePackage(pki, { files });
    const report = await checkArchive(packed.file, {
      ...(await fullOptions(pki, packed)),
      verifyFile: await byTheDoor(pki),
    });
    expect(statusOf(report, 'GD-1-1')).not.toBe('passed');
  });

  it('refuses a format that the port finds unsuitable', async () => {
    const pki = await testPki('P-256');
    const checkFormat = async (_: ByteSource, type: string) =>
      type === 'application/json' ? { profile: 'rule', faults: ['not kept'] } : undefined;
    await expect(samplePackage(pki, { checkFormat })).rejects.toThrow('结果文件/结果.json is not suitable');
  });

  it('streams the same bytes as it gives in one piece, and aborts on a file that changes under its hands', async () => {
    const pki = await testPki('P-256');
    const chunks: Uint8Array[] = [];
    let closed = 0;
    let aborted = 0;
    const sink = {
      write: async (chunk: Uint8Array) => void chunks.push(chunk),
      close: async () => void closed++,
      abort: async () => void aborted++,
    };
    const input = {
      item: ITEM,
      files: await sampleFiles(pki),
      processes: STEPS,
      signer: await pki.sealSigner.signer(),
      at: NOW,
    };
    const streamed = await streamArchive(input, sink);
    const whole = await samplePackage(pki, { files: input.files, verifyFile: undefined as never });
    expect(concatBytes(...chunks)).toEqual(whole.file);
    expect([streamed.sha256, streamed.sm3, streamed.size, closed]).toEqual([
      whole.sha256,
      whole.sm3,
      whole.file.length,
      1,
    ]);
    let reads = 0;
    const shifty: ByteSource = { size: 3, read: async () => utf8(reads++ === 0 ? 'abc' : 'abd') };
    const files = [{ ...input.files[1]!, data: shifty }];
    await expect(streamArchive({ ...input, files }, sink)).rejects.toMatchObject({ code: 'ZIP_INVALID' });
    expect([closed, aborted]).toEqual([1, 1]);
  });
});

describe('packages of old packers', () => {
  const withName = (file: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array => {
    const out = file.slice();
    for (let at = 0; at + from.length <= out.length; at++) {
      if (from.every((byte, i) => out[at + i] === byte)) out.set(to, at);
    }
    return out;
  };

  it('are read with backslashes for slashes, told and not failed', async () => {
    const zip = writeZip([{ name: 'a/b.txt', data: utf8('x'), stored: true }], { time: NOW });
    const file = withName(zip, utf8('a/b.txt'), utf8('a\\b.txt'));
    await expect(readZip(sourceFromBytes(file))).rejects.toMatchObject({ code: 'ZIP_INVALID' });
    const read = await readZip(sourceFromBytes(file), undefined, { backslashes: 'folders' });
    expect(read.entries.map(({ name }) => name)).toEqual(['a/b.txt']);
    expect(read.findings.map(({ code }) => code)).toEqual(['ZIP_NAME_BACKSLASH']);
    for (const bad of ['..\\b.txt', '\\a/b.tx', 'C:\\b.tx', 'a/b.tx\\']) {
      const forged = withName(zip, utf8('a/b.txt'), utf8(bad).subarray(0, 7));
      await expect(
        readZip(sourceFromBytes(forged), undefined, { backslashes: 'folders' }),
        bad,
      ).rejects.toMatchObject({ code: 'ZIP_INVALID' });
    }
  });

  it('keep their properties: names in GB18030 and backslashes are named leniencies of the structure', async () => {
    const pki = await testPki('P-256');
    const packed = await samplePackage(pki);
    const file = withName(packed.file, utf8('验证方法/verify.sh'), utf8('验证方法\\verify.sh'));
    // The list inside the package still names it with a slash: only the headers of the ZIP were written the old way.
    const zip = await readZip(sourceFromBytes(file), undefined, { backslashes: 'folders' });
    expect(zip.findings.some(({ code }) => code === 'ZIP_NAME_BACKSLASH')).toBe(true);
  });
});
