import { readNumber } from '../box.ts';
import { malformed } from '../elements.ts';

/** Numbers between white space. OFD_INVALID. */
export function readNumbers(text: string): number[] {
  const words = text.trim().split(/[ \t\r\n]+/);
  return words[0] === '' ? [] : words.map(readNumber);
}

/** A number as it is written: no exponents, no digits that nobody can see. */
export function svgNumber(value: number): string {
  const rounded = Math.round(value * 1e5) / 1e5;
  return (Object.is(rounded, -0) ? 0 : rounded).toString().includes('e')
    ? rounded.toFixed(5)
    : String(rounded === 0 ? 0 : rounded);
}

/** CTM of clause 8.5, as SVG writes it: the order of the six numbers is the same. */
export function svgMatrix(text: string): string {
  const numbers = readNumbers(text);
  if (numbers.length !== 6) throw malformed('a CTM is not six numbers');
  return `matrix(${numbers.map(svgNumber).join(' ')})`;
}
