import type { MetadataFault } from '../metadata-faults.ts';
import { FOLDERS, META_INF, README_NAME, REPORT_FOLDER, ROOT_FILES } from '../model.ts';
import type { CheckContext } from './context.ts';
import { byFaults, type ItemResult, itemResult } from './item-list.ts';

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
    duplicate(context),
    electronicProperties(context),
    links(context),
    descriptions(context),
    structure(context),
    packageDigest(context),
  ];
}

/** An item that the metadata rules decide; without readable metadata it fails. */
export function metadataItem(code: MetadataFault['code'], { loaded, faults }: CheckContext): ItemResult {
  const unreadable = [loaded.baseInfo, loaded.process].flatMap((part) => part.fault ?? []);
  const own = faults.filter((fault) => fault.code === code).map((fault) => fault.detail);
  return byFaults(code, [...unreadable, ...own], 'all metadata follow the rule');
}

/** 固化信息: seal over the manifest, digests of all files, every signature inside. */
function fixation({ judgement, comparison, verdicts }: CheckContext): ItemResult {
  const failed: string[] = [];
  const open: string[] = [];
  const { indication, subIndications } = judgement.conclusion;
  const seal = `the signature over 校验信息: ${[indication, ...subIndications].join(' ')}`;
  if (indication === 'INDETERMINATE') open.push(seal);
  else if (indication !== 'TOTAL_PASSED') failed.push(seal);
  failed.push(...comparison.checks.filter((c) => c.status === 'failed').map((c) => `${c.code}: ${c.detail}`));
  for (const [path, verdict] of verdicts) {
    if (verdict === 'none') continue;
    if (verdict === 'not-run') {
      open.push(`${path}: signatures inside were not verified`);
      continue;
    }
    const { conclusion } = verdict;
    const text = `${path}: ${[conclusion.indication, ...conclusion.subIndications].join(' ')}`;
    if (conclusion.indication === 'TOTAL_FAILED') failed.push(text);
    else if (conclusion.indication === 'INDETERMINATE') open.push(text);
  }
  if (failed.length > 0) return itemResult('GD-1-1', 'failed', ...failed, ...open);
  if (open.length > 0) return itemResult('GD-1-1', 'not-run', ...open);
  return itemResult('GD-1-1', 'passed', 'seal, digests and every signature inside hold');
}

function recordCode({ loaded, options }: CheckContext): ItemResult {
  const code = loaded.baseInfo.value?.fields.get('electronic_record_code') ?? '';
  if (code === '') return itemResult('GD-1-7', 'failed', '电子文件号 is missing');
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

function duplicate({ known }: CheckContext): ItemResult {
  if (known === undefined) return itemResult('GD-1-8', 'not-run', 'no store was asked (isKnown)');
  return byFaults('GD-1-8', known ? ['电子文件号 is in the archive already'] : [], '电子文件号 is new');
}

/** Name, size and format as captured. The creation time cannot be seen in a ZIP and is not compared. */
function electronicProperties({ loaded }: CheckContext): ItemResult {
  const faults: string[] = [];
  for (const file of loaded.baseInfo.value?.files ?? []) {
    const content = loaded.contents.get(file.path);
    if (content === undefined) continue;
    if (file.computerName !== file.actualName) faults.push(`${file.path}: two different file names`);
    if (file.size !== String(content.entry.size))
      faults.push(`${file.path}: ${content.entry.size} bytes, not ${file.size}`);
    if (file.format !== content.mediaType)
      faults.push(`${file.path}: ${content.mediaType}, not ${file.format}`);
  }
  if (loaded.baseInfo.value === undefined) faults.push(loaded.baseInfo.fault);
  return byFaults(
    'GD-1-10',
    faults,
    'names, sizes and formats agree (creation times cannot be seen in a ZIP)',
  );
}

function links({ loaded }: CheckContext): ItemResult {
  if (loaded.baseInfo.value === undefined) return itemResult('GD-1-11', 'failed', loaded.baseInfo.fault);
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
  if (loaded.manifest.value === undefined) faults.push(loaded.manifest.fault);
  return byFaults('GD-1-12', faults, '说明文件 and 校验信息 are there and readable');
}

function structure({ loaded }: CheckContext): ItemResult {
  const faults = loaded.zip.entries
    .map((entry) => entry.name)
    .filter((name) => !allowedPlace(name))
    .map((name) => `${name} stands where the structure knows nothing`);
  for (const finding of loaded.zip.findings) faults.push(`${finding.code}: ${finding.detail}`);
  return byFaults('GD-1-13', faults, 'the folders are those of the norm');
}

function allowedPlace(name: string): boolean {
  const folders = [...FOLDERS.map((folder) => `${folder}/`), REPORT_FOLDER];
  if (META_INF.includes(name) || ROOT_FILES.includes(name) || name === 'META-INF/') return true;
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
