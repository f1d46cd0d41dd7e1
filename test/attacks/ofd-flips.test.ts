import { beforeAll, describe, expect, it } from 'vitest';
import { isYinxinError } from '../../src/foundation/core/index.ts';
import { LIST, look, type OfdFiles, type SignSpec, sealedFiles, unzip, zipOf } from '../support/ofd.ts';

/** Every byte with YINXIN_EVERY_BYTE=1; otherwise every n-th. */
const EVERY = process.env['YINXIN_EVERY_BYTE'] === '1';
const STEP = EVERY ? 1 : 13;

const FORMS: readonly (readonly [string, SignSpec])[] = [
  ['a seal of V4', {}],
  ['a seal of V1', { version: 1 }],
  ['a signature without seal', { form: 'cms', stamps: '' }],
];

describe.each(FORMS)('one byte changed of an OFD under %s', (_, spec) => {
  let files: OfdFiles;
  let file: Uint8Array;

  beforeAll(async () => {
    files = await sealedFiles(spec);
    file = zipOf(files);
    expect((await look(file)).verdict).toBe('TOTAL_PASSED');
  });

  /** The entries of a changed file, but for the list, which nobody signs. */
  const signedPart = (entries: OfdFiles): string =>
    JSON.stringify([...entries].filter(([name]) => name !== LIST).map(([name, data]) => [name, [...data]]));

  it('never passes, unless every signed byte is what it was', async () => {
    const same = signedPart(files);
    const passed: number[] = [];
    for (let at = 0; at < file.length; at += STEP) {
      const bad = file.slice();
      bad[at]! ^= at % 2 === 0 ? 0x01 : 0x20;
      try {
        const { verdict, facts } = await look(bad);
        if (verdict !== 'TOTAL_PASSED') continue;
        expect(signedPart(await unzip(bad)), `byte ${at}`).toBe(same);
        expect(facts.signatures).toHaveLength(1);
        passed.push(at);
      } catch (error) {
        if (!isYinxinError(error)) throw error;
      }
    }
    // Fields of the ZIP that say nothing of the content, and numbers in the list.
    expect(passed.length / Math.ceil(file.length / STEP)).toBeLessThan(0.06);
  }, 600_000);
});
