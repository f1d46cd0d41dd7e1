import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactText, readCompactText } from '../../../src/license/qr/compact-text.ts';
import { runs } from '../../support/property.ts';

describe('texts in a license code', () => {
  it('take two bytes for a Chinese character, and one for ASCII', () => {
    expect(compactText('示例市样章餐饮有限公司')).toHaveLength(22);
    expect(compactText('示许〔2026〕第000001号')).toHaveLength(22);
    expect(compactText('ABC 123')).toBe('ABC 123');
  });

  it('stay in UTF-8 where a character is beyond GB/T 2312, or read in two ways', () => {
    for (const text of ['𠮷野家', '㐂', '買買提·艾山', '甲·乙', '甲—乙', '', '\ue000甲']) {
      expect(compactText(text), text).toBe(text);
      expect(readCompactText(text), text).toBe(text);
    }
  });

  it('come back, each in one form only', () => {
    const character = fc.oneof(
      fc.constantFrom(...'示例市样章测试人〔〕（）：；，。第号0123ABCabc'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.array(character, { maxLength: 30 }), (characters) => {
        const text = characters.join('');
        const value = compactText(text);
        expect(readCompactText(value)).toBe(text);
        if (typeof value !== 'string') {
          expect(() => readCompactText(text)).toThrow(expect.objectContaining({ code: 'QR_INVALID' }));
        }
      }),
      runs(),
    );
  });

  it('are read from bytes that are such, and from no others', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        let text: string;
        try {
          text = readCompactText(bytes);
        } catch (error) {
          expect(error).toMatchObject({ code: 'QR_INVALID' });
          return;
        }
        expect(compactText(text)).toEqual(bytes);
      }),
      runs(),
    );
  });
});
