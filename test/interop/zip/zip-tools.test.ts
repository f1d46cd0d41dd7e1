import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { readZip, writeZip } from '../../../src/formats/zip/index.ts';
import { sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { tool } from '../../support/tools.ts';

const has = (name: string): boolean => tool(name) !== undefined;

const folder = mkdtempSync(join(tmpdir(), 'yinxin-zip-'));
const time = new Date('2026-11-23T10:20:30Z');
const content = utf8('证照'.repeat(500));
const sample = writeZip(
  [
    { name: 'mimetype', data: utf8('application/vnd.etsi.asic-e+zip'), stored: true },
    { name: '申报文件/A1 表.txt', data: content },
  ],
  { time },
);
const path = join(folder, 'sample.zip');
writeFileSync(path, sample);

describe('what we write, other tools read', () => {
  it.skipIf(!has('unzip'))('unzip finds no fault and gives back the bytes', () => {
    expect(execFileSync('unzip', ['-t', path], { encoding: 'utf8' })).toContain('No errors detected');
    const out = execFileSync('unzip', ['-p', path, '*A1*']);
    expect(new Uint8Array(out)).toEqual(content);
  });

  it.skipIf(!has('python3'))('python reads names, content and time', () => {
    const script =
      'import sys,zipfile,json;z=zipfile.ZipFile(sys.argv[1]);print(json.dumps([z.testzip(),[[i.filename,i.file_size,list(i.date_time)] for i in z.infolist()]]))';
    const out = JSON.parse(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' }));
    expect(out).toEqual([
      null,
      [
        ['mimetype', 31, [2026, 11, 23, 10, 20, 30]],
        ['申报文件/A1 表.txt', 3000, [2026, 11, 23, 10, 20, 30]],
      ],
    ]);
  });

  it('writes the same bytes under every time zone', () => {
    const built = join(folder, 'dos-time.mjs');
    const source = fileURLToPath(new URL('../../../src/formats/zip/dos-time.ts', import.meta.url));
    buildSync({ entryPoints: [source], outfile: built, bundle: true, format: 'esm', logLevel: 'silent' });
    const code = `import(${JSON.stringify(pathToFileURL(built).href)}).then(m => console.log(JSON.stringify(m.toDosTime(new Date('2026-11-23T10:20:30Z')))))`;
    const under = (TZ: string): string =>
      execFileSync(process.execPath, ['-e', code], { encoding: 'utf8', env: { ...process.env, TZ } });
    expect(under('Asia/Shanghai')).toBe(under('America/Los_Angeles'));
    expect(under('UTC')).toBe(under('Asia/Shanghai'));
  });
});

describe('what other tools write, we read', () => {
  it.skipIf(!has('zip'))('reads Info-ZIP, its extra fields and folders', async () => {
    writeFileSync(join(folder, 'x.txt'), 'x'.repeat(1000));
    const out = join(folder, 'info.zip');
    execFileSync('sh', ['-c', `cd '${folder}' && mkdir -p d && cp x.txt d/ && zip -q -r info.zip x.txt d`]);
    const zip = await readZip(sourceFromBytes(new Uint8Array(readFileSync(out))));
    expect(zip.findings).toEqual([]);
    expect(zip.entries.map((e) => [e.name, e.directory])).toEqual([
      ['x.txt', false],
      ['d/', true],
      ['d/x.txt', false],
    ]);
    expect(await zip.read(zip.entries[0]!)).toHaveLength(1000);
  });

  it.skipIf(!has('zip'))('reads a streamed ZIP with data descriptors and zip64 fields', async () => {
    const out = join(folder, 'stream.zip');
    execFileSync('sh', ['-c', `cd '${folder}' && cat x.txt | zip -q - - > '${out}'`]);
    const zip = await readZip(sourceFromBytes(new Uint8Array(readFileSync(out))));
    expect(zip.findings).toEqual([]);
    expect(await zip.read(zip.entries[0]!)).toHaveLength(1000);
  });

  it.skipIf(!has('python3'))('reads zip64 of python', async () => {
    const out = join(folder, 'py64.zip');
    const script =
      'import sys,zipfile;z=zipfile.ZipFile(sys.argv[1],"w",zipfile.ZIP_DEFLATED)\nwith z.open("a.txt","w",force_zip64=True) as f: f.write(b"y"*1000)\nz.writestr("中.txt","z")\nz.close()';
    execFileSync('python3', ['-c', script, out]);
    const zip = await readZip(sourceFromBytes(new Uint8Array(readFileSync(out))));
    expect(zip.findings).toEqual([]);
    expect(await zip.read(zip.entries[0]!)).toHaveLength(1000);
    expect(zip.entries[1]!.name).toBe('中.txt');
  });

  const corpora = process.env['YINXIN_CORPORA'] ?? '../shared/corpora';
  it.skipIf(!existsSync(corpora))('opens the OFD files of the corpus with every entry right', async () => {
    let read = 0;
    for (const name of readdirSync(join(corpora, 'ofd'), { recursive: true }) as string[]) {
      if (!name.endsWith('.ofd')) continue;
      const bytes = new Uint8Array(readFileSync(join(corpora, 'ofd', name)));
      const outcome = await openAll(bytes);
      read += outcome === 'read' ? 1 : 0;
      expect(outcome, name).toMatch(/^(read|ZIP_INVALID|LIMIT_EXCEEDED)/);
    }
    expect(read).toBeGreaterThan(10);
  });
});

async function openAll(bytes: Uint8Array): Promise<string> {
  try {
    const zip = await readZip(sourceFromBytes(bytes));
    for (const entry of zip.entries) await zip.read(entry);
    return 'read';
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code ?? 'CRASH'}: ${message}`;
  }
}
