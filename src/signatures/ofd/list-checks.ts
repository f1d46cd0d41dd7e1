import type { OfdSignatureList } from '../../formats/ofd/index.ts';
import type { Check } from '../../foundation/core/index.ts';
import { quirk } from '../ses/index.ts';
import { failed } from './frame.ts';
import type { ListedSignature } from './listed.ts';
import type { ValueKind } from './value-kind.ts';

const CLAUSE = 'GB/T 33190-2016 18.1';

/**
 * What one line of Signatures.xml claims about its signature. The list is not signed: a contradiction makes the
 * signature malformed, and nothing is believed for being there.
 */
export function entryChecks(signature: ListedSignature, kind: ValueKind): Check[] {
  return [...typeChecks(signature, kind), ...idChecks(signature), ...relativeChecks(signature)];
}

function typeChecks({ entry }: ListedSignature, kind: ValueKind): Check[] {
  const what = { seal: 'an electronic seal', cms: 'a signature', raw: 'a bare signature value' }[kind];
  if (entry.type === undefined && kind !== 'seal') {
    return [quirk('OFD_TYPE_ABSENT', `the list names no type, which means Seal; this is ${what}`, CLAUSE)];
  }
  const fits = (entry.type ?? 'Seal') === (kind === 'seal' ? 'Seal' : 'Sign');
  if (fits) return [];
  const detail = `the list says ${JSON.stringify(entry.type?.slice(0, 40))}; this is ${what}`;
  return [failed('OFD_TYPE_MISMATCH', detail, CLAUSE)];
}

function idChecks({ entry, list }: ListedSignature): Check[] {
  if (entry.id === undefined || entry.id === '') {
    return [quirk('OFD_SIGNATURE_ID_ABSENT', 'the list names no identifier for the signature', CLAUSE)];
  }
  if (list.entries.filter(({ id }) => id === entry.id).length === 1) return [];
  const detail = `the list gives the identifier ${entry.id.slice(0, 40)} to several signatures`;
  return [failed('OFD_SIGNATURE_ID_REPEATED', detail, CLAUSE)];
}

function relativeChecks({ entry, list }: ListedSignature): Check[] {
  if (entry.relative === undefined) return [];
  if (list.entries.some(({ id }) => id === entry.relative)) return [];
  const detail = 'the signature builds on one that is not in the list';
  return [failed('OFD_RELATIVE_SIGNATURE_MISSING', detail, 'GM/T 0099-2020 B.2')];
}

/** What a whole list tells: identifiers that were counted further than anything that is left. */
export function listChecks(list: OfdSignatureList, signatures: readonly ListedSignature[]): Check[] {
  const checks = [...list.checks];
  if (list.entries.length === 0) {
    checks.push(quirk('OFD_SIGNATURE_LIST_EMPTY', 'the list of signatures is there and empty', CLAUSE));
  }
  const own = signatures.filter((signature) => signature.list === list);
  const used = own.flatMap(({ entry, file }) => [entry.id, ...(file?.stamps ?? []).map(({ id }) => id)]);
  const counted = numberOf(list.maxSignId);
  if (counted === undefined) return checks;
  const highest = used.reduce((most, id) => Math.max(most, numberOf(id) ?? 0), 0);
  if (counted !== highest) {
    const detail = `MaxSignId is ${counted}, the highest identifier in use ${highest}: signatures were removed or renumbered, or the writer counts otherwise`;
    checks.push(quirk('OFD_MAX_SIGN_ID', detail, CLAUSE));
  }
  return checks;
}

/** `7`, `007` and `s007` are seven. */
function numberOf(id: string | undefined): number | undefined {
  const match = /^[A-Za-z]{0,8}(\d{1,9})$/.exec(id ?? '');
  return match === null ? undefined : Number(match[1]);
}
