import { webcrypto } from 'node:crypto';
import { Crypto as PeculiarCrypto } from '@peculiar/webcrypto';
import { describe, expect, it } from 'vitest';
import { fromWebCrypto, type WebCryptoEngine, type WebCryptoKey } from '../../../src/adapters/keys/index.ts';
import { verify } from '../../../src/entries/index.ts';
import { signPdf } from '../../../src/sign/pdf/index.ts';
import { createTestPki, type TestAlgorithm, type TestPki } from '../../../src/testing/index.ts';
import { describeSignerContract } from '../../contract/signer.ts';
import { buildPdf, MINIMAL } from '../pdf/build-pdf.ts';

const NOW = new Date('2026-11-23T04:00:00Z');

const KINDS = [
  { name: 'P-256', family: 'P-256', parameters: { name: 'ECDSA', namedCurve: 'P-256' } },
  { name: 'P-384', family: 'P-384', parameters: { name: 'ECDSA', namedCurve: 'P-384' } },
  { name: 'RS256', family: 'RSA', parameters: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } },
  { name: 'PS384', family: 'RSA', parameters: { name: 'RSA-PSS', hash: 'SHA-384' } },
  { name: 'Ed25519', family: 'Ed25519', parameters: { name: 'Ed25519' } },
] as const;

/** The test signer's key, unextractable, in an engine. */
async function keyIn(
  engine: typeof webcrypto,
  pki: TestPki,
  parameters: object,
  usages: readonly ('sign' | 'verify')[] = ['sign'],
): Promise<WebCryptoKey> {
  return engine.subtle.importKey('pkcs8', pki.signer.pkcs8, parameters as never, false, [...usages]);
}

const pkiOf = (algorithm: TestAlgorithm) => createTestPki({ algorithm, now: NOW });

for (const { name, family, parameters } of KINDS) {
  describeSignerContract(`fromWebCrypto of Node (${name})`, {
    async open() {
      const pki = await pkiOf(family);
      return fromWebCrypto({ key: await keyIn(webcrypto, pki, parameters), certificates: pki.signer.chain });
    },
  });
}

describeSignerContract('fromWebCrypto of @peculiar/webcrypto (P-256)', {
  async open() {
    const pki = await pkiOf('P-256');
    const crypto = new PeculiarCrypto() as unknown as typeof webcrypto & WebCryptoEngine;
    const key = await keyIn(crypto, pki, KINDS[0].parameters);
    return fromWebCrypto({ key, certificates: pki.signer.chain, crypto });
  },
});

describe('fromWebCrypto', () => {
  it('signs a PDF with a key that cannot be taken out', async () => {
    const pki = await pkiOf('P-256');
    const certificates = [...pki.signer.chain].reverse();
    const key = await keyIn(webcrypto, pki, KINDS[0].parameters);
    const signer = await fromWebCrypto({ key, certificates, at: NOW });
    const file = await signPdf({ file: buildPdf(MINIMAL), signer, claimedTime: NOW });
    const { crls } = await pki.validationData();
    const trust = { signers: [pki.root.certificate] };
    const report = await verify(file, { at: NOW, trust, crls, revocation: 'require' });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
  });

  it('refuses what does not fit, by name', async () => {
    const pki = await pkiOf('P-256');
    const stranger = await createTestPki({ algorithm: 'P-256', now: NOW, seed: 'stranger' });
    const key = await keyIn(webcrypto, pki, KINDS[0].parameters);
    const certificates = pki.signer.chain;
    const code = (options: Parameters<typeof fromWebCrypto>[0]) =>
      fromWebCrypto(options).then(
        () => 'opened',
        (error: { code?: string }) => error.code,
      );
    expect(await code({ key, certificates: stranger.signer.chain })).toBe('KEY_WITHOUT_CERTIFICATE');
    expect(await code({ key, certificates, at: new Date('2099-01-01') })).toBe('CERTIFICATE_EXPIRED');
    expect(await code({ key: { ...view(key), type: 'public' }, certificates })).toBe('KEY_INVALID');
    expect(await code({ key: { ...view(key), usages: ['verify'] }, certificates })).toBe('KEY_INVALID');
    const other = { name: 'ECDSA', namedCurve: 'constructor' };
    expect(await code({ key: { ...view(key), algorithm: other }, certificates })).toBe(
      'ALGORITHM_UNSUPPORTED',
    );
    // An object that only looks like a key: the engine refuses it.
    expect(await code({ key: view(key), certificates })).toBe('KEY_INVALID');
  });

  it('believes no engine: a value that does not verify is not embedded', async () => {
    const pki = await pkiOf('P-256');
    const key = await keyIn(webcrypto, pki, KINDS[0].parameters);
    let calls = 0;
    const faulty: WebCryptoEngine = {
      subtle: {
        async sign(...args: readonly unknown[]) {
          const value = await webcrypto.subtle.sign(...(args as Parameters<typeof webcrypto.subtle.sign>));
          if (++calls > 1) new Uint8Array(value)[5]! ^= 1;
          return value;
        },
      },
    };
    const signer = await fromWebCrypto({ key, certificates: pki.signer.chain, crypto: faulty });
    const signing = signPdf({ file: buildPdf(MINIMAL), signer, claimedTime: NOW });
    await expect(signing).rejects.toMatchObject({ code: 'SIGNATURE_SELF_CHECK_FAILED' });
  });
});

/** The parts of a key that are read, without what makes it one. */
function view({ type, usages, algorithm }: WebCryptoKey): WebCryptoKey {
  return { type, usages, algorithm };
}
