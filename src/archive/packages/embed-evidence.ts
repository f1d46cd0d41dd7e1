import { readZip, type ZipArchive, type ZipEntry, zipChunks } from '../../formats/zip/index.ts';
import {
  type ByteSource,
  concatBytes,
  type FileInput,
  fromHex,
  type Limits,
  sourceFromBytes,
  toSource,
  YinxinError,
} from '../../foundation/core/index.ts';
import { MIMETYPE, writeAsicManifest } from '../../signatures/asic/index.ts';
import { inspectRecord, objectFromFile, readEvidence } from '../../signatures/evidence/index.ts';
import { digestContent } from '../ingest/index.ts';

/** An evidence record in a container and the manifest of what it is over (EN 319 162-1 4.4.3.2 and A.7). */
const RECORD_NAME = 'META-INF/evidencerecord001.ers';
const MANIFEST_NAME = 'META-INF/ASiCEvidenceRecordManifest001.xml';

/** Options of {@link embedEvidenceRecord}. */
export interface EmbedEvidenceOptions {
  /** Time of the new ZIP entries. */
  readonly at: Date;
  readonly limits?: Limits;
}

/**
 * Every file of an ASiC-E but `mimetype`, signatures and manifests among them: the data group for `createEvidence` whose
 * record {@link embedEvidenceRecord} puts into the container.
 */
export async function evidenceDocumentsOf(
  file: FileInput,
  limits?: Limits,
): Promise<{ readonly name: string; readonly source: ByteSource }[]> {
  const zip = await readZip(toSource(file), limits);
  const documents: { readonly name: string; readonly source: ByteSource }[] = [];
  for (const entry of filesOf(zip)) documents.push({ name: entry.name, source: await zip.open(entry) });
  return documents;
}

/**
 * An ASiC-E with an evidence record (RFC 4998) over all its files and the manifest that names them; what stood there keeps
 * its bytes. EVIDENCE_INVALID where the record is not over every file, or the container has one already: nothing is
 * written that would not hold. ZIP_INVALID, LIMIT_EXCEEDED.
 */
export async function embedEvidenceRecord(
  file: FileInput,
  record: Uint8Array,
  { at, limits }: EmbedEvidenceOptions,
): Promise<Uint8Array> {
  const source = toSource(file);
  const zip = await readZip(source, limits);
  if (zip.find(RECORD_NAME) !== undefined || zip.find(MANIFEST_NAME) !== undefined) {
    throw new YinxinError('EVIDENCE_INVALID', 'the container has an evidence record already');
  }
  await assertOver(zip, record, limits);
  const listed = [];
  for (const entry of filesOf(zip)) {
    const { sha256, mediaType } = await digestContent(zip.chunks(entry));
    listed.push({ name: entry.name, mediaType, digest: fromHex(sha256) });
  }
  const manifest = writeAsicManifest(listed, 'sha256', RECORD_NAME, 'application/octet-stream');
  const copies = [];
  for (const entry of zip.entries) {
    copies.push({ entry, compressed: await source.read(entry.dataOffset, entry.compressedSize) });
  }
  const added = [
    { name: MANIFEST_NAME, data: manifest, stored: true },
    { name: RECORD_NAME, data: record, stored: true },
  ];
  return concatBytes(...zipChunks([...copies, ...added], { time: at }));
}

function filesOf({ entries }: ZipArchive): ZipEntry[] {
  return entries.filter(({ name, directory }) => !directory && name !== MIMETYPE);
}

async function assertOver(zip: ZipArchive, record: Uint8Array, limits: Limits | undefined): Promise<void> {
  const parsed = await readEvidence(sourceFromBytes(record), limits);
  const objects = [];
  for (const entry of filesOf(zip)) objects.push(objectFromFile(await zip.open(entry)));
  const [own] = await inspectRecord(parsed, objects, { id: 'er', group: 'contained' });
  if (own?.cryptography !== 'intact' || own.coverage !== 'whole-file') {
    throw new YinxinError('EVIDENCE_INVALID', 'the record is not over every file of the container');
  }
}
