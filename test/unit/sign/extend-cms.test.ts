import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import { der } from '../../../src/foundation/asn1/index.ts';
import { encodeAttribute, parseSignedData } from '../../../src/foundation/cms/index.ts';
import { sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { addToSignedData } from '../../../src/sign/cms/edit-signed-data.ts';
import { extendCms, signCms } from '../../../src/sign/cms/index.ts';
import type { TestAlgorithm } from '../../../src/testing/index.ts';
import { NOW, scene } from './long-term-scene.ts';

const SOON = new Date(NOW.getTime() + 60_000);
const CONTENT = utf8('申请内容（样）');

const signed = async (algorithm: TestAlgorithm = 'P-256', detached = true) => {
  const { pki, options, trust } = await scene(algorithm);
  const signer = await pki.signer.signer();
  const { cms } = await signCms({ signer, content: { bytes: CONTENT }, detached, claimedTime: NOW });
  return { pki, cms, trust, options: { ...options, ...(detached ? { detached: CONTENT } : {}) } };
};

describe('extendCms', () => {
  it.each([
    ['P-256', 'B-T'],
    ['P-256', 'B-LT'],
    ['SM2', 'B-LT'],
    ['RSA', 'B-LT'],
  ] as [TestAlgorithm, 'B-T' | 'B-LT'][])(
    'brings a detached %s signature to %s',
    async (algorithm, level) => {
      const { cms, trust, options } = await signed(algorithm);
      const extended = await extendCms({ ...options, cms, level });
      expect(extended).toMatchObject({ level, missing: [], added: { timestamps: 1 } });
      const crls = level === 'B-T' ? options.validationData!.crls! : [];
      const detached = sourceFromBytes(CONTENT);
      const report = await verify(extended.cms, { at: SOON, trust, revocation: 'require', crls, detached });
      expect(report.conclusion.indication).toBe('TOTAL_PASSED');
      expect(report.signatures[0]!.level).toBe(`CAdES-${level}`);
      const [before, after] = [
        parseSignedData(cms).signerInfos[0]!,
        parseSignedData(extended.cms).signerInfos[0]!,
      ];
      expect(after.signedAttributes!.encoded).toEqual(before.signedAttributes!.encoded);
      expect(after.signature).toEqual(before.signature);
    },
  );

  it('stores OCSP responses as other revocation information, and nothing twice', async () => {
    const { pki, cms, trust, options } = await signed('P-256', false);
    const validationData = {
      crls: [await pki.crl({ issuer: pki.root })],
      ocspResponses: [await pki.ocsp({ certificate: pki.signer }), await pki.ocsp({ certificate: pki.tsa })],
    };
    const once = await extendCms({ ...options, validationData, cms, level: 'B-LT' });
    expect(once.added).toMatchObject({ crls: 1, ocspResponses: 2 });
    const twice = await extendCms({ ...options, validationData, cms: once.cms, level: 'B-LT' });
    expect(twice.cms).toEqual(once.cms);
    const report = await verify(once.cms, { at: SOON, trust, revocation: 'require' });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.signatures[0]!.checks.filter(({ status }) => status === 'warning')).toEqual([]);
  });

  it('refuses a changed content, one that is not there, and missing data', async () => {
    const { cms, options } = await signed();
    const { detached: _, ...without } = options;
    const other = { ...options, detached: utf8('别的内容') };
    for (const wrong of [other, without]) {
      await expect(extendCms({ ...wrong, cms, level: 'B-T' })).rejects.toMatchObject({
        code: 'SIGNATURE_INVALID',
      });
    }
    await expect(extendCms({ ...options, validationData: {}, cms, level: 'B-LT' })).rejects.toMatchObject({
      code: 'VALIDATION_DATA_MISSING',
    });
    const { tsa: __, ...noTsa } = options;
    await expect(extendCms({ ...noTsa, cms, level: 'B-LT' })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });

  it('refuses a CMS with an archive timestamp of an older kind, whose certificates must stay', async () => {
    const { cms, options } = await signed();
    const archived = addToSignedData(cms, {
      unsigned: new Map([[0, [encodeAttribute('1.2.840.113549.1.9.16.2.48', der.sequence())]]]),
    });
    await expect(extendCms({ ...options, cms: archived, level: 'B-LT' })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });

  it.each(['P-256', 'SM2'] as const)(
    'puts an archive timestamp over a %s signature, and renews it',
    async (algorithm) => {
      const { cms, trust, options } = await signed(algorithm);
      const crls = options.validationData!.crls!;
      const once = await extendCms({ ...options, cms, level: 'B-LTA' });
      expect(once).toMatchObject({ level: 'B-LTA', added: { timestamps: 2 } });
      const twice = await extendCms({ ...options, cms: once.cms, level: 'B-LTA' });
      expect(twice.added.timestamps).toBe(1);
      for (const { cms: bytes } of [once, twice]) {
        const detached = sourceFromBytes(CONTENT);
        const report = await verify(bytes, { at: SOON, trust, revocation: 'require', crls, detached });
        expect(report.conclusion.indication).toBe('TOTAL_PASSED');
        expect(report.signatures[0]!.level).toBe('CAdES-B-LTA');
        expect(report.signatures.every(({ indication }) => indication === 'TOTAL_PASSED')).toBe(true);
      }
    },
  );
});

describe('renewal of a CMS', () => {
  const day = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
  const history = async (renewed: boolean) => {
    const { pki, cms: bare, trust } = await signed();
    const tsaFor = (name: string, years: number) =>
      pki.issue({
        name,
        key: name,
        notBefore: day(-10),
        notAfter: day(365 * years),
        extensions: {
          keyUsage: ['digitalSignature'],
          extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'],
          critical: { extendedKeyUsage: true },
        },
      });
    const crls = async (at: Date) => {
      const dates = {
        thisUpdate: new Date(at.getTime() - 3_600_000),
        nextUpdate: new Date(at.getTime() + 7 * 86_400_000),
      };
      return [await pki.crl(dates), await pki.crl({ ...dates, issuer: pki.root })];
    };
    let cms = bare;
    const extend = async (at: Date, name: string, years: number) => {
      const tsa = pki.timestampAuthority({ at, identity: await tsaFor(name, years) });
      const validationData = { crls: await crls(at) };
      const options = { at, tsa, trust, validationData, detached: CONTENT };
      cms = (await extendCms({ ...options, cms, level: 'B-LTA' })).cms;
    };
    await extend(NOW, '时间戳一（样）', 2);
    if (renewed) await extend(day(600), '时间戳二（样）', 8);
    // The first authority has ended, and the signer's certificate.
    const at = day(1200);
    const detached = sourceFromBytes(CONTENT);
    return verify(cms, { at, trust, revocation: 'require', crls: await crls(at), detached });
  };

  it('once before the first authority ends, it passes long after; left out, it is INDETERMINATE', async () => {
    expect((await history(true)).conclusion.indication).toBe('TOTAL_PASSED');
    expect((await history(false)).conclusion.indication).toBe('INDETERMINATE');
  });
});

describe('signCms', () => {
  it('signs policy, commitment and place', async () => {
    const { pki, trust, options } = await scene();
    const { cms } = await signCms({
      signer: await pki.signer.signer(),
      content: { bytes: CONTENT },
      detached: false,
      claimedTime: NOW,
      policy: { id: '2.25.303030303.9', document: utf8('policy') },
      commitment: 'proof-of-origin',
      signerLocation: { country: 'CN', locality: '示例市' },
    });
    const oids = parseSignedData(cms).signerInfos[0]!.signedAttributes!.list.map(({ oid }) => oid);
    for (const number of [15, 16, 17]) expect(oids).toContain(`1.2.840.113549.1.9.16.2.${number}`);
    const crls = options.validationData!.crls!;
    const report = await verify(cms, { at: SOON, trust, revocation: 'require', crls });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
  });

  it.each([
    { policy: { id: '1', document: CONTENT } },
    { policy: { id: '2.25.1', document: { hash: 'sha256', digest: CONTENT } } },
    { policy: { id: '2.25.1', document: CONTENT, url: 'https://例.invalid' } },
    { commitment: 'proof-of-nothing' },
    { commitment: { id: 'x' } },
    { signerLocation: {} },
    { signerLocation: { country: '' } },
    { signerLocation: { address: Array<string>(7).fill('x') } },
  ])('refuses %j', async (properties) => {
    const { pki } = await scene();
    const signer = await pki.signer.signer();
    const options = { signer, content: { bytes: CONTENT }, detached: true, claimedTime: NOW };
    const sign = async () => signCms({ ...options, ...properties } as Parameters<typeof signCms>[0]);
    await expect(sign()).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });
});
