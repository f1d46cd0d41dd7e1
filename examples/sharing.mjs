// @ts-check
// Three requesters ask for one license: one gets all of it, one four of twelve fields, each proved against the signed
// root, one nothing, with the reasons. Every decision stands in an audit log that is verified at the end.
//   node examples/sharing.mjs
import { buildFieldTree, discloseFields, verifyDisclosedField } from 'yinxin/license';
import {
  auditLog,
  enforceSharing,
  SHARE_CLASS_NAMES,
  staticCatalog,
  verifyAuditLog,
  zhejiangSharing,
} from 'yinxin/policy';
import { memoryJournal } from 'yinxin/stores';
import { createTestPki } from 'yinxin/testing';

const at = new Date(Math.floor(Date.now() / 1000) * 1000);
const random = { bytes: (/** @type {number} */ length) => crypto.getRandomValues(new Uint8Array(length)) };
const AUTHORITY = '11339900MB0000000X';

// 1. The catalog: twelve fields of a license, two classes. Which exist is the catalog's affair, not this library's.
const open = ['ZZMC', 'ZZHM', 'CYRMC', 'ZZBFJG'];
const restricted = ['KZ_FDDBR', 'KZ_ZS', 'KZ_JYCS', 'KZ_ZTYT', 'KZ_JYXM', 'KZ_RCJGJG', 'KZ_TSDH', 'KZ_QFR'];
const type = 'license-type-1';
const catalog = staticCatalog([
  {
    id: type,
    version: '1',
    name: '示例许可证',
    validFrom: new Date('2020-01-01T00:00:00Z'),
    authority: AUTHORITY,
    evidenceFor: [],
    items: [...open, ...restricted].map((key) => ({
      key,
      type: 'text',
      source: { authority: AUTHORITY, recordType: '示例许可证' },
      share: open.includes(key) ? 'unconditional' : 'restricted',
    })),
  },
]);

// 2. The license: its issuer signed the root of this tree. What is kept back stays a hash, so the proofs stay valid.
const data = Object.fromEntries([...open, ...restricted].map((key) => [key, `示例值 ${key}`]));
const fields = Object.entries(data).map(([key, value]) => ({ key, value }));
const tree = buildFieldTree('sm3', random.bytes(32), fields);
const anchor = { hash: tree.hash, leafCount: tree.leafCount, root: tree.root };

// 3. The policy: open data for everybody, restricted data within a grant of the provider.
const policy = zhejiangSharing({
  catalog,
  version: '2026-11',
  grants: [
    {
      subject: 'market-supervision',
      catalogId: type,
      fields: [...open, ...restricted],
      purposes: ['inspection'],
      validFrom: new Date(at.getTime() - 86_400_000),
      validTo: new Date(at.getTime() + 86_400_000),
      useSeconds: 3600,
    },
  ],
});

// 4. The audit log: keyed digests in place of names; checkpoints are signed and kept apart from it.
const pki = await createTestPki({ algorithm: 'SM2', now: at });
const key = random.bytes(32);
/** @type {string[]} */
const lines = [];
/** @type {import('yinxin/policy').SignedCheckpoint[]} */
const kept = [];
const audit = await auditLog({
  journal: memoryJournal(lines),
  writer: 'sharing-service',
  key,
  signer: await pki.signer.signer(),
  clock: { now: () => at },
  random,
  keep: async (checkpoint) => {
    kept.push(checkpoint);
  },
});

// 5. Three requesters.
const inspection = { code: 'inspection', legalBasis: '食品安全法', useReason: '日常监督检查' };
const requests = [
  { subject: 'market-supervision', purpose: inspection },
  { subject: 'statistics', purpose: { code: 'statistics', useReason: '统计' } },
  { subject: 'advertiser', purpose: { code: 'advertising', useReason: '营销' }, fields: restricted },
];
for (const [i, { subject, purpose, fields: wanted }] of requests.entries()) {
  const outcome = await enforceSharing({
    request: {
      id: `request-${i}`,
      time: at,
      subject: { type: 'agency', id: subject },
      action: { name: 'view' },
      resource: { type: 'license', id: 'license-1', catalogId: type, ...(wanted ? { fields: wanted } : {}) },
      purpose,
    },
    policy,
    catalog,
    data,
    audit,
  });
  const clear = outcome.fields.filter(({ treatment }) => treatment === 'clear').map((field) => field.key);
  const proofs = discloseFields(tree, clear);
  const proved = proofs.filter((proof) => verifyDisclosedField(anchor, proof)).length;
  const until = outcome.expiresAt === undefined ? '' : `, until ${outcome.expiresAt.toISOString()}`;
  console.log(`${subject}: ${outcome.outcome}, ${proved} of ${fields.length} fields, each proved${until}`);
  console.log(`  because ${outcome.reasons.map(({ code }) => code).join(', ')}`);
}

// 6. The log, judged against the last checkpoint that somebody else kept.
await audit.checkpoint();
await audit.close();
const known = kept.at(-1);
const report = await verifyAuditLog(
  { lines: memoryJournal(lines), key, ...(known === undefined ? {} : { known }) },
  {
    at,
    trust: { signers: [pki.root.certificate] },
    intermediates: [pki.intermediate.certificate],
    revocation: 'none',
  },
);
console.log(
  `audit log: ${report.status}, ${report.lines} lines, ${report.covered} under a signed checkpoint`,
);
console.log(
  `classes: ${Object.values(SHARE_CLASS_NAMES)
    .map(({ zhejiang }) => zhejiang)
    .join(', ')}`,
);
if (report.status !== 'intact') process.exitCode = 1;
