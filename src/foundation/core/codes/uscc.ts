import { isOrganisationCode } from './organisation-code.ts';

/** 31 characters: I, O, S, V and Z are left out (GB 32100-2015 table 1). */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const BODY = /^[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{9}$/;

/**
 * Check character of a unified social credit code (统一社会信用代码, GB 32100-2015) over its 17 first characters.
 * `undefined` when the body has another form.
 */
export function usccCheck(body: string): string | undefined {
  if (!BODY.test(body)) return undefined;
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31];
}

/**
 * True for 18 characters whose own check character and that of the organisation code inside (9-17) are right.
 * Whether the code was ever assigned is not checked.
 */
export function isUscc(code: string): boolean {
  return (
    code.length === 18 && usccCheck(code.slice(0, 17)) === code[17] && isOrganisationCode(code.slice(8, 17))
  );
}
