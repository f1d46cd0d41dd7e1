import { MIMETYPE, metaInfRole } from '../../signatures/asic/index.ts';
import type { MetadataFault } from '../metadata-faults.ts';
import {
  FOLDERS,
  MANIFEST_FILE_NAME,
  META_INF,
  type PackageForm,
  README_NAME,
  ROOT_FILES,
  SUPPORT_FOLDERS,
} from '../model.ts';
import type { CheckContext } from './context.ts';
import { byFaults, type ItemResult, itemResult, limited, unreadable } from './item-list.ts';

/** 真实性: what fixes the content holds, and metadata and content agree. */
export function checkAuthenticity(context: CheckContext): ItemResult[] {
  return [
    fixation(context),
    metadataItem('GD-1-2', context),
    metadataItem('GD-1-3', context),
    metadataItem('GD-1-4', context),
    metadataItem('GD-1-5', context),
    metadataItem('GD-1-6', context),
    recordCode(context),
    inArchiveAlready(context, duplicate),
    electronicProperties(context),
    links(context),
    descriptions(context),
    structure(context),
    packageDigest(context),
  ];
}

/** An item that the metadata rules decide. Without readable metadata it does not run: GD-2-10 or GD-3-1 fails. */
export function metadataItem(code: MetadataFault['code'], { loaded, faults }: CheckContext): ItemResult {
  const fault = loaded.baseInfo.fault ?? loaded.process.fault;
  if (fault !== undefined) return unreadable(code, fault);
  const own = faults.filter((entry) => entry.code === code).map((entry) => entry.detail);
  return byFaults(code, own, 'all metadata follow the rule');
}

/**
 * 固化信息: the seal, the digests of all files, every signature inside. Files that the seal does not cover are the matter
 * of GD-4-3, bytes outside the package that of GD-1-13.
 */
function fixation(context: CheckContext): ItemResult {
  const failed: string[] = [];
  const open: string[] = [];
  judgeSeal(context, failed, open);
  for (const { code, status, detail } of context.comparison.checks) {
    if (status === 'failed' && code !== 'PACKAGE_FILE_UNLISTED') failed.push(`${code}: ${detail}`);
  }
  if (context.verdicts === undefined) open.push('signatures inside the files were not verified (verifyFile)');
  for (const [path, { conclusion }] of context.verdicts ?? []) {
    const text = `${path}: ${[conclusion.indication, ...conclusion.subIndications].join(' ')}`;
    if (conclusion.indication === 'TOTAL_FAILED') failed.push(text);
    else if (conclusion.indication === 'INDETERMINATE') open.push(text);
  }
  if (failed.length > 0) return itemResult('GD-1-1', 'failed', ...limited([...failed, ...open]));
  if (open.length > 0) return itemResult('GD-1-1', 'not-run', ...limited(open));
  return itemResult('GD-1-1', 'passed', 'seal, digests and every signature inside hold');
}

/** A seal over less than the whole is one only where items of their own name what it leaves out. */
function judgeSeal({ judgement, comparison, loaded }: CheckContext, failed: string[], open: string[]): void {
  const { indication, subIndications } = judgement.conclusion;
  const text = `the signature over the package: ${[indication, ...subIndications].join(' ')}`;
  const signatures = judgement.signatures.filter(({ parent }) => parent === undefined);
  const told = comparison.unlisted.length > 0 || loaded.findings.some(({ status }) => status === 'failed');
  const less = signatures.some(({ coverage }) => coverage === 'partial' || coverage === 'none');
  const holds =
    signatures.length > 0 &&
    signatures.every(({ cryptography, trust }) => cryptography === 'intact' && trust === 'trusted') &&
    signatures.every(
      ({ indication: own, coverage }) => own === 'TOTAL_PASSED' || (coverage === 'partial' && told),
    );
  if (holds) return;
  if (indication === 'INDETERMINATE' && (told || !less)) open.push(text);
  else failed.push(text);
}

function recordCode({ loaded, options }: CheckContext): ItemResult {
  const code = loaded.baseInfo.value?.fields.get('electronic_record_code') ?? '';
  if (code === '') return unreadable('GD-1-7', '电子文件号 is missing');
  if (options.recordCodePattern === undefined) {
    return itemResult('GD-1-7', 'not-run', 'the archive’s rule was not given (recordCodePattern)');
  }
  const matches = new RegExp(
    `^(?:${options.recordCodePattern.source})$`,
    options.recordCodePattern.flags.replace(/[gy]/g, ''),
  ).test(code);
  return byFaults(
    'GD-1-7',
    matches ? [] : ['电子文件号 does not follow the archive’s rule'],
    '电子文件号 follows the rule',
  );
}

