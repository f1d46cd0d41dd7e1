import {
  type ArchiveReport,
  type CheckArchiveOptions,
  checkArchive,
  type ItemFile,
  type ItemInfo,
  type PackageArchiveInput,
  type PackagedArchive,
  type ProcessStep,
  packageArchive,
  type VerifiedFile,
} from '../../../src/archive/index.ts';
import { sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { judge } from '../../../src/foundation/validation/index.ts';
import { inspectAsic } from '../../../src/signatures/asic/index.ts';
import { TEST_AGENCY_CODE, TEST_AGENCY_NAME, type TestPki } from '../../../src/testing/index.ts';
import { judgeOptions, NOW, sampleAsic } from '../asic/fixtures.ts';

export const ITEM: ItemInfo = {
  recordCode: 'DZ-2026-0001',
  regionCode: '339900',
  taskCode: '000164001000',
  taskName: '示例许可',
  projectId: 'YW20261123001',
  projectName: '测试人甲的示例许可申请',
  informationSystem: '示例市政务服务平台（样）',
  fondsName: TEST_AGENCY_NAME,
  fondsIdentifier: 'S001',
  leadDepartment: '审批处',
  socialCode: TEST_AGENCY_CODE,
  retentionPeriod: '30年',
  archiveTime: NOW,
  applyName: '测试人甲',
  applyType: '自然人',
  cardType: '111',
  cardNumber: '测试证件0001',
  receiveDepartment: TEST_AGENCY_NAME,
  acceptNumber: 'SL-2026-0001',
  receiveTime: new Date('2026-11-20T01:00:00Z'),
  transactTime: new Date('2026-11-22T01:00:00Z'),
  result: '准予许可',
  resultCode: 'ZZ-0001',
  securityClassification: '公开',
};

export const STEPS: readonly ProcessStep[] = [
  step('1', '收件', '2026-11-20T01:00:00Z'),
  step('2', '受理', '2026-11-20T02:00:00Z'),
  step('4', '办结', '2026-11-22T01:00:00Z'),
];

export function step(code: ProcessStep['code'], action: string, time: string): ProcessStep {
  return { code, action, actor: '测试人乙', organisation: TEST_AGENCY_NAME, time: new Date(time) };
}

export async function sampleFiles(pki: TestPki): Promise<ItemFile[]> {
  const createdAt = new Date('2026-11-21T01:00:00Z');
  return [
    {
      folder: '申报文件',
      name: '申请.asice',
      code: 'A1',
      title: '申请书',
      data: await sampleAsic(pki),
      createdAt,
      sharing: '受限共享',
      sharingConditions: '依申请',
    },
    {
      folder: '过程文件',
      name: '审批流程.txt',
      code: 'B0',
      title: '审批流程信息',
      data: utf8('收件、受理、办结'),
      createdAt,
      sharing: '无条件共享',
    },
    {
      folder: '结果文件',
      name: '结果.json',
      code: 'C1',
      title: '办理结果',
      data: utf8('{"结果":"准予许可"}'),
      createdAt,
      sharing: '无条件共享',
    },
  ];
}

/** Verifies ASiC files as the composition root would; everything else carries no signature. */
export async function verifyAsicOnly(pki: TestPki): Promise<NonNullable<CheckArchiveOptions['verifyFile']>> {
  const options = await judgeOptions(pki);
  return async (source, name): Promise<VerifiedFile> => {
    if (!name.endsWith('.asice'))
      return { conclusion: { indication: 'NO_SIGNATURE_FOUND', subIndications: [] } };
    return judge(await inspectAsic(source), options);
  };
}

export async function samplePackage(
  pki: TestPki,
  changes: Partial<PackageArchiveInput> = {},
): Promise<PackagedArchive> {
  return packageArchive({
    item: ITEM,
    files: await sampleFiles(pki),
    processes: STEPS,
    signer: await pki.sealSigner.signer(),
    at: NOW,
    verifyFile: await verifyAsicOnly(pki),
    ...changes,
  });
}

/** Everything a check may need: with these a good package is 合格. */
export async function fullOptions(pki: TestPki, packed?: PackagedArchive): Promise<CheckArchiveOptions> {
  return {
    ...(await judgeOptions(pki)),
    verifyFile: await verifyAsicOnly(pki),
    scanVirus: async () => ({ clean: true, engine: 'test scanner 1.0' }),
    isKnown: async () => false,
    isTargetReady: async () => true,
    recordCodePattern: /DZ-\d{4}-\d{4}/,
    requiredFileCodes: ['A1', 'B0', 'C1'],
    processAttestation: '示例市档案馆（样）',
    carrier: 'none',
    checkFormat: async () => ({ profile: 'test', faults: [] }),
    ...(packed === undefined ? {} : { expected: { sha256: packed.sha256, sm3: packed.sm3 } }),
  };
}

export async function checkChanged(pki: TestPki, file: Uint8Array): Promise<ArchiveReport> {
  return checkArchive(sourceFromBytes(file), await fullOptions(pki));
}

export function statusOf(report: ArchiveReport, code: string): string | undefined {
  return report.items.find((item) => item.code === code)?.status;
}
