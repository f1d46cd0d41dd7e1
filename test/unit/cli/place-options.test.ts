import { Command } from 'commander';
import { expect, test } from 'vitest';
import { type PlaceArguments, placementsOf, withPlaceOptions } from '../../../src/cli/sign/place-options.ts';

function placements(...args: string[]): unknown {
  const command = withPlaceOptions(
    new Command('seal').exitOverride().configureOutput({ writeErr: () => {} }),
  );
  try {
    return placementsOf(command.parse(args, { from: 'user' }).opts<PlaceArguments>());
  } catch (error) {
    return (error as { code: string }).code;
  }
}

test('without any option the seal stands at its default point', () => {
  expect(placements()).toEqual([{ kind: 'point', page: 1, x: 20, y: 20 }]);
});

test('points, keywords and riding seals stand side by side in one signature', () => {
  expect(placements('--page', '1,3', '--x', '10.5')).toEqual([
    { kind: 'point', page: [1, 3], x: 10.5, y: 20 },
  ]);
  expect(placements('--page', 'all', '--riding', 'left')).toEqual([
    { kind: 'point', page: 'all', x: 20, y: 20 },
    { kind: 'riding', side: 'left' },
  ]);
  expect(
    placements('--keyword', '盖章', '--occurrence', '-1', '--offset-x', '5', '--offset-y', '-2'),
  ).toEqual([{ kind: 'keyword', text: '盖章', occurrence: -1, offsetX: 5, offsetY: -2 }]);
  expect(
    placements(
      ...['--riding', 'right', '--riding-offset', '30', '--split', '0.3', '--pages-per-seal', '9'],
      ...['--first-page-minimum', '.2', '--skip-first', '1', '--skip-last', '0', '--duplex'],
    ),
  ).toEqual([
    {
      kind: 'riding',
      side: 'right',
      offset: 30,
      split: 0.3,
      pagesPerSeal: 9,
      firstPageMinimum: 0.2,
      skipFirst: 1,
      skipLast: 0,
      duplex: true,
    },
  ]);
});

test('what is no place is refused', () => {
  for (const args of [
    ['--page', '0'],
    ['--page', '1,x'],
    ['--x', 'left'],
    ['--riding', 'middle'],
    ['--occurrence', '0'],
    ['--split', '1.5'],
    ['--split', '0'],
    ['--skip-first', '-1'],
  ]) {
    expect(placements(...args), args.join(' ')).toBe('commander.invalidArgument');
  }
});
