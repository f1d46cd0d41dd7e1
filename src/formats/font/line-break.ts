import type { TextGlyph } from './font-chain.ts';

// 行首禁则 and 行尾禁则 (GB/T 15834): marks that neither begin nor end a line.
const NOT_FIRST = new Set(
  [...'，。、；：？！）］｝》〉」』】〕〗〙〛〞”’…—·～％‰℃°′″,.;:?!)]}%'].map(codeOf),
);
const NOT_LAST = new Set([...'（［｛《〈「『【〔〖〘〚〝“‘￥＄№([{$'].map(codeOf));
const SPACE = 0x20;
const BREAK_AFTER = new Set([...'-/'].map(codeOf));

function codeOf(character: string): number {
  return character.codePointAt(0) as number;
}

/**
 * Breaks glyphs into lines no wider than `width`, with `spacing` between characters (both in ems). Chinese breaks between any two characters but for
 * the forbidden marks, other text at spaces, hyphens and slashes; what still does not fit breaks anywhere.
 * No glyph is dropped: spaces at a line end stay and hang out.
 */
export function breakLines(glyphs: readonly TextGlyph[], width: number, spacing: number): TextGlyph[][] {
  const lines: TextGlyph[][] = [];
  let start = 0;
  while (start < glyphs.length) {
    const end = lineEnd(glyphs, start, width + spacing, spacing);
    lines.push(glyphs.slice(start, end));
    start = end;
  }
  return lines.length > 0 ? lines : [[]];
}

function lineEnd(glyphs: readonly TextGlyph[], start: number, width: number, spacing: number): number {
  let used = 0;
  let lastBreak = start;
  for (let i = start; i < glyphs.length; i++) {
    const glyph = glyphs[i] as TextGlyph;
    if (i > start && mayBreak(glyphs[i - 1] as TextGlyph, glyph)) lastBreak = i;
    used += glyph.advance + spacing;
    if (used > width && glyph.codePoint !== SPACE) {
      if (lastBreak > start) return lastBreak;
      let end = Math.max(i, start + 1);
      while (glyphs[end]?.shaped?.joined === true) end++;
      return end;
    }
  }
  return glyphs.length;
}

function mayBreak(left: TextGlyph, right: TextGlyph): boolean {
  if (right.shaped?.joined === true) return false;
  const [a, b] = [left.codePoint, right.codePoint];
  if (b === SPACE || NOT_FIRST.has(b) || NOT_LAST.has(a)) return false;
  return a === SPACE || BREAK_AFTER.has(a) || a >= 0x2e80 || b >= 0x2e80;
}
