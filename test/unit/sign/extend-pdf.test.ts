import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import { openPdf, readSecurityStore, readSignatures } from '../../../src/formats/pdf/index.ts';
import { concatBytes, sourceFromBytes, utf8, YinxinError } from '../../../src/foundation/core/index.ts';
import { type ExtendPdfOptions, extendPdf, signPdf } from '../../../src/sign/pdf/index.ts';
import { createTestPki, type TestAlgorithm } from '../../../src/testing/index.ts';
import { buildPdf, MINIMAL } from '../pdf/build-pdf.ts';
import { NOW, scene } from './long-term-scene.ts';

const daysOn = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
const SOON = daysOn(0.01);

const codeOf = async (promise: Promise<unknown>): Promise<YinxinError> => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(YinxinError);
  return error as YinxinError;
};

const storeOf = async (file: Uint8Array) => {
  const { certificates, crls, ocspResponses } = await (await openPdf(sourceFromBytes(file))).read(
    readSecurityStore,
  );
  return [certificates.length, crls.length, ocspResponses.length];
};

describe('extendPdf', () => {
  it.each(['B-T', 'B-LT', 'B-LTA'] as const)('brings a B-B signature to %s', async (level) => {
    const { signed, options, trust } = await scene();
    const extended = await extendPdf({ ...options, file: signed, level });
    expect(extended).toMatchObject({ level, missing: [] });
    expect(extended.file.subarray(0, signed.length)).toEqual(signed);
    const report = await verify(extended.file, {
      at: SOON,
      trust,
      revocation: 'require',
      crls: level === 'B-LT' ? [] : (options.validationData?.crls ?? []),
    });
    const first = report.signatures[0]!;
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(first.level).toBe(`PAdES-${level}`);
    expect(first.modification).toBe('ltv-update');
  });

  it.each(['SM2', 'RSA', 'Ed25519'] as TestAlgorithm[])('works with %s', async (algorithm) => {
    const { signed, options, trust } = await scene(algorithm);
    const { file } = await extendPdf({ ...options, file: signed, level: 'B-LTA' });
    const report = await verify(file, {
      at: SOON,
      trust,
      revocation: 'require',
      crls: options.validationData!.crls!,
    });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.signatures[0]!.level).toBe('PAdES-B-LTA');
  });

  it('adds no document timestamp to a B-T signature that is to be B-LT, and stores nothing twice', async () => {
    const { pki, options } = await scene();
    const { signed } = await scene('P-256', { tsa: pki.timestampAuthority() });
    const once = await extendPdf({ ...options, file: signed, level: 'B-LT' });
    expect(once.added).toEqual({ certificates: 1, crls: 2, ocspResponses: 0, documentTimestamps: 0 });
    const twice = await extendPdf({ ...options, file: once.file, level: 'B-LT' });
    expect(twice.added).toEqual({ certificates: 0, crls: 0, ocspResponses: 0, documentTimestamps: 0 });
    expect(twice.file).toEqual(once.file);
  });

  it('takes OCSP responses with their responder, whole', async () => {
    const { pki, signed, options, trust } = await scene();
    const responses = [await pki.ocsp({ certificate: pki.signer }), await pki.ocsp({ certificate: pki.tsa })];
    const root = await pki.crl({ issuer: pki.root });
    const { file, added } = await extendPdf({
      ...options,
      file: signed,
      level: 'B-LT',
      validationData: { crls: [root], ocspResponses: responses },
    });
    expect(added).toMatchObject({ crls: 1, ocspResponses: 2 });
    const report = await verify(file, { at: SOON, trust, revocation: 'require' });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.signatures[0]!.level).toBe('PAdES-B-LT');
  });

  it('stores the revocation of a responder that must be asked about', async () => {
    const { pki, signed, options, trust } = await scene();
    const responder = await pki.issue({
      name: '另一状态查询（样）',
      extensions: { keyUsage: ['digitalSignature'], extendedKeyUsage: ['1.3.6.1.5.5.7.3.9'] },
    });
    const validationData = {
      crls: [await pki.crl({ issuer: pki.root }), await pki.crl()],
      ocspResponses: [
        await pki.ocsp({ certificate: pki.signer, responder }),
        await pki.ocsp({ certificate: pki.tsa, responder }),
      ],
    };
    const newer = { ...options, validationData, file: signed, level: 'B-LT' } as const;
    const { file, added } = await extendPdf(newer);
    expect(added.crls).toBe(2);
    const report = await verify(file, { at: SOON, trust, revocation: 'require' });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
  });

  it('writes /VRI where it is asked for, by the SHA-1 of /Contents, and it stays an LTV update', async () => {
    const { signed, options, trust } = await scene();
    const { file } = await extendPdf({ ...options, file: signed, level: 'B-LTA', vri: true });
    const { createHash } = await import('node:crypto');
    const opened = await openPdf(sourceFromBytes(file));
    const names = await opened.read((document) => {
      const store = document.dict(document.catalog().get('DSS'))!;
      return [...document.dict(store.get('VRI'))!.entries.keys()];
    });
    const contents = await opened.read((d) => readSignatures(d).signatures[0]!.contents);
    expect(names).toEqual([createHash('sha1').update(contents).digest('hex').toUpperCase()]);
    const report = await verify(file, {
      at: SOON,
      trust,
      revocation: 'require',
      crls: options.validationData!.crls!,
    });
    expect(report.signatures[0]).toMatchObject({ indication: 'TOTAL_PASSED', modification: 'ltv-update' });
  });

  it.each([1, 2, 3] as const)('is permitted over a certification of level %i', async (certification) => {
    const { signed, options, trust } = await scene('P-256', { certification });
    const { file } = await extendPdf({ ...options, file: signed, level: 'B-LTA', vri: true });
    const again = await extendPdf({ ...options, file, level: 'B-LTA' });
    const report = await verify(again.file, {
      at: SOON,
      trust,
      revocation: 'require',
      crls: options.validationData!.crls!,
    });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.signatures[0]!.modification).toBe('ltv-update');
  });

  it('completes without anchors of the caller, when the root is at hand', async () => {
    const { pki, signed, options } = await scene();
    const { trust: _, ...open } = options;
    const data = options.validationData!;
    const missing = await codeOf(extendPdf({ ...open, file: signed, level: 'B-LT' }));
    expect(missing.code).toBe('VALIDATION_DATA_MISSING');
    const validationData = { ...data, certificates: [...data.certificates!, pki.root.certificate] };
    const extended = await extendPdf({ ...open, validationData, file: signed, level: 'B-LTA' });
    expect(extended.level).toBe('B-LTA');
    // Chains up to the root: signer, intermediate and root; the timestamp token brings its own.
    expect(await storeOf(extended.file)).toEqual([1, 2, 0]);
  });
});

