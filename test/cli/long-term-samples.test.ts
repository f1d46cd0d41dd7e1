import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { setStage } from '../../src/cli/demo/stage.ts';
import { writeLongTermSamples } from '../../src/cli/samples/long-term.ts';
import { verify } from '../../src/entries/index.ts';
import { NOW } from '../unit/sign/long-term-scene.ts';

const home = mkdtempSync(join(tmpdir(), 'yinxin-levels-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe.each(['P-256', 'SM2', 'RSA'] as const)('samples of levels with %s keys', (algorithm) => {
  it('are of the levels that they are named by', async () => {
    const stage = await setStage({ folder: home, at: NOW, algorithm, seed: algorithm });
    const names = await writeLongTermSamples(stage);
    const levels: Record<string, string> = {};
    for (const name of names) {
      const report = await verify(new Uint8Array(readFileSync(join(home, name))), {
        at: new Date(NOW.getTime() + 60_000),
        trust: { signers: [stage.pki.root.certificate], timestamps: [stage.pki.root.certificate] },
        revocation: 'require-where-declared',
        crls: (await stage.pki.validationData()).crls,
      });
      expect([name, report.conclusion.indication]).toEqual([name, 'TOTAL_PASSED']);
      levels[name] = report.signatures[0]!.level;
    }
    expect(levels).toEqual({
      'pades-b-b.pdf': 'PAdES-B-B',
      'pades-b-t.pdf': 'PAdES-B-T',
      'pades-b-lt.pdf': 'PAdES-B-LT',
      'pades-b-lta.pdf': 'PAdES-B-LTA',
      'pades-b-lta-renewed.pdf': 'PAdES-B-LTA',
      'pades-five-signatures.pdf': 'PAdES-B-LTA',
      'cades-b-lt.p7m': 'CAdES-B-LT',
      'cades-b-lta.p7m': 'CAdES-B-LTA',
    });
  }, 60_000);
});
