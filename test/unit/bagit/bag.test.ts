import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isFolder, makeEmptyFolder, openFolder } from '../../../src/adapters/files/index.ts';
import { verify } from '../../../src/entries/index.ts';
import { type FileTree, isYinxinError, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';

type Files = Record<string, string | Uint8Array>;

const OPTIONS = { at: new Date('2026-11-23T00:00:00Z'), trust: { signers: [] }, revocation: 'none' } as const;
const sum = (name: string, content: string | Uint8Array): string =>
  createHash(name).update(content).digest('hex');

/** A bag of two files, then what a test does to it. */
function bag(change: (files: Files) => void = () => undefined, version = '1.0'): Files {
  const files: Files = {
    'bagit.txt': `BagIt-Version: ${version}\nTag-File-Character-Encoding: UTF-8\n`,
    'bag-info.txt': 'Source-Organization: 某档案馆\n  继续一行\nPayload-Oxum: 12.2\n',
    'data/甲.txt': '甲甲',
    'data/b/乙.txt': '乙乙',
  };
  const line = (name: string): string => `${sum('sha256', files[name]!)}  ${name}\n`;
  files['manifest-sha256.txt'] = line('data/甲.txt') + line('data/b/乙.txt');
  files['tagmanifest-sha256.txt'] = ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt'].map(line).join('');
  change(files);
  return files;
}

/** Without the list of tag files, for tests that change one of them. */
const free =
  (change: (files: Files) => void) =>
  (files: Files): void => {
    delete files['tagmanifest-sha256.txt'];
    change(files);
  };

function put(files: Files, name: string, content: string | Uint8Array): void {
  files[name] = content;
}

function add(files: Files, name: string, more: string): void {
  files[name] = `${files[name]}${more}`;
}

function treeOf(files: Files): FileTree {
  return {
    list: async () => Object.keys(files),
    open: async (name) => {
      const content = files[name]!;
      return sourceFromBytes(typeof content === 'string' ? utf8(content) : content);
    },
  };
}

async function judged(files: Files) {
  const report = await verify(treeOf(files), OPTIONS);
  const codes = report.checks.filter(({ status }) => status !== 'passed').map(({ code }) => code);
  return { report, codes, ...report.conclusion };
}

describe('bags', () => {
  it('a whole one has no signature, and every digest as listed', async () => {
    const { report, codes, indication } = await judged(bag());
    expect(indication).toBe('NO_SIGNATURE_FOUND');
    expect(codes).toEqual([]);
    expect(report.checks).toContainEqual(expect.objectContaining({ code: 'BAGIT_VALID', status: 'passed' }));
    expect(report.input.format).toBe('bagit');
    expect(report.notChecked.map(({ code }) => code)).toEqual(['BAGIT_CONTENT_SIGNATURES']);
  });

  it('is named by the list of its files, as sha256sum would print it', async () => {
    const files = bag();
    const names = Object.keys(files).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const list = names.map((name) => `${sum('sha256', files[name]!)}  ${name}\n`).join('');
    const { report } = await judged(files);
    expect(report.input.sha256).toBe(sum('sha256', list));
    expect(report.input.size).toBe(Object.values(files).reduce((n, c) => n + Buffer.byteLength(c), 0));
  });

  const faults: readonly (readonly [string, string, string, (files: Files) => void])[] = [
    ['a changed file', 'HASH_FAILURE', 'BAGIT_DIGEST_MISMATCH', (f) => put(f, 'data/甲.txt', '甲乙')],
    [
      'a changed tag file',
      'HASH_FAILURE',
      'BAGIT_DIGEST_MISMATCH',
      (f) => put(f, 'bag-info.txt', 'Payload-Oxum: 12.2\n'),
    ],
    ['a missing file', 'FORMAT_FAILURE', 'BAGIT_FILE_MISSING', (f) => void delete f['data/甲.txt']],
    ['a file too many', 'FORMAT_FAILURE', 'BAGIT_FILE_UNLISTED', (f) => put(f, 'data/丙.txt', '丙')],
    ['no declaration', 'FORMAT_FAILURE', 'BAGIT_DECLARATION', (f) => void delete f['bagit.txt']],
    [
      'a version of the future',
      'FORMAT_FAILURE',
      'BAGIT_DECLARATION',
      (f) => put(f, 'bagit.txt', 'BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n'),
    ],
    [
      'an unknown encoding',
      'FORMAT_FAILURE',
      'BAGIT_TAG_FILE',
      free((f) => put(f, 'bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: KLINGON-8\n')),
    ],
    [
      'bytes that are no UTF-8',
      'FORMAT_FAILURE',
      'BAGIT_TAG_FILE',
      free((f) => put(f, 'bag-info.txt', Uint8Array.of(0xff, 0xfe, 0xfd))),
    ],
    [
      'no manifest',
      'FORMAT_FAILURE',
      'BAGIT_MANIFEST_ABSENT',
      free((f) => void delete f['manifest-sha256.txt']),
    ],
    [
      'a digest cut short',
      'FORMAT_FAILURE',
      'BAGIT_MANIFEST',
      free((f) => put(f, 'manifest-sha256.txt', `abcd  data/甲.txt\n`)),
    ],
    [
      'another size told',
      'FORMAT_FAILURE',
      'BAGIT_PAYLOAD_OXUM',
      free((f) => put(f, 'bag-info.txt', 'Payload-Oxum: 13.2\n')),
    ],
    [
      'a size that is none',
      'FORMAT_FAILURE',
      'BAGIT_PAYLOAD_OXUM',
      free((f) => put(f, 'bag-info.txt', 'Payload-Oxum: many\n')),
    ],
    [
      'a second manifest that leaves one out',
      'FORMAT_FAILURE',
      'BAGIT_FILE_UNLISTED',
      free((f) => put(f, 'manifest-sm3.txt', `${sum('sm3', '甲甲')}  data/甲.txt\n`)),
    ],
    [
      'a path listed twice',
      'FORMAT_FAILURE',
      'BAGIT_DUPLICATE_ENTRY',
      free((f) => add(f, 'manifest-sha256.txt', `${sum('sha256', '甲甲')}  data/甲.txt\n`)),
    ],
    [
      'a tag file that stands in the payload',
      'FORMAT_FAILURE',
      'BAGIT_PATH_OUTSIDE',
      (f) => put(f, 'tagmanifest-sha256.txt', `${sum('sha256', '甲甲')}  data/甲.txt\n`),
    ],
    [
      'a fetch list that is none',
      'FORMAT_FAILURE',
      'BAGIT_FETCH',
      free((f) => put(f, 'fetch.txt', 'data/丙.txt\n')),
    ],
  ];
  it.each(faults)('%s is %s by %s', async (_, subIndication, code, change) => {
    const { indication, subIndications, codes } = await judged(bag(change));
    expect(indication).toBe('TOTAL_FAILED');
    expect(subIndications).toEqual([subIndication]);
    expect(codes).toContain(code);
  });

  const outside = [
    ...[
      '/etc/passwd',
      '../x',
      'data/../../x',
      'data/./x',
      'data//x',
      '~/x',
      '~root/x',
      'C:\\x',
      '\\\\server\\x',
    ],
    ...['%HomeDrive%\\x', 'data\\..\\..\\x', 'data/\\.\\./x', 'data/a\0b', './../x', 'other/x'],
  ];
  it.each(outside)('a path %j leads out: refused, in manifests and fetch lists', async (path) => {
    const manifest = await judged(
      bag(free((f) => add(f, 'manifest-sha256.txt', `${sum('sha256', 'x')}  ${path}\n`))),
    );
    expect(manifest.codes).toContain('BAGIT_PATH_OUTSIDE');
    const fetched = await judged(bag(free((f) => put(f, 'fetch.txt', `http://x/ - ${path}\n`))));
    expect(fetched.codes).toContain('BAGIT_PATH_OUTSIDE');
    expect(fetched.indication).toBe('TOTAL_FAILED');
  });

  it('files that are still to be fetched leave it undecided, and a faulty rest still fails', async () => {
    const holey = free((f) => {
      f['manifest-sha256.txt'] += `${sum('sha256', '丙')}  data/丙.txt\n`;
      f['fetch.txt'] = 'http://archive.example.invalid/c - data/丙.txt\n';
    });
    const open = await judged(bag(holey));
    expect(open.indication).toBe('INDETERMINATE');
    expect(open.report.notChecked.map(({ code }) => code)).toContain('BAGIT_FETCH_PENDING');
    const broken = bag(holey);
    broken['data/甲.txt'] = '改';
    expect((await judged(broken)).indication).toBe('TOTAL_FAILED');
  });

  it('says what it could not compute, and what MD5 does not prove', async () => {
    const unknown = await judged(
      bag(
        free((f) => {
          f['manifest-whirlpool.txt'] = f['manifest-sha256.txt']!;
          delete f['manifest-sha256.txt'];
        }),
      ),
    );
    expect(unknown.report.notChecked.map(({ code }) => code)).toContain('BAGIT_ALGORITHM_UNSUPPORTED');
    expect(unknown.indication).not.toBe('NO_SIGNATURE_FOUND');
    const weak = await judged(
      bag(
        free((f) => {
          f['manifest-md5.txt'] = ['data/甲.txt', 'data/b/乙.txt']
            .map((n) => `${sum('md5', f[n]!)} *${n}\n`)
            .join('');
          delete f['manifest-sha256.txt'];
        }),
        '0.97',
      ),
    );
    expect(weak.indication).toBe('NO_SIGNATURE_FOUND');
    expect(weak.codes).toEqual(['BAGIT_MD5SUM_MARK', 'BAGIT_MD5SUM_MARK']);
    expect(weak.report.notChecked.map(({ code }) => code)).toContain('BAGIT_INTENT');
  });

  it('decodes %25, %0A and %0D in 1.0 alone as the rule, before it where no file has the name', async () => {
    const named = (version: string) =>
      bag(
        free((f) => {
          f['data/100%.txt'] = '满';
          f['manifest-sha256.txt'] += `${sum('sha256', '满')}  data/100%25.txt\n`;
          f['bag-info.txt'] = 'Payload-Oxum: 15.3\n';
        }),
        version,
      );
    for (const version of ['1.0', '0.97']) expect((await judged(named(version))).codes).toEqual([]);
  });

  it('forty thousand names that differ by case alone are compared in one pass', async () => {
    const lines: string[] = [];
    for (let i = 0; i < 40_000; i++) {
      const name = [...Array(16).keys()].map((bit) => ((i >> bit) & 1 ? 'A' : 'a')).join('');
      lines.push(`${sum('sha256', String(i))}  data/${name}\n`);
    }
    const { codes } = await judged(bag(free((f) => put(f, 'manifest-sha256.txt', lines.join('')))));
    expect(codes).toContain('BAGIT_FILE_MISSING');
  });

  it('other folders are of no known kind', async () => {
    const error = await verify(treeOf({ 'a.txt': 'x' }), OPTIONS).catch((thrown: unknown) => thrown);
    expect(isYinxinError(error) && error.code).toBe('FORMAT_UNKNOWN');
  });

  it('a link that leads out of the folder is no file of the bag', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yinxin-bag-'));
    try {
      const files = bag();
      await makeEmptyFolder(join(folder, 'data', 'b'));
      writeFileSync(join(folder, 'secret'), '甲甲');
      for (const [name, content] of Object.entries(files)) {
        if (name !== 'data/甲.txt') writeFileSync(join(folder, name), content);
      }
      symlinkSync(join(folder, 'secret'), join(folder, 'data', '甲.txt'));
      expect(await isFolder(folder)).toBe(true);
      const report = await verify(await openFolder(folder), OPTIONS);
      expect(report.checks.map(({ code }) => code)).toContain('BAGIT_FILE_MISSING');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
