// @ts-check
// licenses-20000-one-issuer: 20,000 sealed pages judged under one prepared trust with a CRL of 1 MB, revocation required.
// Forty organisations seal, each with a seal and a certificate of its own of the same CA; their files come in turn, so
// that certificates, seals and values repeat and the bytes of the file do. What a license has beside its seal (code,
// metadata, text of the page) is not in these files: that work is not of trust. Limit: the two values of each file.
import { readFileSync } from 'node:fs';
import { prepareTrust, verify } from 'yinxin';
import { drawSealImage, loadFontChain, makeSeal, sealPdf } from 'yinxin/seal';
import { AT, onePagePdf, pkiOf, signerOf } from '../fixtures.mjs';
import { rawKey } from '../raw.mjs';

const ORGANISATIONS = 40;
/** Entries of 35 bytes: 1 MB. */
const REVOKED = 28_000;
const DAY = 86_400_000;

async function sample() {
  const pki = await pkiOf('P-256');
  const font = new URL('../../assets/fonts/yinxin-demo-serif.ttf', import.meta.url);
  const picture = drawSealImage({
    kind: 'round',
    name: '示例市数据资源管理局',
    lowerText: '样章',
    font: loadFontChain([new Uint8Array(readFileSync(font))]),
    dpi: 72,
  });
  const maker = await signerOf(pki.sealMaker);
  const files = [];
  for (let i = 0; i < ORGANISATIONS; i++) {
    const organisation = await pki.issue({ name: `Organisation ${i}`, key: `organisation-${i}` });
    const seal = await makeSeal({
      maker,
      id: `BENCH-${i}`,
      name: `样章${i}`,
      signerCertificates: [organisation.certificate],
      picture: { type: 'PNG', data: picture.png, widthMm: picture.widthMm, heightMm: picture.heightMm },
      createdAt: AT,
      validFrom: AT,
      validTo: new Date(AT.getTime() + 300 * DAY),
    });
    const signer = await signerOf(organisation);
    files.push(
      await sealPdf({
        file: onePagePdf(),
        seal,
        signer,
        claimedTime: AT,
        placements: [{ kind: 'point', page: 1, x: 120, y: 200 }],
      }),
    );
  }
  const revoked = Array.from({ length: REVOKED }, (_, i) => ({
    certificate: (1n << 120n) + BigInt(i) * 7919n,
    at: new Date(AT.getTime() - (1 + (i % 300)) * DAY),
  }));
  return { pki, files, crls: [await pki.crl({ revoked }), await pki.crl({ issuer: pki.root })] };
}

async function ours() {
  const { pki, files, crls } = await sample();
  const prepared = prepareTrust({
    trust: { signers: [pki.root.certificate], sealMakers: [pki.sealMaker.certificate] },
    crls,
    revocation: 'require',
  });
  let turn = 0;
  return async () => {
    const file = /** @type {Uint8Array} */ (files[turn++ % files.length]);
    const report = await verify(file, { ...prepared, at: AT });
    if (report.conclusion.indication !== 'TOTAL_PASSED') throw new Error(report.conclusion.indication);
  };
}

async function limit() {
  const pki = await pkiOf('P-256');
  const { verify: one } = rawKey(pki.signer, onePagePdf());
  return () => {
    one();
    one();
  };
}

/** @type {readonly import('../run.mjs').Row[]} */
export const rows = [
  {
    name: 'licenses-20000-one-issuer',
    state: 'warm',
    count: 20_000,
    limitOf: 'node:crypto verify × 2, keys open',
    subjects: { ours, limit },
  },
];
