import { createPrivateKey, createSign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { der, readSequence, TAG } from '../../../src/foundation/asn1/index.ts';
import { algorithmIdentifier } from '../../../src/foundation/crypto/index.ts';
import {
  chainAlgorithms,
  type PathOptions,
  pkiMemo,
  validatePath,
} from '../../../src/foundation/pki/index.ts';
import { createTestPki, type TestIdentity, type TestPki } from '../../../src/testing/index.ts';

const NOW = new Date('2026-11-23T03:00:00Z');

const validate = (
  pki: TestPki,
  leaf: Uint8Array,
  more: Partial<PathOptions> = {},
): ReturnType<typeof validatePath> =>
  validatePath({
    certificate: leaf,
    intermediates: [pki.intermediate.certificate],
    trustAnchors: [pki.root.certificate],
    at: NOW,
    revocation: 'none',
    ...more,
  });

/** The same certificate with another signature algorithm inside and outside, signed by node:crypto. */
function resigned(certificate: Uint8Array, issuer: TestIdentity, oid: string, hash: string): Uint8Array {
  const algorithm = algorithmIdentifier(oid, 'null');
  const tbs = readSequence(readSequence(certificate).expect(TAG.sequence).raw);
  const [version, serial, , ...rest] = tbs.rest().map((part) => part.raw);
  const changed = der.sequence(version!, serial!, algorithm, ...rest);
  const key = createPrivateKey({ key: Buffer.from(issuer.pkcs8), format: 'der', type: 'pkcs8' });
  const value = createSign(hash).update(changed).sign(key);
  return der.sequence(changed, algorithm, der.bitString(new Uint8Array(value)));
}

const SHA1_WITH_RSA = '1.2.840.113549.1.1.5';
const MD5_WITH_RSA = '1.2.840.113549.1.1.4';

describe('algorithms of a chain', () => {
  it('count today, and the report says by which policy', async () => {
    for (const algorithm of ['RSA', 'P-256', 'SM2'] as const) {
      const pki = await createTestPki({ algorithm, now: NOW });
      const report = await validate(pki, pki.signer.certificate);
      expect(report.status).toBe('valid');
      expect(report.checks).toContainEqual(
        expect.objectContaining({ code: 'CHAIN_ALGORITHMS', status: 'passed' }),
      );
    }
  });

  it('RSA PKCS#1 v1.5 does not carry a chain into 2030 without a proof of existence; P-256 and SM2 do', async () => {
    const at = new Date('2030-06-01T00:00:00Z');
    const notAfter = new Date('2032-01-01T00:00:00Z');
    for (const [algorithm, status] of [
      ['RSA', 'invalid'],
      ['P-256', 'valid'],
      ['SM2', 'valid'],
    ] as const) {
      const pki = await createTestPki({ algorithm, now: NOW });
      const leaf = await pki.issue({ name: '测试人庚', notAfter });
      const report = await validate(pki, leaf.certificate, { at });
      expect(report.status).toBe(status);
      if (algorithm !== 'RSA') continue;
      expect(report).toMatchObject({ trust: 'expired', subIndication: 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE' });
      const legacy = await validate(pki, leaf.certificate, { at, allowLegacy: true });
      expect(legacy.status).toBe('valid');
      expect(legacy.checks).toContainEqual(
        expect.objectContaining({ code: 'CHAIN_ALGORITHM_LEGACY', status: 'warning' }),
      );
    }
  });

  it('a certificate signed with RSA PKCS#1 v1.5 after its end is past saving', async () => {
    const pki = await createTestPki({ algorithm: 'RSA', now: NOW });
    const leaf = await pki.issue({
      name: '测试人庚',
      notBefore: new Date('2029-01-01T00:00:00Z'),
      notAfter: new Date('2032-01-01T00:00:00Z'),
    });
    const report = await validate(pki, leaf.certificate, { at: new Date('2030-06-01T00:00:00Z') });
    expect(report).toMatchObject({ trust: 'untrusted', subIndication: 'CRYPTO_CONSTRAINTS_FAILURE' });
  });

  it('SHA-1 is refused below the anchor, admitted as legacy with a finding', async () => {
    const pki = await createTestPki({ algorithm: 'RSA', now: NOW });
    const weak = resigned(pki.signer.certificate, pki.intermediate, SHA1_WITH_RSA, 'sha1');
    expect(await validate(pki, weak)).toMatchObject({
      status: 'invalid',
      trust: 'untrusted',
      subIndication: 'CRYPTO_CONSTRAINTS_FAILURE',
    });
    const legacy = await validate(pki, weak, { allowLegacy: true });
    expect(legacy.status).toBe('valid');
    expect(legacy.checks.filter(({ status }) => status === 'warning')).toMatchObject([
      { code: 'CHAIN_ALGORITHM_LEGACY' },
    ]);
  });

  it('a SHA-1 signature of the time when SHA-1 counted is good for a validation at that time', async () => {
    const then = new Date('2010-06-01T00:00:00Z');
    const pki = await createTestPki({ algorithm: 'RSA', now: then });
    const old = resigned(pki.signer.certificate, pki.intermediate, SHA1_WITH_RSA, 'sha1');
    expect((await validate(pki, old, { at: then })).status).toBe('valid');
  });

  it('the self-signature of an anchor does not count, whatever made it', async () => {
    const pki = await createTestPki({ algorithm: 'RSA', now: NOW });
    const root = resigned(pki.root.certificate, pki.root, SHA1_WITH_RSA, 'sha1');
    const report = await validate(pki, pki.signer.certificate, { trustAnchors: [root] });
    expect(report.status).toBe('valid');
  });

  it('MD5 is never admitted, not even as legacy', async () => {
    const pki = await createTestPki({ algorithm: 'RSA', now: NOW });
    const broken = resigned(pki.signer.certificate, pki.intermediate, MD5_WITH_RSA, 'md5');
    for (const allowLegacy of [false, true]) {
      const report = await validate(pki, broken, { allowLegacy });
      expect(report).toMatchObject({ status: 'indeterminate', subIndication: 'CRYPTO_CONSTRAINTS_FAILURE' });
    }
  });

  it('the profile cn-gov refuses any other chain or key, allowLegacy or not', async () => {
    const profile = 'cn-gov';
    const gm = await createTestPki({ algorithm: 'SM2', now: NOW });
    expect((await validate(gm, gm.signer.certificate, { profile })).status).toBe('valid');
    const refused = { status: 'invalid', trust: 'untrusted', subIndication: 'CRYPTO_CONSTRAINTS_FAILURE' };
    const rsa = await createTestPki({ algorithm: 'RSA', now: NOW });
    for (const allowLegacy of [false, true]) {
      expect(await validate(rsa, rsa.signer.certificate, { profile, allowLegacy })).toMatchObject(refused);
    }
    // An RSA key under an SM2 chain, and one that is itself the anchor.
    const other = await gm.issue({ name: '测试人辛', algorithm: 'RSA' });
    expect(await validate(gm, other.certificate, { profile })).toMatchObject(refused);
    expect(
      await validate(rsa, rsa.sealMaker.certificate, { profile, trustAnchors: [rsa.sealMaker.certificate] }),
    ).toMatchObject(refused);
  });

  it('are listed for a verdict that slides over dates', async () => {
    const pki = await createTestPki({ algorithm: 'RSA', now: NOW });
    const { path } = await validate(pki, pki.signer.certificate);
    const uses = chainAlgorithms(path, pkiMemo());
    expect(uses).toHaveLength(2);
    expect(uses[0]).toEqual([
      { kind: 'signature', scheme: 'RS256', family: 'rsa-pkcs1', key: 'RSA-2048', bits: 2048 },
      { kind: 'digest', digest: 'sha256' },
    ]);
  });
});
