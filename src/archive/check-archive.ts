import {
  type ByteSource,
  type FileInput,
  formatTime,
  toHex,
  toSource,
  YinxinError,
} from '../foundation/core/index.ts';
import { createHasher } from '../foundation/crypto/index.ts';
import { type FileFacts, type Judgement, judge, type NotChecked } from '../foundation/validation/index.ts';
import { openingFault, verifyDeep } from './ingest/index.ts';
import { packageFacts } from './inspect-package.ts';
import { loadPackage } from './load-package.ts';
import { type MetadataFault, metadataFaults } from './metadata-faults.ts';
import type { PackageForm } from './model.ts';
import { compareManifest, type LoadedPackage } from './packages/index.ts';
import type { ArchiveStage, CheckArchiveOptions, FormatSuitability, VerifiedFile } from './ports.ts';
import {
  type ArchiveProperty,
  type CheckContext,
  checkProperties,
  contentPaths,
  type ItemResult,
  type ItemStatus,
} from './properties/index.ts';

/** Verdict on a property or on all: `failed` 不合格, `passed` 合格, `undetermined` when something needed did not run. */
export type ArchiveVerdict = 'passed' | 'failed' | 'undetermined';

/** One file of the package as checked. */
export interface ArchivedFileReport {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly sm3: string;
  readonly mediaType: string;
  readonly state: 'intact' | 'changed' | 'unlisted';
  /** Verdict on the signatures inside; `none` where the format carries none, null where nobody looked. */
  readonly signatures:
    | { readonly indication: string; readonly subIndications: readonly string[] }
    | 'none'
    | null;
}

/** Result of {@link checkArchive}. Plain JSON. */
export interface ArchiveReport {
  readonly schema: 'yinxin.archive-check/1';
  readonly at: string;
  readonly stage: ArchiveStage;
  /** `unknown` for bytes that are no package. */
  readonly form: PackageForm | 'unknown';
  readonly input: {
    readonly name: string;
    readonly size: number;
    readonly sha256: string;
    readonly sm3: string;
  };
  readonly overall: ArchiveVerdict;
  readonly properties: Readonly<Record<ArchiveProperty, ArchiveVerdict>>;
  /** Items of DA/T 70-2018. */
  readonly items: readonly ItemResult[];
  readonly files: readonly ArchivedFileReport[];
  /** Verdict on the signature that seals 校验信息. */
  readonly report: Judgement;
  readonly notChecked: readonly NotChecked[];
}

const CHUNK = 1024 * 1024;

/**
 * The four properties of a package by the items of DA/T 70-2018 (archiving stage).
 *
 * Seal, digests, structure, metadata and content are checked here; signatures inside files, viruses, duplicates,
 * the target store and the process by ports. What did not run is `not-run`, and then nothing is 合格: `overall` is
 * `passed` only when every item passed or does not apply. A bad package is a report; ARGUMENT_INVALID, IO_FAILED and
 * LIMIT_EXCEEDED are exceptions.
 */
export async function checkArchive(file: FileInput, options: CheckArchiveOptions): Promise<ArchiveReport> {
  const source = toSource(file);
  const packageDigests = await digestSource(source);
  const loaded = await open(source, options);
  if (loaded instanceof YinxinError) return unreadable(loaded, source, packageDigests, options);
  const judgement = await judge(await packageFacts(loaded), options);
  const context = await gather(loaded, judgement, source, packageDigests, options);
  const items = checkProperties(context);
  return {
    ...header(source, packageDigests, loaded.form, options),
    overall: verdictOver(items),
    properties: propertiesOf(items),
    items,
    files: fileReports(context),
    report: judgement,
    notChecked: [...contentNotChecked(judgement), ...notCovered(options)],
  };
}

