// @ts-check
// Works for an archive until it is killed: packages, anchors, renews both ways, transfers and disposes, round after round,
// each in a folder of its own. Started again it first finishes the round that it was killed in, then says `ready`.
//   node test/support/archive-work.mjs FOLDER [check]     check: verifies every round and ends

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createEvidence,
  disposeRecords,
  evidenceRecordFor,
  packageArchive,
  proposeDisposal,
  readArchive,
  receiveBatch,
  renewHashTree,
  renewTimestamp,
  transferBatch,
  verifyEvidenceRecord,
} from 'yinxin/archive';
import { retentionTable } from 'yinxin/policy';
import { openFolderStore, openFolderTarget } from 'yinxin/stores';
import { createTestPki } from 'yinxin/testing';

const [home, mode] = process.argv.slice(2);
if (home === undefined) throw new Error('give a folder');
const at = new Date('2026-06-01T00:00:00Z');
const pki = await createTestPki({ algorithm: 'P-256', now: at });
/** @param {number} days */
const after = (days) => new Date(at.getTime() + days * 86_400_000);
/** @param {number} days */
const tsaAfter = (days) => pki.timestampAuthority({ at: after(days) });
const trust = { signers: [pki.root.certificate], timestamps: [pki.root.certificate] };
const believing = { trust, revocation: /** @type {const} */ ('none') };
const FROM = { name: '测试人甲', code: 'A' };
const TO = { name: '测试人乙', code: 'B' };
const COUNT = 40;
/** @param {number} i */
const documentOf = (i) => new TextEncoder().encode(`样张第 ${i} 号`);

/** Each step is done or not by what lies in the folder; done again it changes nothing. @param {string} folder */
async function work(folder) {
  mkdirSync(folder, { recursive: true });
  await makePackage(folder);
  const store = openFolderStore(join(folder, 'store'));
  if (!existsSync(join(folder, 'store/evidence.json'))) {
    const objects = Array.from({ length: COUNT }, (_, i) => ({ source: documentOf(i) }));
    await createEvidence({ objects, store, digests: ['sha256', 'sm3'], tsa: tsaAfter(0) });
  }
  const shape = (await judged(folder, after(20))).join();
  if (shape === '1') await renewTimestamp(store, { ...believing, at: after(5), tsa: tsaAfter(5) });
  if (shape !== '2,1')
    await renewHashTree(store, { ...believing, at: after(10), hash: 'sm3', tsa: tsaAfter(10) });
  await transfer(folder);
  await dispose(folder);
  writeFileSync(join(folder, 'finished'), '');
}

/** Tokens of the chains of an object whose record verifies. @param {string} folder @param {Date} when */
async function judged(folder, when) {
  const { record, manifest, chains } = await evidenceRecordFor(openFolderStore(join(folder, 'store')), 7);
  const data = [documentOf(7), /** @type {Uint8Array} */ (manifest)];
  const { conclusion, timestamps } = await verifyEvidenceRecord(record, { ...believing, at: when, data });
  if (conclusion.indication !== 'TOTAL_PASSED') throw new Error(`a record is ${conclusion.indication}`);
  return chains.length === 1 ? [timestamps.length] : [timestamps.length - 1, 1];
}

/** @param {string} folder */
async function makePackage(folder) {
  const target = await openFolderTarget(join(folder, 'packages'));
  if ((await target.list()).includes('item.zip')) return;
  const common = { createdAt: at, sharing: /** @type {const} */ ('无条件共享') };
  const step = { actor: '测试人乙', organisation: '示例市数据资源管理局（样）', time: at };
  const packed = await packageArchive({
    item: ITEM,
    files: [
      { folder: '结果文件', name: '结果.txt', code: 'C1', title: '结果', data: documentOf(0), ...common },
    ],
    processes: [
      { code: '1', action: '收件', ...step },
      { code: '4', action: '办结', ...step },
    ],
    signer: await pki.sealSigner.signer(),
    at,
  });
  const sink = await target.create('item.zip');
  await sink.write(/** @type {Uint8Array} */ (packed.file));
  await sink.close();
}

