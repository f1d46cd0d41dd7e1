import { readZip, writeZip, type ZipFile } from '../formats/zip/index.ts';
import {
  canonicalJsonBytes,
  isYinxinError,
  type JsonValue,
  type Signer,
  sourceFromBytes,
  type TimestampAuthority,
  toHex,
  utf8,
  YinxinError,
} from '../foundation/core/index.ts';
import { digest } from '../foundation/crypto/index.ts';
import { signCms } from '../signatures/cades/index.ts';
import { mediaTypeOf } from './load-package.ts';
import { writeManifest } from './manifest.ts';
import { metadataFaults } from './metadata-faults.ts';
import {
  BASE_INFO_NAME,
  type ItemFile,
  type ItemInfo,
  MANIFEST_NAME,
  PROCESS_NAME,
  type ProcessStep,
  README_NAME,
  REPORT_FOLDER,
  SIGNATURE_NAME,
} from './model.ts';
import type { VerifiedFile, VerifyFile } from './ports.ts';
import { readBaseInfo, readProcess } from './read-metadata.ts';
import { readmeText } from './readme-text.ts';
import { type DescribedFile, writeBaseInfo, writeProcess } from './write-metadata.ts';

/** What goes into {@link packageArchive}. */
export interface PackageArchiveInput {
  readonly item: ItemInfo;
  /** Order is kept. */
  readonly files: readonly ItemFile[];
  readonly processes: readonly ProcessStep[];
  readonly signer: Signer;
  readonly tsa?: TimestampAuthority;
  /** Time of packaging: claimed by the signature, not before `item.archiveTime`, and the time of the ZIP entries. */
  readonly at: Date;
  /** Verifies every file first: a failed signature stops packaging, reports are kept in the package. */
  readonly verifyFile?: VerifyFile;
}

/** A finished item package. */
export interface PackagedArchive {
  readonly file: Uint8Array;
  readonly manifest: Uint8Array;
  readonly sha256: string;
  readonly sm3: string;
  readonly timestamped: boolean;
}

/**
 * One item as a ZIP in the manner of GB/T 42727-2023: three folders, both metadata files, 校验信息 with SHA-256 and
 * SM3 of every file, sealed by a detached CAdES signature. All entries are stored, so that equal input gives equal
 * bytes (signature value and timestamp aside). What it writes, `checkArchive` passes.
 *
 * PACKAGE_INVALID with `details.faults` for metadata that break a rule, for a failed signature in a file, and for
 * content of no known type; ZIP_INVALID for names that are not portable.
 */
export async function packageArchive(input: PackageArchiveInput): Promise<PackagedArchive> {
  const files = input.files.map(describe);
  const reports = await verifyContents(input.files, input.verifyFile);
  const baseInfo = writeBaseInfo(input.item, files);
  const processes = writeProcess(input.processes);
  assertMetadata(baseInfo, processes, input.at);
  const contents: ZipFile[] = [
    { name: README_NAME, data: utf8(readmeText()), stored: true },
    { name: BASE_INFO_NAME, data: baseInfo, stored: true },
    { name: PROCESS_NAME, data: processes, stored: true },
    ...input.files.map((file) => ({ name: pathOf(file), data: file.data, stored: true })),
    ...reports,
  ];
  const manifest = writeManifest(
    contents.map(({ name, data }) => ({
      path: name,
      size: data.length,
      sha256: digest('sha256', data),
      sm3: digest('sm3', data),
    })),
  );
  const assemble = (signature: Uint8Array): Uint8Array =>
    writeZip(
      [
        ...contents,
        { name: MANIFEST_NAME, data: manifest, stored: true },
        { name: SIGNATURE_NAME, data: signature, stored: true },
      ],
      { time: input.at },
    );
  // Names, sizes and limits are proved before anybody signs.
  await readZip(sourceFromBytes(assemble(new Uint8Array(0))));
  const { cms, timestamped } = await signCms({
    signer: input.signer,
    content: { bytes: manifest },
    detached: true,
    claimedTime: input.at,
    ...(input.tsa === undefined ? {} : { tsa: input.tsa }),
  });
  const file = assemble(cms);
  return {
    file,
    manifest,
    sha256: toHex(digest('sha256', file)),
    sm3: toHex(digest('sm3', file)),
    timestamped,
  };
}

function pathOf(file: ItemFile): string {
  return `${file.folder}/${file.name}`;
}

function describe(file: ItemFile): DescribedFile {
  const mediaType = mediaTypeOf(file.data);
  if (file.data.length === 0) throw refused(`${pathOf(file)} is empty`);
  if (mediaType === 'application/octet-stream') {
    throw refused(`${pathOf(file)} has content of no known type: an archive could not open it`);
  }
  return { ...file, mediaType };
}

/** The same rules that the archive will apply: better refused now than on reception. */
function assertMetadata(baseInfo: Uint8Array, processes: Uint8Array, at: Date): void {
  const faults = metadataFaults(readBaseInfo(baseInfo), readProcess(processes), at);
  if (faults.length === 0) return;
  const [first] = faults;
  throw new YinxinError(
    'PACKAGE_INVALID',
    `the metadata are not archivable: ${first!.detail} (${first!.code})`,
    {
      details: { faults },
    },
  );
}

/** Verifies each file; keeps what was found, as canonical JSON, for files that carry signatures. */
async function verifyContents(
  files: readonly ItemFile[],
  verifyFile: VerifyFile | undefined,
): Promise<readonly ZipFile[]> {
  if (verifyFile === undefined) return [];
  const reports: ZipFile[] = [];
  for (const [index, file] of files.entries()) {
    const report = await verifyOne(file, verifyFile);
    if (report === undefined) continue;
    if (report.conclusion.indication === 'TOTAL_FAILED') {
      const why = report.conclusion.subIndications.join(', ');
      throw refused(`a signature in ${pathOf(file)} failed (${why}): it cannot be archived as proved`);
    }
    if (report.conclusion.indication === 'NO_SIGNATURE_FOUND') continue;
    const json = JSON.parse(JSON.stringify(report)) as JsonValue;
    // The number of the file in the package: codes may repeat.
    const name = `${REPORT_FOLDER}${String(index + 1).padStart(3, '0')}-${file.code}.json`;
    reports.push({ name, data: canonicalJsonBytes(json), stored: true });
  }
  return reports;
}

async function verifyOne(file: ItemFile, verifyFile: VerifyFile): Promise<VerifiedFile | undefined> {
  try {
    return await verifyFile(sourceFromBytes(file.data), file.name);
  } catch (error) {
    if (isYinxinError(error, 'FORMAT_UNKNOWN')) return undefined;
    throw error;
  }
}

function refused(message: string): YinxinError {
  return new YinxinError('PACKAGE_INVALID', message);
}