/** Everything that the items look at, asked for once. */
async function gather(
  loaded: LoadedPackage,
  judgement: Judgement,
  source: ByteSource,
  packageDigests: CheckContext['packageDigests'],
  options: CheckArchiveOptions,
): Promise<CheckContext> {
  const stage = options.stage ?? '归档';
  const recordCode = loaded.baseInfo.value?.fields.get('electronic_record_code');
  return {
    stage,
    loaded,
    judgement,
    comparison: compareManifest(loaded),
    faults: faultsOf(loaded, options.at),
    verdicts: await verifyContents(loaded, options),
    unopened: await unopenedFiles(loaded, options),
    suitability: await suitabilityOf(loaded, options),
    packageDigests,
    virusScan: await options.scanVirus?.(source),
    carrier: options.carrier === 'none' ? undefined : await options.inspectCarrier?.(),
    known: recordCode === undefined || stage === '长期保存' ? undefined : await options.isKnown?.(recordCode),
    targetReady: await options.isTargetReady?.(),
    options,
  };
}

/** Items of the norm that no source confirmed, and what belongs to a stage beyond one package. */
function notCovered({ stage }: CheckArchiveOptions): NotChecked[] {
  const found: NotChecked[] = [
    { code: 'DAT70_ITEMS_UNKNOWN', detail: 'items 1-9, 2-8 and 3-7 of DA/T 70 are not implemented' },
    {
      code: 'DAT70_ITEMS_UNCONFIRMED',
      detail: 'items 3-4, 3-5 and 4-4 to 4-6 are named by what they are about: the norm was not at hand',
    },
  ];
  found.push({
    code: 'INNER_FILES',
    detail: 'files inside OFD, CMS, annotations of PDF and other packages inside a file were not looked into',
  });
  if (stage === '移交接收') {
    found.push({ code: 'DAT70_HANDOVER', detail: '交接登记 is a matter of the batch, not of one package' });
  }
  if (stage === '长期保存') {
    found.push({
      code: 'DAT70_BACKUP',
      detail: 'backups and their recovery are checked where they are kept',
    });
  }
  return found;
}

const UNREADABLE: readonly string[] = ['ZIP_INVALID', 'XML_INVALID', 'PACKAGE_INVALID', 'ASIC_INVALID'];

async function open(source: ByteSource, options: CheckArchiveOptions): Promise<LoadedPackage | YinxinError> {
  try {
    return await loadPackage(source, options.limits);
  } catch (error) {
    if (error instanceof YinxinError && UNREADABLE.includes(error.code)) return error;
    throw error;
  }
}

/** No ZIP, no package: everything that would be looked at fails in one item, and the seal is a format failure. */
async function unreadable(
  error: YinxinError,
  source: ByteSource,
  digests: CheckContext['packageDigests'],
  options: CheckArchiveOptions,
): Promise<ArchiveReport> {
  const facts: FileFacts = {
    format: 'item-package',
    signatures: [],
    failure: 'FORMAT_FAILURE',
    checks: [
      { code: error.code, status: 'failed', detail: error.message, clause: 'ETSI EN 319 102-1 5.2.2' },
    ],
    notChecked: [],
  };
  const item: ItemResult = {
    code: 'GD-1-13',
    property: 'authenticity',
    name: '信息包目录结构规范性检测',
    status: 'failed',
    details: [error.message],
  };
  return {
    ...header(source, digests, 'unknown', options),
    overall: 'failed',
    properties: {
      authenticity: 'failed',
      integrity: 'undetermined',
      usability: 'undetermined',
      safety: 'undetermined',
    },
    items: [item],
    files: [],
    report: await judge(facts, options),
    notChecked: [
      { code: 'PACKAGE_UNREADABLE', detail: 'no other item could be checked' },
      ...notCovered(options),
    ],
  };
}

function header(
  source: ByteSource,
  digests: CheckContext['packageDigests'],
  form: ArchiveReport['form'],
  options: CheckArchiveOptions,
): Pick<ArchiveReport, 'schema' | 'at' | 'stage' | 'form' | 'input'> {
  return {
    schema: 'yinxin.archive-check/1',
    at: formatTime(options.at),
    stage: options.stage ?? '归档',
    form,
    input: { name: options.name ?? 'archive.zip', size: source.size, ...digests },
  };
}

function faultsOf(loaded: LoadedPackage, at: Date): readonly MetadataFault[] {
  if (loaded.baseInfo.value === undefined) return [];
  return metadataFaults(loaded.baseInfo.value, loaded.process.value ?? [], at);
}

