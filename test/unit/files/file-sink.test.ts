import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileSink, openFile, openFolder, writeFileBeside } from '../../../src/adapters/files/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yinxin-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a file sink', () => {
  it('shows nothing under the final name before close, and the whole file after it', async () => {
    const path = join(folder, 'out.pdf');
    const sink = await createFileSink(path, 'refuse');
    await sink.write(utf8('one '));
    await sink.write(utf8('two'));
    expect(readdirSync(folder)).not.toContain('out.pdf');
    await sink.close();
    expect(readdirSync(folder)).toEqual(['out.pdf']);
    expect(readFileSync(path, 'utf8')).toBe('one two');
  });

  it('leaves nothing behind when it is aborted', async () => {
    const sink = await createFileSink(join(folder, 'out.pdf'), 'refuse');
    await sink.write(utf8('half'));
    await sink.abort();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses to replace a file unless it is asked to', async () => {
    const path = join(folder, 'out.pdf');
    writeFileSync(path, 'old');
    await expect(writeFileBeside(path, utf8('new'), 'refuse')).rejects.toMatchObject({
      code: 'IO_FAILED',
      details: { system: 'EEXIST' },
    });
    expect(readFileSync(path, 'utf8')).toBe('old');
    await writeFileBeside(path, utf8('new'), 'replace');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['out.pdf']);
  });

  it('refuses a target that appeared while it was written', async () => {
    const path = join(folder, 'out.pdf');
    const sink = await createFileSink(path, 'refuse');
    await sink.write(utf8('new'));
    writeFileSync(path, 'other');
    await expect(sink.close()).rejects.toMatchObject({ code: 'IO_FAILED' });
    expect(readdirSync(folder)).toEqual(['out.pdf']);
    expect(readFileSync(path, 'utf8')).toBe('other');
  });

  it('names the missing folder as a system code, not as a path', async () => {
    const error = await createFileSink(join(folder, 'none', 'out'), 'refuse').catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'IO_FAILED', details: { system: 'ENOENT' } });
    expect(String(error)).not.toContain(folder);
  });
});

describe('a file source', () => {
  it('reads exactly the range asked for and refuses any other', async () => {
    writeFileSync(join(folder, 'in'), 'abcdef');
    const source = await openFile(join(folder, 'in'));
    expect(source.size).toBe(6);
    expect(await source.read(2, 3)).toEqual(utf8('cde'));
    for (const [offset, length] of [
      [5, 2],
      [-1, 1],
      [0, 1.5],
    ] as const) {
      await expect(source.read(offset, length)).rejects.toMatchObject({ code: 'IO_FAILED' });
    }
    await source.close();
  });

  it('notices a file that became shorter', async () => {
    writeFileSync(join(folder, 'in'), 'abcdef');
    const source = await openFile(join(folder, 'in'));
    writeFileSync(join(folder, 'in'), 'ab');
    await expect(source.read(0, 6)).rejects.toMatchObject({ code: 'IO_FAILED' });
    await source.close();
  });

  it('is not made of a folder or of nothing', async () => {
    await expect(openFile(folder)).rejects.toMatchObject({ details: { system: 'EISDIR' } });
    await expect(openFile(join(folder, 'none'))).rejects.toMatchObject({ details: { system: 'ENOENT' } });
  });
});

describe('a folder as a tree', () => {
  it('lists files at any depth with slashes and opens only those', async () => {
    await writeFileBeside(join(folder, 'b'), utf8('b'), 'refuse');
    const { mkdirSync } = await import('node:fs');
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'a', 'c'), 'c');
    const tree = await openFolder(folder);
    expect(await tree.list()).toEqual(['a/c', 'b']);
    expect(await (await tree.open('a/c')).read(0, 1)).toEqual(utf8('c'));
    await expect(tree.open('../x')).rejects.toMatchObject({ code: 'IO_FAILED' });
  });
});