/** @type {import('yinxin/archive').ItemInfo} */
const ITEM = {
  recordCode: 'DZ-2026-0001',
  regionCode: '339900',
  taskCode: '000164001000',
  taskName: '示例许可',
  projectId: 'YW20260601001',
  projectName: '示例许可',
  informationSystem: '示例系统（样）',
  fondsName: '示例市数据资源管理局（样）',
  fondsIdentifier: 'S001',
  leadDepartment: '审批处（样）',
  socialCode: '11339900MACEHX0128',
  retentionPeriod: '30年',
  archiveTime: at,
  applyName: '测试人甲',
  applyType: '自然人',
  cardType: '111',
  cardNumber: '测试证件0001',
  receiveDepartment: '示例市数据资源管理局（样）',
  acceptNumber: 'SL-2026-0001',
  receiveTime: at,
  transactTime: at,
  result: '准予许可',
  resultCode: 'ZZ-0001',
};

/** @param {string} folder */
async function transfer(folder) {
  return transferBatch({
    ...{ id: 'YJ-1', from: FROM, to: TO, at, signer: await pki.signer.signer() },
    items: Array.from({ length: 5 }, (_, i) => ({
      ...{ name: `样张 ${i}.txt`, recordCode: `R-${i}`, title: `样张 ${i}` },
      source: documentOf(i),
    })),
    folder: await openFolderTarget(join(folder, 'batch')),
  });
}

/** @param {string} folder */
async function dispose(folder) {
  const documents = join(folder, 'documents');
  const registers = join(folder, 'registers');
  if (!existsSync(join(documents, 'whole')) && !existsSync(registers)) {
    mkdirSync(documents, { recursive: true });
    for (let i = 0; i < 4; i++) writeFileSync(join(documents, `doc-${i}`), documentOf(i));
    writeFileSync(join(documents, 'whole'), '');
  }
  const policy = retentionTable([{ taskCode: '*', fileCode: '*', period: { years: 1 } }]);
  const rules = { policy, holdOf: async () => undefined, at: new Date('2029-06-01T00:00:00Z') };
  const records = [0, 1, 2].map((i) => ({
    ...{ id: `doc-${i}`, title: `样张 ${i}`, taskCode: 'T', fileCode: 'A1', closedAt: at },
    sha256: createHash('sha256').update(documentOf(i)).digest('hex'),
  }));
  const proposal = await proposeDisposal({ ...rules, id: '1', records });
  await disposeRecords({
    ...{ ...rules, proposal, supervisors: ['S1', 'S2'] },
    approvals: ['P1', 'P2'].map((approver) => ({
      ...{ proposal: proposal.sha256, approver, name: approver, at: rules.at, basis: '鉴定意见（样）' },
    })),
    store: openFolderStore(registers),
    remove: async ({ id }) => rmSync(join(documents, id), { force: true }),
  });
}

/** Everything in a finished round is right. @param {string} folder */
async function check(folder) {
  await readArchive(new Uint8Array(readFileSync(join(folder, 'packages/item.zip'))));
  const shape = (await judged(folder, after(20))).join();
  if (shape !== '2,1') throw new Error(`a record has chains of ${shape}`);
  const { receipt } = await receiveBatch(await openFolderTarget(join(folder, 'batch')), {
    ...{ ...believing, at: after(1), receiver: TO, signer: await pki.signer.signer() },
  });
  if (receipt.conclusion !== 'accepted') throw new Error(`a batch is ${receipt.conclusion}`);
  const left = readdirSync(join(folder, 'documents')).join();
  if (left !== 'doc-3,whole') throw new Error(`documents left: ${left}`);
}

/** What was killed half-way is before or after each step, never between. @param {string} folder */
async function look(folder) {
  const item = join(folder, 'packages/item.zip');
  if (existsSync(item)) await readArchive(new Uint8Array(readFileSync(item)));
  if (existsSync(join(folder, 'store/evidence.json'))) await judged(folder, after(20));
  const documents = join(folder, 'documents');
  const registered = existsSync(join(folder, 'registers/disposal-1.json'));
  if (existsSync(join(documents, 'whole')) && readdirSync(documents).length < 5 && !registered) {
    throw new Error('a document was deleted that no register names');
  }
}

const rounds = existsSync(home) ? readdirSync(home).sort() : [];
if (mode === 'check') {
  for (const round of rounds) await check(join(home, round));
  process.stdout.write(`${rounds.length} rounds\n`);
} else {
  const open = rounds.filter((round) => !existsSync(join(home, round, 'finished')));
  for (const round of open) {
    await look(join(home, round));
    await work(join(home, round));
  }
  process.stdout.write('ready\n');
  for (let i = rounds.length; mode !== 'finish'; i++) await work(join(home, String(i).padStart(5, '0')));
}