/** Every signature inside, and inside files inside, one file after the other. */
async function verifyContents(
  loaded: LoadedPackage,
  { verifyFile, limits }: CheckArchiveOptions,
): Promise<Map<string, VerifiedFile> | undefined> {
  if (verifyFile === undefined) return undefined;
  const verdicts = new Map<string, VerifiedFile>();
  for (const path of contentPaths(loaded.contents.keys())) {
    const content = loaded.contents.get(path)!;
    if (!content.readable) continue;
    for (const found of await verifyDeep(await content.open(), path, verifyFile, limits)) {
      verdicts.set(found.path, found.report);
    }
  }
  return verdicts;
}

async function unopenedFiles(
  loaded: LoadedPackage,
  { limits }: CheckArchiveOptions,
): Promise<Map<string, string>> {
  const unopened = new Map<string, string>();
  for (const path of contentPaths(loaded.contents.keys())) {
    const { readable, mediaType, open: openContent } = loaded.contents.get(path)!;
    const fault = readable ? await openingFault(await openContent(), mediaType, limits) : undefined;
    if (fault !== undefined) unopened.set(path, fault);
  }
  return unopened;
}

async function suitabilityOf(
  loaded: LoadedPackage,
  { checkFormat }: CheckArchiveOptions,
): Promise<Map<string, FormatSuitability> | undefined> {
  if (checkFormat === undefined) return undefined;
  const found = new Map<string, FormatSuitability>();
  for (const path of contentPaths(loaded.contents.keys())) {
    const { readable, mediaType, open: openContent } = loaded.contents.get(path)!;
    const answer = readable ? await checkFormat(await openContent(), mediaType) : undefined;
    if (answer !== undefined) found.set(path, answer);
  }
  return found;
}

function fileReports({ loaded, verdicts }: CheckContext): ArchivedFileReport[] {
  const listed = new Map((loaded.manifest.value?.entries ?? []).map((entry) => [entry.path, entry]));
  return [...loaded.contents].map(([path, content]) => {
    const entry = listed.get(path);
    const same = entry !== undefined && entry.sha256 === content.sha256 && entry.sm3 === content.sm3;
    const verdict = verdicts?.get(path)?.conclusion;
    return {
      path,
      size: content.size,
      sha256: content.sha256,
      sm3: content.sm3,
      mediaType: content.mediaType,
      state: entry === undefined ? 'unlisted' : same ? 'intact' : 'changed',
      signatures: signaturesOf(verdict, verdicts !== undefined),
    };
  });
}

function signaturesOf(
  conclusion: VerifiedFile['conclusion'] | undefined,
  looked: boolean,
): ArchivedFileReport['signatures'] {
  if (!looked) return null;
  return conclusion === undefined || conclusion.indication === 'NO_SIGNATURE_FOUND' ? 'none' : conclusion;
}

function verdictOver(items: readonly ItemResult[]): ArchiveVerdict {
  const has = (status: ItemStatus): boolean => items.some((item) => item.status === status);
  if (has('failed')) return 'failed';
  return has('not-run') ? 'undetermined' : 'passed';
}

function propertiesOf(items: readonly ItemResult[]): ArchiveReport['properties'] {
  const of = (property: ArchiveProperty): ArchiveVerdict =>
    verdictOver(items.filter((item) => item.property === property));
  return {
    authenticity: of('authenticity'),
    integrity: of('integrity'),
    usability: of('usability'),
    safety: of('safety'),
  };
}

/** The note of the facts that contents were not verified is answered by the items. */
function contentNotChecked(judgement: Judgement): NotChecked[] {
  return judgement.notChecked.filter(({ code }) => code !== 'PACKAGE_CONTENT_SIGNATURES');
}

async function digestSource(source: ByteSource): Promise<CheckContext['packageDigests']> {
  const sha256 = createHasher('sha256');
  const sm3 = createHasher('sm3');
  for (let at = 0; at < source.size; at += CHUNK) {
    const chunk = await source.read(at, Math.min(CHUNK, source.size - at));
    sha256.update(chunk);
    sm3.update(chunk);
  }
  return { sha256: toHex(sha256.digest()), sm3: toHex(sm3.digest()) };
}
