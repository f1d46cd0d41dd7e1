import { describe, expect, it } from 'vitest';
import { prepareTrust, verify } from '../../../src/entries/index.ts';
import { der } from '../../../src/foundation/asn1/index.ts';
import { isYinxinError } from '../../../src/foundation/core/index.ts';
import { readSeal, SealMemo, sealFacts } from '../../../src/signatures/ses/index.ts';
import { judgeOptions, type SignSpec, sealedFiles, testPki, zipOf } from '../../support/ofd.ts';
import { changedAt, flipped, makeSeal, partsOf } from '../../support/ofd-values.ts';

describe('a seal that is known from another file', () => {
  it('makes no forged one right: every byte of it counts', async () => {
    const seal = await makeSeal(await testPki(), {});
    const memo = new SealMemo();
    const state = (bytes: Uint8Array) => sealFacts(readSeal(bytes), undefined, [], memo).facts.makerSignature;
    expect(state(seal)).toBe('intact');
    let read = 0;
    for (let i = 0; i < seal.length; i += 3) {
      const bad = seal.slice();
      bad[i]! ^= 1;
      try {
        const known = sealFacts(readSeal(bad), undefined, [], memo);
        const anew = sealFacts(readSeal(bad), undefined, []);
        expect(known).toEqual(anew);
        read++;
      } catch (error) {
        if (!isYinxinError(error)) throw error;
      }
    }
    expect(read).toBeGreaterThan(100);
    expect(state(seal)).toBe('intact');
  });

  it('passes in every file that it signs, and its forged twin in none, under one prepared trust', async () => {
    const { at, ...trust } = await judgeOptions();
    const prepared = prepareTrust(trust);
    const verdict = async (spec: SignSpec) => {
      const { conclusion } = await verify(zipOf(await sealedFiles(spec)), { ...prepared, at });
      return [conclusion.indication, ...conclusion.subIndications].join(' ');
    };
    const forged: SignSpec = { sealParts: changedAt(3, flipped) };
    for (const [spec, expected] of [
      [{}, 'TOTAL_PASSED'],
      [forged, 'TOTAL_FAILED SIG_CRYPTO_FAILURE'],
      [{ dateTime: '20260701100305' }, 'TOTAL_PASSED'],
      [forged, 'TOTAL_FAILED SIG_CRYPTO_FAILURE'],
    ] as const) {
      expect(await verdict(spec)).toBe(expected);
    }
    // What is known says nothing of who is believed.
    const nobody = { ...prepared, at, trust: { signers: trust.trust.signers } };
    const report = await verify(zipOf(await sealedFiles()), nobody);
    expect(report.conclusion.subIndications).toEqual(['CHAIN_CONSTRAINTS_FAILURE']);
  });

  it('is forgotten when some hundred others came', async () => {
    const pki = await testPki();
    const memo = new SealMemo();
    const first = memo.of(readSeal(await makeSeal(pki, {})));
    const other = partsOf(await makeSeal(pki, {}));
    for (let i = 0; i < 300; i++) {
      const value = der.bitString(Uint8Array.of(i & 0xff, i >> 8));
      memo.of(readSeal(der.sequence(other[0]!, other[1]!, other[2]!, value)));
    }
    expect(memo.of(readSeal(await makeSeal(pki, {})))).not.toBe(first);
  });
});

describe('numbers of a seal', () => {
  it('are refused where they are endless, at once', async () => {
    const endless = der.tlv(2, new Uint8Array(400_000).fill(1));
    for (const index of [0, 2]) {
      const start = performance.now();
      const seal = await makeSeal(await testPki(), { property: changedAt(index, () => endless) });
      expect(() => readSeal(seal)).toThrowError();
      expect(performance.now() - start).toBeLessThan(1000);
    }
  });
});
