import { describe, expect, it } from 'vitest';
import { checkArchive } from '../../../src/entries/archive.ts';
import { judgeOptions, testPki } from '../asic/fixtures.ts';
import { fullOptions, sampleFiles, samplePackage } from './fixtures.ts';

describe('checkArchive of yinxin/archive', () => {
  it('verifies the files inside by the one door, with the trust given', async () => {
    const pki = await testPki('P-256');
    const packed = await samplePackage(pki);
    const { verifyFile: _bound, ...options } = await fullOptions(pki, packed);
    const report = await checkArchive(packed.file, options);
    expect(report.overall).toBe('passed');
    const inner = report.files.find((f) => f.path === '申报文件/申请.asice')?.signatures;
    expect(inner).toEqual({ indication: 'TOTAL_PASSED', subIndications: [] });
    expect(report.files.find((f) => f.path === '结果文件/结果.json')?.signatures).toBe('none');
  });

  it('does not pass when the anchors do not reach the signer inside', async () => {
    const pki = await testPki('P-256');
    const other = await testPki('RSA');
    const files = (await sampleFiles(other)).slice(0, 1);
    const packed = await samplePackage(pki, {
      files,
      verifyFile: async () => ({ conclusion: { indication: 'INDETERMINATE', subIndications: [] } }),
    });
    const report = await checkArchive(packed.file, await judgeOptions(pki));
    expect(report.items.find((i) => i.code === 'GD-1-1')?.status).toBe('not-run');
  });
});
