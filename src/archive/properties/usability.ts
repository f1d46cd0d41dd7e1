import type { CheckContext } from './context.ts';
import { contentPaths } from './integrity.ts';
import { byFaults, type ItemResult, itemResult, limited, unreadable } from './item-list.ts';

/** Formats that archives commonly take (OFD, PDF, TIFF, JPEG, XML for long-term; signed containers of the process). */
const COMMON_FORMATS: readonly string[] = [
  'application/pdf',
  'application/ofd',
  'image/tiff',
  'image/jpeg',
  'image/png',
  'application/xml',
  'application/json',
  'text/plain',
  'application/vnd.etsi.asic-e+zip',
  'application/pkcs7-mime',
];

/** 可用性: what is kept can be read, now and later. */
export function checkUsability(context: CheckContext): ItemResult[] {
  return [
    metadataReadable(context),
    targetReady(context),
    formats(context),
    readability(context),
    longTerm(context),
    environment(context),
    compliance(context),
  ];
}

function metadataReadable({ loaded }: CheckContext): ItemResult {
  const faults = [loaded.baseInfo, loaded.process].flatMap((part) =>
    part.missing === false ? [part.fault] : [],
  );
  return byFaults('GD-3-1', faults, 'both metadata files parse');
}

function targetReady({ targetReady }: CheckContext): ItemResult {
  if (targetReady === undefined)
    return itemResult('GD-3-2', 'not-run', 'no target store was asked (isTargetReady)');
  return byFaults(
    'GD-3-2',
    targetReady ? [] : ['the target store is not ready'],
    'the target store answered',
  );
}

/** Formats by content: a name or a declared type is never believed. */
function formats({ loaded, options }: CheckContext): ItemResult {
  const allowed = options.formats ?? COMMON_FORMATS;
  const faults = contentPaths(loaded.contents.keys()).flatMap((path) => {
    const { mediaType } = loaded.contents.get(path)!;
    return allowed.includes(mediaType) ? [] : [`${path} is ${mediaType}, which the archive does not take`];
  });
  return byFaults('GD-3-3', faults, 'all formats are common ones, by content');
}

/** Every file opens as what its bytes say it is. How it looks, only a person can tell. */
function readability({ unopened, verdicts }: CheckContext): ItemResult {
  const faults = [...unopened].map(([path, why]) => `${path}: ${why}`);
  for (const [path, { conclusion }] of verdicts ?? []) {
    const { indication, subIndications } = conclusion;
    if (indication === 'TOTAL_FAILED' && subIndications.includes('FORMAT_FAILURE') && !unopened.has(path)) {
      faults.push(`${path}: FORMAT_FAILURE`);
    }
  }
  return byFaults('GD-3-4', faults, 'every file opens as what it is');
}

/** PDF/A and OFD for archives, by the port. */
function longTerm({ suitability }: CheckContext): ItemResult {
  if (suitability === undefined) {
    return itemResult('GD-3-5', 'not-run', 'nobody looked whether the formats can be kept (checkFormat)');
  }
  const faults: string[] = [];
  const open: string[] = [];
  const told: string[] = [];
  const suitable = new Set<string>();
  for (const [path, { profile, faults: own, findings = [], notChecked }] of suitability) {
    if (own.length > 0) faults.push(`${path}: ${profile}: ${limited(own).join('; ')}`);
    else if (notChecked !== undefined) open.push(`${path}: ${profile}: ${notChecked}`);
    else suitable.add(profile);
    if (findings.length > 0) told.push(`${path}: ${profile}: ${limited(findings).join('; ')}`);
  }
  if (faults.length > 0) return itemResult('GD-3-5', 'failed', ...limited([...faults, ...open, ...told]));
  if (open.length > 0) return itemResult('GD-3-5', 'not-run', ...limited([...open, ...told]));
  if (suitable.size === 0) {
    return itemResult('GD-3-5', 'not-applicable', 'no file of a format with rules for keeping');
  }
  return itemResult('GD-3-5', 'passed', `suitable: ${[...suitable].join(', ')}`, ...limited(told));
}

function environment({ loaded, faults }: CheckContext): ItemResult {
  if (loaded.baseInfo.value === undefined) return unreadable('GD-3-6', loaded.baseInfo.fault);
  const own = faults.filter(({ code }) => code === 'GD-3-6').map(({ detail }) => detail);
  return byFaults('GD-3-6', own, '信息系统描述 is recorded');
}

/** No encryption. The package itself is proved open by having been read; files inside by what `verifyFile` met. */
function compliance({ verdicts }: CheckContext): ItemResult {
  if (verdicts === undefined)
    return itemResult('GD-3-8', 'not-run', 'the files were not opened (verifyFile)');
  const encrypted: string[] = [];
  for (const [path, { notChecked = [] }] of verdicts) {
    if (notChecked.some(({ code }) => ENCRYPTED.includes(code))) encrypted.push(`${path} is encrypted`);
  }
  return byFaults('GD-3-8', encrypted, 'no encryption, no foreign compression');
}

const ENCRYPTED: readonly string[] = ['PDF_ENCRYPTED', 'OFD_ENCRYPTED'];
