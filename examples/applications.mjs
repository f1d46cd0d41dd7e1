// @ts-check
// An application of two, from what must be brought to its last receipt. All keys come from the test PKI.
//   node examples/applications.mjs
import { verify } from 'yinxin';
import { assertAcceptance, requiredMaterials, staticCatalog } from 'yinxin/policy';
import {
  acknowledgeApplication,
  countersignApplication,
  signApplication,
  signSupplement,
  verifyApplication,
  verifyApplicationHistory,
  verifySupplement,
} from 'yinxin/sign';
import { createTestPki, TEST_AGENCY_CODE, TEST_AGENCY_NAME } from 'yinxin/testing';

const start = new Date(Math.floor(Date.now() / 1000) * 1000);
const after = (/** @type {number} */ minutes) => new Date(start.getTime() + minutes * 60_000);
const pki = await createTestPki({ algorithm: 'SM2', now: start });
const agency = { name: TEST_AGENCY_NAME, code: TEST_AGENCY_CODE, codeType: '001' };
const first = { name: '测试人甲', code: '测试证件0001', codeType: '111' };
const second = { name: '测试人丁', code: '测试证件0004', codeType: '111' };
const secondKey = await pki.issue({ name: second.name, key: 'second' });
const judging = {
  at: after(30),
  trust: { signers: [pki.root.certificate], timestamps: [pki.root.certificate] },
  revocation: /** @type {const} */ ('require-where-declared'),
  crls: (await pki.validationData()).crls,
};

// 1. What must be brought: a held license and the platform prove three of six, so three are asked for (无证明).
const matter = { code: '339900-EXAMPLE-0001', name: '示例许可' };
/** @type {import('yinxin/policy').CatalogEntry} */
const entry = {
  id: `${TEST_AGENCY_CODE}001`,
  version: '1',
  name: '示例许可证',
  validFrom: new Date('2020-01-01T00:00:00Z'),
  authority: TEST_AGENCY_CODE,
  items: [],
  evidenceFor: [matter.code],
  form: {
    id: 'EXAMPLE-FORM',
    version: '1',
    fields: [
      { key: '经营项目', type: 'text', required: true, maxLength: 20 },
      { key: '从业人数', type: 'integer', required: true, min: 1 },
    ],
  },
};
const catalog = staticCatalog(
  [entry],
  [
    {
      id: matter.code,
      materials: [
        ...['身份证明', '住所证明'].map((id) => ({ id, provedBy: [entry.id] })),
        ...['健康证明', '平面图', '承诺书', '租赁合同'],
      ],
    },
  ],
);
const materials = await requiredMaterials(catalog, {
  matter: matter.code,
  applicant: first.code,
  held: [{ identifier: '示例证照标识', type: entry.id, holderCodes: [first.code], conclusion: 'usable' }],
  platform: {
    proves: async (material) =>
      material === '健康证明' ? { authority: TEST_AGENCY_CODE, reference: '2026-0001' } : undefined,
  },
  at: start,
});
console.log(`required: ${materials.required.join(', ')}`);
for (const { material, ground } of materials.exempt) console.log(`not asked: ${material} (${ground.kind})`);

// 2. The form is checked before anybody signs: every wrong field at once.
const draft = {
  id: 'SQ-0001',
  matter,
  receiver: agency,
  applicant: first,
  coApplicants: [second],
  formSchema: entry.form,
  attachments: [{ name: '承诺书.txt', data: new TextEncoder().encode('承诺属实'), materialCode: '承诺书' }],
  identity: { method: 'certificate', assuranceLevel: 'high', subject: first, time: start },
  signer: await pki.signer.signer(),
  tsa: pki.timestampAuthority(),
  at: start,
};
try {
  await signApplication({ ...draft, form: { 从业人数: 0 } });
} catch (error) {
  const { details } = /** @type {import('yinxin').YinxinError} */ (error);
  const faults = /** @type {import('yinxin/sign').FormFault[]} */ (details['faults']);
  console.log(`form refused: ${faults.map(({ field, code }) => `${field} ${code}`).join(', ')}`);
}

// 3. Both sign the same files; until then somebody is missing.
const one = await signApplication({ ...draft, form: { 经营项目: '热食', 从业人数: 3 } });
const half = await verifyApplication(one.file, judging);
console.log(`${half.conclusion}: ${half.signatories.map(({ id, status }) => `${id} ${status}`).join(', ')}`);
const { file: application } = await countersignApplication({
  application: one.file,
  as: 'co-applicant-1',
  signer: await secondKey.signer(),
  at: after(1),
});
const report = await verifyApplication(application, { ...judging, formSchema: entry.form });
console.log(
  `${report.conclusion}: ${report.signatories.map(({ id, status }) => `${id} ${status}`).join(', ')}`,
);

// 4. The answer keeps the rules: paper as well, or what is proved already, is an error that names the rule.
const demands = /** @type {const} */ ([{ material: '平面图', medium: 'electronic' }]);
/** @type {import('yinxin/policy').AgencyAnswer} */
const answer = { decision: 'supplement', matter: matter.code, electronic: true, demands, materials };
for (const more of /** @type {const} */ ([
  { material: '平面图', medium: 'paper' },
  { material: '健康证明', medium: 'electronic' },
])) {
  try {
    assertAcceptance({ ...answer, demands: [more] });
  } catch (error) {
    console.log(`refused to ask: ${/** @type {import('yinxin').YinxinError} */ (error).details['rules']}`);
  }
}
assertAcceptance(answer);
const signer = await pki.sealSigner.signer();
const asked = await acknowledgeApplication({
  application,
  report,
  decision: 'supplement',
  reasons: [{ code: '平面图', text: '缺平面图' }],
  receivedAt: after(10),
  signer,
});

// 5. What was missing comes, and the application is accepted on it.
const supplement = await signSupplement({
  id: 'BZ-0001',
  application,
  receipt: asked.file,
  items: [{ code: '平面图', attachments: ['平面图.txt'] }],
  attachments: [{ name: '平面图.txt', data: new TextEncoder().encode('平面图（样）') }],
  signer: await pki.signer.signer(),
  at: after(15),
});
const supplied = await verifySupplement(supplement.file, {
  ...judging,
  application: report,
  receipt: asked.file,
});
const accepted = await acknowledgeApplication({
  application,
  report,
  after: { kind: 'supplement', file: supplement.file, report: supplied },
  decision: 'accepted',
  receivedAt: after(20),
  signer,
});

// 6. The history holds as one, and no other way.
/** @type {import('yinxin/sign').HistoryDocument[]} */
const documents = [
  { kind: 'application', file: application },
  { kind: 'receipt', file: asked.file },
  { kind: 'supplement', file: supplement.file },
  { kind: 'receipt', file: accepted.file },
];
const history = await verifyApplicationHistory(documents, judging);
console.log(`history ${history.conclusion}, ${history.state}`);
const cut = await verifyApplicationHistory([documents[0], documents[3]], judging);
console.log(`without its supplement: ${cut.conclusion} (${cut.reasons.join(', ')})`);
// Every document is also a signed file like any other.
const { conclusion } = await verify(application, judging);
console.log(`signatures: ${conclusion.indication}`);
