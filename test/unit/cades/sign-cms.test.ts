import { describe, expect, it } from 'vitest';
import { CMS_OID, parseSignedData } from '../../../src/foundation/cms/index.ts';
import { sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { digest, signingSchemeOf } from '../../../src/foundation/crypto/index.ts';
import { estimateCmsSize, inspectCms, signCms } from '../../../src/signatures/cades/index.ts';
import { seededRandom } from '../../../src/testing/index.ts';
import { ALGORITHMS, NOW, testPki, verdict } from './cases.ts';

const CONTENT = utf8('申请表：测试人甲');

describe.each(ALGORITHMS)('signCms with %s', (algorithm) => {
  it('makes an attached CAdES-B that passes with its own root', async () => {
    const pki = await testPki(algorithm);
    const signer = await pki.signer.signer();
    const { cms, timestamped } = await signCms({
      signer,
      content: { bytes: CONTENT },
      detached: false,
      claimedTime: NOW,
    });
    const facts = await inspectCms(sourceFromBytes(cms));
    expect(timestamped).toBe(false);
    expect(facts.signatures[0]).toMatchObject({
      cryptography: 'intact',
      coverage: 'whole-file',
      format: 'CAdES',
      baselineAttributes: true,
      claimedTime: NOW,
      weaknesses: [],
    });
    const judged = await verdict(facts, pki);
    expect(judged.conclusion).toMatchObject({ indication: 'TOTAL_PASSED' });
    expect(judged.signatures[0]).toMatchObject({ trust: 'trusted', level: 'CAdES-B-B' });
  });

  it('makes a B-T with a token over the value, judged as a child', async () => {
    const pki = await testPki(algorithm);
    const signer = await pki.signer.signer();
    const { cms, timestamped } = await signCms({
      signer,
      content: { bytes: CONTENT },
      detached: true,
      claimedTime: NOW,
      tsa: pki.timestampAuthority(),
      random: seededRandom('nonce'),
    });
    expect(timestamped).toBe(true);
    const facts = await inspectCms(sourceFromBytes(cms), { detached: sourceFromBytes(CONTENT) });
    expect(facts.signatures.map((s) => [s.id, s.kind, s.parent, s.cryptography, s.coverage])).toEqual([
      ['signature-1', 'signature', undefined, 'intact', 'whole-file'],
      ['signature-1.t1', 'timestamp', 'signature-1', 'intact', 'whole-file'],
    ]);
    const judged = await verdict(facts, pki);
    expect(judged.signatures.map((s) => s.indication)).toEqual(['TOTAL_PASSED', 'TOTAL_PASSED']);
    expect(judged.signatures[0]).toMatchObject({ level: 'CAdES-B-T' });
  });

  it('keeps its size under the estimate and repeats its bytes', async () => {
    const pki = await testPki(algorithm);
    const signer = await pki.signer.signer();
    const make = () => signCms({ signer, content: { bytes: CONTENT }, detached: true, claimedTime: NOW });
    const [first, second] = [await make(), await make()];
    const estimate = estimateCmsSize(await signer.info());
    expect(first.cms.length).toBeLessThanOrEqual(estimate);
    expect(estimate - first.cms.length).toBeLessThan(64);
    expect(first.cms).toEqual(second.cms);
  });

  it('leaves signing-time out inside PDF and keeps the content types of CMS there', async () => {
    const pki = await testPki(algorithm);
    const signer = await pki.signer.signer();
    const hash = signingSchemeOf((await signer.info()).algorithm).hash;
    const { cms } = await signCms({
      signer,
      content: { digest: digest(hash, CONTENT), hash },
      detached: true,
      profile: 'PAdES',
      claimedTime: NOW,
    });
    const parsed = parseSignedData(cms);
    expect(parsed.contentType).toBe(CMS_OID.signedData);
    expect(parsed.eContentType).toBe(CMS_OID.data);
    const oids = parsed.signerInfos[0]!.signedAttributes!.list.map((a) => a.oid);
    expect(oids).not.toContain(CMS_OID.signingTime);
    expect(oids).toContain(CMS_OID.signingCertificateV2);
  });

  it('signs through a device that takes digests only', async () => {
    const pki = await testPki(algorithm);
    const inner = await pki.signer.signer();
    const info = { ...(await inner.info()), accepts: ['digest' as const] };
    const device = { ...inner, info: async () => info };
    const { cms } = await signCms({
      signer: device,
      content: { bytes: CONTENT },
      detached: false,
      claimedTime: NOW,
    });
    const facts = await inspectCms(sourceFromBytes(cms));
    expect(facts.signatures[0]!.cryptography).toBe('intact');
  });

  it('refuses a key without certificate, an expired one and one for encryption', async () => {
    const pki = await testPki(algorithm);
    const base = { content: { bytes: CONTENT }, detached: true, claimedTime: NOW };
    const good = await pki.signer.signer();
    const { chain: _, ...bare } = await good.info();
    const cases = [
      [{ ...good, info: async () => bare }, 'KEY_WITHOUT_CERTIFICATE'],
      [await pki.expired.signer(), 'CERTIFICATE_EXPIRED'],
      [await pki.encryptionOnly.signer(), 'CERTIFICATE_KEY_USAGE'],
    ] as const;
    for (const [signer, code] of cases)
      await expect(signCms({ ...base, signer })).rejects.toMatchObject({ code });
  });

  it('never embeds a value that does not verify', async () => {
    const pki = await testPki(algorithm);
    const good = await pki.signer.signer();
    const lying = {
      ...good,
      sign: async (input: Parameters<typeof good.sign>[0]) => {
        const answer = await good.sign(input);
        const value = answer.value.slice();
        value[value.length - 1]! ^= 1;
        return { ...answer, value };
      },
    };
    const signing = signCms({ signer: lying, content: { bytes: CONTENT }, detached: true, claimedTime: NOW });
    await expect(signing).rejects.toMatchObject({ code: 'SIGNATURE_SELF_CHECK_FAILED' });
  });
});

describe('signCms', () => {
  it('writes SM2 outside PDF with the content types and the signing identifier of GB/T 35275', async () => {
    const pki = await testPki('SM2');
    const { cms } = await signCms({
      signer: await pki.signer.signer(),
      content: { bytes: CONTENT },
      detached: false,
      claimedTime: NOW,
    });
    const parsed = parseSignedData(cms);
    expect(parsed.contentType).toBe('1.2.156.10197.6.1.4.2.2');
    expect(parsed.eContentType).toBe('1.2.156.10197.6.1.4.2.1');
    expect(parsed.signerInfos[0]!.signatureAlgorithm.oid).toBe('1.2.156.10197.1.301.1');
    expect(parsed.signerInfos[0]!.digestAlgorithm.oid).toBe('1.2.156.10197.1.401');
  });

  it('fails when the authority fails, is silent or answers another request: never a silent B-B', async () => {
    const pki = await testPki('P-256');
    const signer = await pki.signer.signer();
    const honest = pki.timestampAuthority();
    const other = await honest.request(
      (await import('../../../src/foundation/pki/index.ts')).buildTimeStampReq('sha256', new Uint8Array(32)),
    );
    const authorities = [
      { request: () => Promise.reject(new Error('connection refused')) },
      { request: async () => utf8('<html>busy</html>') },
      { request: async () => other },
    ];
    for (const tsa of authorities) {
      const signing = signCms({ signer, content: { bytes: CONTENT }, detached: true, claimedTime: NOW, tsa });
      await expect(signing).rejects.toMatchObject({ code: 'TIMESTAMP_FAILED' });
    }
  });

  it('wants the digest of the signer’s own algorithm', async () => {
    const pki = await testPki('SM2');
    const signing = signCms({
      signer: await pki.signer.signer(),
      content: { digest: digest('sha256', CONTENT), hash: 'sha256' },
      detached: true,
      claimedTime: NOW,
    });
    await expect(signing).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });
});
