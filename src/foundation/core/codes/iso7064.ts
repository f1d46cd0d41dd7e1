/** The alphabet of MOD 37,36: a character's value is its place. */
const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const MOD_11_2_CHARACTERS = '0123456789X';

/**
 * Check character of the hybrid system MOD 37,36 (ISO/IEC 7064:2003 = GB/T 17710-2008), as GB/T 36904 uses it.
 * `undefined` when the body is empty or holds anything outside 0-9 and A-Z.
 */
export function mod37_36(body: string): string | undefined {
  const product = hybridProduct(body);
  return product === undefined ? undefined : ALPHANUMERIC[(37 - product) % 36];
}

/** True when the last character of `text` is the MOD 37,36 check character of those before it. */
export function checkMod37_36(text: string): boolean {
  return text.length > 1 && mod37_36(text.slice(0, -1)) === text.at(-1);
}

/**
 * Check character of the pure system MOD 11-2 (ISO/IEC 7064:2003), as GB 11643 uses it: `0`-`9` or `X`.
 * `undefined` when the body is empty or holds anything but digits.
 */
export function mod11_2(digits: string): string | undefined {
  if (!/^[0-9]+$/.test(digits)) return undefined;
  let product = 0;
  for (const digit of digits) product = ((product + Number(digit)) * 2) % 11;
  return MOD_11_2_CHARACTERS[(12 - product) % 11];
}

/** True when the last character of `text` is the MOD 11-2 check character of the digits before it. */
export function checkMod11_2(text: string): boolean {
  return text.length > 1 && mod11_2(text.slice(0, -1)) === text.at(-1);
}

function hybridProduct(body: string): number | undefined {
  if (body === '') return undefined;
  let product = 36;
  for (const character of body) {
    const value = ALPHANUMERIC.indexOf(character);
    if (value < 0) return undefined;
    product = ((product + value) % 36 || 36) * 2;
    product %= 37;
  }
  return product;
}
