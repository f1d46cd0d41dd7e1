import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/foundation/core/index.ts';
import { structuralPaths } from '../../../src/foundation/pki/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';

it('paths for past validation end with what was not tried', async () => {
  const at = new Date('2026-11-23T03:00:00Z');
  const pki = await createTestPki({ algorithm: 'P-256', now: at });
  const walk = (pathCandidates: number) => {
    const paths = structuralPaths({
      certificate: pki.signer.certificate,
      intermediates: pki.signer.chain,
      trustAnchors: [pki.root.certificate],
      at,
      revocation: 'none',
      limits: { ...DEFAULT_LIMITS, pathCandidates },
    });
    let found = 0;
    for (;;) {
      const step = paths.next();
      if (step.done === true) return { found, told: step.value.map(({ code }) => code) };
      found++;
    }
  };
  expect(walk(DEFAULT_LIMITS.pathCandidates)).toEqual({ found: 1, told: [] });
  expect(walk(1)).toEqual({ found: 0, told: ['PATH_BUDGET'] });
});
