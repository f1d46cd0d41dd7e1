import { FOLDERS } from '../model.ts';
import { metadataItem } from './authenticity.ts';
import type { CheckContext } from './context.ts';
import { byFaults, type ItemResult, itemResult } from './item-list.ts';

/** 完整性: nothing is missing, and the numbers agree. */
export function checkIntegrity(context: CheckContext): ItemResult[] {
  return [
    totalNumber(context),
    totalBytes(context),
    metadataItem('GD-2-3', context),
    metadataItem('GD-2-4', context),
    metadataItem('GD-2-5', context),
    itemResult('GD-2-6', 'not-applicable', 'numbering is continuous over a batch: this is one item'),
    contentPresent(context),
    scope(context),
    packageMetadata(context),
    contentCount(context),
  ];
}

function totalNumber({ loaded }: CheckContext): ItemResult {
  const { value, fault } = loaded.baseInfo;
  if (value === undefined) return itemResult('GD-2-1', 'failed', fault);
  const stated = value.fields.get('total_number');
  const same = stated === String(value.files.length);
  const detail = `total_number says ${stated ?? 'nothing'}, the fileset holds ${value.files.length}`;
  return byFaults('GD-2-1', same ? [] : [detail], detail);
}

function totalBytes({ loaded }: CheckContext): ItemResult {
  const { value, fault } = loaded.baseInfo;
  if (value === undefined) return itemResult('GD-2-2', 'failed', fault);
  const stated = value.files.reduce((sum, file) => sum + Number(file.size), 0);
  const actual = contentPaths(loaded.contents.keys()).reduce(
    (sum, path) => sum + loaded.contents.get(path)!.entry.size,
    0,
  );
  const detail = `the metadata say ${stated} bytes, the folders hold ${actual}`;
  return byFaults('GD-2-2', stated === actual ? [] : [detail], detail);
}

function contentPresent({ loaded }: CheckContext): ItemResult {
  const { value, fault } = loaded.baseInfo;
  if (value === undefined) return itemResult('GD-2-7', 'failed', fault);
  const faults = value.files.flatMap((file) => {
    const content = loaded.contents.get(file.path);
    if (content === undefined) return [`${file.path} is missing`];
    if (!content.readable) return [`${file.path} cannot be read`];
    return content.entry.size === 0 ? [`${file.path} is empty`] : [];
  });
  if (value.files.length === 0) faults.push('the fileset is empty');
  return byFaults('GD-2-7', faults, 'every file is there and not empty');
}

function scope({ loaded, options }: CheckContext): ItemResult {
  if (options.requiredFileCodes === undefined) {
    return itemResult('GD-2-9', 'not-run', 'the scope of archiving was not given (requiredFileCodes)');
  }
  const codes = new Set((loaded.baseInfo.value?.files ?? []).map((file) => file.code));
  const missing = options.requiredFileCodes.filter((code) => !codes.has(code));
  return byFaults(
    'GD-2-9',
    missing.map((code) => `${code} is in the scope but missing`),
    'the scope is met',
  );
}

function packageMetadata({ loaded }: CheckContext): ItemResult {
  const faults = [loaded.baseInfo, loaded.process, loaded.manifest].flatMap((part) => part.fault ?? []);
  return byFaults('GD-2-10', faults, 'both metadata files and 校验信息 are there');
}

function contentCount({ loaded }: CheckContext): ItemResult {
  const actual = contentPaths(loaded.contents.keys()).length;
  const stated = loaded.baseInfo.value?.files.length ?? 0;
  const detail = `the folders hold ${actual} files, the metadata ${stated}`;
  return byFaults(
    'GD-2-11',
    actual === stated && loaded.baseInfo.value !== undefined ? [] : [detail],
    detail,
  );
}

/** Paths in the three folders. */
export function contentPaths(paths: Iterable<string>): string[] {
  return [...paths].filter((path) => FOLDERS.some((folder) => path.startsWith(`${folder}/`)));
}
