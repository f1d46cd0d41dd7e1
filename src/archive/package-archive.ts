import {
  type ByteSink,
  concatBytes,
  type FileInput,
  type Limits,
  type Signer,
  type TimestampAuthority,
  toHex,
  toSource,
  YinxinError,
} from '../foundation/core/index.ts';
import { createHasher } from '../foundation/crypto/index.ts';
import { type ContentReport, type IngestedFile, ingestFiles, verifyDeep } from './ingest/index.ts';
import { writeManifest } from './manifest.ts';
import { metadataFaults } from './metadata-faults.ts';
import type { ItemFile, ItemInfo, PackageForm, ProcessStep } from './model.ts';
import {
  type ArchivedValidationData,
  metadataParts,
  partOfFile,
  proofParts,
  type SignedPackage,
  type SupportInput,
  signAsicPackage,
  signEepPackage,
  signItemPackage,
} from './packages/index.ts';
import type { CheckFormat, VerifyFile } from './ports.ts';
import { readBaseInfo, readProcess } from './read-metadata.ts';
import { writeBaseInfo, writeProcess } from './write-metadata.ts';

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
  /** `item-package` when unset. An `eep` is held in memory and bounded by `inflatedBytes`. */
  readonly form?: PackageForm;
  /** Verifies every file and the files inside it first: a failed signature stops packaging, reports are kept. */
  readonly verifyFile?: VerifyFile;
  /** Looks whether a file can be kept for long (PDF/A, OFD): an unsuitable one stops packaging. */
  readonly checkFormat?: CheckFormat;
  /** Put into the package beside the signer’s own chain, so that it can be judged without a network. */
  readonly validationData?: ArchivedValidationData;
  /** For `eep`: the package that this one modifies (修改型); it is nested byte for byte. */
  readonly previous?: FileInput;
  /** For `eep`: who makes the 锁定签名; the signer when unset. */
  readonly lockSigner?: Signer;
  readonly limits?: Limits;
}

/** A finished package of any form. */
export interface PackagedArchive {
  readonly file: Uint8Array;
  /** What was signed: 校验信息, the ASiCManifest, or the octets of 被签名对象. */
  readonly manifest: Uint8Array;
  readonly sha256: string;
  readonly sm3: string;
  readonly timestamped: boolean;
}

/** A package that went to a sink. */
export interface StreamedArchive extends Omit<PackagedArchive, 'file'> {
  readonly size: number;
}

/**
 * One item as a package: the ZIP in the manner of GB/T 42727-2023 with three folders, both metadata files and 校验信息;
 * the same files as ASiC-E with CAdES; or the EEP of DA/T 48-2009. Each carries SHA-256 and SM3 of every file, reports,
 * validation data, schemas, a plain 说明 and a script that checks it without this library. Equal input gives equal
 * bytes (signature values and timestamps aside). What it writes, `checkArchive` passes.
 *
 * PACKAGE_INVALID with `details.faults` for metadata that break a rule, for a failed signature in a file or in a file
 * inside it, for a format that is not suitable, and for content of no known type; ZIP_INVALID for names that are not
 * portable; LIMIT_EXCEEDED.
 */
export async function packageArchive(input: PackageArchiveInput): Promise<PackagedArchive> {
  const signed = await signPackage(input);
  const chunks: Uint8Array[] = [];
  for await (const chunk of signed.chunks()) chunks.push(chunk);
  const file = concatBytes(...chunks);
  const digests = new PackageDigests();
  digests.update(file);
  return { file, manifest: signed.signed, timestamped: signed.timestamped, ...digests.values() };
}

/**
 * {@link packageArchive} into a sink: files of any number and total size in bounded memory. Each is read twice, and one
 * that changed in between is ZIP_INVALID; the sink is then aborted.
 */
export async function streamArchive(input: PackageArchiveInput, sink: ByteSink): Promise<StreamedArchive> {
  const digests = new PackageDigests();
  try {
    const signed = await signPackage(input);
    for await (const chunk of signed.chunks()) {
      digests.update(chunk);
      await sink.write(chunk);
    }
    await sink.close();
    return {
      manifest: signed.signed,
      timestamped: signed.timestamped,
      size: digests.size,
      ...digests.values(),
    };
  } catch (error) {
    await sink.abort(error);
    throw error;
  }
}

