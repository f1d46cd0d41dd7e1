import { describe, expect, it } from 'vitest';
import { instant, wholeNumber } from '../../../src/cli/arguments.ts';

describe('--at', () => {
  it('takes an instant with its offset, and a date as its first instant in UTC', () => {
    expect(instant('2026-08-01T08:00:00+08:00').toISOString()).toBe('2026-08-01T00:00:00.000Z');
    expect(instant('2026-08-01T00:00Z').toISOString()).toBe('2026-08-01T00:00:00.000Z');
    expect(instant('2026-08-01').toISOString()).toBe('2026-08-01T00:00:00.000Z');
  });

  it('refuses what would mean something else on another machine, and what is no date', () => {
    for (const text of ['2026-08-01T08:00:00', 'yesterday', '2026-02-30', '2026-13-01T00:00:00Z', '1', '']) {
      expect(() => instant(text), text).toThrow(expect.objectContaining({ code: 'ARGUMENT_INVALID' }));
    }
  });
});

describe('--jobs', () => {
  it('is a whole number above zero', () => {
    expect(wholeNumber('4')).toBe(4);
    for (const text of ['0', '-1', '1.5', '1e3', '']) expect(() => wholeNumber(text), text).toThrow();
  });
});
