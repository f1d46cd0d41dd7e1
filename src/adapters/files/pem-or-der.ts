import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fromBase64, latin1, YinxinError } from '../../foundation/core/index.ts';
import { ioFailed, openFile } from './file-source.ts';

/** A trust file is small; a CRL of a large CA may have some tens of megabytes. */
const MAX_BYTES = 256 * 1024 * 1024;

const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g;

/** Labels of PEM blocks that hold what is asked for; `undefined` takes every block but keys. */
export type PemLabels = readonly string[] | undefined;

export const CERTIFICATE_LABELS: readonly string[] = [
  'CERTIFICATE',
  'X509 CERTIFICATE',
  'TRUSTED CERTIFICATE',
];
export const CRL_LABELS: readonly string[] = ['X509 CRL', 'CRL'];
export const OCSP_LABELS: readonly string[] = ['OCSP RESPONSE'];

/**
 * DER values of a PEM or DER file, or of all such files of a folder (by name, not deeper).
 * A named file that is neither is PEM_INVALID; in a folder such files (a README) are passed over.
 * The values are not looked into: that is for who uses them.
 */
export async function readPemOrDer(path: string, labels: PemLabels): Promise<Uint8Array[]> {
  const found = await stat(path).catch((error: unknown) => {
    throw ioFailed('the file or folder cannot be read', error);
  });
  if (!found.isDirectory()) return valuesOf(await readWhole(path), labels, 'strict');
  const names = await readdir(path, { withFileTypes: true });
  const values: Uint8Array[] = [];
  for (const name of names.map((n) => n.name).sort()) {
    const inner = join(path, name);
    if (name.startsWith('.') || !(await stat(inner)).isFile()) continue;
    values.push(...valuesOf(await readWhole(inner), labels, 'lenient'));
  }
  return values;
}

/** PEM blocks of some labels in a file or folder, and none where there are none. DER files have no label. */
export async function readPemBlocks(path: string, labels: readonly string[]): Promise<Uint8Array[]> {
  const files = await readFilesOf(path);
  return files
    .filter(({ bytes }) => bytes[0] !== 0x30)
    .flatMap(({ bytes }) => valuesOf(bytes, labels, 'lenient'));
}

/** Whole files by path or folder, as they are (status lists, evidence). */
export async function readFilesOf(path: string): Promise<{ name: string; bytes: Uint8Array }[]> {
  const found = await stat(path).catch((error: unknown) => {
    throw ioFailed('the file or folder cannot be read', error);
  });
  if (!found.isDirectory()) return [{ name: path, bytes: await readWhole(path) }];
  const files: { name: string; bytes: Uint8Array }[] = [];
  for (const name of (await readdir(path)).sort()) {
    const inner = join(path, name);
    if (name.startsWith('.') || !(await stat(inner)).isFile()) continue;
    files.push({ name: inner, bytes: await readWhole(inner) });
  }
  return files;
}

async function readWhole(path: string): Promise<Uint8Array> {
  const source = await openFile(path);
  try {
    if (source.size > MAX_BYTES) {
      throw new YinxinError('LIMIT_EXCEEDED', 'the file is too large for a certificate, CRL or response', {
        details: { size: source.size, limit: MAX_BYTES },
      });
    }
    return await source.read(0, source.size);
  } finally {
    await source.close();
  }
}

function valuesOf(bytes: Uint8Array, labels: PemLabels, mode: 'strict' | 'lenient'): Uint8Array[] {
  if (bytes[0] === 0x30) return [bytes];
  const text = latin1(bytes);
  const values: Uint8Array[] = [];
  let blocks = 0;
  for (const [, label = '', body = ''] of text.matchAll(PEM_BLOCK)) {
    blocks += 1;
    if (labels === undefined ? label.endsWith('KEY') : !labels.includes(label)) continue;
    values.push(fromBase64(body.replace(/\s+/g, '')));
  }
  if (values.length === 0 && mode === 'strict') {
    const wanted = labels?.join(', ') ?? 'PEM';
    throw new YinxinError('PEM_INVALID', `give a PEM file (${wanted}) or a DER file`, {
      details: { blocks },
    });
  }
  return values;
}
