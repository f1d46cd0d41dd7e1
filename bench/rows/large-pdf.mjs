// @ts-check
// sign-pdf-50mb: in memory, to a sink that takes pieces; -whole: to one array, which costs a copy. Limit of both: SHA-256 of
// the same bytes. sign-pdf-1gb: from file to file; limit: the file read, digested
// and written once. verify-pdf-1gb: that file; limit: its digest. The memory of the process is a figure of both.
import { createHash } from 'node:crypto';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verify } from 'yinxin';
import { signPdf, signPdfTo } from 'yinxin/sign';
import { AT, pkiOf, signerOf } from '../fixtures.mjs';

const MEBIBYTE = 1024 * 1024;
/** Pictures of a scan: one stream each. */
const STREAM = 64 * MEBIBYTE;

/**
 * Text of a PDF of about that size, with holes where the data of its streams goes.
 * @param {number} size
 * @returns {{ pieces: { at: number, text: string }[], size: number }}
 */
function layout(size) {
  const streams = Math.max(1, Math.round(size / STREAM));
  const length = Math.floor(size / streams);
  /** @type {{ at: number, text: string }[]} */
  const pieces = [];
  /** @type {number[]} */
  const offsets = [];
  let at = 0;
  let text = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';
  /** @param {string} body */
  const object = (body) => {
    offsets.push(at + text.length);
    text += `${offsets.length} 0 obj\n${body}`;
  };
  object('<< /Type /Catalog /Pages 2 0 R >>\nendobj\n');
  object('<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n');
  object('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>\nendobj\n');
  for (let i = 0; i < streams; i++) {
    object(`<< /Length ${length} >>\nstream\n`);
    pieces.push({ at, text });
    at += text.length + length;
    text = '\nendstream\nendobj\n';
  }
  const xref = at + text.length;
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${entries}`;
  text += `trailer\n<< /Size ${offsets.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  pieces.push({ at, text });
  return { pieces, size: at + text.length };
}

/** @param {number} size */
function inMemory(size) {
  const { pieces, size: whole } = layout(size);
  const bytes = new Uint8Array(whole).fill(0x55);
  for (const { at, text } of pieces) bytes.set(Buffer.from(text, 'latin1'), at);
  return bytes;
}

/** A sparse file: it takes no room on the disk. @param {string} path @param {number} size */
function onDisk(path, size) {
  const { pieces, size: whole } = layout(size);
  const file = openSync(path, 'w');
  ftruncateSync(file, whole);
  for (const { at, text } of pieces) writeSync(file, Buffer.from(text, 'latin1'), 0, text.length, at);
  closeSync(file);
}

/** @param {string} path */
async function sourceOf(path) {
  const file = await open(path);
  const { size } = await file.stat();
  return {
    size,
    /** @param {number} offset @param {number} length */
    async read(offset, length) {
      const bytes = new Uint8Array(length);
      await file.read(bytes, 0, length, offset);
      return bytes;
    },
    close: () => file.close(),
  };
}

/** @param {string} path */
async function sinkTo(path) {
  const file = await open(path, 'w');
  return {
    /** @param {Uint8Array} chunk */
    async write(chunk) {
      await file.write(chunk);
    },
    close: () => file.close(),
    abort: () => file.close(),
  };
}

/** A folder that goes with the process. */
function folder() {
  const path = mkdtempSync(join(tmpdir(), 'yinxin-bench-'));
  process.on('exit', () => rmSync(path, { recursive: true, force: true }));
  return path;
}

const GIBIBYTE = 1024 * MEBIBYTE;

async function signed() {
  const at = folder();
  const [from, to] = [join(at, 'from.pdf'), join(at, 'to.pdf')];
  onDisk(from, GIBIBYTE);
  const pki = await pkiOf('P-256');
  const signer = await signerOf(pki.signer);
  const sign = async () => {
    const file = await sourceOf(from);
    await signPdfTo(await sinkTo(to), { file, signer, claimedTime: AT });
    await file.close();
  };
  return { pki, from, to, sign };
}

async function verifying() {
  const { pki, to, sign } = await signed();
  await sign();
  const trust = { signers: [pki.root.certificate] };
  return async () => {
    const file = await sourceOf(to);
    const { conclusion } = await verify(file, { at: AT, trust, revocation: 'none' });
    if (conclusion.indication !== 'TOTAL_PASSED') throw new Error(conclusion.indication);
    await file.close();
  };
}

/** @param {string} from @param {string} [to] */
async function digestOf(from, to) {
  const source = await sourceOf(from);
  const sink = to === undefined ? undefined : await sinkTo(to);
  const hash = createHash('sha256');
  for (let at = 0; at < source.size; at += MEBIBYTE) {
    const chunk = await source.read(at, Math.min(MEBIBYTE, source.size - at));
    hash.update(chunk);
    await sink?.write(chunk);
  }
  await source.close();
  await sink?.close();
  return hash.digest();
}

const FIFTY = 50 * MEBIBYTE;

async function toSink() {
  const file = inMemory(FIFTY);
  const signer = await signerOf((await pkiOf('P-256')).signer);
  return async () => {
    let size = 0;
    await signPdfTo(
      {
        async write(chunk) {
          size += chunk.length;
        },
        async close() {},
        async abort() {},
      },
      { file, signer, claimedTime: AT },
    );
    if (size <= file.length) throw new Error('nothing was written');
  };
}

async function toArray() {
  const file = inMemory(FIFTY);
  const signer = await signerOf((await pkiOf('P-256')).signer);
  return () => signPdf({ file, signer, claimedTime: AT });
}

async function digestInMemory() {
  const file = inMemory(FIFTY);
  return () => createHash('sha256').update(file).digest();
}

const fiftyMegabytes = /** @type {const} */ ({ state: 'warm', limitOf: 'node:crypto SHA-256 of the file' });

/** @type {readonly import('../run.mjs').Row[]} */
export const rows = [
  { name: 'sign-pdf-50mb', ...fiftyMegabytes, subjects: { ours: toSink, limit: digestInMemory } },
  { name: 'sign-pdf-50mb-whole', ...fiftyMegabytes, subjects: { ours: toArray, limit: digestInMemory } },
  {
    name: 'sign-pdf-1gb',
    state: 'warm',
    long: true,
    limitOf: 'read, node:crypto SHA-256, written',
    subjects: {
      ours: async () => (await signed()).sign,
      limit: async () => {
        const { from, to } = await signed();
        return () => digestOf(from, to);
      },
    },
  },
  {
    name: 'verify-pdf-1gb',
    state: 'warm',
    long: true,
    limitOf: 'read, node:crypto SHA-256',
    subjects: {
      ours: verifying,
      limit: async () => {
        const { from } = await signed();
        return () => digestOf(from);
      },
    },
  },
];
