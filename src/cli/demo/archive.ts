import type { ItemFile, PackageArchiveInput } from '../../archive/index.ts';
import { checkArchive, packageArchive } from '../../entries/archive.ts';
import { verify } from '../../entries/index.ts';
import type { ByteSource } from '../../foundation/core/index.ts';
import type { Report } from '../../foundation/validation/index.ts';
import type { IssuedLicense } from '../../license/index.ts';
import { read } from '../home/home.ts';
import { trustOf } from './judge.ts';
import { AGENCY, APPLICANT, MATTER } from './scene.ts';
import type { Stage } from './stage.ts';

/** The archivist keeps the item: packaged, sealed, checked. Leaves the package and the report on it. */
export async function archiveItem(stage: Stage, license: IssuedLicense): Promise<void> {
  const { write } = stage;
  const input = await packageInput(stage, { number: license.metadata.number, file: license.file });
  const packaged = await packageArchive(input);
  await write('archive.zip', packaged.file);
  const report = await checkArchive(packaged.file, {
    ...(await trustOf(stage)),
    name: 'archive.zip',
    verifyFile: input.verifyFile!,
    expected: { sha256: packaged.sha256 },
  });
  await write('archive.report.json', `${JSON.stringify(report, null, 2)}\n`);
}

/** The license that the item ends with. */
interface ResultLicense {
  readonly number: string;
  readonly file: Uint8Array;
}

/** What the archivist packs: the item with its files and steps, every signature verified before. */
export async function packageInput(stage: Stage, license: ResultLicense): Promise<PackageArchiveInput> {
  const { pki, at } = stage;
  const options = await trustOf(stage);
  return {
    item: itemOf(stage, license),
    files: await filesOf(stage, license),
    processes: processesOf(at),
    signer: await pki.sealSigner.signer(),
    tsa: pki.timestampAuthority(),
    at,
    validationData: await pki.validationData(),
    verifyFile: (source: ByteSource, name: string): Promise<Report> => verify(source, { ...options, name }),
  };
}

function itemOf({ at }: Stage, { number }: ResultLicense): PackageArchiveInput['item'] {
  return {
    recordCode: `3399-SAMPLE-${at.getUTCFullYear()}-0001`,
    regionCode: '339900',
    taskCode: MATTER.code,
    taskName: MATTER.name,
    projectId: 'SAMPLE-2026-0001',
    projectName: `${APPLICANT.name}${MATTER.name}`,
    informationSystem: '印信演示系统（样）',
    fondsName: AGENCY.name,
    fondsIdentifier: 'J001',
    leadDepartment: '审批处（样）',
    socialCode: AGENCY.code,
    retentionPeriod: '30年',
    archiveTime: at,
    applyName: APPLICANT.name,
    applyType: '企业',
    cardType: APPLICANT.codeType,
    cardNumber: APPLICANT.code,
    receiveDepartment: AGENCY.name,
    acceptNumber: 'SAMPLE-2026-0001',
    receiveTime: at,
    transactTime: at,
    result: '准予许可',
    resultCode: number,
    securityClassification: '公开',
  };
}

async function filesOf({ folder, at }: Stage, license: ResultLicense): Promise<ItemFile[]> {
  const common = { createdAt: at, sharing: '无条件共享' } as const;
  return [
    {
      folder: '申报文件',
      name: 'application.asice',
      code: 'A1',
      title: '申请',
      data: await read(folder, 'application.asice'),
      ...common,
    },
    {
      folder: '过程文件',
      name: 'receipt.p7m',
      code: 'B1',
      title: '受理回执',
      data: await read(folder, 'receipt.p7m'),
      ...common,
    },
    {
      folder: '结果文件',
      name: 'license.pdf',
      code: 'C1',
      title: '示例许可证',
      data: license.file,
      ...common,
    },
  ];
}

function processesOf(time: Date): PackageArchiveInput['processes'] {
  const step = { actor: '测试人乙', organisation: AGENCY.name, time };
  return [
    { code: '1', action: '收件', ...step },
    { code: '2', action: '受理', ...step },
    { code: '4', action: '办结', ...step },
  ];
}