/** 长期保存 repeats what can change while a package lies there: its number is in the archive by then. */
function inArchiveAlready(context: CheckContext, check: (context: CheckContext) => ItemResult): ItemResult {
  if (context.stage !== '长期保存') return check(context);
  return itemResult('GD-1-8', 'not-applicable', 'the package is in the archive already');
}

function duplicate({ known }: CheckContext): ItemResult {
  if (known === undefined) return itemResult('GD-1-8', 'not-run', 'no store was asked (isKnown)');
  return byFaults('GD-1-8', known ? ['电子文件号 is in the archive already'] : [], '电子文件号 is new');
}

/** Name, size and format as captured. The creation time cannot be seen in a ZIP and is not compared. */
function electronicProperties({ loaded }: CheckContext): ItemResult {
  if (loaded.baseInfo.value === undefined) return unreadable('GD-1-10', loaded.baseInfo.fault);
  const faults: string[] = [];
  for (const file of loaded.baseInfo.value.files) {
    const content = loaded.contents.get(file.path);
    if (content === undefined) continue;
    if (file.computerName !== file.actualName) faults.push(`${file.path}: two different file names`);
    if (file.size !== String(content.size))
      faults.push(`${file.path}: ${content.size} bytes, not ${file.size}`);
    if (file.format !== content.mediaType)
      faults.push(`${file.path}: ${content.mediaType}, not ${file.format}`);
  }
  return byFaults(
    'GD-1-10',
    faults,
    'names, sizes and formats agree (creation times cannot be seen in a ZIP)',
  );
}

function links({ loaded }: CheckContext): ItemResult {
  if (loaded.baseInfo.value === undefined) return unreadable('GD-1-11', loaded.baseInfo.fault);
  const faults = loaded.baseInfo.value.files
    .filter((file) => !loaded.contents.has(file.path))
    .map((file) => `${file.path} is in the metadata but not in the package`);
  return byFaults('GD-1-11', faults, 'every file in the metadata is there');
}

function descriptions({ loaded }: CheckContext): ItemResult {
  const faults: string[] = [];
  const readme = loaded.contents.get(README_NAME);
  if (readme === undefined) faults.push(`${README_NAME} is missing`);
  else if (readme.mediaType !== 'text/plain') faults.push(`${README_NAME} is no text`);
  if (loaded.manifest.missing === false) faults.push(loaded.manifest.fault);
  return byFaults('GD-1-12', faults, '说明文件 and 校验信息 are there and readable');
}

/** Folders of the norm and nothing else; leniencies (names in GB18030, backslashes) are told, not failed. */
function structure({ loaded }: CheckContext): ItemResult {
  const faults = loaded.names
    .filter((name) => !allowedPlace(name, loaded.form))
    .map((name) => `${name} stands where the structure knows nothing`);
  const lenient: string[] = [];
  for (const { code, status, detail } of loaded.findings) {
    (status === 'failed' ? faults : lenient).push(`${code}: ${detail}`);
  }
  if (faults.length > 0) return itemResult('GD-1-13', 'failed', ...limited(faults));
  return itemResult('GD-1-13', 'passed', 'the folders are those of the norm', ...limited(lenient));
}

function allowedPlace(name: string, form: PackageForm): boolean {
  const folders = [...FOLDERS.map((folder) => `${folder}/`), ...SUPPORT_FOLDERS];
  if (ROOT_FILES.includes(name)) return name !== MANIFEST_FILE_NAME || form !== 'item-package';
  if (form === 'asic' && (name === MIMETYPE || name === 'META-INF/')) return true;
  // No signature covers what stands there: only what belongs to the container may.
  if (form === 'asic' && name.startsWith('META-INF/')) return metaInfRole(name) !== 'unknown';
  if (form === 'item-package' && (META_INF.includes(name) || name === 'META-INF/')) return true;
  return folders.some((folder) => name.startsWith(folder) && !name.slice(folder.length, -1).includes('/'));
}

function packageDigest({ packageDigests, options }: CheckContext): ItemResult {
  const { sha256, sm3 } = options.expected ?? {};
  if (sha256 === undefined && sm3 === undefined) {
    return itemResult('GD-1-14', 'not-run', 'the digest before transfer was not given (expected)');
  }
  const same =
    (sha256 === undefined || sha256.toLowerCase() === packageDigests.sha256) &&
    (sm3 === undefined || sm3.toLowerCase() === packageDigests.sm3);
  return byFaults(
    'GD-1-14',
    same ? [] : ['the package is not the one that was sent'],
    'the same package as sent',
  );
}
