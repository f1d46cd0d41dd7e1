import { describe, expect, it } from 'vitest';
import { checkArchive, type ItemFile, streamArchive } from '../../../src/archive/index.ts';
import {
  type ByteSource,
  DEFAULT_LIMITS,
  sourceFromBytes,
  utf8,
} from '../../../src/foundation/core/index.ts';
import { NOW, testPki } from '../asic/fixtures.ts';
import { fullOptions, ITEM, STEPS } from './fixtures.ts';

/** 100,000 with YINXIN_SCALE=100000; a count above what fits without zip64 is a package like any other. */
const COUNT = Number(process.env['YINXIN_SCALE'] ?? 8_000);
const LIMITS = { ...DEFAULT_LIMITS, zipEntries: 1_000_000 };

function filesOf(count: number): ItemFile[] {
  return Array.from({ length: count }, (_, i) => ({
    folder: '过程文件' as const,
    name: `${i}.txt`,
    code: `B${i % 1000}`,
    title: '过程文件',
    data: utf8(`内容 ${i}`),
    createdAt: NOW,
    sharing: '无条件共享' as const,
  }));
}

/** Chunks as they came, read as one source. */
function sourceOf(chunks: readonly Uint8Array[]): ByteSource {
  return sourceFromBytes(Buffer.concat(chunks));
}

async function roundTrip(count: number): Promise<{ readonly packed: number; readonly checked: number }> {
  const pki = await testPki('P-256');
  const chunks: Uint8Array[] = [];
  const sink = {
    write: async (chunk: Uint8Array) => void chunks.push(chunk),
    close: async () => {},
    abort: async () => {},
  };
  const signer = await pki.sealSigner.signer();
  const files = filesOf(count);
  const start = process.cpuUsage();
  const streamed = await streamArchive({ item: ITEM, files, processes: STEPS, signer, at: NOW }, sink);
  const middle = process.cpuUsage(start);
  const report = await checkArchive(sourceOf(chunks), {
    ...(await fullOptions(pki)),
    verifyFile: async () => ({ conclusion: { indication: 'NO_SIGNATURE_FOUND', subIndications: [] } }),
    requiredFileCodes: ['B0'],
    expected: { sha256: streamed.sha256, sm3: streamed.sm3 },
    limits: LIMITS,
  });
  const end = process.cpuUsage(start);
  expect(report.items.filter(({ status }) => status === 'failed' || status === 'not-run')).toEqual([]);
  expect(report.files.length).toBeGreaterThan(count);
  const seconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1e6;
  return { packed: seconds(middle), checked: seconds(end) - seconds(middle) };
}

describe('packages of many files', () => {
  it('are written and checked in linear time', async () => {
    await roundTrip(500);
    const quarter = await roundTrip(COUNT / 4);
    const whole = await roundTrip(COUNT);
    const rss = Math.round(process.memoryUsage.rss() / 1024 / 1024);
    if (process.env['YINXIN_SCALE'] !== undefined) console.log(COUNT, quarter, whole, `${rss} MiB`);
    // Four times the files: a quadratic step would take sixteen times as long.
    expect(whole.packed / quarter.packed).toBeLessThan(8);
    expect(whole.checked / quarter.checked).toBeLessThan(8);
  }, 400_000);
});
