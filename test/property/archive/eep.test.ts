import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { inspectEepPackage, readArchive } from '../../../src/archive/index.ts';
import { sourceFromBytes, utf8, YinxinError } from '../../../src/foundation/core/index.ts';
import { runs } from '../../support/property.ts';
import { samplePackage } from '../../unit/archive/fixtures.ts';
import { testPki } from '../../unit/asic/fixtures.ts';

const PIECES = [
  '<文档>',
  '</文档>',
  '<被签名对象 eep版本="2009">',
  '<原封装包>',
  '</原封装包>',
  '<!DOCTYPE a>',
  '&a;',
  '引用编码数据ID="修改0-文档1-文档数据1-编码1-编码数据1" ',
  '修改0-签名1',
  '',
];

describe('an EEP, however it is damaged', () => {
  let file: Uint8Array;
  beforeAll(async () => {
    file = (await samplePackage(await testPki('P-256'), { form: 'eep' })).file;
  });

  it('is read or refused with our error, never with another', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 60_000 }),
        fc.nat({ max: 300 }),
        fc.oneof(fc.constantFrom(...PIECES).map(utf8), fc.uint8Array({ maxLength: 20 })),
        async (at, cut, piece) => {
          const from = at % file.length;
          const bad = Buffer.concat([file.subarray(0, from), piece, file.subarray(from + cut)]);
          for (const read of [() => inspectEepPackage(sourceFromBytes(bad)), () => readArchive(bad)]) {
            await read().catch((error: unknown) => expect(error).toBeInstanceOf(YinxinError));
          }
        },
      ),
      runs(60),
    );
  });
});
