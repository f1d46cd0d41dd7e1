import { readZip, type ZipArchive } from '../../formats/zip/index.ts';
import {
  assertWithin,
  type ByteSource,
  DEFAULT_LIMITS,
  type Limits,
  YinxinError,
} from '../../foundation/core/index.ts';
import {
  hexDigest,
  MANIFEST_NAME,
  MAX_ENTRIES,
  readManifest,
  type SidecarHash,
  type SidecarKind,
} from './manifest.ts';

/** A sidecar as read: every file in it is as its manifest says. Nothing in it is believed. */
export interface Sidecar {
  readonly hash: SidecarHash;
  readonly file: { readonly size: number; readonly digest: string };
  /** The bytes that timestamps are over. */
  readonly manifest: Uint8Array;
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocspResponses: readonly Uint8Array[];
  readonly issuerLists: readonly Uint8Array[];
  /** Tokens (RFC 3161) over the manifest. */
  readonly timestamps: readonly Uint8Array[];
}

const TIMESTAMP = /^timestamps\/[1-9]\d?\.tst$/;
/** A manifest of 2,000 lines takes 300 KB. */
const MAX_MANIFEST_BYTES = 1024 * 1024;

/**
 * Reads a sidecar of validation data strictly: one reading of the ZIP, its manifest in canonical form, exactly the files
 * that it lists with their digests, and timestamps. VALIDATION_DATA_INVALID, ZIP_INVALID, LIMIT_EXCEEDED, IO_FAILED.
 */
export async function readSidecar(source: ByteSource, limits: Limits = DEFAULT_LIMITS): Promise<Sidecar> {
  const zip = await readZip(source, limits);
  if (zip.findings.length > 0)
    throw invalid(`the ZIP is not as this library writes it: ${zip.findings[0]!.detail}`);
  if (zip.entries.length > MAX_ENTRIES + 100) throw invalid('it holds more files than any');
  const total = zip.entries.reduce((sum, { size }) => sum + size, 0);
  assertWithin('inflatedBytes', total, limits);
  const entry = zip.find(MANIFEST_NAME);
  if (entry === undefined || entry.size > MAX_MANIFEST_BYTES)
    throw invalid(`${MANIFEST_NAME} is missing or too large`);
  const manifest = await zip.read(entry);
  const { hash, file, entries } = readManifest(manifest);
  const names = new Set([MANIFEST_NAME]);
  const content: Record<SidecarKind, Uint8Array[]> = {
    certificate: [],
    crl: [],
    'ocsp-response': [],
    'issuer-list': [],
  };
  for (const listed of entries) {
    if (names.has(listed.name)) throw invalid(`${listed.name} is listed twice`);
    names.add(listed.name);
    const bytes = await readListed(zip, listed.name);
    if (hexDigest(hash, bytes) !== listed.digest) throw invalid(`${listed.name} is not as the manifest says`);
    content[listed.kind].push(bytes);
  }
  const timestamps: Uint8Array[] = [];
  for (const other of zip.entries) {
    if (names.has(other.name)) continue;
    if (!TIMESTAMP.test(other.name)) throw invalid('it holds a file that the manifest does not list');
    timestamps.push(await zip.read(other));
  }
  return {
    hash,
    file,
    manifest,
    certificates: content.certificate,
    crls: content.crl,
    ocspResponses: content['ocsp-response'],
    issuerLists: content['issuer-list'],
    timestamps,
  };
}

async function readListed(zip: ZipArchive, name: string): Promise<Uint8Array> {
  const entry = zip.find(name);
  if (entry === undefined || entry.directory) throw invalid(`${name} is not there`);
  return zip.read(entry);
}

function invalid(message: string): YinxinError {
  return new YinxinError('VALIDATION_DATA_INVALID', `the validation data is malformed: ${message}`);
}
