const WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Check character of an organisation code (组织机构代码, GB 11714): 8 characters 0-9 A-Z in, `0`-`9` or `X` out.
 * `undefined` when the body has another form.
 */
export function organisationCodeCheck(body: string): string | undefined {
  if (!/^[0-9A-Z]{8}$/.test(body)) return undefined;
  let sum = 0;
  for (const [i, weight] of WEIGHTS.entries()) sum += ALPHABET.indexOf(body[i]!) * weight;
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

/** True for 9 characters with the right check character. Whether the body was ever assigned is not checked. */
export function isOrganisationCode(code: string): boolean {
  return code.length === 9 && organisationCodeCheck(code.slice(0, 8)) === code[8];
}
