import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const BUILT = existsSync('dist/index.js');
if (!BUILT) console.warn('example of applications: skipped, dist/ is absent: run `npm run build` first');

describe.skipIf(!BUILT)('examples/applications.mjs', () => {
  it('walks from what must be brought to the last receipt', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['examples/applications.mjs'], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toEqual([
      'required: 平面图, 承诺书, 租赁合同',
      'not asked: 身份证明 (license)',
      'not asked: 住所证明 (license)',
      'not asked: 健康证明 (platform)',
      'form refused: 经营项目 FORM_FIELD_MISSING, 从业人数 FORM_FIELD_RANGE',
      'not-acceptable: applicant signed, co-applicant-1 missing',
      'acceptable: applicant signed, co-applicant-1 signed',
      'refused to ask: NO_DUAL_PAPER',
      'refused to ask: NO_REPEATED_PROOF',
      'history valid, accepted',
      expect.stringMatching(/^without its supplement: invalid \(RECEIPT_PREVIOUS, .*HISTORY_LINK/),
      'signatures: TOTAL_PASSED',
    ]);
  });
});
