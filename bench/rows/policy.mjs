// @ts-check
// policy-*: a decision by the reference policy for Order 354 over twelve fields of three classes, its obligations kept
// (mask, omit, watermark, expiry) and written to an audit log in memory, with a signed checkpoint (P-256) each 1,000;
// and the log alone. sharing-query: a query by holder in the sharing service, which is such a decision, the search by
// keyed digest, and a line of its own. aggregation-change: a change of a license numbered, sent in batches of 500, applied
// by a receiver and confirmed, journals in memory. Limit: the digests that none of them can do without (HMAC and chain
// of 600 bytes).
import { createHash, createHmac } from 'node:crypto';
import {
  aggregationRecord,
  memoryLicenseStore,
  openAggregationOutbox,
  openAggregationReceiver,
  sharingService,
} from 'yinxin/license';
import { auditLog, enforceSharing, staticCatalog, zhejiangSharing } from 'yinxin/policy';
import { memoryJournal } from 'yinxin/stores';
import { AT, pkiOf } from '../fixtures.mjs';

const KEY = new Uint8Array(32).fill(1);
const LINE = new Uint8Array(600);
const SHARES = /** @type {const} */ (['unconditional', 'restricted', 'none']);

const keys = Array.from({ length: 12 }, (_, i) => `KZ_F${i}`);
/** @type {import('yinxin/policy').CatalogEntry} */
const entry = {
  id: 'T1',
  version: '1',
  name: '示例许可证',
  validFrom: new Date(0),
  authority: 'A',
  evidenceFor: [],
  items: keys.map((key, i) => ({
    key,
    type: 'text',
    share: SHARES[i % 3] ?? 'none',
    source: { authority: 'A', recordType: '登记' },
  })),
};
const data = Object.fromEntries(keys.map((key) => [key, `值 ${key} 张小三`]));

async function openLog() {
  const pki = await pkiOf('P-256');
  const journal = { ...memoryJournal(), append: async () => {} };
  let seed = 0;
  return auditLog({
    journal,
    writer: 'bench',
    key: KEY,
    signer: await pki.signer.signer(),
    clock: { now: () => AT },
    random: { bytes: (length) => new Uint8Array(length).fill(seed++) },
  });
}

async function decisions() {
  const catalog = staticCatalog([entry]);
  const policy = zhejiangSharing({
    catalog,
    version: '1',
    grants: [
      {
        subject: 'agency-1',
        catalogId: 'T1',
        fields: keys,
        purposes: ['inspection'],
        validFrom: new Date(0),
        validTo: new Date('2100-01-01T00:00:00Z'),
        useSeconds: 3600,
        masks: [{ type: 'mask', field: 'KZ_F1', method: 'partial' }],
      },
    ],
  });
  const audit = await openLog();
  let turn = 0;
  return async () => {
    const outcome = await enforceSharing({
      request: {
        id: `r${turn++}`,
        time: AT,
        subject: { type: 'agency', id: 'agency-1' },
        action: { name: 'view' },
        resource: { type: 'license', id: 'license-1', catalogId: 'T1' },
        purpose: { code: 'inspection', legalBasis: '某法', useReason: '日常检查' },
      },
      policy,
      catalog,
      data,
      audit,
    });
    if (outcome.fields.length !== 8) throw new Error(outcome.outcome);
  };
}

async function appends() {
  const log = await openLog();
  let turn = 0;
  return async () => {
    await log.append({
      kind: 'sharing-decision',
      time: AT,
      plain: { effect: 'permit', given: 8, number: turn++ },
      personal: { subject: 'agency-1', resource: 'license-1' },
    });
  };
}

const TYPE = '11100000000013338W032';
const USCC = '11339900MACEHX0128';
/** @type {import('yinxin/license').LicenseMetadata} */
const metadata = {
  identifier: `1.2.156.3005.2.${TYPE}.11220000013544541J.2430599.001.F`,
  name: '示例许可证',
  typeName: '示例许可证',
  typeCode: TYPE,
  number: '示许〔2026〕第000001号',
  version: '001',
  issuer: '示例市市场监管局',
  issuerCode: '11220000013544541J',
  issueDate: '2026-11-23',
  holders: [{ name: '示例市样章餐饮有限公司', code: USCC, codeType: '001' }],
  areaCode: '339900',
  extensions: data,
};

async function queries() {
  const catalog = staticCatalog([{ ...entry, id: TYPE }]);
  const store = memoryLicenseStore(KEY);
  store.put(metadata, 'valid');
  let seed = 0;
  const service = sharingService({
    store,
    catalog,
    policy: zhejiangSharing({ catalog, version: '1', grants: [] }),
    audit: await openLog(),
    clock: { now: () => AT },
    random: { bytes: (length) => new Uint8Array(length).fill(seed++) },
    holderKey: KEY,
    linkKey: new Uint8Array(32).fill(2),
  });
  return async () => {
    const answer = await service.queryByHolder({
      requester: { type: 'agency', id: 'agency-1' },
      use: { reason: '日常检查', purpose: 'inspection' },
      holder: { codeType: '001', code: USCC },
      typeCode: TYPE,
    });
    if (!answer.ok || answer.data[0]?.fields.length !== 4) throw new Error(answer.code);
  };
}

async function changes() {
  const journal = () => ({ ...memoryJournal(), append: async () => {} });
  const source = 'agency-1';
  let seed = 0;
  const outbox = await openAggregationOutbox({
    journal: journal(),
    source,
    random: { bytes: (length) => new Uint8Array(length).fill(seed++) },
  });
  const receiver = await openAggregationReceiver({ journal: journal(), sources: [source] });
  const record = aggregationRecord('add', metadata, { at: AT, dataSource: '1' });
  let turn = 0;
  return async () => {
    const license = `${metadata.identifier} ${turn++}`;
    const own = { ...record, certificate_source_id: license };
    await outbox.enqueue([{ key: `${license}#0`, operation: 'add', license, record: own }]);
    if (outbox.waiting < 500) return;
    const report = await outbox.deliver(receiver);
    if (report.accepted !== 500) throw new Error(report.stopped);
  };
}

/** @param {number} macs */
const limit = (macs) => async () => () => {
  for (let i = 0; i < macs; i++) createHmac('sha256', KEY).update(LINE).digest();
  createHash('sha256').update(LINE).digest();
};

/** @type {readonly import('../run.mjs').Row[]} */
export const rows = [
  {
    name: 'policy-decision',
    state: 'warm',
    limitOf: 'node:crypto HMAC × 5 and SHA-256',
    subjects: { ours: decisions, limit: limit(5) },
  },
  {
    name: 'audit-append',
    state: 'warm',
    limitOf: 'node:crypto HMAC × 3 and SHA-256',
    subjects: { ours: appends, limit: limit(3) },
  },
  {
    name: 'sharing-query',
    state: 'warm',
    limitOf: 'node:crypto HMAC × 9 and SHA-256',
    subjects: { ours: queries, limit: limit(9) },
  },
  {
    name: 'aggregation-change',
    state: 'warm',
    limitOf: 'node:crypto SHA-256',
    subjects: { ours: changes, limit: limit(0) },
  },
];
