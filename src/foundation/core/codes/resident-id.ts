import { checkMod11_2 } from './iso7064.ts';

/** First two digits of the region (GB/T 2260 provinces, and 81-83 for Hong Kong, Macao and Taiwan). */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  ),
);

/**
 * True for a resident identity number (公民身份号码, GB 11643-1999): 18 characters, a known province,
 * a birth date of the calendar, the right MOD 11-2 check character. Whether it was ever assigned is not checked.
 */
export function isResidentId(code: string): boolean {
  if (!/^[0-9]{17}[0-9X]$/.test(code)) return false;
  return PROVINCES.has(code.slice(0, 2)) && isBirthDate(code.slice(6, 14)) && checkMod11_2(code);
}

/**
 * True when a resident identity number stands anywhere in the text, with lower-case x, full-width digits,
 * separators or invisible characters inside too. Used where such a number must never appear: codes, names of files, URLs, ledgers.
 */
export function containsResidentId(text: string): boolean {
  const compact = text
    .normalize('NFKC')
    .replace(/[\s\p{Pd}\p{Cf}_.·*/]/gu, '')
    .toUpperCase();
  for (let at = 0; at + 18 <= compact.length; at++) {
    if (isResidentId(compact.slice(at, at + 18))) return true;
  }
  return false;
}

function isBirthDate(text: string): boolean {
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(4, 6));
  const day = Number(text.slice(6, 8));
  if (year < 1800 || year > 2199) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
