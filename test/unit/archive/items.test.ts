import { beforeAll, describe, expect, it } from 'vitest';
import {
  type ArchiveReport,
  type CheckArchiveOptions,
  checkArchive,
  type PackagedArchive,
} from '../../../src/archive/index.ts';
import { ITEMS } from '../../../src/archive/properties/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import { repack, testPki } from '../asic/fixtures.ts';
import { fullOptions, ITEM, samplePackage } from './fixtures.ts';
import { type Reseal, resealed, textIn } from './resealed.ts';

const BASE = '基本信息元数据.xml';
const PROCESS = '管理过程元数据.xml';
const TEXT = '过程文件/审批流程.txt';

/** One way to fail each item: another packer's package under a right seal, or an answer of a port. */
interface Case {
  /** Replaces text in 基本信息元数据. */
  readonly base?: readonly [from: string | RegExp, to: string];
  readonly process?: readonly [from: string | RegExp, to: string];
  readonly reseal?: Reseal;
  readonly options?: Partial<CheckArchiveOptions>;
}

const CASES: Readonly<Record<string, Case>> = {
  'GD-1-1': {
    options: {
      verifyFile: async () => ({
        conclusion: { indication: 'TOTAL_FAILED', subIndications: ['HASH_FAILURE'] },
      }),
    },
  },
  'GD-1-2': { base: ['<apply_name>测试人甲', `<apply_name>${'长'.repeat(513)}`] },
  'GD-1-3': { base: [/<social_code>\w+/, '<social_code>123'] },
  'GD-1-4': { base: ['<retention_period>30年', '<retention_period>长期'] },
  'GD-1-5': { base: [/<transact_time>[^<]+/, '<transact_time>2026-11-01 09:00:00'] },
  'GD-1-6': { base: ['<result>准予许可', '<result>准予\ue000许可'] },
  'GD-1-7': { options: { recordCodePattern: /X\d+/ } },
  'GD-1-8': { options: { isKnown: async () => true } },
  'GD-1-10': { base: ['<format_information>text/plain', '<format_information>image/png'] },
  'GD-1-11': {
    base: [
      /<file_actual_name>审批流程.txt([\s\S]*?)<computer_file_name>审批流程.txt/,
      '<file_actual_name>流程.txt$1<computer_file_name>流程.txt',
    ],
  },
  'GD-1-12': { reseal: { entries: { '说明.txt': Uint8Array.of(0, 1, 2, 3) } } },
  'GD-1-13': { reseal: { entries: { '其他/x.txt': utf8('x') } } },
  'GD-1-14': { options: { expected: { sm3: '00' } } },
  'GD-2-1': { base: ['<total_number>3', '<total_number>4'] },
  'GD-2-2': { reseal: { manifest: (text) => text.replace(/ bytes="\d+"/, ' bytes="7"') } },
  'GD-2-3': { base: [/\s*<task_name>[^<]*<\/task_name>/, ''] },
  'GD-2-4': { base: [/<task_name>[^<]*/, '<task_name>'] },
  'GD-2-5': { process: ['<process_code>4', '<process_code>3'] },
  'GD-2-6': { options: { neighbours: { before: 'SL-0007' } } },
  'GD-2-7': { reseal: { entries: { [TEXT]: new Uint8Array(0) } } },
  'GD-2-9': { options: { requiredFileCodes: ['C9'] } },
  'GD-2-10': { reseal: { entries: { [PROCESS]: null } } },
  'GD-2-11': { reseal: { entries: { '过程文件/多出.txt': utf8('x') } } },
  'GD-3-1': { reseal: { entries: { [PROCESS]: utf8('<process_info>') } } },
  'GD-3-2': { options: { isTargetReady: async () => false } },
  'GD-3-3': { options: { formats: ['application/vnd.etsi.asic-e+zip', 'text/plain'] } },
  'GD-3-4': { reseal: { entries: { [TEXT]: utf8('%PDF-1.7 nothing behind it') } } },
  'GD-3-5': {
    options: { checkFormat: async () => ({ profile: 'PDF/A-2b', faults: ['fonts are not embedded'] }) },
  },
  'GD-3-6': { base: [/\s*<information_system_dcscription>[^<]*<\/information_system_dcscription>/, ''] },
  'GD-3-8': {
    options: {
      verifyFile: async () => ({
        conclusion: { indication: 'NO_SIGNATURE_FOUND', subIndications: [] },
        notChecked: [{ code: 'PDF_ENCRYPTED', detail: 'x' }],
      }),
    },
  },
  'GD-4-1': { options: { scanVirus: async () => ({ clean: true, engine: '' }) } },
  'GD-4-2': { options: { scanVirus: async () => ({ clean: false, engine: 'x' }) } },
  'GD-4-3': { reseal: { entries: { '验证数据/多余.cer': utf8('x') }, unlisted: ['验证数据/多余.cer'] } },
  'GD-4-4': { options: carrier({ readable: false }) },
  'GD-4-5': { options: carrier({ appearance: false }) },
  'GD-4-6': { options: carrier({ qualified: false }) },
};

