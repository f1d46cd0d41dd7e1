import {
  isPdfArray,
  nameOf,
  PdfDict,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
} from '../../../../formats/pdf/index.ts';
import { changedKeys } from '../same-value.ts';
import type { Rule, Step } from '../step.ts';
import { additionsTo } from './array.ts';

/** The DSS only grows (ETSI EN 319 142-1, 5.4.2). */
export const judgeStore: Rule = (step, _role, before, after) => {
  if (!(after instanceof PdfDict)) {
    lost(step, after, 'the DSS');
    return;
  }
  const old = before instanceof PdfDict ? before : undefined;
  for (const key of changedKeys(old, after)) {
    const [was, now] = [old?.get(key), after.get(key)];
    if (key === 'Certs' || key === 'CRLs' || key === 'OCSPs') step.follow({ kind: 'store-list' }, was, now);
    else if (key === 'VRI') step.follow({ kind: 'store-entries' }, was, now);
    else if (key !== 'Type' || nameOf(now) !== 'DSS') step.forbid('DSS', `/${key} of the DSS changed`);
  }
  forbidNulls(step, after);
  step.note({ level: 'ltv-update', code: 'DSS_UPDATED', detail: 'validation data added' });
};

function lost(step: Step, after: PdfObject | undefined, what: string): void {
  if (after === undefined) step.forbid('DSS_REMOVED', `${what} was removed`);
  else step.forbid('DSS', `${what} is not of the form that it must have`);
}

/** A key with null is absent by 7.3.7 and there for many readers: none belongs into a DSS. */
function forbidNulls(step: Step, dict: PdfDict): void {
  for (const [key, value] of dict.entries) {
    if (value === null) step.forbid('DSS', `/${key} in the DSS is null`);
  }
}

/** Lists of streams: what is in them stays. */
export const judgeStoreList: Rule = (step, _role, before, after) => {
  const old = isPdfArray(before) ? before : [];
  if (!isPdfArray(after)) {
    lost(step, after, 'a list of the DSS');
    return;
  }
  const added = newItems(old, after);
  if (added === undefined) {
    step.forbid('DSS_REMOVED', 'validation data was removed from a list of the DSS');
    return;
  }
  for (const item of added) judgeStream(step, item);
  step.note({ level: 'ltv-update', code: 'DSS_UPDATED', detail: 'validation data added' });
};

/** Writers sort these lists as they like: nothing may be missing, the order is free. */
function newItems(before: readonly PdfObject[], after: readonly PdfObject[]): PdfObject[] | undefined {
  const inOrder = additionsTo(before, after);
  if (inOrder !== undefined) return inOrder;
  const numbers = (list: readonly PdfObject[]) =>
    new Set(list.map((item) => (item instanceof PdfRef ? item.num : -1)));
  const [old, now] = [numbers(before), numbers(after)];
  if (old.has(-1) || ![...old].every((num) => now.has(num))) return undefined;
  return after.filter((item) => !(item instanceof PdfRef && old.has(item.num)));
}

function judgeStream(step: Step, item: PdfObject | undefined): void {
  if (item instanceof PdfRef) step.follow({ kind: 'store-data' }, undefined, item);
  else step.forbid('DSS', 'the DSS lists what is no stream');
}

/** A stream of validation data: new ones may come, none may change. */
export const judgeStoreData: Rule = (step, _role, before, after) => {
  if (before !== undefined) step.forbid('DSS', 'validation data was exchanged');
  else if (!(after instanceof PdfStream)) step.forbid('DSS', 'the DSS lists what is no stream');
};

/** /VRI: by the SHA-1 of a signature value, in capitals. */
export const judgeStoreEntries: Rule = (step, _role, before, after) => {
  const old = before instanceof PdfDict ? before : undefined;
  if (!(after instanceof PdfDict)) {
    lost(step, after, '/VRI');
    return;
  }
  for (const key of changedKeys(old, after)) {
    if (key === 'Type' && nameOf(after.get(key)) === 'VRI') continue;
    if (/^[0-9A-F]{40}$/.test(key)) step.follow({ kind: 'store-entry' }, old?.get(key), after.get(key));
    else step.forbid('DSS', `/${key} of /VRI is no digest of a signature`);
  }
  forbidNulls(step, after);
};

export const judgeStoreEntry: Rule = (step, _role, before, after) => {
  const old = before instanceof PdfDict ? before : undefined;
  if (!(after instanceof PdfDict)) {
    lost(step, after, 'an entry of /VRI');
    return;
  }
  for (const key of changedKeys(old, after)) {
    const [was, now] = [old?.get(key), after.get(key)];
    if (key === 'Cert' || key === 'CRL' || key === 'OCSP') step.follow({ kind: 'store-list' }, was, now);
    else if (key === 'TS' && now instanceof PdfRef && was === undefined) judgeStream(step, now);
    else if (!isEntryNote(key, now)) step.forbid('DSS', `/${key} of an entry of /VRI changed`);
  }
  forbidNulls(step, after);
};

/** /Type and the time of an entry: text (/TU), or a timestamp (/TS) that some writers put there as a string. */
function isEntryNote(key: string, value: PdfObject | undefined): boolean {
  if (key === 'TU' || key === 'TS') return value instanceof PdfString;
  return key === 'Type' && nameOf(value) === 'VRI';
}
