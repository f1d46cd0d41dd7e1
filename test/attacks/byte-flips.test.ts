import { beforeAll, describe, expect, it } from 'vitest';
import { type Report, verify } from '../../src/entries/index.ts';
import { isYinxinError, latin1 } from '../../src/foundation/core/index.ts';
import { type FaceTemplate, SAMPLE_TEMPLATE } from '../../src/license/index.ts';
import { type Agency, agencyOf } from '../support/license.ts';

/** Every byte with YINXIN_EVERY_BYTE=1; otherwise every n-th, closer where nothing but the CMS itself is on guard. */
const EVERY = process.env['YINXIN_EVERY_BYTE'] === '1';

/** A license as small as one can be: three fields and a coarse seal. */
const { frame: _frame, ...PLAIN } = SAMPLE_TEMPLATE;
const SMALL_FACE: FaceTemplate = {
  ...PLAIN,
  texts: [],
  fields: SAMPLE_TEMPLATE.fields.filter(({ key }) => ['ZZBH', 'ZZBFJG', 'ZZBFRQ'].includes(key)),
};

describe('one byte of a usable license changed', () => {
  let agency: Agency;
  let file: Uint8Array;
  let list: Uint8Array;
  let contents: readonly [number, number];

  beforeAll(async () => {
    agency = await agencyOf('P-256', SMALL_FACE, 72);
    const license = await agency.issue();
    file = license.file;
    list = await agency.statusList(license);
    const start = latin1(file).lastIndexOf('/Contents <');
    contents = [start, latin1(file).indexOf('>', start)];
    const report = await verify(file, agency.options([list]));
    expect(report.license?.conclusion, JSON.stringify(report.checks)).toBe('usable');
    console.log(`a license of ${file.length} bytes`);
  });

  async function judge(at: number, bit: number): Promise<Report | undefined> {
    const changed = file.slice();
    changed[at]! ^= bit;
    try {
      return await verify(changed, agency.options([list]));
    } catch (error) {
      if (isYinxinError(error)) return undefined;
      throw error;
    }
  }

  it('is never passed, and is a failure wherever a signature can still be read', async () => {
    const step = (at: number): number =>
      EVERY ? 1 : at >= contents[0] && at < contents[0] + 3000 ? 31 : 199;
    const seen = new Map<string, number>();
    const open: string[] = [];
    for (let at = 0; at < file.length; at += step(at)) {
      const report = await judge(at, at % 2 === 0 ? 0x01 : 0x20);
      if (report === undefined) continue;
      const { indication } = report.conclusion;
      seen.set(indication, (seen.get(indication) ?? 0) + 1);
      expect(indication, `byte ${at} of ${file.length}`).not.toBe('TOTAL_PASSED');
      if (report.signatures.length > 0 && indication !== 'TOTAL_FAILED')
        open.push(`${at} ${report.conclusion.subIndications}`);
    }
    expect(open).toEqual([]);
    expect(seen.get('TOTAL_FAILED')).toBeGreaterThan(100);
  }, 1_800_000);
});
