import { describe, expect, it } from 'vitest';
import { JsonFields } from '../../../src/sign/application/json-fields.ts';

const time = (value: string): string => new JsonFields({ at: value }, 'receipt').time('at');

describe('times of applications and receipts', () => {
  it.each([
    '2026-02-30T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-12-31T24:00:00Z',
    '2026-04-31T01:00:00.000Z',
  ])('%s is no time', (value) => expect(() => time(value)).toThrow('is no time'));
  it.each(['2028-02-29T00:00:00Z', '2026-12-31T15:59:59.999Z', '2026-12-31T16:00:00Z'])(
    '%s is one',
    (value) => expect(time(value)).toBe(value),
  );
});
