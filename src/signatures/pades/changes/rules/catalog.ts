import { isPdfArray, nameOf, PdfDict, type PdfObject } from '../../../../formats/pdf/index.ts';
import { catalogLabel } from '../label.ts';
import type { Role } from '../role.ts';
import { changedKeys, isPlain, sameValue } from '../same-value.ts';
import type { Rule, Step } from '../step.ts';

/** Keys of a trailer that say how the file is written, not what it holds (ISO 32000-1, tables 15, 17 and 19). */
const BOOKKEEPING: ReadonlySet<string> = new Set([
  ...['Size', 'Prev', 'XRefStm', 'ID', 'Type', 'W', 'Index', 'Filter', 'DecodeParms', 'Length'],
]);

/** A later trailer must lead to the same catalog; keys without a meaning in the standard may be left out. */
export function judgeTrailer(step: Step, before: PdfDict, after: PdfDict): void {
  for (const key of changedKeys(before, after)) {
    const value = after.get(key);
    if (BOOKKEEPING.has(key) && isPlain(value)) continue;
    // The authentication code of an encrypted file (ISO/TS 32004), made anew with every revision.
    if (key === 'AuthCode' && value instanceof PdfDict) continue;
    if (key === 'Info') step.follow({ kind: 'info' }, before.get(key), value);
    else if (key === 'Root') step.forbid('TRAILER', 'the trailer leads to another catalog');
    else if (value !== undefined || !isPlain(before.get(key)) || key === 'Encrypt') {
      step.forbid('TRAILER', `/${key} of the trailer changed`);
    }
  }
}

const FOLLOWED: Readonly<Record<string, Role>> = {
  AcroForm: { kind: 'form' },
  DSS: { kind: 'store' },
  Extensions: { kind: 'extensions' },
  Metadata: { kind: 'metadata' },
};

/** The catalog may gain a form, a DSS, extensions, metadata and a higher version; all else stays. */
export const judgeCatalog: Rule = (step, _role, before, after) => {
  if (!(before instanceof PdfDict) || !(after instanceof PdfDict)) {
    step.forbid('CATALOG', 'the catalog is no dictionary any more');
    return;
  }
  for (const key of changedKeys(before, after)) {
    const followed = FOLLOWED[key];
    if (followed !== undefined) step.follow(followed, before.get(key), after.get(key));
    else if (key !== 'Version' || !isUpgrade(before.get(key), after.get(key))) {
      const { code, words } = catalogLabel(key);
      step.forbid(code, `${words} ${verb(before.get(key), after.get(key))}`);
    }
  }
};

/** `added`, `removed` or `replaced`. */
export function verb(before: PdfObject | undefined, after: PdfObject | undefined): string {
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'replaced';
}

/** /Version may rise with what a later writer uses (7.5.6). */
function isUpgrade(before: PdfObject | undefined, after: PdfObject | undefined): boolean {
  const [old, now] = [nameOf(before) ?? '1.0', nameOf(after) ?? ''];
  return /^\d\.\d$/.test(now) && now >= old;
}

/** Developer extensions (7.12): each may be added, or rise to a higher level. */
export const judgeExtensions: Rule = (step, _role, before, after) => {
  if (!(after instanceof PdfDict)) {
    step.forbid('EXTENSIONS', `developer extensions ${verb(before, after)}`);
    return;
  }
  const old = before instanceof PdfDict ? before : undefined;
  for (const key of changedKeys(old, after)) {
    if (key === 'Type') {
      if (nameOf(after.get(key)) !== 'DeveloperExtensions')
        step.forbid('EXTENSIONS', '/Type of the extensions changed');
    } else step.follow({ kind: 'extension' }, old?.get(key), after.get(key));
  }
};

const EXTENSION_KEYS: ReadonlySet<string> = new Set([
  ...['Type', 'BaseVersion', 'ExtensionLevel', 'URL', 'ExtensionRevision'],
]);

/** One extension, or an array of them (ISO 32000-2, 7.12.2). */
export const judgeExtension: Rule = (step, _role, before, after) => {
  const list = isPdfArray(after) ? after : [after];
  const old = isPdfArray(before) ? before : [before];
  const formed = list.every((item) => step.after.resolve(item) instanceof PdfDict);
  if (!formed || list.length < old.filter((item) => item !== undefined).length || !list.every(isPlain)) {
    step.forbid('EXTENSIONS', `a developer extension ${verb(before, after)}`);
    return;
  }
  for (const [i, item] of list.entries()) judgeOneExtension(step, old[i] ?? undefined, item as PdfDict);
};

function judgeOneExtension(step: Step, before: PdfObject | undefined, after: PdfDict): void {
  const old = before instanceof PdfDict ? before : undefined;
  const [level, oldLevel] = [after.get('ExtensionLevel'), old?.get('ExtensionLevel') ?? 0];
  const lower = typeof level !== 'number' || typeof oldLevel !== 'number' || level < oldLevel;
  const unknown = [...after.entries.keys()].some((key) => !EXTENSION_KEYS.has(key));
  const base = nameOf(after.get('BaseVersion'));
  const moved =
    old !== undefined && level === oldLevel && !sameValue(old.get('BaseVersion'), after.get('BaseVersion'));
  if (lower || unknown || moved || base === undefined)
    step.forbid('EXTENSIONS', 'a developer extension changed');
}
