import { beforeAll, describe, expect, it } from 'vitest';
import {
  checkArchive,
  inspectEepPackage,
  type PackagedArchive,
  readArchive,
} from '../../../src/archive/index.ts';
import { verify } from '../../../src/entries/index.ts';
import { fromUtf8, indexOfBytes, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { judge } from '../../../src/foundation/validation/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import { judgeOptions, testPki } from '../asic/fixtures.ts';
import { fullOptions, sampleFiles, samplePackage } from './fixtures.ts';

const eep = (pki: TestPki, changes = {}): Promise<PackagedArchive> =>
  samplePackage(pki, { form: 'eep', ...changes });

const verdict = async (pki: TestPki, file: Uint8Array): Promise<string> => {
  const options = await judgeOptions(pki);
  const { conclusion } = await verify(file, options);
  return [conclusion.indication, ...conclusion.subIndications].join(' ');
};

/** The same text with one place changed; the place must be there. */
const changed = (file: Uint8Array, from: string, to: string): Uint8Array => {
  const text = fromUtf8(file);
  if (!text.includes(from)) throw new Error(`${from} is not there`);
  return utf8(text.replace(from, to));
};

describe.each(['P-256', 'SM2', 'RSA'] as const)('an EEP sealed with %s', (algorithm) => {
  it('has all four properties, is known to verify, and gives back its files', async () => {
    const pki = await testPki(algorithm);
    const packed = await eep(pki, { tsa: pki.timestampAuthority() });
    const report = await checkArchive(packed.file, await fullOptions(pki, packed));
    expect(report.items.filter((i) => i.status === 'failed' || i.status === 'not-run')).toEqual([]);
    expect([report.overall, report.form]).toEqual(['passed', 'eep']);
    const seen = await verify(packed.file, await judgeOptions(pki));
    expect(seen.input.format).toBe('eep');
    expect(seen.conclusion.indication).toBe('TOTAL_PASSED');
    expect(seen.signatures.filter((s) => s.parent === undefined).map((s) => [s.id, s.coverage])).toEqual([
      ['修改0-签名1', 'whole-file'],
      ['修改0-签名1-锁定', 'whole-file'],
    ]);
    const read = await readArchive(packed.file);
    const [first] = await sampleFiles(pki);
    expect(await read.read('过程文件/审批流程.txt')).toEqual(utf8('收件、受理、办结'));
    expect((await read.read('申报文件/申请.asice')).length).toBe((first!.data as Uint8Array).length);
    expect(read.processes.map((p) => p.code)).toEqual(['1', '2', '4']);
  });
});

describe('an EEP', () => {
  let pki: TestPki;
  let first: PackagedArchive;
  beforeAll(async () => {
    pki = await testPki('P-256');
    first = await eep(pki);
  });

  it('is the same bytes for the same input', async () => {
    expect((await eep(pki)).file).toEqual(first.file);
  });

  it('keeps the inner bytes through two modifications, and refers to data that is the same', async () => {
    const files = await sampleFiles(pki);
    const second = await eep(pki, {
      previous: first.file,
      files: [files[0]!, { ...files[1]!, data: utf8('复核') }, files[2]!],
    });
    const third = await eep(pki, { previous: second.file });
    const inner = new TextEncoder().encode(slice(first.file, '<被签名对象', '</被签名对象>'));
    const middle = new TextEncoder().encode(slice(second.file, '<被签名对象', '</被签名对象>', true));
    expect(indexOfBytes(second.file, inner)).toBeGreaterThan(0);
    expect(indexOfBytes(third.file, inner)).toBeGreaterThan(0);
    expect(indexOfBytes(third.file, middle)).toBeGreaterThan(0);
    // Three times the same attachment, once in the file.
    expect(third.file.length).toBeLessThan(first.file.length * 2);
    for (const file of [second.file, third.file]) {
      expect(await verdict(pki, file)).toBe('TOTAL_PASSED');
      expect(
        (await checkArchive(file, await fullOptions(pki))).items.filter((i) => i.status === 'failed'),
      ).toEqual([]);
    }
    expect(await (await readArchive(third.file)).read('结果文件/结果.json')).toEqual(files[2]!.data);
    const entries = (await verify(third.file, await judgeOptions(pki))).signatures;
    expect(entries.filter((s) => s.parent === undefined).map((s) => [s.id, s.coverage])).toEqual([
      ['修改0-签名1', 'whole-revision'],
      ['修改1-签名1', 'whole-revision'],
      ['修改2-签名1', 'whole-file'],
      ['修改2-签名1-锁定', 'whole-file'],
    ]);
  });

  it('fails when a byte of a nested package changes, and names its signature', async () => {
    const second = await eep(pki, { previous: first.file });
    const forged = changed(second.file, '<封装包类型>原始型', '<封装包类型 >原始型');
    const report = await verify(forged, await judgeOptions(pki));
    expect(report.conclusion.indication).toBe('TOTAL_FAILED');
    const broken = report.signatures.filter((s) => s.cryptography === 'broken').map((s) => s.id);
    expect(broken).toEqual(['修改0-签名1', '修改1-签名1']);
  });

  it('fails when the signature that is locked changes, though that signature itself still holds', async () => {
    const forged = changed(
      first.file,
      '<签名时间>2026-11-23T10:00:00+08:00',
      '<签名时间>2026-11-23T10:00:01+08:00',
    );
    const report = await verify(forged, await judgeOptions(pki));
    expect(report.conclusion.indication).toBe('TOTAL_FAILED');
    expect(report.signatures.map((s) => [s.id, s.cryptography])).toEqual([
      ['修改0-签名1', 'intact'],
      ['修改0-签名1-锁定', 'broken'],
    ]);
  });

  it('does not pass when any byte before the locking value is changed', async () => {
    // Behind it stand only what CMS leaves unsigned: certificates of the chain.
    const end = indexOfBytes(first.file, utf8('<签名结果>'), indexOfBytes(first.file, utf8('<锁定签名>')));
    const passed: number[] = [];
    for (let i = 200; i < end; i += Math.ceil(end / 90)) {
      const bad = first.file.slice();
      bad[i]! ^= 0x01;
      const seen = await verify(bad, await judgeOptions(pki)).catch(() => undefined);
      if (seen?.conclusion.indication === 'TOTAL_PASSED') passed.push(i);
    }
    expect(passed).toEqual([]);
  });

  it.each(['签名时间', '签名人', '签名算法标识', '签名规则'])(
    'fails when the lock says another %s',
    async (name) => {
      const text = fromUtf8(first.file);
      const at = text.indexOf(`<${name}>`, text.indexOf('<锁定签名>')) + name.length + 2;
      const end = text.indexOf(`</${name}>`, at);
      const other =
        name === '签名规则'
          ? `${text.slice(at, end)}。`
          : name === '签名时间'
            ? '2020-01-01T00:00:00+08:00'
            : '1.2';
      const forged = utf8(`${text.slice(0, at)}${other}${text.slice(end)}`);
      const report = await verify(forged, await judgeOptions(pki));
      expect(report.conclusion.indication).not.toBe('TOTAL_PASSED');
      expect(report.signatures[1]!.checks.map((c) => c.code)).toContain('EEP_SIGNATURE_STATEMENT');
    },
  );

  it('is not whole when a comment stands outside of what is signed', async () => {
    const forged = changed(first.file, '<版本>', '<!-- 伪 --><版本>');
    const report = await verify(forged, await judgeOptions(pki));
    expect(report.conclusion.indication).not.toBe('TOTAL_PASSED');
    expect(report.checks.map((c) => c.code)).toContain('EEP_BYTES_OUTSIDE');
  });

  it.each([
    ['a relabelled type', '<封装包类型>原始型', '<封装包类型>修改型'],
    ['another version', '<版本>2009', '<版本>2010'],
    ['an identifier given twice', '修改0-文档2<', '修改0-文档1<'],
    ['a lock on nothing', '<被锁定签名标识符>修改0-签名1', '<被锁定签名标识符>修改9-签名1'],
    ['a traversing name', '<计算机文件名>过程文件/', '<计算机文件名>../过程文件/'],
    ['a name given twice', '<计算机文件名>过程文件/审批流程.txt', '<计算机文件名>结果文件/结果.json'],
    ['a foreign element', '<聚合层次>', '<x/><聚合层次>'],
    ['data that is not base64', '<编码数据 编码数据ID="修改0-文档1-文档数据1-编码1-编码数据1">\n', '$&!'],
  ])('is refused with %s', async (_what, from, to) => {
    const report = await verify(changed(first.file, from, to), await judgeOptions(pki));
    expect(report.conclusion.subIndications).toContain('FORMAT_FAILURE');
  });

  it('refuses entities, and nesting without end', async () => {
    const bomb = changed(first.file, '<电子文件封装包', '<!DOCTYPE x [<!ENTITY a "aaaa">]><电子文件封装包');
    expect((await verify(bomb, await judgeOptions(pki))).conclusion.indication).toBe('TOTAL_FAILED');
    const text = fromUtf8(first.file);
    const object = slice(first.file, '<被签名对象', '</被签名对象>');
    const open = '<被签名对象 eep版本="2009"><封装包类型>修改型</封装包类型><修改封装内容><原封装包>';
    const deep = text.replace(object, () => open.repeat(60) + object);
    const started = Date.now();
    await expect(inspectEepPackage(sourceFromBytes(utf8(deep)))).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  it('takes nothing for its own that refers outward: references lead inward only', async () => {
    const second = await eep(pki, { previous: first.file });
    const forged = changed(second.file, '引用编码数据ID="修改0-', '引用编码数据ID="修改1-');
    await expect(inspectEepPackage(sourceFromBytes(forged))).rejects.toMatchObject({
      code: 'PACKAGE_INVALID',
    });
  });

  it('leaves a signature by another rule open, and says so', async () => {
    const forged = changed(first.file, '<签名规则>urn:yinxin:eep:octets:1', '<签名规则>C14N');
    const facts = await inspectEepPackage(sourceFromBytes(forged));
    expect(facts.signatures[0]!.notChecked.map((n) => n.code)).toEqual(['EEP_SIGNATURE_RULE_UNKNOWN']);
    const { conclusion } = await judge(facts, await judgeOptions(pki));
    expect(conclusion.indication).not.toBe('TOTAL_PASSED');
  });

  it('fails when 证书块 names somebody else', async () => {
    const other = await testPki('RSA');
    const foreign = Buffer.from(other.root.certificate)
      .toString('base64')
      .replace(/.{76}(?=.)/g, '$&\n');
    const text = fromUtf8(first.file);
    const at = text.indexOf('<证书>');
    const end = text.indexOf('</证书>');
    const forged = utf8(`${text.slice(0, at)}<证书>\n${foreign}\n${text.slice(end)}`);
    const facts = await inspectEepPackage(sourceFromBytes(forged));
    expect(facts.signatures[0]!.formatFailure).toBe('SIG_CONSTRAINTS_FAILURE');
  });

  it('does not modify a package whose signature fails, and demands 密级', async () => {
    const forged = changed(first.file, '<封装包类型>原始型', '<封装包类型 >原始型');
    const options = await judgeOptions(pki);
    await expect(
      eep(pki, {
        previous: forged,
        verifyFile: (source: never, name: string) => verify(source, { ...options, name }),
      }),
    ).rejects.toMatchObject({ code: 'PACKAGE_INVALID' });
    const { ITEM } = await import('./fixtures.ts');
    const { securityClassification: _left, ...item } = ITEM;
    await expect(eep(pki, { item })).rejects.toMatchObject({ code: 'PACKAGE_INVALID' });
    await expect(samplePackage(pki, { previous: first.file })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });
});

function slice(file: Uint8Array, from: string, to: string, last = false): string {
  const text = fromUtf8(file);
  const end = last ? text.lastIndexOf(to) : text.indexOf(to);
  return text.slice(text.indexOf(from), end + to.length);
}
