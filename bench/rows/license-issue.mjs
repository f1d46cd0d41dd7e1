// @ts-check
// license-issue-pdf-p256, license-issue-ofd-sm2: one page of Chinese, other text each time, issued whole: reserved in a ledger
// (in memory), metadata and its tree, the code signed and drawn, the face rendered with its fonts cut, sealed, the value
// checked, published. Seal picture of 96 dpi, as in the OFD rows. Limit: the two raw values (code and seal).
// license-face-pdf, license-face-ofd: of that, the face alone. Limit: SHA-256 of the face.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  issueLicense,
  ofdFace,
  ofdSeal,
  pdfFace,
  pdfSeal,
  renderLicense,
  SAMPLE_TEMPLATE,
} from 'yinxin/license';
import { drawSealImage, loadFontChain, makeSeal } from 'yinxin/seal';
import { memoryLedger } from 'yinxin/stores';
import { TEST_AGENCY_CODE, TEST_AGENCY_NAME } from 'yinxin/testing';
import { AT, pkiOf, signerOf } from '../fixtures.mjs';
import { rawKey } from '../raw.mjs';

const YEAR_MS = 365 * 86_400_000;
const TYPE_CODE = `${TEST_AGENCY_CODE}001`;
/** Characters that the values are made of. */
const HAN = [
  ...'的一是不了在人有我他示例市经营许可证食品销售管理服务餐饮热冷制售自饮品糕点类预包装散装含冷藏冷冻保健婴幼儿配方乳粉特殊医学用途网络单位食堂文化路街道',
];
/** Licenses in one ledger: what is kept in memory must not be what is measured. */
const PER_LEDGER = 500;
const KEYS = ['KZ_FDDBR', 'KZ_ZTYT', 'KZ_ZS', 'KZ_JYCS', 'KZ_JYXM'];

/** @param {number} seed @param {number} length */
const text = (seed, length) =>
  Array.from({ length }, (_, i) => HAN[(seed * 31 + i * (7 + (seed % 11))) % HAN.length]).join('');

/** @param {number} n @returns {Record<string, string>} */
const extensions = (n) => ({
  KZ_FDDBR: text(n, 3),
  KZ_ZTYT: text(n + 1, 10),
  KZ_ZS: text(n + 2, 24),
  KZ_JYCS: text(n + 3, 24),
  KZ_JYXM: text(n + 4, 90),
});

const chain = () =>
  loadFontChain([
    new Uint8Array(readFileSync(new URL('../../assets/fonts/yinxin-demo-serif.ttf', import.meta.url))),
  ]);

/** @type {import('yinxin/policy').CatalogEntry} */
const ENTRY = {
  id: TYPE_CODE,
  version: '1',
  name: '示例许可证',
  validFrom: new Date('2020-01-01T00:00:00Z'),
  authority: TEST_AGENCY_CODE,
  items: ['CZZT', 'ZZMC', ...KEYS].map((key) => ({
    key,
    type: 'text',
    source: { authority: TEST_AGENCY_CODE, recordType: '示例许可证' },
    share: 'unconditional',
    qr: KEYS.includes(key) ? 'hashed' : 'clear',
  })),
  evidenceFor: [],
};

/** @param {'P-256' | 'SM2'} algorithm */
async function office(algorithm) {
  const pki = await pkiOf(algorithm);
  const fonts = chain();
  const picture = drawSealImage({
    kind: 'round',
    name: TEST_AGENCY_NAME,
    lowerText: '样章',
    font: fonts,
    dpi: 96,
  });
  const seal = await makeSeal({
    maker: await signerOf(pki.sealMaker),
    id: 'BENCH',
    name: '样章',
    signerCertificates: [pki.sealSigner.certificate],
    picture: { type: 'PNG', data: picture.png, widthMm: picture.widthMm, heightMm: picture.heightMm },
    createdAt: AT,
    validFrom: AT,
    validTo: new Date(AT.getTime() + YEAR_MS),
  });
  const signer = await signerOf(pki.sealSigner);
  const codeSigner = await signerOf(pki.licenseIssuer);
  return { fonts, seal, signer, codeSigner };
}

