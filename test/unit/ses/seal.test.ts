import { describe, expect, it } from 'vitest';
import { asOctetString, der, readDer, readSequence } from '../../../src/foundation/asn1/index.ts';
import { isYinxinError, utf8 } from '../../../src/foundation/core/index.ts';
import {
  type MakeSealOptions,
  makeSeal,
  parseSeal,
  readSeal,
  sealFacts,
} from '../../../src/signatures/ses/index.ts';
import { createTestPki, type TestAlgorithm } from '../../../src/testing/index.ts';

const now = new Date('2026-07-01T00:00:00Z');
const day = 24 * 3600 * 1000;

async function sample(algorithm: TestAlgorithm, change: Partial<MakeSealOptions> = {}) {
  const pki = await createTestPki({ algorithm, now });
  const options: MakeSealOptions = {
    maker: await pki.sealMaker.signer(),
    id: '33990000000001',
    name: '示例市数据资源管理局（样）',
    signerCertificates: [pki.sealSigner.certificate],
    picture: { type: 'png', data: utf8('not really a picture'), widthMm: 42, heightMm: 42 },
    createdAt: now,
    validFrom: now,
    validTo: new Date(now.getTime() + 300 * day),
    ...change,
  };
  return { pki, options, seal: await makeSeal(options) };
}

async function codeOf(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    return isYinxinError(error) ? error.code : `foreign: ${String(error)}`;
  }
  return 'none';
}

