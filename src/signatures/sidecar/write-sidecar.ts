import { writeZip, type ZipFile } from '../../formats/zip/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import {
  hexDigest,
  MANIFEST_NAME,
  MAX_ENTRIES,
  type ManifestEntry,
  type SidecarHash,
  type SidecarKind,
  writeManifest,
} from './manifest.ts';

/** What goes into a sidecar, DER but for the lists. */
export interface SidecarContent {
  readonly hash: SidecarHash;
  /** The file that the data is for. */
  readonly file: { readonly size: number; readonly digest: string };
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocspResponses: readonly Uint8Array[];
  /** Signed issuer lists as they were published. */
  readonly issuerLists: readonly Uint8Array[];
}

const PLACES: readonly (readonly [
  Exclude<keyof SidecarContent, 'hash' | 'file'>,
  SidecarKind,
  string,
  string,
])[] = [
  ['certificates', 'certificate', 'certificates', 'cer'],
  ['crls', 'crl', 'crls', 'crl'],
  ['ocspResponses', 'ocsp-response', 'ocsp', 'ors'],
  ['issuerLists', 'issuer-list', 'issuer-lists', 'bin'],
];

/** The bytes that timestamps are over, and the sidecar with any number of them. */
export interface PreparedSidecar {
  readonly manifest: Uint8Array;
  /** The same bytes for the same input. */
  finish(timestamps: readonly Uint8Array[]): Uint8Array;
}

/** A sidecar: a ZIP of stored files under a manifest with their digests. LIMIT_EXCEEDED for more than 2,000 files. */
export function prepareSidecar(content: SidecarContent): PreparedSidecar {
  const files: ZipFile[] = [];
  const entries: ManifestEntry[] = [];
  for (const [field, kind, folder, ending] of PLACES) {
    for (const [i, data] of content[field].entries()) {
      const name = `${folder}/${i + 1}.${ending}`;
      files.push({ name, data, stored: true });
      entries.push({ name, kind, digest: hexDigest(content.hash, data) });
    }
  }
  if (entries.length > MAX_ENTRIES) {
    throw new YinxinError('LIMIT_EXCEEDED', `a sidecar takes ${MAX_ENTRIES} files at most`);
  }
  const manifest = writeManifest({ hash: content.hash, file: content.file, entries });
  return {
    manifest,
    finish: (timestamps) =>
      writeZip([
        { name: MANIFEST_NAME, data: manifest, stored: true },
        ...files,
        ...timestamps.map((data, i) => ({ name: `timestamps/${i + 1}.tst`, data, stored: true })),
      ]),
  };
}
