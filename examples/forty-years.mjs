// @ts-check
// An archive over forty years, in seconds: anchored in 2026, renewed whenever the due list says so, its digest retired in
// 2041, two files disposed of when their term is full, one brought into a new format. In 2066 all still proves itself.
//   node examples/forty-years.mjs [FOLDER]     keeps its evidence in FOLDER; unset: in memory
import { join } from 'node:path';
import {
  createEvidence,
  disposeRecords,
  dueForRenewal,
  evidenceRecordFor,
  memoryEvidenceStore,
  proposeDisposal,
  renewHashTree,
  renewTimestamp,
  verifyEvidenceRecord,
} from 'yinxin/archive';
import { digest } from 'yinxin/crypto';
import { ETSI_TS_119_312 } from 'yinxin/pki';
import { retentionRulesOfCsv, retentionTable } from 'yinxin/policy';
import { openFolderStore } from 'yinxin/stores';
import { createTestPki } from 'yinxin/testing';

const folder = process.argv[2];
/** @param {string} name */
const storeOf = (name) =>
  folder === undefined ? memoryEvidenceStore() : openFolderStore(join(folder, name));
/** @param {number} year */
const inJune = (year) => new Date(`${year}-06-01T00:00:00Z`);
/** @param {string} text */
const bytes = (text) => new TextEncoder().encode(text);

// The archive decides when an algorithm is too weak for it.
const algorithms = {
  ...ETSI_TS_119_312,
  digests: { ...ETSI_TS_119_312.digests, sha256: { ends: '2041-01-01', source: '本馆决定（样）' } },
};

// Authorities come and go; the archive keeps the roots of all that it ever used.
/** @type {Uint8Array[]} */
const anchors = [];
let { pki, tsa } = await newAuthority(2026);

/** An authority whose certificate lasts for six years. @param {number} year */
async function newAuthority(year) {
  const algorithm = year < 2039 ? 'P-256' : 'SM2';
  const made = await createTestPki({ algorithm, now: inJune(year), seed: String(year) });
  anchors.push(made.root.certificate);
  const identity = await made.issue({
    name: `示例时间戳服务 ${year}（样）`,
    notAfter: inJune(year + 6),
    extensions: {
      keyUsage: ['digitalSignature'],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'], // time stamping
      critical: { extendedKeyUsage: true },
    },
  });
  return { pki: made, tsa: made.timestampAuthority({ identity }) };
}

/** Whom to believe on a day, with the revocation lists of that day. @param {Date} at */
async function believing(at) {
  const dates = { thisUpdate: at, nextUpdate: new Date(at.getTime() + 30 * 86_400_000) };
  const crls = [await pki.crl(dates), await pki.crl({ ...dates, issuer: pki.root })];
  const trust = { signers: anchors, timestamps: anchors };
  const revocation = /** @type {const} */ ('require');
  return { at, trust, revocation, crls, intermediates: [pki.intermediate.certificate], algorithms };
}

// 2026: six files are anchored under one timestamp, with digests that a later renewal will want.
/** @type {Map<string, Uint8Array>} */
const files = new Map(Array.from({ length: 6 }, (_, i) => [`J001-2026-${i}`, bytes(`样张第 ${i} 号`)]));
const names = [...files.keys()];
const store = storeOf('evidence');
await createEvidence({
  objects: [...files.values()].map((source) => ({ source })),
  store,
  digests: ['sha256', 'sm3', 'sha512'],
  tsa,
});
console.log(`2026 anchored ${files.size} files under one timestamp`);
const stores = new Map([['evidence', store]]);

for (let year = 2027; year <= 2065; year++) {
  if (year === 2038) await dispose(year);
  if (year === 2050) await migrate(year);
  await renewWhatIsDue(year);
}