function carrier(found: Readonly<Record<string, boolean>>): Partial<CheckArchiveOptions> {
  const good = { readable: true, appearance: true, qualified: true, inspector: '测试人乙' };
  return { carrier: undefined as never, inspectCarrier: async () => ({ ...good, ...found }) };
}

const NAMED = /^GD-/;

describe('each item of DA/T 70', () => {
  let pki: TestPki;
  let good: PackagedArchive;
  beforeAll(async () => {
    pki = await testPki('P-256');
    good = await samplePackage(pki, { item: { ...ITEM, itemNumber: 'SL-0009' } });
  });

  const check = async (file: Uint8Array, { options = {} }: Case): Promise<ArchiveReport> => {
    const { carrier: none, ...full } = await fullOptions(pki);
    const ported = options.inspectCarrier === undefined ? { carrier: none! } : {};
    const { carrier: _left, ...own } = options;
    return checkArchive(file, {
      ...full,
      ...ported,
      neighbours: { before: 'SL-0008', after: 'SL-0010' },
      expected: {},
      ...own,
    });
  };

  it('passes on one good package, carrier and neighbours included', async () => {
    const report = await check(good.file, {
      options: { ...carrier({}), expected: { sha256: good.sha256, sm3: good.sm3 } },
    });
    expect(report.items.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(report.items.map(({ code }) => code)).toEqual(Object.keys(ITEMS));
    expect(report.overall).toBe('passed');
  });

  it.each(Object.entries(CASES))('%s fails alone', async (code, change) => {
    const entries: Record<string, Uint8Array | null> = { ...change.reseal?.entries };
    if (change.base !== undefined) {
      const text = await textIn(good.file, BASE);
      const other = text.replace(change.base[0], change.base[1]);
      expect(other).not.toBe(text);
      entries[BASE] = utf8(other);
    }
    if (change.process !== undefined) {
      entries[PROCESS] = utf8(
        (await textIn(good.file, PROCESS)).replace(change.process[0], change.process[1]),
      );
    }
    const adjusted = await adjust(code, entries);
    const file = await resealed(pki, good.file, { ...change.reseal, entries: adjusted });
    const report = await check(file, change);
    const failed = report.items.filter(({ status }) => status === 'failed');
    expect(
      failed.map((item) => [item.code, ...item.details].join(' ')),
      code,
    ).toHaveLength(1);
    expect(failed[0]!.code).toBe(code);
    expect(report.overall).toBe('failed');
  });

  /** Where content changes, what the metadata say of it changes too: one fault at a time. */
  async function adjust(
    code: string,
    entries: Record<string, Uint8Array | null>,
  ): Promise<Record<string, Uint8Array | null>> {
    const data = entries[TEXT];
    if (code === 'GD-1-11') {
      return { ...entries, [TEXT]: null, '过程文件/另一.txt': utf8('收件、受理、办结') };
    }
    if (data === undefined || data === null) return entries;
    const text = await textIn(good.file, BASE);
    const size = text.replace(
      /(审批流程\.txt<\/computer_file_name>\s*<computer_file_size>)\d+/,
      `$1${data.length}`,
    );
    const type = code === 'GD-3-4' ? size.replace('text/plain', 'application/pdf') : size;
    return { ...entries, [BASE]: utf8(type) };
  }

  it('is decided for every code of the list but the attestation, which cannot fail', () => {
    const codes = Object.keys(ITEMS).filter((code) => NAMED.test(code) && code !== 'GD-4-7');
    expect(Object.keys(CASES).sort()).toEqual(codes.sort());
  });

  it('tells the seal itself: nobody known, a changed file, none at all', async () => {
    const stranger = await testPki('RSA');
    const foreign = await resealed(stranger, good.file, {});
    expect((await check(foreign, {})).items[0]).toMatchObject({ code: 'GD-1-1', status: 'not-run' });
    const changed = await repack(good.file, { [TEXT]: utf8('别的') });
    expect((await check(changed, {})).items[0]!.status).toBe('failed');
    const unsealed = await repack(good.file, { 'META-INF/signature001.p7s': null });
    expect((await check(unsealed, {})).items[0]!.status).toBe('failed');
  });

  it('asks less of a package that lies in the archive, and says what belongs to the batch', async () => {
    const kept = await check(good.file, { options: { stage: '长期保存', isKnown: async () => true } });
    const of = (code: string): string | undefined => kept.items.find((item) => item.code === code)?.status;
    expect([of('GD-1-8'), of('GD-2-9'), of('GD-4-7'), of('GD-1-1')]).toEqual([
      'not-applicable',
      'not-applicable',
      'not-applicable',
      'passed',
    ]);
    expect(kept.notChecked.map(({ code }) => code)).toContain('DAT70_BACKUP');
    const handed = await check(good.file, { options: { stage: '移交接收' } });
    expect(handed.stage).toBe('移交接收');
    expect(handed.notChecked.map(({ code }) => code)).toContain('DAT70_HANDOVER');
  });
});
