import { type BagFinding, readBag } from '../../formats/bagit/index.ts';
import type { FileTree } from '../../foundation/core/index.ts';
import type { Check, FileFacts, NotChecked, SubIndication } from '../../foundation/validation/index.ts';

/** Algorithms that find damage, and no intent. */
const WEAK: readonly string[] = ['md5', 'sha1'];

/**
 * Facts of a BagIt bag (RFC 8493): a bag has digests and no signature, so that a valid one is NO_SIGNATURE_FOUND, and an
 * invalid one fails: HASH_FAILURE where files were changed and nothing else is wrong, else FORMAT_FAILURE. Signatures inside
 * of the payload are not looked at. See `readBag` for what is checked.
 */
export async function inspectBag(tree: FileTree): Promise<FileFacts> {
  const bag = await readBag(tree);
  const failure = failureOf(bag.findings);
  const notChecked = notCheckedOf(bag);
  const files = `${bag.payloadFiles} files, ${bag.payloadBytes} bytes, by ${bag.algorithms.join(', ')}`;
  const passed: Check = { code: 'BAGIT_VALID', status: 'passed', detail: files, clause: 'RFC 8493 3' };
  const isDecided = bag.toFetch.length === 0 && bag.algorithms.length > 0;
  return {
    format: 'bagit',
    signatures: [],
    ...(failure === undefined ? (isDecided ? {} : { failure: null }) : { failure }),
    checks: [...(failure === undefined && isDecided ? [passed] : []), ...bag.findings],
    notChecked,
  };
}

function failureOf(findings: readonly BagFinding[]): SubIndication | undefined {
  const failed = findings.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return undefined;
  return failed.every(({ code }) => code === 'BAGIT_DIGEST_MISMATCH') ? 'HASH_FAILURE' : 'FORMAT_FAILURE';
}

function notCheckedOf({
  algorithms,
  unknownAlgorithms,
  toFetch,
}: Awaited<ReturnType<typeof readBag>>): NotChecked[] {
  const told: NotChecked[] = [
    { code: 'BAGIT_CONTENT_SIGNATURES', detail: 'signatures inside the files were not verified here' },
  ];
  for (const name of unknownAlgorithms)
    told.push({ code: 'BAGIT_ALGORITHM_UNSUPPORTED', detail: `the manifest by ${name.slice(0, 40)}` });
  if (toFetch.length > 0)
    told.push({ code: 'BAGIT_FETCH_PENDING', detail: `${toFetch.length} files are still to be fetched` });
  if (algorithms.length > 0 && algorithms.every((name) => WEAK.includes(name)))
    told.push({
      code: 'BAGIT_INTENT',
      detail: `${algorithms.join(', ')} find damage; a deliberate change may pass`,
    });
  return told;
}
