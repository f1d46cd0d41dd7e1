// @ts-check
// What all rows work on: one page, one fake PKI, one content. The same bytes for ours and for the peers.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromPem } from 'yinxin/keys';
import { createTestPki } from 'yinxin/testing';

export const AT = new Date('2026-07-01T02:03:04Z');
export const PASSWORD = 'bench';

/** @param {'RSA' | 'P-256' | 'SM2'} algorithm */
export const pkiOf = (algorithm) => createTestPki({ algorithm, now: AT, revocationUrls: false });

/**
 * Signers of P-256, each under a root and a CA of its own: more keys than any cache of the library keeps.
 * @param {number} count
 */
export async function strangers(count) {
  const pki = await pkiOf('P-256');
  const chains = [];
  for (let i = 0; i < count; i++) {
    const root = await pki.issue({ name: `Root ${i}`, key: `root-${i}`, ca: true, issuer: 'self' });
    const issuer = await pki.issue({ name: `CA ${i}`, key: `ca-${i}`, ca: true, issuer: root });
    const signer = await pki.issue({ name: `Signer ${i}`, key: `signer-${i}`, issuer });
    chains.push({ root: root.certificate, signer });
  }
  return chains;
}

/** A PDF of one page with text and a plain cross-reference table: the simplest that every signer must take. */
export function onePagePdf() {
  const lines = Array.from({ length: 30 }, (_, i) => `(Line ${i + 1} of a page that somebody signs.) Tj T*`);
  const stream = `BT /F1 12 Tf 16 TL 72 760 Td\n${lines.join('\n')}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /Title (Bench) >>',
  ];
  return pdfOf(objects, '/Info 6 0 R');
}

/** A PDF of one page and so many objects that a chain from the catalog leads to. @param {number} count */
export function pdfOfObjects(count) {
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R /PieceInfo << /First ${count} 0 R >> >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
    'null',
  ];
  for (let num = 5; num <= count; num++) {
    objects.push(
      `<< /Type /Note /Number ${num} /Text (of a usual length) /Box [0 0 100 20] /Next ${num - 1} 0 R >>`,
    );
  }
  return pdfOf(objects, '');
}

/** @param {readonly string[]} objects From number 1. @param {string} trailer */
function pdfOf(objects, trailer) {
  const head = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';
  let at = head.length;
  const offsets = [];
  const bodies = [];
  for (const [index, object] of objects.entries()) {
    const body = `${index + 1} 0 obj\n${object}\nendobj\n`;
    offsets.push(at);
    bodies.push(body);
    at += body.length;
  }
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${entries}`;
  const end = `trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${at}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(head + bodies.join('') + table + end, 'latin1'));
}

/** Content of the CMS rows: 1 KiB. */
export const CONTENT = Uint8Array.from({ length: 1024 }, (_, i) => (i * 31) & 0xff);

/** @param {string} label @param {Uint8Array} der */
const pem = (label, der) =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;

/** @param {import('yinxin/testing').TestIdentity} identity */
const chainPem = (identity) => identity.chain.map((der) => pem('CERTIFICATE', der)).join('');

/**
 * The signer that a user of the identity has. The identity's own makes repeatable values, which is slow.
 * @param {import('yinxin/testing').TestIdentity} identity
 */
export const signerOf = (identity) =>
  fromPem({ key: pem('PRIVATE KEY', identity.pkcs8), certificates: chainPem(identity) });

/**
 * The identity as PKCS#12, made by OpenSSL. `legacy` is 3DES: what signers built on old libraries read.
 * @param {import('yinxin/testing').TestIdentity} identity
 */
export function pkcs12Of(identity) {
  const folder = mkdtempSync(join(tmpdir(), 'yinxin-bench-'));
  try {
    const input = join(folder, 'identity.pem');
    const output = join(folder, 'identity.p12');
    writeFileSync(input, pem('PRIVATE KEY', identity.pkcs8) + chainPem(identity), { mode: 0o600 });
    const algorithms = ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'];
    execFileSync(
      'openssl',
      ['pkcs12', '-export', '-in', input, '-out', output, '-passout', `pass:${PASSWORD}`, ...algorithms],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
