import { expect, test } from 'vitest';
import type { OfdText } from '../../../src/formats/ofd/index.ts';
import { findText } from '../../../src/seal/ofd/find-text.ts';

/** A text object whose characters stand side by side. */
function line(text: string, x: number, y: number, more: Partial<OfdText> = {}): OfdText {
  const size = 5;
  return {
    id: '1',
    text,
    characters: [...text].map((character, i) => ({ text: character, x: x + i * size, y })),
    size,
    boundary: { x, y: y - size, width: text.length * size, height: size },
    fromTemplate: false,
    hidden: false,
    ...more,
  };
}

const xs = (texts: readonly OfdText[], wanted: string): number[] => findText(texts, wanted).map(({ x }) => x);

test('a text is found where it stands, as often as it does', () => {
  expect(findText([line('请在此盖章', 20, 100)], '盖章')).toEqual([{ x: 35, y: 95.6, width: 10, height: 5 }]);
  expect(xs([line('盖章盖章', 0, 10)], '盖章')).toEqual([0, 10]);
  expect(xs([line('盖盖盖', 0, 10)], '盖盖')).toEqual([0]);
  expect(xs([line('签名', 0, 10)], '盖章')).toEqual([]);
});

test('objects that follow each other on one line are one text; lines and columns are not', () => {
  expect(xs([line('盖', 0, 10), line('章', 5, 10)], '盖章')).toEqual([0]);
  expect(xs([line('盖', 0, 10), line('章', 9, 10)], '盖章')).toEqual([0]);
  expect(xs([line('盖', 0, 10), line('章', 50, 10)], '盖章')).toEqual([]);
  expect(xs([line('盖', 0, 10), line('章', 5, 20)], '盖章')).toEqual([]);
});

test('white space is not compared, hidden text is not searched', () => {
  expect(xs([line('盖 章', 0, 10)], '盖章')).toEqual([0]);
  expect(xs([line('盖章', 0, 10)], ' 盖　章 ')).toEqual([0]);
  expect(xs([line('盖章', 0, 10, { hidden: true })], '盖章')).toEqual([]);
});
