import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { portableNameFault, readZip, writeZip } from '../../../src/formats/zip/index.ts';
import { sourceFromBytes, utf8, YinxinError } from '../../../src/foundation/core/index.ts';
import { runs } from '../../support/property.ts';

const name = fc
  .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'))
  // A name that ends with a slash names a folder: the writer refuses it.
  .filter((text) => portableNameFault(text) === undefined && !/[\ud800-\udfff]|\/$/u.test(text));

describe('ZIP, for any input', () => {
  it('reads back what it wrote, whatever the content', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.record({ name, data: fc.uint8Array({ maxLength: 300 }), stored: fc.boolean() }), {
          maxLength: 6,
          selector: (f) => f.name.normalize('NFC').toUpperCase().toLowerCase().split('/')[0],
        }),
        async (files) => {
          const zip = await readZip(sourceFromBytes(writeZip(files)));
          expect(zip.findings).toEqual([]);
          expect(zip.entries.map((e) => e.name)).toEqual(files.map((f) => f.name));
          for (const [i, entry] of zip.entries.entries())
            expect(await zip.read(entry)).toEqual(files[i]!.data);
        },
      ),
      runs(150),
    );
  });

  it('answers any damage with a refusal, a finding or unchanged content, never with another error', async () => {
    const files = [
      { name: '甲.txt', data: utf8('甲'.repeat(50)) },
      { name: 'b/c.bin', data: utf8('stored content'), stored: true },
    ];
    const good = writeZip(files);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.nat({ max: good.length - 1 }), value: fc.nat({ max: 255 }) }), {
          minLength: 1,
          maxLength: 3,
        }),
        async (changes) => {
          const bad = good.slice();
          for (const { at, value } of changes) bad[at] = value;
          try {
            const zip = await readZip(sourceFromBytes(bad));
            for (const entry of zip.entries) {
              const original = files.find((f) => f.name === entry.name);
              const data = await zip.read(entry);
              // A changed name, time or attribute may read; changed content has another CRC.
              if (original !== undefined) expect(data).toEqual(original.data);
            }
          } catch (error) {
            expect(error).toBeInstanceOf(YinxinError);
          }
        },
      ),
      runs(400),
    );
  });

  it('never crashes on noise behind a magic number', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (noise) => {
        const bytes = new Uint8Array(noise.length + 4);
        bytes.set([0x50, 0x4b, 5, 6]);
        bytes.set(noise, 4);
        await readZip(sourceFromBytes(bytes)).catch((error) => expect(error).toBeInstanceOf(YinxinError));
      }),
    );
  });
});
