import type { CheckContext } from './context.ts';
import { contentPaths } from './integrity.ts';
import { byFaults, type ItemResult, itemResult } from './item-list.ts';

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
    environment(context),
    compliance(context),
  ];
}

function metadataReadable({ loaded }: CheckContext): ItemResult {
  const faults = [loaded.baseInfo, loaded.process].flatMap((part) => part.fault ?? []);
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

function environment({ loaded }: CheckContext): ItemResult {
  const described = loaded.baseInfo.value?.fields.get('information_system_dcscription') ?? '';
  return byFaults('GD-3-6', described === '' ? ['信息系统描述 is missing'] : [], '信息系统描述 is recorded');
}

/** No encryption. The ZIP itself is proved open by having been read; files inside by what `verifyFile` met. */
function compliance({ verdicts }: CheckContext): ItemResult {
  const encrypted: string[] = [];
  let open = 0;
  for (const [path, verdict] of verdicts) {
    if (verdict === 'not-run') open++;
    else if (verdict !== 'none' && (verdict.notChecked ?? []).some(({ code }) => code === 'PDF_ENCRYPTED')) {
      encrypted.push(`${path} is encrypted`);
    }
  }
  if (encrypted.length > 0) return itemResult('GD-3-8', 'failed', ...encrypted);
  if (open > 0) return itemResult('GD-3-8', 'not-run', `${open} files were not opened (verifyFile)`);
  return itemResult('GD-3-8', 'passed', 'no encryption, no foreign compression');
}
