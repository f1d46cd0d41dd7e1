import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import { concatBytes, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { signCms } from '../../../src/sign/cms/index.ts';
import {
  type CompleteSignatureOptions,
  completeSignature,
  type DeferredState,
  prepareSignature,
} from '../../../src/sign/deferred/index.ts';
import { extendPdf, signPdf } from '../../../src/sign/pdf/index.ts';
import { createTestPki, type TestAlgorithm, type TestIdentity } from '../../../src/testing/index.ts';
import { buildPdf, MINIMAL } from '../pdf/build-pdf.ts';
import { NOW } from './long-term-scene.ts';

const day = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
const LATER = day(3);
const CONTENT = utf8('申请内容（样）');
const SIGNING = {
  'P-256': 'ES256',
  'P-384': 'ES384',
  RSA: 'RS256',
  SM2: 'SM2-SM3',
  Ed25519: 'Ed25519',
} as const;

const setUp = async (algorithm: TestAlgorithm = 'P-256') => {
  const pki = await createTestPki({ algorithm, now: NOW });
  const name = SIGNING[algorithm];
  const common = { algorithm: name, chain: pki.signer.chain, claimedTime: NOW, expiresAt: day(7) };
  const trust = { signers: [pki.root.certificate], timestamps: [pki.root.certificate] };
  const crls = [
    await pki.crl({ thisUpdate: day(2.9) }),
    await pki.crl({ issuer: pki.root, thisUpdate: day(2.9) }),
  ];
  return { pki, common, trust, crls };
};

const valueBy = async (identity: TestIdentity, message: Uint8Array) => {
  const { value, format } = await (await identity.signer()).sign({ kind: 'message', data: message });
  return { kind: 'value', value, format } as const;
};

/** As it comes back out of a database. */
const stored = (state: DeferredState): DeferredState => JSON.parse(JSON.stringify(state)) as DeferredState;

const pdfCase = async (algorithm: TestAlgorithm = 'P-256', file = buildPdf(MINIMAL)) => {
  const known = await setUp(algorithm);
  const prepared = await prepareSignature({ ...known.common, format: 'pdf', file, reason: '同意' });
  const value = await valueBy(known.pki.signer, prepared.message);
  const options = { state: stored(prepared.state), document: prepared.document, value, at: LATER };
  return { ...known, prepared, options };
};

const cmsCase = async (algorithm: TestAlgorithm = 'P-256') => {
  const known = await setUp(algorithm);
  const prepared = await prepareSignature({
    ...known.common,
    format: 'cms',
    content: CONTENT,
    commitment: 'proof-of-approval',
  });
  const value = await valueBy(known.pki.signer, prepared.message);
  const options = { state: stored(prepared.state), document: CONTENT, value, at: LATER };
  return { ...known, prepared, options };
};

describe('a signature prepared one day and completed another', () => {
  it.each(['P-256', 'P-384', 'RSA', 'SM2', 'Ed25519'] as TestAlgorithm[])(
    'in a PDF by %s',
    async (algorithm) => {
      const { options, trust, crls } = await pdfCase(algorithm);
      const { bytes } = await completeSignature(options);
      const report = await verify(bytes, { at: LATER, trust, revocation: 'require', crls });
      expect(report.conclusion.indication).toBe('TOTAL_PASSED');
      expect(report.signatures[0]).toMatchObject({ level: 'PAdES-B-B', coverage: 'whole-file' });
    },
  );

  it.each(['P-256', 'RSA', 'SM2', 'Ed25519'] as TestAlgorithm[])(
    'over any content by %s',
    async (algorithm) => {
      const { options, trust, crls } = await cmsCase(algorithm);
      const { bytes } = await completeSignature(options);
      const detached = sourceFromBytes(CONTENT);
      const report = await verify(bytes, { at: LATER, trust, revocation: 'require', crls, detached });
      expect(report.conclusion.indication).toBe('TOTAL_PASSED');
      expect(report.signatures[0]!.level).toBe('CAdES-B-B');
    },
  );

  it('by a device that takes digests', async () => {
    const { prepared, pki } = await pdfCase('SM2');
    expect(prepared.toSign).toMatchObject({ kind: 'digest', hash: 'sm3' });
    const signer = await pki.signer.signer();
    const { value, format } = await signer.sign(prepared.toSign!);
    const { bytes } = await completeSignature({
      state: prepared.state,
      document: prepared.document,
      value: { kind: 'value', value, format },
      at: LATER,
    });
    expect(bytes.length).toBe(prepared.document.length);
  });

  it('with the whole CMS of a remote signer, and a timestamp', async () => {
    const { options, prepared, pki, common, trust, crls } = await pdfCase();
    const { cms } = await signCms({
      signer: await pki.signer.signer(),
      content: { digest: prepared.documentDigest.digest, hash: 'sha256' },
      detached: true,
      profile: 'PAdES',
      claimedTime: common.claimedTime,
    });
    const tsa = pki.timestampAuthority({ at: LATER });
    const { bytes } = await completeSignature({ ...options, value: { kind: 'cms', cms }, tsa });
    const report = await verify(bytes, { at: day(3.01), trust, revocation: 'require', crls });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.signatures[0]!.level).toBe('PAdES-B-T');
    const extended = await extendPdf({
      file: bytes,
      level: 'B-LTA',
      at: LATER,
      tsa,
      trust,
      validationData: { crls },
    });
    expect(extended.level).toBe('B-LTA');
  });

  it('as second signature of a certified document, in a field of its own', async () => {
    const { pki } = await setUp();
    const signer = await pki.sealSigner.signer();
    const first = await signPdf({ file: buildPdf(MINIMAL), signer, claimedTime: NOW, certification: 2 });
    const { options, trust, crls } = await pdfCase('P-256', first);
    const { bytes } = await completeSignature(options);
    const report = await verify(bytes, { at: LATER, trust, revocation: 'require', crls });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.signatures).toHaveLength(2);
  });

  it('agrees with what the caller kept apart', async () => {
    const { options, prepared, pki } = await pdfCase();
    const expected = {
      fingerprint: prepared.fingerprint,
      certificate: pki.signer.certificate,
      field: prepared.state.field!,
    };
    expect((await completeSignature({ ...options, expect: expected })).format).toBe('pdf');
  });
});

