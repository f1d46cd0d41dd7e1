// @ts-check
// An archivist: package one item, seal the package, and check its four properties.
//   node examples/archivist.mjs [FOLDER]     writes item.zip; a license.pdf of examples/integrator.mjs goes into it
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from 'yinxin';
import { checkArchive, packageArchive } from 'yinxin/archive';
import { signApplication } from 'yinxin/sign';
import { createTestPki, TEST_AGENCY_CODE, TEST_AGENCY_NAME } from 'yinxin/testing';
import { trustFrom } from './trust-folder.mjs';

const folder = process.argv[2] ?? 'example';
const at = new Date();
const pki = await createTestPki({ algorithm: 'P-256', now: at });
const applicant = { name: '示例市山水人家饭店（样）', code: '92339900MA2TETT073', codeType: '001' };
const { crls } = await pki.validationData();
// Whom to believe: the anchors of the license, and the archive's own.
const given = trustFrom(join(folder, 'trust'));
const judging = {
  ...given,
  at,
  trust: {
    ...given.trust,
    signers: [...given.trust.signers, pki.root.certificate],
    timestamps: [...given.trust.timestamps, pki.root.certificate],
  },
  crls: [...given.crls, ...crls],
};
/** Every file that goes in or comes out passes the one door. @type {import('yinxin/archive').VerifyFile} */
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

const common = { createdAt: at, sharing: /** @type {const} */ ('无条件共享') };
/** @type {import('yinxin/archive').ItemFile[]} */
const files = [
  {
    folder: '申报文件',
    name: 'application.asice',
    code: 'A1',
    title: '申请',
    data: application.file,
    ...common,
  },
];
const license = join(folder, 'license.pdf');
if (existsSync(license)) {
  const data = new Uint8Array(readFileSync(license));
  files.push({ folder: '结果文件', name: 'license.pdf', code: 'C1', title: '示例许可证', data, ...common });
}

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
  files,
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

// What only the archive can answer comes by ports; without a virus scanner here, nothing is called 合格.
const report = await checkArchive(packaged.file, {
  ...judging,
  verifyFile,
  expected: { sha256: packaged.sha256, sm3: packaged.sm3 },
  requiredFileCodes: ['A1'],
  recordCodePattern: /^EXAMPLE-\d{4}$/,
  isKnown: async () => false, // ask your store
  isTargetReady: async () => isWritable(folder),
  processAttestation: '测试人乙：专网内归档（样）',
});
console.log(`四性 ${report.overall}`, report.properties);
for (const { path, state, signatures } of report.files) {
  const inside = signatures === null || signatures === 'none' ? 'no signature' : signatures.indication;
  console.log(`${path}: ${state}, ${inside}`);
}
for (const { code, name, status, details } of report.items) {
  if (status === 'failed') console.log(`${code} ${name}: failed: ${details.join('; ')}`);
  if (status === 'not-run') console.log(`${code} ${name}: nobody was asked: ${details.join('; ')}`);
}
for (const { code, detail } of report.notChecked) console.log(`not checked: ${code}: ${detail}`);
if (report.overall === 'failed') process.exitCode = 1;

/** @param {string} path */
function isWritable(path) {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
