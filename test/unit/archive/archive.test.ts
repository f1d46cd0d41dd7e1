import { describe, expect, it } from 'vitest';
import { checkArchive, inspectItemPackage, readArchive } from '../../../src/archive/index.ts';
import { readZip } from '../../../src/formats/zip/index.ts';
import { fromUtf8, isYinxinError, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { judge } from '../../../src/foundation/validation/index.ts';
import { judgeOptions, NOW, repack, sampleAsic, testPki } from '../asic/fixtures.ts';
import {
  checkChanged,
  fullOptions,
  ITEM,
  STEPS,
  sampleFiles,
  samplePackage,
  statusOf,
  step,
} from './fixtures.ts';

describe.each(['P-256', 'SM2', 'RSA'] as const)('an item package sealed with %s', (algorithm) => {
  it('has all four properties when every item ran', async () => {
    const pki = await testPki(algorithm);
    const packed = await samplePackage(pki, { tsa: pki.timestampAuthority() });
    const report = await checkArchive(packed.file, await fullOptions(pki, packed));
    expect(report.items.filter((i) => i.status === 'failed' || i.status === 'not-run')).toEqual([]);
    expect(report.overall).toBe('passed');
    expect(report.properties).toEqual({
      authenticity: 'passed',
      integrity: 'passed',
      usability: 'passed',
      safety: 'passed',
    });
    expect(report.report.signatures[0]?.level).toBe('CAdES-B-T');
    expect(report.files.map((f) => [f.path, f.state])).toContainEqual(['申报文件/申请.asice', 'intact']);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

describe('packaging', () => {
  it('gives the same bytes for the same input, and keeps the reports of what it verified', async () => {
    const pki = await testPki('P-256');
    const [one, two] = [await samplePackage(pki), await samplePackage(pki)];
    expect(one.file).toEqual(two.file);
    const read = await readArchive(one.file);
    expect(read.names).toEqual([
      '说明.txt',
      '基本信息元数据.xml',
      '管理过程元数据.xml',
      '申报文件/申请.asice',
      '过程文件/审批流程.txt',
      '结果文件/结果.json',
      '验证报告/001-A1.json',
      '验证数据/certificate-001.cer',
      '验证数据/certificate-002.cer',
      '验证方法/base_info.xsd',
      '验证方法/manifest.xsd',
      '验证方法/process_info.xsd',
      '验证方法/verify.sh',
      'META-INF/manifest.xml',
      'META-INF/signature001.p7s',
    ]);
    const report = JSON.parse(fromUtf8(await read.read('验证报告/001-A1.json')));
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
  });

  it('writes Beijing times, both digests, and the tags of packages in use', async () => {
    const pki = await testPki('P-256');
    const read = await readArchive((await samplePackage(pki)).file);
    expect(read.fields.get('receive_time')).toBe('2026-11-20 09:00:00');
    expect(read.fields.get('information_system_dcscription')).toBe('示例市政务服务平台（样）');
    expect(read.fields.get('total_number')).toBe('3');
    expect(read.files[0]).toMatchObject({
      path: '申报文件/申请.asice',
      code: 'A1',
      format: 'application/vnd.etsi.asic-e+zip',
      sharing: '受限共享',
    });
    expect(read.processes.map((p) => p.code)).toEqual(['1', '2', '4']);
    expect(read.manifest[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('stops at a file whose signature failed, and packs nothing', async () => {
    const pki = await testPki('P-256');
    const files = await sampleFiles(pki);
    const bad = await repack(await sampleAsic(pki), { '表单.json': utf8('{}') });
    await expect(
      samplePackage(pki, { files: [{ ...files[0]!, data: bad }, ...files.slice(1)] }),
    ).rejects.toThrow(/申报文件\/申请\.asice failed \(HASH_FAILURE\)/);
  });

  it.each([
    ['GD-2-4', { applyName: ' ' }],
    ['GD-1-2', { applyName: '长'.repeat(513) }],
    ['GD-1-3', { socialCode: '123' }],
    ['GD-1-4', { retentionPeriod: '长期' as never }],
    ['GD-1-5', { receiveTime: new Date('2026-11-23T00:00:00Z') }],
    ['GD-1-6', { remarks: 'a\ue000b' }],
  ])('refuses metadata that would fail %s', async (code, change) => {
    const pki = await testPki('P-256');
    const error = await samplePackage(pki, { item: { ...ITEM, ...change } }).catch((e) => e);
    expect(isYinxinError(error, 'PACKAGE_INVALID')).toBe(true);
    expect(error.details.faults.map((f: { code: string }) => f.code)).toContain(code);
  });

  it('refuses an item without its end, a file without content type, and names that are not portable', async () => {
    const pki = await testPki('P-256');
    const [file] = await sampleFiles(pki);
    await expect(samplePackage(pki, { processes: [STEPS[0]!] })).rejects.toThrow('GD-2-5');
    await expect(
      samplePackage(pki, {
        files: [{ ...file!, data: new Uint8Array([0, 1]) }],
        verifyFile: undefined as never,
      }),
    ).rejects.toThrow('no known type');
    await expect(samplePackage(pki, { files: [{ ...file!, name: 'a:b.asice' }] })).rejects.toMatchObject({
      code: 'ZIP_INVALID',
    });
  });
});

describe('checking a package', () => {
  it('is never 合格 when a port is missing: those items are not-run', async () => {
    const pki = await testPki('P-256');
    const packed = await samplePackage(pki);
    const report = await checkArchive(packed.file, await judgeOptions(pki));
    expect(report.overall).toBe('undetermined');
    expect(report.items.filter((i) => i.status === 'not-run').map((i) => i.code)).toEqual([
      'GD-1-1',
      'GD-1-7',
      'GD-1-8',
      'GD-1-14',
      'GD-2-9',
      'GD-3-2',
      'GD-3-5',
      'GD-3-8',
      'GD-4-1',
      'GD-4-2',
      'GD-4-4',
      'GD-4-5',
      'GD-4-6',
      'GD-4-7',
    ]);
    expect(report.items.filter((i) => i.status === 'failed')).toEqual([]);
    for (const [port, code] of [
      ['scanVirus', 'GD-4-2'],
      ['isKnown', 'GD-1-8'],
      ['verifyFile', 'GD-1-1'],
    ] as const) {
      const { [port]: _left, ...options } = await fullOptions(pki, packed);
      const partial = await checkArchive(packed.file, options);
      expect([partial.overall, statusOf(partial, code)]).toEqual(['undetermined', 'not-run']);
    }
  });

  it.each([
    ['GD-1-7', { recordCodePattern: /X\d+/ }],
    ['GD-1-8', { isKnown: async () => true }],
    ['GD-1-14', { expected: { sm3: '00' } }],
    ['GD-2-9', { requiredFileCodes: ['C9'] }],
    ['GD-3-2', { isTargetReady: async () => false }],
    ['GD-3-3', { formats: ['application/pdf'] }],
    ['GD-4-2', { scanVirus: async () => ({ clean: false, engine: 'x' }) }],
  ])('fails %s alone when its rule or port says so', async (code, change) => {
    const pki = await testPki('P-256');
    const packed = await samplePackage(pki);
    const report = await checkArchive(packed.file, { ...(await fullOptions(pki, packed)), ...change });
    expect(report.items.filter((i) => i.status !== 'passed' && i.status !== 'not-applicable')).toEqual([
      expect.objectContaining({ code, status: 'failed' }),
    ]);
    expect(report.overall).toBe('failed');
  });

  it('finds a changed, missing, added or damaged file by name', async () => {
    const pki = await testPki('P-256');
    const { file } = await samplePackage(pki);
    const cases: readonly (readonly [Readonly<Record<string, Uint8Array | null>>, string, string])[] = [
      [{ '过程文件/审批流程.txt': utf8('别的') }, 'PACKAGE_DIGEST_MISMATCH', 'GD-1-1'],
      [{ '过程文件/审批流程.txt': null }, 'PACKAGE_DIGEST_TARGET_MISSING', 'GD-2-7'],
      [{ '过程文件/x.txt': utf8('x') }, 'PACKAGE_FILE_UNLISTED', 'GD-4-3'],
      [{ 'x.txt': utf8('x') }, 'PACKAGE_FILE_UNLISTED', 'GD-1-13'],
      [{ '基本信息元数据.xml': utf8('<base_info>') }, 'PACKAGE_DIGEST_MISMATCH', 'GD-3-1'],
      [{ '说明.txt': null }, 'PACKAGE_DIGEST_TARGET_MISSING', 'GD-1-12'],
      [{ 'META-INF/manifest.xml': utf8('<x/>') }, 'PACKAGE_MANIFEST_UNUSABLE', 'GD-1-12'],
    ];
    for (const [change, code, item] of cases) {
      const changed = await repack(file, change);
      const report = await checkChanged(pki, changed);
      const codes = [...report.report.checks, ...report.report.signatures.flatMap((s) => s.checks)]
        .filter((c) => c.status === 'failed')
        .map((c) => c.code);
      expect(codes, Object.keys(change)[0]).toContain(code);
      expect(statusOf(report, item), item).toBe('failed');
      expect(report.overall).toBe('failed');
      const verdict = await judge(
        await inspectItemPackage(sourceFromBytes(changed)),
        await judgeOptions(pki),
      );
      expect(verdict.conclusion.indication).not.toBe('TOTAL_PASSED');
    }
  });

  it('fails when manifest and file are changed together', async () => {
    const pki = await testPki('P-256');
    const { file } = await samplePackage(pki);
    const files = await sampleFiles(pki);
    const other = await samplePackage(pki, {
      files: files.map((f) => (f.code === 'B0' ? { ...f, data: utf8('伪造') } : f)),
    });
    const zip = await readZip(sourceFromBytes(other.file));
    const taken: Record<string, Uint8Array> = {};
    for (const name of ['基本信息元数据.xml', '过程文件/审批流程.txt', 'META-INF/manifest.xml']) {
      taken[name] = await zip.read(zip.find(name)!);
    }
    const forged = await repack(file, taken);
    const report = await checkChanged(pki, forged);
    expect(report.report.conclusion.indication).toBe('TOTAL_FAILED');
    expect(statusOf(report, 'GD-1-1')).toBe('failed');
  });

  it('fails when a signature inside fails, and stays open when it is undecided', async () => {
    const pki = await testPki('P-256');
    const files = await sampleFiles(pki);
    const bad = await repack(await sampleAsic(pki), { '表单.json': utf8('{}') });
    const packed = await samplePackage(pki, {
      files: [{ ...files[0]!, data: bad }, ...files.slice(1)],
      verifyFile: async () => ({ conclusion: { indication: 'NO_SIGNATURE_FOUND', subIndications: [] } }),
    });
    const report = await checkArchive(packed.file, await fullOptions(pki, packed));
    expect(statusOf(report, 'GD-1-1')).toBe('failed');
    expect(report.items.find((i) => i.code === 'GD-1-1')?.details.join()).toContain('HASH_FAILURE');
    const good = await samplePackage(pki);
    const undecided = await checkArchive(good.file, {
      ...(await fullOptions(pki, good)),
      verifyFile: async () => ({ conclusion: { indication: 'INDETERMINATE', subIndications: ['NO_POE'] } }),
    });
    expect([statusOf(undecided, 'GD-1-1'), undecided.overall]).toEqual(['not-run', 'undetermined']);
  });

  it('reports a package without seal, and bytes that are no package', async () => {
    const pki = await testPki('P-256');
    const { file } = await samplePackage(pki);
    const unsealed = await repack(file, { 'META-INF/signature001.p7s': null });
    expect((await checkChanged(pki, unsealed)).report.conclusion.indication).toBe('NO_SIGNATURE_FOUND');
    expect((await checkChanged(pki, unsealed)).overall).toBe('failed');
    const none = await checkChanged(pki, utf8('no package'));
    expect([none.overall, none.report.conclusion.subIndications]).toEqual(['failed', ['FORMAT_FAILURE']]);
    await expect(readArchive(utf8('no package'))).rejects.toMatchObject({ code: 'ZIP_INVALID' });
  });

  it('does not pass a package one of whose stored bytes is changed', async () => {
    const pki = await testPki('P-256');
    const { file } = await samplePackage(pki, { files: (await sampleFiles(pki)).slice(1) });
    const zip = await readZip(sourceFromBytes(file));
    const options = await judgeOptions(pki);
    for (const entry of zip.entries) {
      for (let i = 0; i < entry.compressedSize; i += 61) {
        const bad = file.slice();
        bad[entry.dataOffset + i]! ^= 0x20;
        const { conclusion } = await judge(await inspectItemPackage(sourceFromBytes(bad)), options);
        expect(conclusion.indication, `${entry.name} byte ${i}`).not.toBe('TOTAL_PASSED');
      }
    }
  });

  it('finds steps that run backwards', async () => {
    const pki = await testPki('P-256');
    const backwards = [STEPS[1]!, step('1', '收件', '2026-11-19T01:00:00Z'), STEPS[2]!];
    await expect(samplePackage(pki, { processes: backwards })).rejects.toThrow('GD-1-5');
  });

  it('reads strictly: readArchive refuses what is not as listed', async () => {
    const pki = await testPki('P-256');
    const { file } = await samplePackage(pki);
    for (const change of [
      { '过程文件/审批流程.txt': utf8('别的') },
      { '过程文件/审批流程.txt': null },
      { 'x.txt': utf8('x') },
      { '管理过程元数据.xml': null },
    ]) {
      await expect(readArchive(await repack(file, change))).rejects.toMatchObject({
        code: 'PACKAGE_INVALID',
      });
    }
    expect(NOW.getTime()).toBe((await readZip(sourceFromBytes(file))).entries[0]!.modified!.getTime());
  });
});
