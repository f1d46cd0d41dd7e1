import { FOLDERS } from '../model.ts';
import { metadataItem } from './authenticity.ts';
import type { CheckContext } from './context.ts';
import { byFaults, type ItemResult, itemResult, unreadable } from './item-list.ts';

/** 完整性: nothing is missing, and the numbers agree. */
export function checkIntegrity(context: CheckContext): ItemResult[] {
  return [
    totalNumber(context),
    totalBytes(context),
    metadataItem('GD-2-3', context),
    metadataItem('GD-2-4', context),
    metadataItem('GD-2-5', context),
    continuity(context),
    contentPresent(context),
    scope(context),
    packageMetadata(context),
    contentCount(context),
  ];
}

function totalNumber({ loaded }: CheckContext): ItemResult {
  const { value, fault } = loaded.baseInfo;
  if (value === undefined) return unreadable('GD-2-1', fault);
  const stated = value.fields.get('total_number');
  const same = stated === String(value.files.length);
  const detail = `total_number says ${stated ?? 'nothing'}, the fileset holds ${value.files.length}`;
  return byFaults('GD-2-1', same ? [] : [detail], detail);
}

/** 校验信息 states how many bytes the package holds; older ones do not, and the metadata are summed up instead. */
function totalBytes({ loaded }: CheckContext): ItemResult {
  const { manifest, baseInfo, contents } = loaded;
  if (manifest.value === undefined) return unreadable('GD-2-2', manifest.fault);
  const all = manifest.value.bytes !== undefined;
  if (!all && baseInfo.value === undefined) return unreadable('GD-2-2', baseInfo.fault);
  const stated =
    manifest.value.bytes ?? baseInfo.value!.files.reduce((sum, { size }) => sum + Number(size), 0);
  const paths = all ? manifest.value.entries.map(({ path }) => path) : contentPaths(contents.keys());
  const actual = paths.reduce((sum, path) => sum + (contents.get(path)?.size ?? 0), 0);
  const detail = `${stated} bytes are stated, ${actual} are there`;
  return byFaults('GD-2-2', stated === actual ? [] : [detail], detail);
}

/** 室编件号 counts on without gaps from the item before to the one after. */
function continuity({ loaded, options }: CheckContext): ItemResult {
  const { before, after } = options.neighbours ?? {};
  if (before === undefined && after === undefined) {
    return itemResult('GD-2-6', 'not-applicable', 'numbering is continuous over a batch: this is one item');
  }
  const own = loaded.baseInfo.value?.fields.get('agency_item_number');
  if (own === undefined) return itemResult('GD-2-6', 'failed', '室编件号 is missing');
  const faults: string[] = [];
  if (before !== undefined && !follows(before, own)) faults.push(`${own} does not follow ${before}`);
  if (after !== undefined && !follows(own, after)) faults.push(`${after} does not follow ${own}`);
  return byFaults('GD-2-6', faults, '室编件号 counts on');
}

/** The last number in the text is one higher, everything before it the same. */
function follows(earlier: string, later: string): boolean {
  const [a, b] = [earlier, later].map((text) => /^(.*?)(\d+)$/.exec(text));
  return a?.[1] === b?.[1] && a !== null && b !== null && BigInt(a![2]!) + 1n === BigInt(b![2]!);
}

/** Every file that is listed or there is whole: present, readable, not empty. */
function contentPresent({ loaded }: CheckContext): ItemResult {
  const { value, fault } = loaded.baseInfo;
  if (value === undefined) return unreadable('GD-2-7', fault);
  const listed = (loaded.manifest.value?.entries ?? []).map(({ path }) => path);
  const faults: string[] = [];
  for (const path of new Set([...contentPaths(listed), ...contentPaths(loaded.contents.keys())])) {
    const content = loaded.contents.get(path);
    if (content === undefined) faults.push(`${path} is missing`);
    else if (!content.readable) faults.push(`${path} cannot be read`);
    else if (content.size === 0) faults.push(`${path} is empty`);
  }
  if (value.files.length === 0) faults.push('the fileset is empty');
  return byFaults('GD-2-7', faults, 'every file is there and not empty');
}

function scope({ loaded, options, stage }: CheckContext): ItemResult {
  if (stage === '长期保存') return itemResult('GD-2-9', 'not-applicable', 'decided when the item was filed');
  if (options.requiredFileCodes === undefined) {
    return itemResult('GD-2-9', 'not-run', 'the scope of archiving was not given (requiredFileCodes)');
  }
  if (loaded.baseInfo.value === undefined) return unreadable('GD-2-9', loaded.baseInfo.fault);
  const codes = new Set(loaded.baseInfo.value.files.map((file) => file.code));
  const missing = options.requiredFileCodes.filter((code) => !codes.has(code));
  return byFaults(
    'GD-2-9',
    missing.map((code) => `${code} is in the scope but missing`),
    'the scope is met',
  );
}

function packageMetadata({ loaded }: CheckContext): ItemResult {
  const faults = [loaded.baseInfo, loaded.process, loaded.manifest].flatMap((part) =>
    part.missing === true ? [part.fault] : [],
  );
  return byFaults('GD-2-10', faults, 'both metadata files and 校验信息 are there');
}

function contentCount({ loaded }: CheckContext): ItemResult {
  if (loaded.baseInfo.value === undefined) return unreadable('GD-2-11', loaded.baseInfo.fault);
  const actual = contentPaths(loaded.contents.keys()).length;
  const stated = loaded.baseInfo.value.files.length;
  const detail = `the folders hold ${actual} files, the metadata ${stated}`;
  return byFaults('GD-2-11', actual === stated ? [] : [detail], detail);
}

/** Paths in the three folders. */
export function contentPaths(paths: Iterable<string>): string[] {
  return [...paths].filter((path) => FOLDERS.some((folder) => path.startsWith(`${folder}/`)));
}
