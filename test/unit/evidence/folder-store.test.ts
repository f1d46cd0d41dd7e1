import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFolderStore } from '../../../src/adapters/files/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';

describe('a folder as a store', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yinxin-folder-store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('shows a file whole or not at all, and replaces an older one', async () => {
    const store = openFolderStore(join(folder, 'new'));
    expect(await store.list()).toEqual([]);
    for (const text of ['one', 'another']) {
      const sink = await store.create('a.bin');
      await sink.write(utf8(text));
      expect(await store.list()).toEqual(text === 'one' ? [] : ['a.bin']);
      await sink.close();
      expect(readFileSync(join(folder, 'new', 'a.bin'), 'utf8')).toBe(text);
    }
    const sink = await store.create('b.bin');
    await sink.write(utf8('lost'));
    await sink.abort();
    expect(readdirSync(join(folder, 'new'))).toEqual(['a.bin']);
  });

  it('clears away what a killed writer of the same name left', async () => {
    writeFileSync(join(folder, '.a.bin.0123456789ab.part'), 'half');
    writeFileSync(join(folder, '.other.bin.0123456789ab.part'), 'half');
    const store = openFolderStore(folder);
    expect(await store.list()).toEqual([]);
    await (await store.create('a.bin')).close();
    expect(existsSync(join(folder, '.a.bin.0123456789ab.part'))).toBe(false);
    expect(existsSync(join(folder, '.other.bin.0123456789ab.part'))).toBe(true);
  });

  it('takes no name that leads elsewhere', async () => {
    const store = openFolderStore(folder);
    for (const name of ['../a', 'a/b', '.a', 'A', '', `a${'b'.repeat(200)}`]) {
      await expect(store.create(name)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
      await expect(store.open(name)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    }
  });
});