describe('extendPdf refuses', () => {
  const refusal = async (
    change: (file: Uint8Array) => Uint8Array,
    more: Partial<ExtendPdfOptions> = {},
  ): Promise<YinxinError> => {
    const { signed, options } = await scene();
    return codeOf(extendPdf({ ...options, file: change(signed), level: 'B-LT', ...more }));
  };

  it('a file without a signature', async () => {
    expect((await refusal(() => buildPdf(MINIMAL))).code).toBe('ARGUMENT_INVALID');
  });

  it.each([{ at: new Date(Number.NaN) }, { level: 'B-LTV' as 'B-LT' }, { at: '2026' as unknown as Date }])(
    'options that are none: %j',
    async (more) => {
      expect((await refusal((file) => file, more)).code).toBe('ARGUMENT_INVALID');
    },
  );

  it('a signed byte that was changed', async () => {
    const broken = await refusal((file) => file.map((byte, i) => (i === 20 ? byte ^ 1 : byte)));
    expect(broken.code).toBe('SIGNATURE_INVALID');
    expect(broken.details['flaws']).toContainEqual({ signature: 'sig-1', code: 'MESSAGE_DIGEST' });
  });

  it('bytes behind the signature', async () => {
    const tail = utf8('%%EOF behind\n');
    expect((await refusal((file) => concatBytes(file, tail))).code).toBe('SIGNATURE_INVALID');
  });

  it('revocation data that is missing, by name, and writes with a report where that is asked for', async () => {
    const { pki, signed, options } = await scene();
    const validationData = { crls: [await pki.crl()] };
    const error = await codeOf(extendPdf({ ...options, validationData, file: signed, level: 'B-LT' }));
    expect(error.code).toBe('VALIDATION_DATA_MISSING');
    const missing = error.details['missing'] as { signature: string; what: string }[];
    expect(missing.map(({ signature, what }) => [signature, what])).toEqual([
      ['sig-2', 'revocation'],
      ['sig-1', 'revocation'],
    ]);
    const partly = await extendPdf({
      ...options,
      validationData,
      file: signed,
      level: 'B-LTA',
      incomplete: 'report',
    });
    expect(partly.missing.length).toBeGreaterThan(0);
    expect(partly.level).toBe('B-T');
    expect(partly.added.crls).toBe(1);
  });

  it('stale revocation data', async () => {
    const { pki, signed, options } = await scene();
    const nextUpdate = new Date(NOW.getTime() - 1000);
    const thisUpdate = new Date(NOW.getTime() - 86_400_000);
    const crls = [await pki.crl({ thisUpdate, nextUpdate }), await pki.crl({ issuer: pki.root })];
    const error = await codeOf(
      extendPdf({ ...options, validationData: { crls }, file: signed, level: 'B-LT' }),
    );
    expect(error.code).toBe('VALIDATION_DATA_MISSING');
  });

  it('a signer that was revoked before', async () => {
    const { pki, signed, options } = await scene();
    const at = new Date(NOW.getTime() - 86_400_000);
    const crls = [
      await pki.crl({ revoked: [{ certificate: pki.signer, at }] }),
      await pki.crl({ issuer: pki.root }),
    ];
    const error = await codeOf(
      extendPdf({ ...options, validationData: { crls }, file: signed, level: 'B-LTA' }),
    );
    expect(error.code).toBe('VALIDATION_DATA_MISSING');
    expect(error.message).toContain('revoked');
  });

  it('anchors that are not those of the signer', async () => {
    const other = await createTestPki({ algorithm: 'P-256', now: NOW, seed: 'another' });
    const trust = { signers: [other.root.certificate] };
    const error = await refusal((file) => file, { trust });
    expect(error.code).toBe('VALIDATION_DATA_MISSING');
  });

  it('an authority that nobody trusts, where anchors were given', async () => {
    const other = await createTestPki({ algorithm: 'P-256', now: NOW, seed: 'another' });
    const { signed, options } = await scene();
    const tsa = other.timestampAuthority();
    for (const level of ['B-T', 'B-LT', 'B-LTA'] as const) {
      const error = await codeOf(extendPdf({ ...options, tsa, file: signed, level }));
      expect(error.code).toBe('VALIDATION_DATA_MISSING');
    }
  });

  it('an authority that is down, refuses, or tells another time', async () => {
    const { pki, signed, options } = await scene();
    const down = { request: () => Promise.reject(new Error('down')) };
    const late = pki.timestampAuthority({ at: daysOn(1) });
    for (const tsa of [down, pki.timestampAuthority({ refuse: 'timeNotAvailable' }), late]) {
      const error = await codeOf(extendPdf({ ...options, tsa, file: signed, level: 'B-LTA' }));
      expect(error.code).toBe('TIMESTAMP_FAILED');
    }
  });

  it('a timestamp without an authority to ask', async () => {
    const { signed, options } = await scene();
    const { tsa: _, ...without } = options;
    const error = await codeOf(extendPdf({ ...without, file: signed, level: 'B-T' }));
    expect(error.code).toBe('ARGUMENT_INVALID');
  });
});

