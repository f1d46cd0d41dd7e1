import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { archiveReportHtml, checkArchive } from '../../../src/archive/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import { repack, testPki } from '../asic/fixtures.ts';
import { fullOptions, ITEM, samplePackage } from './fixtures.ts';

describe('the report as a page', () => {
  it('says every item by its code in both languages, and needs nothing from outside', async () => {
    const pki = await testPki('P-256');
    const packed = await samplePackage(pki);
    const report = await checkArchive(packed.file, await fullOptions(pki, packed));
    for (const [lang, word] of [
      ['zh', '合格'],
      ['en', 'passed'],
    ] as const) {
      const html = archiveReportHtml(report, { lang });
      for (const { code } of report.items) expect(html).toContain(`<code>${code}</code>`);
      expect(html).toContain(`<strong>${word}</strong>`);
      expect(html).not.toMatch(/<(?:script|img|link|iframe)|https?:\/\//);
      const dump = process.env['YINXIN_DUMP'];
      if (dump !== undefined) writeFileSync(`${dump}/report-${lang}.html`, html);
    }
  });

  it('escapes what stands in a package, and shows what failed', async () => {
    const pki = await testPki('P-256');
    const evil = '<script>alert(1)</script>"\'&\u200f';
    const packed = await samplePackage(pki, { item: { ...ITEM, remarks: '<b>' } });
    const bad = await repack(packed.file, {
      '过程文件/审批流程.txt': utf8('别的'),
      'a&b.txt': utf8('x'),
    });
    const report = await checkArchive(bad, { ...(await fullOptions(pki)), name: evil });
    const html = archiveReportHtml(report);
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('\u200f');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\ufffd');
    expect(html).toContain('不合格');
    const dump = process.env['YINXIN_DUMP'];
    if (dump !== undefined) writeFileSync(`${dump}/report-bad.html`, html);
  });
});
