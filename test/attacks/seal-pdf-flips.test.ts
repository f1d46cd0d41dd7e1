import { describe, expect, it } from 'vitest';
import { isYinxinError } from '../../src/foundation/core/index.ts';
import { judged, pagesPdf, sealedPages } from '../support/seal-pdf.ts';

/** Bytes tried in each file; a step that is no divisor of its structures. */
const TRIED = 120;

describe.each(['pades', 'ses'] as const)('a sealed PDF of form %s', (form) => {
  it('is never passed with a byte changed, wherever it is', async () => {
    const { pki, file } = await sealedPages({
      form,
      file: pagesPdf(2),
      placements: [{ kind: 'riding', side: 'right' }],
    });
    expect((await judged(pki, file)).verdict).toBe('TOTAL_PASSED');
    const step = Math.floor(file.length / TRIED) | 1;
    const passed: number[] = [];
    // The padding of /Contents is the one place where nothing stands: it must stay zeros.
    for (let at = 3; at < file.length; at += step) {
      const changed = file.slice();
      changed[at]! ^= 0x01;
      try {
        const { verdict } = await judged(pki, changed);
        if (verdict === 'TOTAL_PASSED') passed.push(at);
      } catch (error) {
        if (!isYinxinError(error)) throw error;
      }
    }
    expect(passed).toEqual([]);
  }, 240_000);
});
