// An archivist: package one item, seal the package, and check its four properties.
//   node examples/archivist.mjs [FOLDER]     writes item.zip
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from 'yinxin';
import { checkArchive, packageArchive } from 'yinxin/archive';
import { signApplication } from 'yinxin/sign';
import { createTestPki, TEST_AGENCY_CODE, TEST_AGENCY_NAME } from 'yinxin/testing';

const folder = process.argv[2] ?? 'example';
const at = new Date();
const pki = await createTestPki({ algorithm: 'P-256', now: at });
const applicant = { name: '示例市山水人家饭店（样）', code: '92339900MA2TETT073', codeType: '001' };
const { crls } = await pki.validationData();
const judging = {
  at,
  trust: { signers: [pki.root.certificate], timestamps: [pki.root.certificate] },
  revocation: 'require-where-declared',
  crls,
};
const verifyFile = (source, name) => verify(source, { ...judging, name });

const application = await signApplication({
  id: 'EXAMPLE-0001',
  matter: { code: 'EXAMPLE', name: '示例许可' },
  receiver: { name: TEST_AGENCY_NAME, code: TEST_AGENCY_CODE, codeType: '001' },
  applicant,
  form: { 经营项目: '热食' },
  attachments: [],
  identity: { method: 'certificate', assuranceLevel: 'high', subject: applicant, time: at },
  signer: await pki.signer.signer(),
  tsa: pki.timestampAuthority(),
  at,
});

const step = { actor: '测试人乙', organisation: TEST_AGENCY_NAME, time: at };
const packaged = await packageArchive({
  item: {
    recordCode: 'EXAMPLE-0001',
    regionCode: '339900',
    taskCode: 'EXAMPLE',
    taskName: '示例许可',
    projectId: 'EXAMPLE-0001',
    projectName: '示例许可',
    informationSystem: '示例系统（样）',
    fondsName: TEST_AGENCY_NAME,
    fondsIdentifier: 'J001',
    leadDepartment: '审批处（样）',
    socialCode: TEST_AGENCY_CODE,
    retentionPeriod: '30年',
    archiveTime: at,
    applyName: applicant.name,
    applyType: '企业',
    cardType: applicant.codeType,
    cardNumber: applicant.code,
    receiveDepartment: TEST_AGENCY_NAME,
    acceptNumber: 'EXAMPLE-0001',
    receiveTime: at,
    transactTime: at,
    result: '准予许可',
  },
  files: [
    {
      folder: '申报文件',
      name: 'application.asice',
      code: 'A1',
      title: '申请',
      data: application.file,
      createdAt: at,
      sharing: '无条件共享',
    },
  ],
  processes: [
    { code: '1', action: '收件', ...step },
    { code: '4', action: '办结', ...step },
  ],
  signer: await pki.sealSigner.signer(),
  tsa: pki.timestampAuthority(),
  at,
  verifyFile,
});
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'item.zip'), packaged.file);

const report = await checkArchive(packaged.file, {
  ...judging,
  verifyFile,
  expected: { sha256: packaged.sha256, sm3: packaged.sm3 },
});
console.log(report.properties);
for (const { code, name, status, details } of report.items) {
  if (status === 'not-run') console.log(`${code} ${name}: nobody was asked: ${details.join('; ')}`);
}
// What only the archive can answer (scanner, store, rules) is not-run here; nothing may have failed.
if (report.overall === 'failed') process.exitCode = 1;