async function signPackage(input: PackageArchiveInput): Promise<SignedPackage> {
  const form = input.form ?? 'item-package';
  if (form !== 'eep' && (input.previous !== undefined || input.lockSigner !== undefined)) {
    throw new YinxinError('ARGUMENT_INVALID', 'previous and lockSigner are for the form eep alone');
  }
  const files = await ingestFiles(input.files);
  assertMetadata(writeBaseInfo(input.item, files), writeProcess(input.processes), input.at);
  await assertSuitable(files, input.checkFormat);
  await assertPrevious(input);
  const support: SupportInput = {
    form,
    item: input.item,
    processes: input.processes,
    files,
    reports: await verifyContents(files, input),
    signer: input.signer,
    validationData: input.validationData ?? {},
  };
  const parts = [...(await metadataParts(support)), ...files.map(partOfFile), ...(await proofParts(support))];
  const manifest = writeManifest(parts);
  if (form === 'asic') return signAsicPackage(parts, manifest, input);
  if (form === 'eep') return signEepPackage(parts, manifest, input);
  return signItemPackage(parts, manifest, input);
}

/** The same rules that the archive will apply: better refused now than on reception. */
function assertMetadata(baseInfo: Uint8Array, processes: Uint8Array, at: Date): void {
  const faults = metadataFaults(readBaseInfo(baseInfo), readProcess(processes), at);
  if (faults.length === 0) return;
  const [first] = faults;
  throw new YinxinError(
    'PACKAGE_INVALID',
    `the metadata are not archivable: ${first!.detail} (${first!.code})`,
    { details: { faults } },
  );
}

async function assertSuitable(
  files: readonly IngestedFile[],
  checkFormat: CheckFormat | undefined,
): Promise<void> {
  if (checkFormat === undefined) return;
  for (const { path, source, mediaType } of files) {
    const found = await checkFormat(source, mediaType);
    if (found !== undefined && found.faults.length > 0) {
      throw refused(`${path} is not suitable for keeping (${found.profile}): ${found.faults.join('; ')}`);
    }
  }
}

/** Every signature in every file, and in the files inside: one that failed stops everything. */
async function verifyContents(
  files: readonly IngestedFile[],
  { verifyFile, limits }: PackageArchiveInput,
): Promise<ReadonlyMap<IngestedFile, readonly ContentReport[]>> {
  const reports = new Map<IngestedFile, readonly ContentReport[]>();
  if (verifyFile === undefined) return reports;
  for (const file of files) {
    const found = await verifyDeep(file.source, file.path, verifyFile, limits);
    assertNoneFailed(found);
    const signed = found.filter(({ report }) => report.conclusion.indication !== 'NO_SIGNATURE_FOUND');
    if (signed.length > 0) reports.set(file, signed);
  }
  return reports;
}

/** What is modified must hold: a modification would lend its own seal to what is broken. */
async function assertPrevious({ previous, verifyFile, limits }: PackageArchiveInput): Promise<void> {
  if (previous === undefined || verifyFile === undefined) return;
  assertNoneFailed(await verifyDeep(toSource(previous), 'previous.eep', verifyFile, limits));
}

function assertNoneFailed(reports: readonly ContentReport[]): void {
  const failed = reports.find(({ report }) => report.conclusion.indication === 'TOTAL_FAILED');
  if (failed === undefined) return;
  const why = failed.report.conclusion.subIndications.join(', ');
  throw refused(`a signature in ${failed.path} failed (${why}): it cannot be archived as proved`);
}

function refused(message: string): YinxinError {
  return new YinxinError('PACKAGE_INVALID', message);
}

class PackageDigests {
  size = 0;
  readonly #sha256 = createHasher('sha256');
  readonly #sm3 = createHasher('sm3');

  update(chunk: Uint8Array): void {
    this.size += chunk.length;
    this.#sha256.update(chunk);
    this.#sm3.update(chunk);
  }

  values(): { readonly sha256: string; readonly sm3: string } {
    return { sha256: toHex(this.#sha256.digest()), sm3: toHex(this.#sm3.digest()) };
  }
}
