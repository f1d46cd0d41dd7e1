import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import { extendPdf } from '../../../src/sign/pdf/index.ts';
import { NOW, scene } from './long-term-scene.ts';

const later = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);

describe('extendPdf', () => {
  it.each(['B-T', 'B-LT', 'B-LTA'] as const)('brings a B-B signature to %s', async (level) => {
    const { signed, options, trust } = await scene();
    const extended = await extendPdf({ ...options, file: signed, level });
    expect(extended).toMatchObject({ level, missing: [] });
    const report = await verify(extended.file, {
      at: later(0.01),
      trust,
      revocation: 'require',
      crls: level === 'B-LT' ? [] : (options.validationData?.crls ?? []),
    });
    const first = report.signatures[0]!;
    expect(report.conclusion.indication, JSON.stringify(report, null, 1)).toBe('TOTAL_PASSED');
    expect(first.level).toBe(`PAdES-${level}`);
    expect(first.modification).toBe('ltv-update');
  });
});