const newLedger = () =>
  memoryLedger({
    clock: { now: () => AT },
    random: { bytes: (length) => new Uint8Array(randomBytes(length)) },
  });

/** @param {'pdf' | 'ofd'} format */
const issuing = (format) => async () => {
  const { fonts, seal, signer, codeSigner } = await office(format === 'pdf' ? 'P-256' : 'SM2');
  const settings = { template: SAMPLE_TEMPLATE, fonts };
  const face = format === 'pdf' ? pdfFace(settings) : ofdFace(settings);
  const step = format === 'pdf' ? pdfSeal({ seal, signer }) : ofdSeal({ seal, signer });
  const day = /** @type {import('yinxin/license').LicenseDraft['issueDate']} */ (
    new Date(AT.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  );
  let ledger = await newLedger();
  let n = 0;
  return async () => {
    n++;
    if (n % PER_LEDGER === 0) ledger = await newLedger();
    const license = await issueLicense(
      {
        entry: ENTRY,
        draft: {
          name: '示例许可证',
          typeName: '示例许可证',
          typeCode: TYPE_CODE,
          number: `样${n}`,
          issuer: TEST_AGENCY_NAME,
          issuerCode: TEST_AGENCY_CODE,
          issueDate: day,
          validFrom: day,
          areaCode: '339900',
          holders: [{ name: `示例市${text(n + 5, 8)}（样）`, code: '92339900MA2TETT073', codeType: '001' }],
          extensions: extensions(n),
        },
      },
      { ledger, codeSigner, carrier: { kind: 'url', host: 'license.example.invalid' }, face, seal: step },
    );
    if (license.record.state !== 'PUBLISHED') throw new Error(license.record.state);
  };
};

/** @param {'P-256' | 'SM2'} algorithm */
const twoValues = (algorithm) => async () => {
  const pki = await pkiOf(algorithm);
  const { sign } = rawKey(pki.sealSigner, Buffer.from('to be signed'));
  return () => {
    sign();
    sign();
  };
};

/** @param {number} n @returns {Record<string, string>} */
const values = (n) => ({
  ...Object.fromEntries(
    SAMPLE_TEMPLATE.fields.map(({ key, format }) => [key, format === 'date' ? '20260701' : '示例']),
  ),
  ...extensions(n),
  ZZBH: `SL${n}`,
});

/** @param {'pdf' | 'ofd'} format */
const drawing = (format) => async () => {
  const fonts = chain();
  const qr = Array.from({ length: 65 }, (_, y) =>
    Array.from({ length: 65 }, (_, x) => ((x * 7 + y * 13) ^ (x * y)) % 3 === 0),
  );
  const metadataXml = new Uint8Array(Buffer.from('<metadata/>'.repeat(300)));
  let n = 0;
  return () => {
    n++;
    const { file } = renderLicense({
      format,
      template: SAMPLE_TEMPLATE,
      fields: values(n),
      qr,
      metadataXml,
      fonts,
      at: AT,
    });
    if (file.length < 10_000) throw new Error('no face');
  };
};

const hashing = async () => {
  const face = randomBytes(60_000);
  return () => {
    createHash('sha256').update(face).digest();
  };
};

/** @type {readonly import('../run.mjs').Row[]} */
export const rows = [
  {
    name: 'license-issue-pdf-p256',
    state: 'warm',
    warmUpFactor: 2,
    limitOf: 'node:crypto sign × 2',
    subjects: { ours: issuing('pdf'), limit: twoValues('P-256') },
  },
  {
    name: 'license-issue-ofd-sm2',
    state: 'warm',
    warmUpFactor: 2,
    limitOf: 'node:crypto sign × 2',
    subjects: { ours: issuing('ofd'), limit: twoValues('SM2') },
  },
  {
    name: 'license-face-pdf',
    state: 'warm',
    warmUpFactor: 2,
    limitOf: 'SHA-256 of 60 KB',
    subjects: { ours: drawing('pdf'), limit: hashing },
  },
  {
    name: 'license-face-ofd',
    state: 'warm',
    warmUpFactor: 2,
    limitOf: 'SHA-256 of 60 KB',
    subjects: { ours: drawing('ofd'), limit: hashing },
  },
];