/** The due list alone says what is done. @param {number} year */
async function renewWhatIsDue(year) {
  const at = inJune(year);
  const watched = [...stores].map(([name, evidence]) => ({ name, evidence }));
  const needs = await dueForRenewal(watched, { at, leadDays: 400, algorithms });
  const due = needs.filter(({ status }) => status !== 'later');
  if (due.length === 0) return;
  const options = await believing(at);
  ({ pki, tsa } = await newAuthority(year));
  for (const [name, evidence] of stores) {
    const own = due.filter((need) => need.name === name);
    const tree = own.find(({ action }) => action === 'hash-tree');
    if (tree !== undefined) {
      const { origin } = await renewHashTree(evidence, { ...options, tsa, hash: 'sm3' });
      console.log(`${year} hash tree of ${name} renewed by SM3 (${origin}): ${tree.reason}`);
    } else {
      // The stores share their authority: when it changes, it changes for all.
      await renewTimestamp(evidence, { ...options, tsa });
      console.log(`${year} timestamp of ${name} renewed`);
    }
  }
}

/** Two files are past their ten years; two persons approve, two see it done. @param {number} year */
async function dispose(year) {
  const policy = retentionTable(retentionRulesOfCsv('事项编码,文件代码,保管期限\nT,A*,10年\nT,*,永久\n'));
  const rules = { policy, holdOf: async () => undefined, at: inJune(year) };
  const records = await Promise.all(
    [...files].map(async ([id, file], i) => ({
      ...{ id, title: `样张 ${i}`, taskCode: 'T', fileCode: i < 2 ? 'A1' : 'C1', closedAt: inJune(2026) },
      sha256: Buffer.from(await digest('sha256', file)).toString('hex'),
    })),
  );
  const proposal = await proposeDisposal({ ...rules, id: `${year}-001`, records });
  const approval = { proposal: proposal.sha256, at: rules.at, basis: '鉴定意见（样）' };
  const { register } = await disposeRecords({
    ...rules,
    proposal,
    approvals: ['测试人甲', '测试人乙'].map((name) => ({ ...approval, approver: name, name })),
    supervisors: ['测试人丙', '测试人丁'],
    store: storeOf('disposals'),
    remove: async ({ id }) => void files.delete(id),
    signer: await (await pki.issue({ name: '示例市档案馆（样）', notAfter: inJune(year + 1) })).signer(),
  });
  const stay = proposal.refused.map(({ code }) => code);
  console.log(
    `${year} disposed of ${register.entries.length} files, ${stay.length} stay (${[...new Set(stay)]})`,
  );
}

/** A file is brought into another format; the copy is anchored in one group with what it was made from. @param {number} year */
async function migrate(year) {
  const original = /** @type {Uint8Array} */ (files.get('J001-2026-4'));
  const copy = bytes(`<p>${new TextDecoder().decode(original)}</p>`);
  files.set('J001-2026-4.xhtml', copy);
  const options = await believing(inJune(year));
  ({ pki, tsa } = await newAuthority(year));
  await renewTimestamp(store, { ...options, tsa });
  const migrated = storeOf('migrated');
  const group = [{ source: original }, { source: copy }];
  await createEvidence({ objects: [{ group }], store: migrated, digests: ['sm3', 'sha512'], tsa });
  stores.set('migrated', migrated);
  console.log(`${year} migrated 1 file, anchored beside its original`);
}

// 2066: every file that is left, offline, by the anchors of the archive alone.
const options = await believing(inJune(2066));
let good = 0;
for (const [name, file] of files) {
  const isCopy = name.endsWith('.xhtml');
  const { record, manifest } = isCopy
    ? await evidenceRecordFor(/** @type {typeof store} */ (stores.get('migrated')), 0)
    : await evidenceRecordFor(store, names.indexOf(name));
  const { conclusion, provedSince } = await verifyEvidenceRecord(record, {
    ...options,
    data: isCopy ? [file] : [file, /** @type {Uint8Array} */ (manifest)],
  });
  if (conclusion.indication === 'TOTAL_PASSED') good++;
  console.log(`2066 ${name}: ${conclusion.indication}, proved since ${provedSince}, ${record.length} bytes`);
}
if (good !== files.size) process.exitCode = 1;
