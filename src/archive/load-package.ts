import { sniffMediaType } from '../formats/media/index.ts';
import { readZip, type ZipArchive, type ZipEntry } from '../formats/zip/index.ts';
import { type ByteSource, type Limits, toHex, YinxinError } from '../foundation/core/index.ts';
import { createHasher } from '../foundation/crypto/index.ts';
import { type ManifestEntry, readManifest } from './manifest.ts';
import { BASE_INFO_NAME, MANIFEST_NAME, PROCESS_NAME, SIGNATURE_NAME } from './model.ts';
import { type BaseInfo, type ProcessRecord, readBaseInfo, readProcess } from './read-metadata.ts';

/** A part of a package: its value, or why it could not be had. */
export type Part<T> =
  | { readonly value: T; readonly fault?: undefined }
  | { readonly value?: undefined; readonly fault: string };

/** One content entry with what its bytes prove. `readable` false: damaged (CRC, inflate). */
export interface Content {
  readonly entry: ZipEntry;
  readonly readable: boolean;
  readonly sha256: string;
  readonly sm3: string;
  readonly mediaType: string;
}

/** A package opened, every entry digested once, nothing judged yet. */
export interface LoadedPackage {
  readonly zip: ZipArchive;
  /** Every entry but folders, manifest and signature, by name. */
  readonly contents: ReadonlyMap<string, Content>;
  readonly manifestBytes: Part<Uint8Array>;
  readonly manifest: Part<readonly ManifestEntry[]>;
  readonly signature: Part<Uint8Array>;
  readonly baseInfo: Part<BaseInfo>;
  readonly process: Part<readonly ProcessRecord[]>;
}

/** More of a file than this is not looked at to tell its type; the packager cuts at the same place. */
const SNIFF_BYTES = 32 * 1024 * 1024;

/** The media type of a file of any size, by its first 32 MiB. */
export function mediaTypeOf(data: Uint8Array): string {
  return sniffMediaType(data.subarray(0, SNIFF_BYTES));
}

/** Opens an item package. Throws ZIP_INVALID or LIMIT_EXCEEDED; any other fault stands in its part. */
export async function loadPackage(source: ByteSource, limits?: Limits): Promise<LoadedPackage> {
  const zip = await readZip(source, limits);
  const contents = new Map<string, Content>();
  for (const entry of zip.entries) {
    if (entry.directory || entry.name === MANIFEST_NAME || entry.name === SIGNATURE_NAME) continue;
    contents.set(entry.name, await digestContent(zip, entry));
  }
  const manifestBytes = await readPart(zip, MANIFEST_NAME);
  return {
    zip,
    contents,
    manifestBytes,
    manifest: parsePart(manifestBytes, (bytes) => readManifest(bytes, limits)),
    signature: await readPart(zip, SIGNATURE_NAME),
    baseInfo: parsePart(await readPart(zip, BASE_INFO_NAME), (bytes) => readBaseInfo(bytes, limits)),
    process: parsePart(await readPart(zip, PROCESS_NAME), (bytes) => readProcess(bytes, limits)),
  };
}

async function digestContent(zip: ZipArchive, entry: ZipEntry): Promise<Content> {
  const sha256 = createHasher('sha256');
  const sm3 = createHasher('sm3');
  let head: Uint8Array = new Uint8Array(0);
  try {
    for await (const chunk of zip.chunks(entry)) {
      if (head.length === 0) head = chunk;
      sha256.update(chunk);
      sm3.update(chunk);
    }
  } catch (error) {
    if (!(error instanceof YinxinError) || error.code !== 'ZIP_INVALID') throw error;
    return { entry, readable: false, sha256: '', sm3: '', mediaType: 'application/octet-stream' };
  }
  if (head.length < entry.size) {
    const opened = await zip.open(entry);
    head = await opened.read(0, Math.min(SNIFF_BYTES, entry.size));
  }
  return {
    entry,
    readable: true,
    sha256: toHex(sha256.digest()),
    sm3: toHex(sm3.digest()),
    mediaType: mediaTypeOf(head),
  };
}

async function readPart(zip: ZipArchive, name: string): Promise<Part<Uint8Array>> {
  const entry = zip.find(name);
  if (entry === undefined) return { fault: `${name} is missing` };
  try {
    return { value: await zip.read(entry) };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

function parsePart<T>(bytes: Part<Uint8Array>, parse: (bytes: Uint8Array) => T): Part<T> {
  if (bytes.value === undefined) return { fault: bytes.fault };
  try {
    return { value: parse(bytes.value) };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

function faultOf(error: unknown): string {
  if (error instanceof YinxinError && error.code !== 'IO_FAILED' && error.code !== 'LIMIT_EXCEEDED') {
    return error.message;
  }
  throw error;
}