describe('renewal', () => {
  /** A TSA whose certificate ends after two years; the next one ends after eight. */
  const history = async (renewed: boolean) => {
    const pki = await createTestPki({ algorithm: 'P-256', now: NOW });
    const tsaFor = (name: string, years: number) =>
      pki.issue({
        name,
        key: name,
        notBefore: daysOn(-10),
        notAfter: daysOn(365 * years),
        extensions: {
          keyUsage: ['digitalSignature'],
          extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'],
          critical: { extendedKeyUsage: true },
        },
      });
    const trust = { signers: [pki.root.certificate], timestamps: [pki.root.certificate] };
    const crls = async (at: Date) => {
      const dates = {
        thisUpdate: new Date(at.getTime() - 3_600_000),
        nextUpdate: new Date(at.getTime() + 7 * 86_400_000),
      };
      return [await pki.crl(dates), await pki.crl({ ...dates, issuer: pki.root })];
    };
    let file = await signPdf({
      file: buildPdf(MINIMAL),
      signer: await pki.signer.signer(),
      claimedTime: NOW,
    });
    const extend = async (at: Date, identity: Awaited<ReturnType<typeof tsaFor>>) => {
      const tsa = pki.timestampAuthority({ at, identity });
      const validationData = { crls: await crls(at) };
      const extended = await extendPdf({ file, level: 'B-LTA', at, tsa, trust, validationData });
      file = extended.file;
      return extended;
    };
    await extend(NOW, await tsaFor('时间戳一（样）', 2));
    if (renewed) await extend(daysOn(600), await tsaFor('时间戳二（样）', 8));
    // The first authority has ended (730 days), and the signer's certificate (3 years); CRLs of the day are given.
    const at = daysOn(1200);
    return verify(file, { at, trust, revocation: 'require', crls: await crls(at) });
  };

  it('once before the first authority ends, the file passes long after it', async () => {
    const report = await history(true);
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.signatures[0]!.level).toBe('PAdES-B-LTA');
  });

  it('left out, the file is INDETERMINATE', async () => {
    const report = await history(false);
    expect(report.conclusion.indication).toBe('INDETERMINATE');
    expect(report.signatures[0]).toMatchObject({ kind: 'signature', indication: 'INDETERMINATE' });
    expect(report.signatures[1]).toMatchObject({ kind: 'document-timestamp', indication: 'INDETERMINATE' });
  });
});
