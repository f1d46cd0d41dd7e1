import { readNumber } from '../box.ts';
import { malformed } from '../elements.ts';
import { svgNumber } from './numbers.ts';

/** Letters of table 35 with their numbers, and what SVG calls them. */
const STEPS: Readonly<Record<string, readonly [letter: string, count: number]>> = {
  S: ['M', 2],
  M: ['M', 2],
  L: ['L', 2],
  Q: ['Q', 4],
  B: ['C', 6],
  A: ['A', 7],
  C: ['Z', 0],
};

/** AbbreviatedData of a path (GB/T 33190-2016 clause 9.1) as SVG path data. OFD_INVALID. */
export function svgPathData(text: string): string {
  const words = text.trim().split(/[ \t\r\n,]+/);
  if (words[0] === '') return '';
  const out: string[] = [];
  for (let i = 0; i < words.length; ) {
    const step = Object.hasOwn(STEPS, words[i]!) ? STEPS[words[i]!] : undefined;
    if (step === undefined) throw malformed('a path has a step that is none');
    const [letter, count] = step;
    const numbers = words.slice(i + 1, i + 1 + count);
    if (numbers.length < count) throw malformed('a path ends within a step');
    out.push(letter, ...numbers.map((word) => svgNumber(readNumber(word))));
    i += 1 + count;
  }
  return out.join(' ');
}