describe('an electronic seal (SESeal V4)', () => {
  for (const algorithm of ['SM2', 'P-256', 'RSA'] as const) {
    it(`is made, read back and right with ${algorithm}`, async () => {
      const { pki, seal } = await sample(algorithm);
      const read = parseSeal(seal);
      expect(read.name).toBe('示例市数据资源管理局（样）');
      expect(read.picture).toMatchObject({ type: 'PNG', widthMm: 42, heightMm: 42 });
      const { facts, checks } = sealFacts(read, pki.sealSigner.certificate, []);
      expect(facts).toMatchObject({ makerSignature: 'intact', signerListed: true, validFrom: now });
      expect(checks).toEqual([]);
      expect(sealFacts(read, pki.signer.certificate, []).facts.signerListed).toBe(false);
      expect(sealFacts(read, undefined, []).facts.signerListed).toBe(false);
    });
  }

  it('is never intact with a byte of its info, its algorithm or its value changed', async () => {
    const { pki, seal } = await sample('P-256');
    const whole = parseSeal(seal);
    // The maker's certificate is not covered by its own signature: who the maker is, judge decides by the pin.
    const certificateAt = seal.length - whole.signature.length - 200;
    let parsed = 0;
    for (let i = 0; i < seal.length; i++) {
      const inCertificate = i > whole.info.length + 4 && i < certificateAt + 200;
      if (inCertificate && i % 16 !== 0) continue;
      const bad = seal.slice();
      bad[i]! ^= 0x01;
      try {
        const read = parseSeal(bad);
        const { facts } = sealFacts(read, pki.sealSigner.certificate, []);
        parsed++;
        const samePin = read.makerCertificate.every((b, at) => b === whole.makerCertificate[at]);
        if (facts.makerSignature === 'intact') expect(samePin, `byte ${i}`).toBe(false);
      } catch (error) {
        if (!isYinxinError(error)) throw error;
      }
    }
    expect(parsed).toBeGreaterThan(100);
  });

  it('is refused when it is of another version or shape', async () => {
    const { seal } = await sample('P-256');
    const parts = readSequence(seal)
      .rest()
      .map((value) => value.raw);
    expect(await codeOf(() => parseSeal(der.sequence(parts[0]!, der.sequence(...parts.slice(1)))))).toBe(
      'SEAL_INVALID',
    );
    expect(await codeOf(() => parseSeal(der.sequence(...parts, der.null())))).toBe('SEAL_INVALID');
    expect(await codeOf(() => parseSeal(seal.subarray(0, seal.length - 1)))).toBe('DER_INVALID');
    const info = readSequence(parts[0]!)
      .rest()
      .map((value) => value.raw);
    const header = der.sequence(der.ia5String('ES'), der.integer(5), der.ia5String('x'));
    const five = der.sequence(der.sequence(header, ...info.slice(1)), ...parts.slice(1));
    expect(await codeOf(() => parseSeal(five))).toBe('SEAL_INVALID');
    expect(asOctetString(readDer(parts[1]!)).length).toBeGreaterThan(100);
  });

  it('is not made beyond its signer’s certificate, backwards, or for nobody', async () => {
    expect(await codeOf(() => sample('P-256', { validTo: new Date(now.getTime() + 9999 * day) }))).toBe(
      'SEAL_INVALID',
    );
    expect(await codeOf(() => sample('P-256', { validTo: new Date(now.getTime() - day) }))).toBe(
      'SEAL_INVALID',
    );
    expect(await codeOf(() => sample('P-256', { signerCertificates: [] }))).toBe('SEAL_INVALID');
  });

  it('is made as V1, and with digests of its signers', async () => {
    const { pki, seal } = await sample('SM2', { version: 1 });
    const v1 = readSeal(seal);
    expect(v1).toMatchObject({ structure: 'V1', version: 1, quirks: [] });
    expect(sealFacts(v1, pki.sealSigner.certificate, []).facts).toMatchObject({
      makerSignature: 'intact',
      signerListed: true,
    });
    const v4 = readSeal((await sample('SM2', { listSigners: 'digests' })).seal);
    expect(v4.certificates).toEqual([]);
    const listed = sealFacts(v4, pki.sealSigner.certificate, []);
    expect(listed).toMatchObject({ facts: { makerSignature: 'intact', signerListed: true }, checks: [] });
    expect(sealFacts(v4, pki.signer.certificate, []).facts.signerListed).toBe(false);
    expect(await codeOf(() => sample('SM2', { version: 1, listSigners: 'digests' }))).toBe('SEAL_INVALID');
  });

  it('says so when its own holder made it', async () => {
    const pki = await createTestPki({ algorithm: 'SM2', now });
    const { seal } = await sample('SM2', { maker: await pki.sealSigner.signer() });
    const { checks } = sealFacts(readSeal(seal), pki.sealSigner.certificate, []);
    expect(checks.map(({ code, status }) => [code, status])).toEqual([['SEAL_SELF_MADE', 'warning']]);
  });

  it('ends with the first of its signers’ certificates, when nothing shorter is asked for', async () => {
    const pki = await createTestPki({ algorithm: 'SM2', now });
    const short = await pki.issue({
      name: '测试人丁',
      key: 'short',
      notAfter: new Date(now.getTime() + day),
    });
    const { validTo: _unset, ...options } = (await sample('SM2')).options;
    const seal = readSeal(
      await makeSeal({ ...options, signerCertificates: [pki.sealSigner.certificate, short.certificate] }),
    );
    expect(seal.validTo).toEqual(new Date(now.getTime() + day));
  });

  it('is not made for an encryption certificate, by one, by an expired maker, or with half millimetres', async () => {
    const pki = await createTestPki({ algorithm: 'SM2', now });
    const bare = { type: 'PNG', data: utf8('x'), widthMm: 42.5, heightMm: 42 };
    const cases: readonly [string, Partial<MakeSealOptions>][] = [
      ['CERTIFICATE_KEY_USAGE', { signerCertificates: [pki.encryptionOnly.certificate] }],
      ['CERTIFICATE_KEY_USAGE', { maker: await pki.encryptionOnly.signer() }],
      ['CERTIFICATE_EXPIRED', { maker: await pki.expired.signer() }],
      ['SEAL_INVALID', { picture: bare }],
      ['SEAL_INVALID', { picture: { ...bare, widthMm: 42, data: new Uint8Array(0) } }],
    ];
    for (const [code, change] of cases) expect(await codeOf(() => sample('SM2', change))).toBe(code);
    const rsa = await createTestPki({ algorithm: 'RSA', now });
    const pss = { maker: await rsa.sealMaker.signer('PS256') };
    expect(await codeOf(() => sample('RSA', pss))).toBe('ALGORITHM_UNSUPPORTED');
  });

  it('lets no verdict pass an extension marked critical that nobody understands, but one known to be harmless', async () => {
    const { pki, seal } = await sample('P-256');
    const parts = readSequence(seal)
      .rest()
      .map((value) => value.raw);
    const info = readSequence(parts[0]!)
      .rest()
      .map((value) => value.raw);
    const withExtension = (oid: string, critical: boolean) => {
      const extension = der.sequence(der.oid(oid), der.boolean(critical), der.octetString(utf8('x')));
      const changed = der.sequence(der.sequence(...info, der.sequence(extension)), ...parts.slice(1));
      return sealFacts(parseSeal(changed), pki.sealSigner.certificate, []);
    };
    const unknown = withExtension('1.3.6.1.4.1.99999.1', true);
    expect(unknown.facts.makerSignature).toBe('broken');
    expect(unknown.formatFailure).toBe('SIG_CONSTRAINTS_FAILURE');
    expect(unknown.checks.map((c) => [c.code, c.status])).toEqual([['SEAL_CRITICAL_EXTENSION', 'failed']]);
    for (const harmless of [withExtension('1.3.6.1.5.5.7.1.4', true), withExtension('1.2.3', false)]) {
      expect(harmless.formatFailure).toBeUndefined();
      expect(harmless.checks.map((c) => c.status)).toEqual(['warning']);
    }
  });
});
