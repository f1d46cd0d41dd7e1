import { beforeAll, describe, expect, it } from 'vitest';
import { type ArchiveReport, checkArchive, type PackagedArchive } from '../../../src/archive/index.ts';
import { verifyDeep } from '../../../src/archive/ingest/index.ts';
import { writeManifest } from '../../../src/archive/manifest.ts';
import { verify } from '../../../src/entries/index.ts';
import { readZip, writeZip } from '../../../src/formats/zip/index.ts';
import { fromUtf8, sourceFromBytes, toHex, utf8 } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import {
  ASIC_E,
  MIMETYPE,
  manifestName,
  signatureName,
  writeAsicManifest,
} from '../../../src/signatures/asic/index.ts';
import { signCms } from '../../../src/signatures/cades/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import { judgeOptions, NOW, repack, testPki } from '../asic/fixtures.ts';
import { checkChanged, fullOptions, samplePackage } from './fixtures.ts';

let pki: TestPki;
let item: PackagedArchive;
let asic: PackagedArchive;
let eep: PackagedArchive;
beforeAll(async () => {
  pki = await testPki('P-256');
  item = await samplePackage(pki);
  asic = await samplePackage(pki, { form: 'asic' });
  eep = await samplePackage(pki, { form: 'eep' });
});

/** Data files of an ASiC-E under a right signature that lists only some of them. */
async function signedOver(file: Uint8Array, listed: readonly string[]): Promise<Uint8Array> {
  const zip = await readZip(sourceFromBytes(file));
  const files: { name: string; data: Uint8Array; stored: true }[] = [];
  for (const entry of zip.entries) {
    if (entry.name === MIMETYPE || entry.name.startsWith('META-INF/') || entry.name === '校验信息.xml')
      continue;
    const data = entry.name.endsWith('.json') ? utf8('{"结果":"伪造"}') : await zip.read(entry);
    files.push({ name: entry.name, data, stored: true });
  }
  const manifest = writeManifest(
    files.map(({ name: path, data }) => ({
      path,
      size: data.length,
      sha256: toHex(digest('sha256', data)),
      sm3: toHex(digest('sm3', data)),
    })),
  );
  files.push({ name: '校验信息.xml', data: manifest, stored: true });
  const references = files
    .filter(({ name }) => listed.includes(name))
    .map(({ name, data }) => ({ name, mediaType: 'text/plain', digest: digest('sha256', data) }));
  const asicManifest = writeAsicManifest(references, 'sha256', signatureName(1));
  const { cms } = await signCms({
    signer: await pki.sealSigner.signer(),
    content: { bytes: asicManifest },
    detached: true,
    claimedTime: NOW,
  });
  return writeZip(
    [
      { name: MIMETYPE, data: utf8(ASIC_E), stored: true },
      ...files,
      { name: manifestName(1), data: asicManifest, stored: true },
      { name: signatureName(1), data: cms, stored: true },
    ],
    { time: NOW },
  );
}

const codes = (report: ArchiveReport): string[] =>
  report.items.filter(({ status }) => status === 'failed').map(({ code }) => code);

describe('an ASiC-E package', () => {
  it('is not sealed by a right signature over one of its files', async () => {
    const report = await checkChanged(pki, await signedOver(asic.file, ['说明.txt']));
    expect(report.overall).toBe('failed');
    expect(codes(report)).toContain('GD-1-1');
  });

  it('holds nothing in META-INF that is no part of ASiC', async () => {
    const file = await repack(asic.file, { 'META-INF/setup.exe': utf8('MZ') });
    expect(codes(await checkChanged(pki, file))).toEqual(['GD-1-13']);
  });
});

describe('an EEP', () => {
  it('is not sealed by the signature of the package that it modifies', async () => {
    const second = fromUtf8((await samplePackage(pki, { form: 'eep', previous: eep.file })).file);
    const from = second.lastIndexOf('<电子签名块>');
    const forged = utf8(`${second.slice(0, from)}</电子文件封装包>\n`);
    const seen = await verify(forged, await judgeOptions(pki));
    expect(seen.conclusion.indication).not.toBe('TOTAL_PASSED');
    const report = await checkArchive(forged, await fullOptions(pki));
    expect(report.overall).toBe('failed');
    expect(codes(report)).toContain('GD-1-1');
  });
});

describe('an item package', () => {
  it('is not sealed by a signature over content of its own', async () => {
    const { cms } = await signCms({
      signer: await pki.sealSigner.signer(),
      content: { bytes: utf8('x') },
      detached: false,
      claimedTime: NOW,
    });
    const report = await checkChanged(pki, await repack(item.file, { 'META-INF/signature001.p7s': cms }));
    expect(codes(report)).toContain('GD-1-1');
  });
});

describe('files inside files', () => {
  const names = async (file: Uint8Array): Promise<string[]> => {
    const seen: string[] = [];
    await verifyDeep(sourceFromBytes(file), '申报文件/a.zip', async (_, name) => {
      seen.push(name);
      return { conclusion: { indication: 'NO_SIGNATURE_FOUND', subIndications: [] } };
    });
    return seen;
  };

  it('are verified in META-INF of a plain ZIP too', async () => {
    const zip = writeZip(
      [
        { name: 'META-INF/x.pdf', data: utf8('%PDF-1.7'), stored: true },
        { name: 'mimetype', data: utf8('x'), stored: true },
      ],
      { time: NOW },
    );
    expect(await names(zip)).toEqual(['a.zip', 'META-INF/x.pdf', 'mimetype']);
  });
});
