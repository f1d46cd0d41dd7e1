import {
  countOf,
  decodeTextString,
  nameOf,
  type ObjectView,
  type PdfDict,
  type PdfSignature,
  PdfString,
} from '../../formats/pdf/index.ts';
import type { Check } from '../../foundation/core/index.ts';

/** Constraints that a seed value dictionary may demand, by the bits of /Ff (ISO 32000-2, table 237). */
const CONSTRAINTS: readonly string[] = [
  ...['Filter', 'SubFilter', 'V', 'Reasons', 'LegalAttestation', 'AddRevInfo', 'DigestMethod'],
  ...['LockDocument', 'AppearanceFilter'],
];

/**
 * What the author of the form demanded of a signature in this field (/SV, ISO 32000-2, 12.7.5.5) and it does not meet,
 * or nobody here can tell: each makes the signature one that the form does not accept. Demands without a flag are
 * wishes.
 */
export function seedValueChecks(
  view: ObjectView,
  field: PdfDict | undefined,
  signature: PdfSignature,
): Check[] {
  const seed = view.dict(field?.get('SV'));
  const flags = countOf(view.resolve(seed?.get('Ff'))) ?? 0;
  if (seed === undefined || flags === 0) return [];
  return CONSTRAINTS.flatMap((key, bit) => {
    if ((flags & (1 << bit)) === 0) return [];
    const met = isMet(view, key, seed, signature);
    if (met === true) return [];
    const what = met === undefined ? 'is demanded and not checked' : 'is demanded and not met';
    const status = met === undefined ? 'not-run' : 'failed';
    return [
      { code: 'SEED_VALUES', status, detail: `/${key} of the field ${what}`, clause: 'ISO 32000-2 12.7.5.5' },
    ];
  });
}

/** Undefined where nobody here can tell. */
function isMet(
  view: ObjectView,
  key: string,
  seed: PdfDict,
  { dict, reason, subFilter }: PdfSignature,
): boolean | undefined {
  const list = view.array(seed.get(key))?.map((item) => view.resolve(item));
  switch (key) {
    case 'Filter':
      return nameOf(view.resolve(seed.get(key))) === nameOf(view.resolve(dict.get(key)));
    case 'SubFilter':
      return list?.some((item) => nameOf(item) === subFilter);
    case 'V':
      // 3 is the version of ISO 32000-2.
      return (countOf(view.resolve(seed.get(key))) ?? 99) <= 3;
    case 'Reasons': {
      const reasons = list?.map((item) => (item instanceof PdfString ? decodeTextString(item) : ''));
      const none =
        reasons === undefined || reasons.length === 0 || (reasons.length === 1 && reasons[0] === '.');
      return none ? reason === undefined : reason !== undefined && reasons.includes(reason);
    }
    default:
      return undefined;
  }
}
