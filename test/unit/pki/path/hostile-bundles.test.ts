import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, indexOfBytes } from '../../../../src/foundation/core/index.ts';
import { pkiMemo } from '../../../../src/foundation/pki/index.ts';
import { parseCertificate } from '../../../../src/foundation/x509/index.ts';
import type { TestIdentity } from '../../../../src/testing/index.ts';
import {
  ago,
  bytes,
  countingMemo,
  cross,
  detailOf,
  failed,
  issue,
  namesake,
  pkiOnce,
  told,
  validate,
  withoutIds,
} from './support.ts';

describe('a hostile bundle', () => {
  it('spends no signature on a mesh from which no name leads to an anchor', async () => {
    const ring: TestIdentity[] = [];
    for (let i = 0; i < 6; i++)
      ring.push(await issue({ issuer: 'self', ca: true, name: `孤环 ${i}`, key: `ring-${i}` }));
    const mesh: TestIdentity[] = [];
    for (const issuer of ring) for (const subject of ring) mesh.push(await cross(subject, issuer));
    const memo = countingMemo();
    const leaf = await issue({ issuer: ring[0]! });
    const report = await validate(leaf, { intermediates: bytes(...mesh), memo });
    expect(report).toMatchObject({ trust: 'unknown', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' });
    expect(told(report)).not.toContain('PATH_BUDGET');
    // One climb for the report.
    expect(memo.checks).toBeLessThan(16);
  });

  it('ends undecided within its budget in a mesh that leads to an anchor by name alone', async () => {
    const pki = await pkiOnce();
    const ring: TestIdentity[] = [];
    for (let i = 0; i < 6; i++)
      ring.push(await issue({ issuer: 'self', ca: true, name: `假环 ${i}`, key: `ring-${i}` }));
    const mesh: TestIdentity[] = [];
    for (const issuer of ring) for (const subject of ring) mesh.push(await cross(subject, issuer));
    const impostor = await namesake(pki.root, 'impostor of the root', { extensions: withoutIds });
    const gates: TestIdentity[] = [];
    for (const subject of ring) gates.push(await cross(subject, impostor, { extensions: withoutIds }));
    const memo = countingMemo();
    const start = performance.now();
    const leaf = await issue({ issuer: ring[0]! });
    const report = await validate(leaf, { intermediates: bytes(...mesh, ...gates, impostor), memo });
    expect(report).toMatchObject({ status: 'indeterminate', trust: 'unknown' });
    expect(told(report)).toContain('PATH_BUDGET');
    expect(memo.checks).toBeLessThanOrEqual(DEFAULT_LIMITS.pathSignatures);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('checks one signature for a thousand certificates of the same name and key', async () => {
    const pki = await pkiOnce();
    const crowd: TestIdentity[] = [];
    for (let i = 0; i < 1000; i++) {
      crowd.push(await cross(pki.intermediate, pki.root, { serialNumber: BigInt(i + 1), ca: i === 999 }));
    }
    const memo = countingMemo();
    const start = performance.now();
    const report = await validate(pki.signer, { intermediates: bytes(...crowd), memo });
    expect(report.status).toBe('valid');
    expect(memo.checks).toBeLessThan(10);
    expect(performance.now() - start).toBeLessThan(3000);
    const noCa = await validate(pki.signer, { intermediates: bytes(...crowd.slice(0, 999)), memo });
    expect(noCa.status).toBe('invalid');
    expect(failed(noCa)).toContain('CA_FLAG');
    expect(told(noCa)).toContain('PATH_BUDGET');
    expect(noCa.notChecked.find((n) => n.code === 'PATH_BUDGET')!.detail).toContain('pathsJudged');
  }, 60_000);

  it('checks one signature for all namesakes of one wrong key', async () => {
    const pki = await pkiOnce();
    const crowd: TestIdentity[] = [];
    for (let i = 0; i < 150; i++) {
      crowd.push(
        await namesake(pki.intermediate, 'one wrong key', {
          issuer: pki.root,
          serialNumber: BigInt(i + 1),
          notBefore: ago(1),
        }),
      );
    }
    const leaf = await issue({ extensions: { authorityKeyIdentifier: false } });
    const memo = countingMemo();
    const report = await validate(leaf, { intermediates: bytes(...crowd, pki.intermediate), memo });
    expect(report.status).toBe('valid');
    expect(memo.checks).toBeLessThan(10);
  }, 60_000);

  it('gives up soon in a bundle of thousands of forged copies', async () => {
    const pki = await pkiOnce();
    const serial = parseCertificate(pki.intermediate.certificate).serialNumber;
    const at = indexOfBytes(pki.intermediate.certificate, serial);
    const copies = (count: number): Uint8Array[] =>
      Array.from({ length: count }, (_, i) => {
        const copy = pki.intermediate.certificate.slice();
        copy.set([1, i >> 16, (i >> 8) & 0xff, i & 0xff], at);
        return copy;
      });
    const timed = async (count: number): Promise<number> => {
      const start = performance.now();
      const report = await validate(pki.signer, { intermediates: copies(count) });
      expect(report).toMatchObject({ status: 'indeterminate', trust: 'unknown' });
      expect(told(report)).toContain('PATH_BUDGET');
      return performance.now() - start;
    };
    await timed(500);
    expect(await timed(4000)).toBeLessThan(10_000);
  }, 60_000);

  it('tells a crowd of malformed certificates by their number', async () => {
    const pki = await pkiOnce();
    const broken = Array.from({ length: 5000 }, (_, i) => new Uint8Array(i + 1));
    const report = await validate(pki.signer, { intermediates: [...broken, pki.intermediate.certificate] });
    expect(report.status).toBe('valid');
    expect(told(report).filter((code) => code === 'CERTIFICATE_MALFORMED').length).toBeLessThanOrEqual(21);
    expect(report.notChecked.map((n) => n.detail)).toContain(
      'of the supplied certificates 5000 were passed over as malformed',
    );
  });

  it('finds the right one of 500 anchors of the same name by its key identifier', async () => {
    const pki = await pkiOnce();
    const crowd: TestIdentity[] = [];
    for (let i = 0; i < 500; i++)
      crowd.push(await namesake(pki.root, `namesake ${i % 120}`, { serialNumber: BigInt(i + 1) }));
    const memo = countingMemo();
    const trustAnchors = bytes(...crowd, pki.root);
    expect((await validate(pki.signer, { trustAnchors, memo })).status).toBe('valid');
    expect(memo.checks).toBeLessThan(10);
    const nameless: TestIdentity[] = [];
    for (let i = 0; i < 120; i++)
      nameless.push(await namesake(pki.root, `namesake ${i}`, { extensions: withoutIds }));
    memo.checks = 0;
    const among = await validate(pki.signer, { trustAnchors: bytes(...nameless, pki.root), memo });
    expect(among.status).toBe('valid');
    expect(memo.checks).toBeLessThan(10);
    memo.checks = 0;
    const lost = await validate(pki.signer, { trustAnchors: bytes(...nameless), memo });
    expect(lost).toMatchObject({ status: 'indeterminate', trust: 'unknown' });
    expect(lost.notChecked.find((n) => n.code === 'PATH_BUDGET')!.detail).toContain('pathSignatures');
    expect(memo.checks).toBeLessThanOrEqual(DEFAULT_LIMITS.pathSignatures);
  }, 60_000);

  it('takes limits from the caller, and what a memo knows does not change what is found', async () => {
    const pki = await pkiOnce();
    const limits = { ...DEFAULT_LIMITS, pathSignatures: 1 };
    const memo = pkiMemo();
    expect((await validate(pki.signer, { memo })).status).toBe('valid');
    for (const given of [{ memo }, {}]) {
      const report = await validate(pki.signer, { limits, ...given });
      expect(report).toMatchObject({ status: 'indeterminate', trust: 'unknown' });
      expect(told(report)).toContain('PATH_BUDGET');
    }
    for (const limit of ['pathCandidates', 'pathsJudged'] as const) {
      const none = await validate(pki.signer, { limits: { ...DEFAULT_LIMITS, [limit]: 0 } });
      expect(none.trust).toBe('unknown');
      expect(detailOf(none, 'PATH')).toContain(limit);
    }
  });
});
