import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AppearanceArguments,
  appearanceOptions,
  withAppearanceOptions,
} from '../../src/cli/sign/appearance-options.ts';

describe('the options on what is seen of a signature', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'yinxin-look-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const options = async (...args: string[]) => {
    const command = withAppearanceOptions(
      new Command('sign').exitOverride().configureOutput({ writeErr: () => {} }),
    );
    command.parse(args, { from: 'user' });
    return appearanceOptions(command.opts<AppearanceArguments>());
  };

  it('say nothing where nothing is asked for', async () => {
    expect(await options()).toEqual({});
  });

  it('put text and a code into a box that counts from a corner', async () => {
    const found = await options(
      '--text',
      'a\\nb',
      '--qr',
      'X',
      '--page',
      '2',
      '--box',
      '10,20,60,25.5',
      '--corner',
      'top-left',
    );
    const { text, ...look } = found.appearance as { text: { content: string; fonts: unknown } };
    expect(text.content).toBe('a\nb');
    expect(text.fonts).toBeDefined();
    expect(look).toEqual({
      qr: 'X',
      page: 2,
      place: { corner: 'top-left', x: 10, y: 20, width: 60, height: 25.5 },
    });
  });

  it('put them beside a keyword', async () => {
    const more = ['--occurrence', '-1', '--side', 'right', '--offset-x', '2', '--box', '40,20'];
    const found = await options('--qr', 'X', '--keyword', '签字', ...more);
    expect(found.appearance).toEqual({
      qr: 'X',
      place: { keyword: '签字', occurrence: -1, side: 'right', width: 40, height: 20, offset: { x: 2 } },
    });
  });

  it('lock fields, open encrypted files and take damaged ones', async () => {
    const password = join(folder, 'password');
    writeFileSync(password, 'secret\nmore\n');
    const found = await options(
      ...[
        '--lock',
        'include',
        '--lock-field',
        'a',
        'b',
        '--pdf-password-file',
        password,
        '--rewrite-damaged',
      ],
    );
    expect(found).toEqual({
      lock: { action: 'Include', fields: ['a', 'b'] },
      password: 'secret',
      damaged: 'rewrite',
    });
  });

  it('are refused where they make no sense', async () => {
    await expect(options('--box', '1,2,3,4')).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    for (const bad of [
      ['--box', '1,2,3'],
      ['--box', 'x'],
      ['--occurrence', '0'],
      ['--corner', 'middle'],
      ['--lock', 'some'],
    ]) {
      await expect(options('--qr', 'X', ...bad), bad.join(' ')).rejects.toThrow();
    }
  });
});
