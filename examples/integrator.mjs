// @ts-check
// An integrator: issue a license and seal it, with keys of the test PKI in place of real ones.
//   node examples/integrator.mjs [FOLDER]    writes license.pdf, and trust/ for verifiers
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildStatusList, issueLicense, pdfFace, pdfSeal, SAMPLE_TEMPLATE } from 'yinxin/license';
import { drawSealImage, loadFontChain, makeSeal } from 'yinxin/seal';
import { memoryLedger } from 'yinxin/stores';
import { createTestPki, TEST_AGENCY_CODE, TEST_AGENCY_NAME } from 'yinxin/testing';

const folder = process.argv[2] ?? 'example';
// Certificates, codes and status lists speak of whole seconds.
const at = new Date(Math.floor(Date.now() / 1000) * 1000);
const today = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10); // Beijing
const pki = await createTestPki({ algorithm: 'SM2', now: at });
const font = loadFontChain([
  new Uint8Array(readFileSync(new URL('../assets/fonts/yinxin-demo-serif.ttf', import.meta.url))),
]);

// 1. The seal: drawn, and made by the seal maker for the agency's certificate.
const picture = drawSealImage({ kind: 'round', name: TEST_AGENCY_NAME, lowerText: '样章', font });
const seal = await makeSeal({
  maker: await pki.sealMaker.signer(),
  id: 'EXAMPLE-0001',
  name: `${TEST_AGENCY_NAME}样章`,
  signerCertificates: [pki.sealSigner.certificate],
  picture: { type: 'PNG', data: picture.png, widthMm: picture.widthMm, heightMm: picture.heightMm },
  createdAt: at,
  validFrom: at,
  validTo: new Date(at.getTime() + 300 * 86_400_000),
});

// 2. The license: a catalog entry says what there is, a draft what is granted. The ledger makes it exactly once.
const ledger = await memoryLedger({
  clock: { now: () => new Date() },
  random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
});
const typeCode = `${TEST_AGENCY_CODE}001`;
const fields = {
  KZ_FDDBR: '测试人甲',
  KZ_ZTYT: '餐饮服务经营者',
  KZ_ZS: '示例市',
  KZ_JYCS: '示例市',
  KZ_JYXM: '热食',
};
const license = await issueLicense(
  {
    entry: {
      id: typeCode,
      version: '1',
      name: '示例许可证',
      validFrom: new Date('2020-01-01T00:00:00Z'),
      authority: TEST_AGENCY_CODE,
      items: ['CZZT', 'ZZMC', ...Object.keys(fields)].map((key) => ({
        key,
        type: 'text',
        source: { authority: TEST_AGENCY_CODE, recordType: '示例许可证' },
        share: 'unconditional',
        // Holder and name stand in the code for all to read; of the rest it proves digests only.
        qr: key in fields ? 'hashed' : 'clear',
      })),
      evidenceFor: [],
    },
    draft: {
      name: '示例许可证',
      typeName: '示例许可证',
      typeCode,
      number: '样0001',
      issuer: TEST_AGENCY_NAME,
      issuerCode: TEST_AGENCY_CODE,
      issueDate: today,
      validFrom: today,
      areaCode: '339900',
      holders: [{ name: '示例市山水人家饭店（样）', code: '92339900MA2TETT073', codeType: '001' }],
      extensions: fields,
    },
  },
  {
    ledger,
    codeSigner: await pki.licenseIssuer.signer(),
    carrier: { kind: 'url', host: 'license.example.invalid' },
    face: pdfFace({ template: SAMPLE_TEMPLATE, fonts: font }),
    seal: pdfSeal({
      seal,
      signer: await pki.sealSigner.signer(),
      tsa: pki.timestampAuthority(),
      validationData: await pki.validationData(),
    }),
  },
);

// 3. The status list: verifiers learn from it that the license is valid, and later that it no longer is.
const entries = [];
for await (const entry of ledger.statusEntries(license.record.statusList)) entries.push(entry);
const statusList = await buildStatusList({
  entries,
  size: ledger.statusListSize,
  issuerCode: TEST_AGENCY_CODE,
  list: license.record.statusList,
  uri: `https://status.example.invalid/list/${license.record.statusList}`,
  issuedAt: at,
  expiresAt: new Date(at.getTime() + 7 * 86_400_000),
  ttlSeconds: 86_400,
  signer: await pki.licenseIssuer.signer(),
});
await ledger.close();

const files = {
  'license.pdf': license.file,
  'trust/signers/root.der': pki.root.certificate,
  'trust/timestamps/root.der': pki.root.certificate,
  'trust/seal-makers/maker.der': pki.sealMaker.certificate,
  'trust/issuers/agency.der': pki.licenseIssuer.certificate,
  'trust/status/0.cwt': statusList,
};
for (const [name, bytes] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), bytes);
}
console.log(`${license.identifier}: ${license.file.length} bytes, ${license.record.status}`);
