import { describe, expect, it } from 'vitest';
import { checkArchive } from '../../../src/archive/index.ts';
import { verify } from '../../../src/entries/index.ts';
import { readZip } from '../../../src/formats/zip/index.ts';
import { sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { inspectAsic } from '../../../src/signatures/asic/index.ts';
import { fullOptions, samplePackage } from '../archive/fixtures.ts';
import { judgeOptions, repack, testPki } from './fixtures.ts';

const ARCHIVE = 'META-INF/ASiCArchiveManifest001.xml';
const STAMP = 'META-INF/timestamp001.tst';

describe.each(['P-256', 'SM2', 'RSA'] as const)('an ASiC-E for the archive (%s)', (algorithm) => {
  it('has four properties and an archive timestamp over files, manifest and signature', async () => {
    const pki = await testPki(algorithm);
    const packed = await samplePackage(pki, { form: 'asic', tsa: pki.timestampAuthority() });
    const report = await verify(packed.file, await judgeOptions(pki));
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.input.format).toBe('asic');
    const stamp = report.signatures.find(({ id }) => id === 'archive-1');
    expect(stamp).toMatchObject({
      kind: 'document-timestamp',
      cryptography: 'intact',
      coverage: 'whole-file',
    });
    expect(report.notChecked.map(({ code }) => code)).not.toContain('ASIC_ARCHIVE_MANIFEST_NOT_READ');
    const checked = await checkArchive(packed.file, await fullOptions(pki, packed));
    expect(checked.items.filter(({ status }) => status === 'failed' || status === 'not-run')).toEqual([]);
    expect([checked.form, checked.overall]).toEqual(['asic', 'passed']);
  });
});

describe('an archive manifest', () => {
  it('breaks with a listed file, its own bytes, the token, or a token that it does not name', async () => {
    const pki = await testPki('P-256');
    const { file } = await samplePackage(pki, { form: 'asic', tsa: pki.timestampAuthority() });
    const other = await samplePackage(pki, {
      form: 'asic',
      tsa: pki.timestampAuthority(),
      processes: (await import('../archive/fixtures.ts')).STEPS.map((s) => ({ ...s, basis: '另' })),
    });
    const zip = await readZip(sourceFromBytes(file));
    const take = async (name: string): Promise<string> =>
      new TextDecoder().decode(await zip.read(zip.find(name)!));
    const foreign = await readZip(sourceFromBytes(other.file));
    const cases: readonly Readonly<Record<string, Uint8Array | null>>[] = [
      { '过程文件/审批流程.txt': utf8('别的') },
      { '过程文件/多余.txt': utf8('x') },
      { [ARCHIVE]: utf8(`${await take(ARCHIVE)} `) },
      { [STAMP]: await foreign.read(foreign.find(STAMP)!) },
      { [STAMP]: utf8('x') },
      { [ARCHIVE]: utf8((await take(ARCHIVE)).replace('timestamp001', 'timestamp002')) },
      { [ARCHIVE]: null },
      { [ARCHIVE]: utf8('<x/>') },
    ];
    for (const [i, change] of cases.entries()) {
      const report = await verify(await repack(file, change), await judgeOptions(pki));
      expect(report.conclusion.indication, `case ${i}`).not.toBe('TOTAL_PASSED');
    }
  });

  it('proves the signature in a file that it lists, and nothing where a digest fails', async () => {
    const pki = await testPki('P-256');
    const { file } = await samplePackage(pki, { form: 'asic', tsa: pki.timestampAuthority() });
    const stampOf = async (bytes: Uint8Array) =>
      (await inspectAsic(sourceFromBytes(bytes))).signatures.find(({ id }) => id === 'archive-1');
    expect((await stampOf(file))!.covers!.signatures).toEqual(['signature-1', 'signature-1.t1']);
    const changed = await repack(file, { '过程文件/审批流程.txt': utf8('别的') });
    expect((await stampOf(changed))!.covers).toBeUndefined();
  });
});
