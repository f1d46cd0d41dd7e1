// @ts-check
// ofd-verify-*: an OFD of one page sealed by SM2 (GB/T 38540 V4, no Seal.esl), read, every file hashed, the value over
// Signature.xml, the seal and the signer's path judged under a prepared trust, no revocation. `known-seal`: many files
// under one seal, whose maker's value is computed once; `new-seal`: each file by itself. Limit: one raw SM2 value, or two.
// ofd-verify-1000-pages beside -100-pages: a riding seal of 20 pages each, as one signature; the time is linear. Limit: SM3
// over all files and one value.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { prepareTrust, verify } from 'yinxin';
import { drawSealImage, loadFontChain, makeSeal, sealOfd } from 'yinxin/seal';
import { AT, pkiOf } from '../fixtures.mjs';
import { rawKey } from '../raw.mjs';

const YEAR_MS = 365 * 86_400_000;
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NS = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const TEXT = '示例市数据资源管理局许可证样章';
/** Files under one seal. */
const FILES = 20;

/** @param {number} n */
const page = (n) => {
  const lines = Array.from(
    { length: 10 },
    (_, i) =>
      `<ofd:TextObject ID="${10_000 + n * 20 + i}" Boundary="20 ${20 + 8 * i} 120 6" Font="1" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g ${TEXT.length - 1} 5">${TEXT}</ofd:TextCode></ofd:TextObject>`,
  ).join('');
  return `${HEAD}<ofd:Page ${NS}><ofd:Content><ofd:Layer ID="${600_000 + n}">${lines}</ofd:Layer></ofd:Content></ofd:Page>`;
};

/** @param {number} pages @param {number} number tells files apart */
function unsealed(pages, number) {
  const numbers = Array.from({ length: pages }, (_, i) => i);
  const list = numbers.map((n) => `<ofd:Page ID="${n + 2}" BaseLoc="Pages/P_${n}.xml"/>`).join('');
  const id = String(number).padStart(32, '0');
  /** @type {Record<string, string>} */
  const files = {
    'OFD.xml': `${HEAD}<ofd:OFD ${NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>${id}</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
    'Doc_0/Document.xml': `${HEAD}<ofd:Document ${NS}><ofd:CommonData><ofd:MaxUnitID>900000</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>${list}</ofd:Pages></ofd:Document>`,
    'Doc_0/PublicRes.xml': `${HEAD}<ofd:Res ${NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="样字"/></ofd:Fonts></ofd:Res>`,
  };
  for (const n of numbers) files[`Doc_0/Pages/P_${n}.xml`] = page(n);
  const bytes = Object.entries(files).map(([name, text]) => [name, new Uint8Array(Buffer.from(text))]);
  return /** @type {Record<string, Uint8Array>} */ (Object.fromEntries(bytes));
}

/** A seal of 30 mm at 96 dpi, and who may believe it. */
async function sealing() {
  const pki = await pkiOf('SM2');
  const font = new URL('../../assets/fonts/yinxin-demo-serif.ttf', import.meta.url);
  const picture = drawSealImage({
    kind: 'round',
    name: '示例市数据资源管理局',
    font: loadFontChain([new Uint8Array(readFileSync(font))]),
    dpi: 96,
  });
  const seal = await makeSeal({
    maker: await pki.sealMaker.signer(),
    id: '33990000000001',
    name: '示例市数据资源管理局（样）',
    signerCertificates: [pki.sealSigner.certificate],
    picture: { type: 'PNG', data: picture.png, widthMm: picture.widthMm, heightMm: picture.heightMm },
    createdAt: AT,
    validFrom: AT,
    validTo: new Date(AT.getTime() + YEAR_MS),
  });
  const trust = { signers: [pki.root.certificate], sealMakers: [pki.sealMaker.certificate] };
  const intermediates = [pki.intermediate.certificate];
  return { pki, seal, trust: { trust, intermediates, revocation: /** @type {const} */ ('none') } };
}

/** @param {Awaited<ReturnType<typeof sealing>>} with_ @param {number} pages @param {number} number */
async function sealed({ pki, seal }, pages, number) {
  return sealOfd({
    file: zipSync(unsealed(pages, number)),
    signer: await pki.sealSigner.signer(),
    seal,
    sealFile: false,
    placements:
      pages === 1 ? [{ kind: 'point', page: 1, x: 140, y: 220 }] : [{ kind: 'riding', side: 'right' }],
    claimedTime: AT,
  });
}

/** @param {number} pages @param {boolean} known */
const ours = (pages, known) => async () => {
  const made = await sealing();
  const files = [];
  for (let i = 0; i < (pages === 1 ? FILES : 1); i++) files.push(await sealed(made, pages, i));
  const prepared = prepareTrust(made.trust);
  const at = new Date(AT.getTime() + 1000);
  let turn = 0;
  return async () => {
    const file = /** @type {Uint8Array} */ (files[turn++ % files.length]);
    const report = await verify(file, { ...(known ? prepared : made.trust), at });
    if (report.conclusion.indication !== 'TOTAL_PASSED') throw new Error(JSON.stringify(report.conclusion));
  };
};

/** @param {number} pages @param {number} values */
const limit = (pages, values) => async () => {
  const { pki } = await sealing();
  const content = Object.values(unsealed(pages, 0));
  const { verify: one } = rawKey(pki.sealSigner, new Uint8Array(1024));
  return () => {
    if (pages > 1) for (const bytes of content) createHash('sm3').update(bytes).digest();
    for (let i = 0; i < values; i++) one();
  };
};

/** @type {readonly import('../run.mjs').Row[]} */
export const rows = [
  {
    name: 'ofd-verify-known-seal-sm2',
    state: 'warm',
    warmUpFactor: 4,
    limitOf: 'node:crypto verify × 1, key open',
    subjects: { ours: ours(1, true), limit: limit(1, 1) },
  },
  {
    name: 'ofd-verify-new-seal-sm2',
    state: 'cold',
    warmUpFactor: 4,
    limitOf: 'node:crypto verify × 2, keys open',
    subjects: { ours: ours(1, false), limit: limit(1, 2) },
  },
  {
    name: 'ofd-verify-100-pages-sm2',
    state: 'warm',
    limitOf: 'node:crypto SM3 over all files and verify × 1',
    subjects: { ours: ours(100, true), limit: limit(100, 1) },
  },
  {
    name: 'ofd-verify-1000-pages-sm2',
    state: 'warm',
    limitOf: 'node:crypto SM3 over all files and verify × 1',
    subjects: { ours: ours(1000, true), limit: limit(1000, 1) },
  },
];
