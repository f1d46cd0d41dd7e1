import { describe, expect, it } from 'vitest';
import type { PdfString } from '../../../src/formats/pdf/object.ts';
import { contentOperations } from '../../../src/formats/pdf/text/content-operators.ts';
import { parseToUnicode } from '../../../src/formats/pdf/text/to-unicode.ts';
import { isYinxinError, utf8 } from '../../../src/foundation/core/index.ts';

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return isYinxinError(error) ? error.code : `foreign: ${String(error)}`;
  }
  return 'none';
}

const operatorsOf = (text: string): string[] => [...contentOperations(utf8(text))].map((o) => o.operator);

describe('content streams', () => {
  it('come apart into operators with their operands', () => {
    const operations = [...contentOperations(utf8("BT /F1 12 Tf [(a) -20 <0001>] TJ (x) ' T* ET"))];
    expect(operations.map((o) => o.operator)).toEqual(['BT', 'Tf', 'TJ', "'", 'T*', 'ET']);
    const array = operations[2]!.operands[0] as readonly unknown[];
    expect(array.length).toBe(3);
    expect((array[2] as PdfString).bytes).toEqual(Uint8Array.of(0, 1));
  });

  it('keep the literals true, false and null as operands', () => {
    const [operation] = [...contentOperations(utf8('/Tag <</Hidden true>> BDC'))];
    expect(operation!.operator).toBe('BDC');
    expect(operation!.operands.length).toBe(2);
  });

  it('pass over inline image data that looks like operators', () => {
    expect(operatorsOf('BI /W 1 /H 1 ID ab Tj cd\nEI Q')).toEqual(['BI', 'ID', 'Q']);
    expect(codeOf(() => operatorsOf('BI /W 1 ID abc'))).toBe('PDF_INVALID');
  });

  it('are bounded and strict', () => {
    expect(codeOf(() => operatorsOf(`${'['.repeat(100)}`))).toBe('LIMIT_EXCEEDED');
    expect(codeOf(() => operatorsOf('1 '.repeat(2000)))).toBe('LIMIT_EXCEEDED');
    expect(codeOf(() => operatorsOf('(never closed'))).toBe('PDF_INVALID');
    expect(codeOf(() => operatorsOf('}'))).toBe('PDF_INVALID');
  });
});

describe('a ToUnicode CMap', () => {
  it('gives characters, ranges, lists, ligatures and Plane 2', () => {
    const cmap = parseToUnicode(
      `1 begincodespacerange <0000> <ffff> endcodespacerange
       2 beginbfchar <0001> <5370> <0002> <D842DFB7> endbfchar
       2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<4FE1> <00660069>] endbfrange`,
    );
    expect(cmap.codeLength).toBe(2);
    expect([1, 2, 0x10, 0x12, 0x20, 0x21].map((c) => cmap.map.get(c))).toEqual([
      '印',
      '𠮷',
      'A',
      'C',
      '信',
      'fi',
    ]);
  });

  it('refuses odd lists, turned ranges, unclosed sections and floods', () => {
    for (const text of [
      'beginbfchar <0001> endbfchar',
      'beginbfchar <0001> <53> endbfchar',
      'beginbfrange <0005> <0001> <0041> endbfrange',
      'beginbfrange <0001> <0003> [<0041>] endbfrange',
      'beginbfchar <0001> <0041>',
    ]) {
      expect(codeOf(() => parseToUnicode(text))).toBe('PDF_INVALID');
    }
    const flood = 'beginbfrange <00000000> <0000ffff> <0041> <00010000> <0001ffff> <0041> endbfrange';
    expect(codeOf(() => parseToUnicode(flood))).toBe('LIMIT_EXCEEDED');
  });
});
