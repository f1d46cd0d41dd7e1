import { describe, expect, it } from 'vitest';
import { crc32, portableNameFault, readZip, writeZip, type ZipFile } from '../../../src/formats/zip/index.ts';
import {
  concatBytes,
  DEFAULT_LIMITS,
  isYinxinError,
  sourceFromBytes,
  utf8,
} from '../../../src/foundation/core/index.ts';
import { buildZip, type RawEntry } from './raw-zip.ts';

const file = (name: string, data: string | Uint8Array = name, stored = true): ZipFile => ({
  name,
  data: typeof data === 'string' ? utf8(data) : data,
  stored,
});

async function refusal(bytes: Uint8Array): Promise<string> {
  try {
    const zip = await readZip(sourceFromBytes(bytes));
    for (const entry of zip.entries) await zip.read(entry);
  } catch (error) {
    if (isYinxinError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

async function findings(bytes: Uint8Array): Promise<string[]> {
  return (await readZip(sourceFromBytes(bytes))).findings.map((f) => f.code);
}

describe('crc32', () => {
  it('gives the check value of the polynomial and continues over pieces', () => {
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
    expect(crc32(utf8('6789'), crc32(utf8('12345')))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });
});

describe('writing a ZIP', () => {
  it('gives back names, bytes and order, stored and deflated', async () => {
    const big = new Uint8Array(100_000).fill(65);
    const zip = await readZip(
      sourceFromBytes(writeZip([file('mimetype', 'x'), file('申报文件/表.txt', big, false), file('空', '')])),
    );
    expect(zip.findings).toEqual([]);
    expect(zip.entries.map((e) => [e.name, e.method, e.size])).toEqual([
      ['mimetype', 'stored', 1],
      ['申报文件/表.txt', 'deflated', 100_000],
      ['空', 'stored', 0],
    ]);
    expect(await zip.read(zip.entries[1]!)).toEqual(big);
    const pieces: Uint8Array[] = [];
    for await (const piece of zip.chunks(zip.find('申报文件/表.txt')!)) pieces.push(piece);
    expect(concatBytes(...pieces)).toEqual(big);
  });

  it('puts a first stored entry where file(1) looks for it', () => {
    const bytes = writeZip([file('mimetype', 'application/vnd.etsi.asic-e+zip')]);
    expect(new TextDecoder().decode(bytes.subarray(30, 69))).toBe('mimetypeapplication/vnd.etsi.asic-e+zip');
  });

  it('writes the time as UTC fields and reads it back', async () => {
    const time = new Date('2026-11-23T10:20:30Z');
    const zip = await readZip(sourceFromBytes(writeZip([file('a')], { time })));
    expect(zip.entries[0]!.modified).toEqual(time);
    expect(() => writeZip([file('a')], { time: new Date('1979-12-31T00:00:00Z') })).toThrow('1980..2107');
  });

  it.each([
    ['../a', 'segment'],
    ['/a', 'absolute'],
    ['a//b', 'segment'],
    ['a\\b', 'backslash'],
    ['C:a', 'drive'],
    ['a\u0000', 'control'],
    ['a?', 'one of'],
    ['con.txt', 'device'],
    ['a.', 'edge'],
    ['a/', 'folder'],
    ['', 'empty'],
    ['字'.repeat(86), '255'],
    ['a\u202etxt', 'direction'],
  ])('refuses the name %j', (name, why) => {
    expect(() => writeZip([file(name)])).toThrow(why);
  });

  it('accepts Chinese names and names with inner spaces and dots', () => {
    expect(portableNameFault('结果文件/C1 证照 v1.0.pdf')).toBeUndefined();
  });

  it('refuses duplicates, case twins, and a file that is also a folder', () => {
    expect(() => writeZip([file('a'), file('a')])).toThrow('twice');
    expect(() => writeZip([file('a'), file('A')])).toThrow('clashes');
    expect(() => writeZip([file('e\u0301'), file('\u00e9')])).toThrow('clashes');
    expect(() => writeZip([file('a'), file('a/b')])).toThrow('folder');
    expect(() => writeZip([file('a/b/c'), file('a/b')])).toThrow('folder');
  });
});

describe('reading a ZIP', () => {
  const one: RawEntry = { name: utf8('a.txt'), data: utf8('hello') };

  it('accepts a plain file of a foreign hand', async () => {
    expect(await refusal(buildZip([one]))).toBe('accepted');
    expect(await findings(buildZip([one]))).toEqual([]);
  });

  it.each(['../x', '/x', 'a/../x', './x', 'C:/x', 'a\\x', 'a\u0001', 'a//x', ''])(
    'refuses the entry name %j',
    async (name) => {
      expect(await refusal(buildZip([{ ...one, name: utf8(name) }]))).toMatch(/^ZIP_INVALID: the entry name/);
    },
  );

  it('refuses duplicates and case twins', async () => {
    expect(await refusal(buildZip([one, one]))).toContain('occurs twice');
    expect(await refusal(buildZip([one, { ...one, name: utf8('A.TXT') }]))).toContain('clashes');
  });

  it.each([
    ['name', { localName: utf8('b.txt') }, 'another name'],
    ['method', { localMethod: 8 }, 'flags, method or time'],
    ['flags', { localFlags: 0x800 }, 'flags, method or time'],
    ['size', { localSize: 4 }, 'another size or CRC'],
    ['CRC', { localCrc: 1 }, 'another size or CRC'],
  ] as const)('refuses a local header with another %s', async (_what, change, why) => {
    expect(await refusal(buildZip([{ ...one, ...change }]))).toContain(why);
  });

  it('takes a data descriptor in each of its forms, and refuses one that lies', async () => {
    const streamed: RawEntry = { ...one, flags: 8, localSize: 0, localCompressedSize: 0, localCrc: 0 };
    for (const form of ['plain', 'signed', 'plain64', 'signed64'] as const) {
      expect(
        await refusal(
          buildZip([
            { ...streamed, descriptor: form },
            { ...one, name: utf8('b') },
          ]),
        ),
      ).toBe('accepted');
      expect(await findings(buildZip([{ ...streamed, descriptor: form }]))).toEqual([]);
    }
    expect(await refusal(buildZip([{ ...streamed, descriptor: 'lying' }]))).toContain('descriptor');
    expect(await refusal(buildZip([streamed]))).toContain('descriptor');
  });

  it('refuses encryption, unknown methods and patch data by name', async () => {
    expect(await refusal(buildZip([{ ...one, flags: 1 }]))).toContain('encrypted');
    expect(await refusal(buildZip([{ ...one, flags: 0x41 }]))).toContain('encrypted');
    expect(await refusal(buildZip([{ ...one, flags: 0x20 }]))).toContain('patch');
    expect(await refusal(buildZip([{ ...one, method: 14 }]))).toContain('method 14');
    expect(await refusal(buildZip([{ ...one, extra: extraField(0x9901, new Uint8Array(7)) }]))).toContain(
      'encrypted',
    );
  });

  it('refuses a wrong CRC and a wrong size', async () => {
    expect(await refusal(buildZip([{ ...one, crc: 5, localCrc: 5 }]))).toContain('CRC-32');
    expect(await refusal(buildZip([{ ...one, size: 6, localSize: 6 }]))).toContain('impossible size');
  });

  it('refuses a deflated entry that inflates to more or less than it says', async () => {
    const honest = writeZip([file('a', new Uint8Array(5000).fill(7), false)]);
    for (const lie of [4999, 5001]) {
      const lying = honest.slice();
      const view = new DataView(lying.buffer);
      view.setUint32(22, lie, true);
      const central = view.getUint32(lying.length - 6, true);
      view.setUint32(central + 24, lie, true);
      expect(await refusal(lying)).toMatch(/ZIP_INVALID: the entry "a" (does not inflate|has another size)/);
    }
  });

  it('refuses links and special files, whose unpacking would write elsewhere', async () => {
    expect(await refusal(buildZip([{ ...one, mode: 0o100644 }]))).toBe('accepted');
    expect(await refusal(buildZip([{ ...one, mode: 0o120777 }]))).toContain('link or special');
    expect(await refusal(buildZip([{ ...one, mode: 0o040755 }]))).toContain('link or special');
  });

  it('refuses overlapping entries', async () => {
    const bytes = buildZip([one, { ...one, name: utf8('b.txt') }], { secondAtFirst: true });
    expect(await refusal(bytes)).toMatch(/another name|overlaps/);
  });

  it('refuses a second name in an extra field', async () => {
    const other = extraField(0x7075, concatBytes(new Uint8Array([1, 0, 0, 0, 0]), utf8('b.txt')));
    expect(await refusal(buildZip([{ ...one, extra: other }]))).toContain('second, different name');
  });

  it('names bytes that belong to no entry', async () => {
    expect(await findings(buildZip([one], { gapBefore: utf8('MZ') }))).toEqual(['ZIP_PREFIX']);
    expect(await findings(buildZip([one, { ...one, name: utf8('b'), gap: utf8('hidden') }]))).toEqual([
      'ZIP_GAP',
    ]);
    expect(await findings(buildZip([one], { gapBeforeDirectory: utf8('hidden') }))).toEqual(['ZIP_GAP']);
    expect(await findings(concatBytes(buildZip([one]), utf8('\n')))).toEqual(['ZIP_TRAILING_BYTES']);
    expect(await findings(buildZip([one], { comment: utf8('hi') }))).toEqual(['ZIP_COMMENT']);
  });

  it('never has two readings: shifted offsets, two end records, a directory that says more', async () => {
    expect(await refusal(concatBytes(utf8('shift'), buildZip([one])))).toContain('does not end where');
    expect(await refusal(concatBytes(buildZip([one]), buildZip([one])))).toContain('does not end where');
    expect(await refusal(buildZip([one, { ...one, name: utf8('b') }], { count: 1 }))).toContain('holds more');
    expect(await refusal(buildZip([one], { count: 2 }))).toContain('cut off');
    const hidden = concatBytes(new Uint8Array([0x50, 0x4b, 5, 6]), new Uint8Array(18));
    expect(await refusal(buildZip([one], { comment: hidden }))).toMatch(/^ZIP_INVALID/);
  });

  it('reads names without the flag as ASCII, else as GB18030 with a finding', async () => {
    const gbk = new Uint8Array([0xc9, 0xea, 0xb1, 0xa8]); // 申报
    const zip = await readZip(sourceFromBytes(buildZip([{ ...one, name: gbk }])));
    expect(zip.entries[0]!.name).toBe('申报');
    expect(zip.findings.map((f) => f.code)).toEqual(['ZIP_NAME_ENCODING']);
    expect(await findings(buildZip([{ ...one, name: utf8('申报'), flags: 0x800 }]))).toEqual([]);
    expect(await refusal(buildZip([{ ...one, name: gbk, flags: 0x800 }]))).toContain('not UTF-8');
  });

  it('reads zip64 records, and refuses them where they contradict', async () => {
    expect(await refusal(buildZip([one], { zip64: 'right' }))).toBe('accepted');
    expect(await findings(buildZip([one], { zip64: 'right' }))).toEqual([]);
    expect(await refusal(buildZip([one], { zip64: 'contradicting' }))).toContain('contradict');
  });

  it('keeps its limits', async () => {
    const limits = { ...DEFAULT_LIMITS, zipEntries: 1 };
    const two = sourceFromBytes(buildZip([one, { ...one, name: utf8('b') }]));
    await expect(readZip(two, limits)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    await expect(readZip(two, { ...DEFAULT_LIMITS, zipBytes: 9 })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
    const small = await readZip(two, { ...DEFAULT_LIMITS, inflatedBytes: 400 });
    expect(small.entries).toHaveLength(2);
  });

  it('refuses every truncation', async () => {
    const whole = buildZip([one, { ...one, name: utf8('b') }]);
    for (let length = 0; length < whole.length; length++) {
      expect(await refusal(whole.subarray(0, length))).toMatch(/^ZIP_INVALID/);
    }
  });
});

function extraField(id: number, value: Uint8Array): Uint8Array {
  const head = new Uint8Array(4);
  new DataView(head.buffer).setUint16(0, id, true);
  new DataView(head.buffer).setUint16(2, value.length, true);
  return concatBytes(head, value);
}