describe('a prepared signature is refused', () => {
  type Change = (known: Awaited<ReturnType<typeof pdfCase>>) => Promise<Partial<CompleteSignatureOptions>>;
  const withState = (state: DeferredState, change: Partial<DeferredState>) => ({
    state: { ...state, ...change },
  });
  const other = async (file = buildPdf({ ...MINIMAL, 9: '(another)' })) =>
    (await pdfCase('P-256', file)).prepared;

  const attacks: Record<string, readonly [code: string, change: Change]> = {
    'with the state of another document': [
      'DEFERRED_DOCUMENT_MISMATCH',
      async () => ({ state: (await other()).state }),
    ],
    'with another prepared document': [
      'DEFERRED_DOCUMENT_MISMATCH',
      async () => ({ document: (await other()).document }),
    ],
    'with state and document of another, the value of the first': [
      'DEFERRED_VALUE_INVALID',
      async () => {
        const { state, document } = await other();
        return { state, document };
      },
    ],
    'with a digest that was tampered with': [
      'DEFERRED_DOCUMENT_MISMATCH',
      async ({ options: { state } }) => withState(state, { digest: `00${state.digest.slice(2)}` }),
    ],
    'with a document that was changed, and its new digest': [
      'DEFERRED_VALUE_INVALID',
      async ({ options: { state, document } }) => {
        const at = Buffer.from(document).lastIndexOf('/Reason') + 14;
        const changed = document.map((byte, i) => (i === at ? byte ^ 1 : byte));
        const { createHash } = await import('node:crypto');
        const start = Buffer.from(changed).lastIndexOf('/Contents <') + 10;
        const end = Buffer.from(changed).indexOf('>', start) + 1;
        const hash = createHash('sha256').update(changed.subarray(0, start)).update(changed.subarray(end));
        return { document: changed, ...withState(state, { digest: hash.digest('hex') }) };
      },
    ],
    'with one changed byte of the document': [
      'DEFERRED_DOCUMENT_MISMATCH',
      async ({ options: { document } }) => ({ document: document.map((b, i) => (i === 30 ? b ^ 1 : b)) }),
    ],
    'with bytes behind the document': [
      'DEFERRED_DOCUMENT_MISMATCH',
      async ({ options: { document } }) => ({ document: concatBytes(document, utf8('\n')) }),
    ],
    'with the file before it was prepared': [
      'DEFERRED_DOCUMENT_MISMATCH',
      async () => ({ document: buildPdf(MINIMAL) }),
    ],
    'with the file that is completed already': [
      'DEFERRED_DOCUMENT_MISMATCH',
      async ({ options }) => ({ document: (await completeSignature(options)).bytes }),
    ],
    'with the name of another field': [
      'DEFERRED_DOCUMENT_MISMATCH',
      async ({ options: { state } }) => withState(state, { field: 'Signature2' }),
    ],
    'with another claimed time': [
      'DEFERRED_DOCUMENT_MISMATCH',
      async ({ options: { state } }) => withState(state, { claimedTime: day(1).toISOString() }),
    ],
    'with the certificate of another': [
      'DEFERRED_VALUE_INVALID',
      async ({ pki, options: { state } }) =>
        withState(state, { chain: pki.sealSigner.chain.map((c) => Buffer.from(c).toString('base64')) }),
    ],
    'with another certificate of the same key': [
      'DEFERRED_VALUE_INVALID',
      async ({ pki, options: { state } }) => {
        const renewed = await pki.issue({ name: '测试人甲（新）', key: 'signer' });
        return withState(state, { chain: [Buffer.from(renewed.certificate).toString('base64')] });
      },
    ],
    'with another certificate than the caller knows': [
      'DEFERRED_CERTIFICATE_MISMATCH',
      async ({ pki }) => ({ expect: { certificate: pki.sealSigner.certificate } }),
    ],
    'with a value by another key': [
      'DEFERRED_VALUE_INVALID',
      async ({ pki, prepared }) => ({ value: await valueBy(pki.sealSigner, prepared.message) }),
    ],
    'with a value over other bytes': [
      'DEFERRED_VALUE_INVALID',
      async ({ pki }) => ({ value: await valueBy(pki.signer, utf8('other')) }),
    ],
    'with a value that is none': [
      'DEFERRED_VALUE_INVALID',
      async () => ({ value: { kind: 'value', value: new Uint8Array(3), format: 'der' } }),
    ],
    'with an empty value': [
      'DEFERRED_VALUE_INVALID',
      async () => ({ value: { kind: 'value', value: new Uint8Array(0), format: 'raw' } }),
    ],
    'with another algorithm': [
      'DEFERRED_VALUE_INVALID',
      async ({ options: { state } }) => withState(state, { algorithm: 'RS256' }),
    ],
    'with further attributes': [
      'DEFERRED_VALUE_INVALID',
      async ({ options: { state } }) => withState(state, { signedAttributes: ['MAA='] }),
    ],
    'after it expired': ['DEFERRED_EXPIRED', async () => ({ at: day(8) })],
    'with an expiry that was moved, after the longest time': [
      'DEFERRED_EXPIRED',
      async ({ options: { state } }) => ({
        ...withState(state, { expiresAt: day(365).toISOString() }),
        at: day(31),
      }),
    ],
    'with an expiry that was moved, by its fingerprint': [
      'DEFERRED_STATE_INVALID',
      async ({ prepared, options: { state } }) => ({
        ...withState(state, { expiresAt: day(9).toISOString() }),
        expect: { fingerprint: prepared.fingerprint },
        at: day(8),
      }),
    ],
    'before its time has come': ['DEFERRED_DOCUMENT_MISMATCH', async () => ({ at: day(-1) })],
    'as a CMS instead of a PDF': [
      'DEFERRED_STATE_INVALID',
      async ({ options: { state } }) => withState(state, { format: 'cms' }),
    ],
  };

  it.each(Object.keys(attacks))('%s', async (name) => {
    const [code, change] = attacks[name]!;
    const known = await pdfCase();
    const changed = { ...known.options, ...(await change(known)) };
    await expect(completeSignature(changed)).rejects.toMatchObject({ name: 'YinxinError', code });
  });

  it('when the certificate has run out meanwhile', async () => {
    const { pki, common } = await setUp();
    const short = await pki.issue({ name: '测试人丁', key: 'short', notAfter: day(2) });
    const prepared = await prepareSignature({
      ...common,
      chain: short.chain,
      format: 'pdf',
      file: buildPdf(MINIMAL),
    });
    const value = await valueBy(short, prepared.message);
    await expect(completeSignature({ ...prepared, value, at: LATER })).rejects.toMatchObject({
      code: 'CERTIFICATE_EXPIRED',
    });
  });

  const cmsBy = (identity: TestIdentity, digest: Uint8Array, profile: 'PAdES' | 'CAdES' = 'PAdES') =>
    identity
      .signer()
      .then((signer) =>
        signCms({ signer, content: { digest, hash: 'sha256' }, detached: true, profile, claimedTime: NOW }),
      );

  it('with a CMS over another content', async () => {
    const { options, pki } = await pdfCase();
    const { cms } = await cmsBy(pki.signer, new Uint8Array(32));
    await expect(completeSignature({ ...options, value: { kind: 'cms', cms } })).rejects.toMatchObject({
      code: 'DEFERRED_VALUE_INVALID',
    });
  });

  it('with a CMS by another certificate', async () => {
    const { options, pki, prepared } = await pdfCase();
    const { cms } = await cmsBy(pki.sealSigner, prepared.documentDigest.digest);
    await expect(completeSignature({ ...options, value: { kind: 'cms', cms } })).rejects.toMatchObject({
      code: 'DEFERRED_CERTIFICATE_MISMATCH',
    });
  });

  it('with a CMS of the other profile, one that carries content, and one that is none', async () => {
    const { options, pki, prepared } = await pdfCase();
    const outside = await cmsBy(pki.signer, prepared.documentDigest.digest, 'CAdES');
    const signer = await pki.signer.signer();
    const attached = await signCms({
      signer,
      content: { bytes: CONTENT },
      detached: false,
      profile: 'PAdES',
      claimedTime: NOW,
    });
    for (const cms of [outside.cms, attached.cms, CONTENT, new Uint8Array(0)]) {
      await expect(completeSignature({ ...options, value: { kind: 'cms', cms } })).rejects.toMatchObject({
        code: 'DEFERRED_VALUE_INVALID',
      });
    }
  });

  it('with another content of a CMS, or another time', async () => {
    const { options } = await cmsCase();
    await expect(completeSignature({ ...options, document: utf8('别的') })).rejects.toMatchObject({
      code: 'DEFERRED_DOCUMENT_MISMATCH',
    });
    const state = { ...options.state, claimedTime: day(1).toISOString() };
    await expect(completeSignature({ ...options, state })).rejects.toMatchObject({
      code: 'DEFERRED_VALUE_INVALID',
    });
  });

  it.each([
    null,
    'text',
    {},
    { schema: 'yinxin.deferred/2' },
    { chain: [] },
    { chain: ['%'] },
    { chain: 'MAA=' },
    { digest: 'xyz' },
    { digest: 5 },
    { expiresAt: 'tomorrow' },
    { algorithm: 'none' },
    { format: 'ofd' },
    { field: 5 },
    { signedAttributes: Array<string>(33).fill('') },
    { also: true },
  ])('with a state that is none: %j', async (change) => {
    const { options } = await pdfCase();
    const isChange = change !== null && typeof change === 'object' && Object.keys(change).length > 0;
    const state = (isChange ? { ...options.state, ...change } : change) as DeferredState;
    await expect(completeSignature({ ...options, state })).rejects.toMatchObject({
      code: 'DEFERRED_STATE_INVALID',
    });
  });
});
