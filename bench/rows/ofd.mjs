// @ts-check
// ofd-seal-page-sm2: an OFD of one page with text in an embedded font sealed by SM2 (GB/T 38540 V4, Seal.esl beside the
// value): read, every file hashed, Signature.xml, the value, the new file. Limit: one raw SM2 value.
// ofd-seal-1000-pages-sm2: a thousand pages under one riding seal of 20 pages each, as one signature; ofd-seal-100-pages
// beside it tells that the time is linear. Limit: SM3 over all files and one value.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { drawSealImage, loadFontChain, makeSeal, sealOfd } from 'yinxin/seal';
import { AT, pkiOf, signerOf } from '../fixtures.mjs';
import { rawKey } from '../raw.mjs';

const YEAR_MS = 365 * 86_400_000;
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NS = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const TEXT = '示例市数据资源管理局许可证样章';

/** @param {number} count @returns {Record<string, Uint8Array>} */
function entries(count) {
  const numbers = Array.from({ length: count }, (_, i) => i);
  /** @param {number} n */
  const line = (n) =>
    Array.from(
      { length: 30 },
      (_, i) =>
        `<ofd:TextObject ID="${10_000 + n * 40 + i}" Boundary="20 ${20 + 8 * i} 120 6" Font="1" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g ${TEXT.length - 1} 5">${TEXT}</ofd:TextCode></ofd:TextObject>`,
    ).join('');
  const pages = numbers
    .map((n) => `<ofd:Page ID="${n + 2}" BaseLoc="Pages/Page_${n}/Content.xml"/>`)
    .join('');
  /** @type {[string, string][]} */
  const files = [
    [
      'OFD.xml',
      `${HEAD}<ofd:OFD ${NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0123456789abcdef0123456789abcdef</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
    ],
    [
      'Doc_0/Document.xml',
      `${HEAD}<ofd:Document ${NS}><ofd:CommonData><ofd:MaxUnitID>900000</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>${pages}</ofd:Pages></ofd:Document>`,
    ],
    [
      'Doc_0/PublicRes.xml',
      `${HEAD}<ofd:Res ${NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="样字" FontFile="font.ttf"/></ofd:Fonts></ofd:Res>`,
    ],
    ...numbers.map(
      (n) =>
        /** @type {[string, string]} */ ([
          `Doc_0/Pages/Page_${n}/Content.xml`,
          `${HEAD}<ofd:Page ${NS}><ofd:Content><ofd:Layer ID="${600_000 + n}">${line(n)}</ofd:Layer></ofd:Content></ofd:Page>`,
        ]),
    ),
  ];
  const font = Uint8Array.from({ length: 8192 }, (_, i) => (i * 31) & 0xff);
  return {
    ...Object.fromEntries(files.map(([name, xml]) => [name, new Uint8Array(Buffer.from(xml))])),
    'Doc_0/Res/font.ttf': font,
  };
}

async function sealing() {
  const pki = await pkiOf('SM2');
  const font = new URL('../../assets/fonts/yinxin-demo-serif.ttf', import.meta.url);
  const picture = drawSealImage({
    kind: 'round',
    name: '示例市数据资源管理局',
    lowerText: '样章',
    font: loadFontChain([new Uint8Array(readFileSync(font))]),
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
  return { pki, seal, signer: await signerOf(pki.sealSigner) };
}

/**
 * @param {number} pages
 * @param {readonly import('yinxin/seal').SealPlacement[]} placements
 */
const ours = (pages, placements) => async () => {
  const { seal, signer } = await sealing();
  const file = zipSync(entries(pages));
  return async () => {
    const sealed = await sealOfd({ file, signer, seal, placements, claimedTime: AT });
    if (sealed.length <= file.length) throw new Error('nothing was added');
  };
};

/** @param {number} pages whose files are hashed too; 0 for the value alone */
const limit = (pages) => async () => {
  const { pki } = await sealing();
  const { sign } = rawKey(pki.sealSigner, Buffer.from('Signature.xml'));
  const files = pages === 0 ? [] : Object.values(entries(pages));
  return () => {
    for (const bytes of files) createHash('sm3').update(bytes).digest();
    sign();
  };
};

/** @type {import('yinxin/seal').SealPlacement} */
const POINT = { kind: 'point', page: 1, x: 140, y: 200 };
/** @type {import('yinxin/seal').SealPlacement} */
const RIDING = { kind: 'riding', side: 'right', pagesPerSeal: 20 };

/** @type {readonly import('../run.mjs').Row[]} */
export const rows = [
  {
    name: 'ofd-seal-page-sm2',
    state: 'warm',
    warmUpFactor: 4,
    limitOf: 'node:crypto sign × 1',
    subjects: { ours: ours(1, [POINT]), limit: limit(0) },
  },
  {
    name: 'ofd-seal-100-pages-sm2',
    state: 'warm',
    limitOf: 'node:crypto SM3 over the files, sign × 1',
    subjects: { ours: ours(100, [RIDING]), limit: limit(100) },
  },
  {
    name: 'ofd-seal-1000-pages-sm2',
    state: 'warm',
    limitOf: 'node:crypto SM3 over the files, sign × 1',
    subjects: { ours: ours(1000, [RIDING]), limit: limit(1000) },
  },
];
