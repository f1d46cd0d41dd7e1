/** A bfchar block holds at most 100 entries (Adobe Technical Note 5014, ISO 32000-1, 9.10.3). */
const BLOCK = 100;

/** The ToUnicode CMap of a font whose CID n + 1 stands for `codePoints[n]`, in UTF-16BE. */
export function toUnicodeMap(codePoints: readonly number[]): string {
  const entries = codePoints.map((codePoint, i) => `<${hex(i + 1)}> <${utf16(codePoint)}>`);
  const blocks: string[] = [];
  for (let start = 0; start < entries.length; start += BLOCK) {
    const block = entries.slice(start, start + BLOCK);
    blocks.push(`${block.length} beginbfchar`, ...block, 'endbfchar');
  }
  return [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange',
    '<0000> <FFFF>',
    'endcodespacerange',
    ...blocks,
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ].join('\n');
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}

function utf16(codePoint: number): string {
  const text = String.fromCodePoint(codePoint);
  return Array.from({ length: text.length }, (_, i) => hex(text.charCodeAt(i))).join('');
}
