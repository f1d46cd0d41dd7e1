import { describe, expect, it } from 'vitest';
import {
  isYinxinError,
  type Signer,
  type SignerInfo,
  type ToSign,
  utf8,
} from '../../src/foundation/core/index.ts';
import {
  digest,
  parsePublicKey,
  rawToDerSignature,
  signingSchemeOf,
  sm2ZValue,
  verifySignature,
} from '../../src/foundation/crypto/index.ts';
import { parseCertificate } from '../../src/foundation/x509/index.ts';

/** What an adapter says of itself, where the port leaves a choice. */
export interface SignerContract {
  open(): Promise<Signer>;
  /** The signer comes without a certificate (a bare key). */
  readonly withoutChain?: boolean;
}

const MESSAGES = ['', '一份文件', 'another file', '一份文件'].map((text) => utf8(text));

/**
 * The contract of the `Signer` port, which every adapter runs: what `info` promises is what `sign` gives.
 * Values are verified with the public key of the certificate that came with them.
 */
export function describeSignerContract(name: string, contract: SignerContract): void {
  describe(`the Signer contract, by ${name}`, () => {
    it('tells itself before anything is signed, and always the same', async () => {
      const signer = await contract.open();
      const info = await signer.info();
      expect(info.accepts.length).toBeGreaterThan(0);
      expect(info.keyId).not.toBe('');
      expect(info.maxSignatureSize).toBeGreaterThan(0);
      expect(signingSchemeOf(info.algorithm).scheme.key).toBe(parsePublicKey(info.publicKey).kind);
      expect(await signer.info()).toEqual(info);
    });

    it('has a chain whose first certificate holds the public key', async () => {
      const { chain, publicKey } = await (await contract.open()).info();
      if (contract.withoutChain === true) {
        expect(chain).toBeUndefined();
        return;
      }
      expect(parseCertificate(chain![0]!).spki).toEqual(publicKey);
      for (const certificate of chain!) parseCertificate(certificate);
    });

    it.each(['message', 'digest'] as const)(
      'signs by %s what it accepts, and refuses what not',
      async (kind) => {
        const signer = await contract.open();
        const info = await signer.info();
        for (const message of MESSAGES) {
          const input = inputFor(kind, message, info);
          if (info.accepts.includes(kind)) {
            expect(await verdictOf(signer, input, message)).toBe('valid');
            expect(await verdictOf(signer, input, utf8('something else'))).toBe('invalid');
          } else {
            const refused = await signer.sign(input).catch((error: unknown) => error);
            expect(isYinxinError(refused)).toBe(true);
          }
        }
      },
    );

    it('stays within the size it names', async () => {
      const signer = await contract.open();
      const info = await signer.info();
      const kind = info.accepts[0]!;
      for (let i = 0; i < 20; i++) {
        const { value, format } = await signer.sign(inputFor(kind, utf8(`file ${i}`), info));
        const transported = format === 'raw' && isPair(info) ? rawToDerSignature(value) : value;
        expect(transported.length).toBeLessThanOrEqual(info.maxSignatureSize);
      }
    });

    it('gives the values of a batch in the order of its inputs', async () => {
      const signer = await contract.open();
      const info = await signer.info();
      if (signer.signBatch === undefined) return;
      const messages = MESSAGES.slice(0, info.maxBatch ?? MESSAGES.length);
      const values = await signer.signBatch(messages.map((m) => inputFor(info.accepts[0]!, m, info)));
      expect(values).toHaveLength(messages.length);
      for (const [i, message] of messages.entries()) expect(verdict(info, message, values[i]!)).toBe('valid');
      expect(await signer.signBatch([])).toEqual([]);
    });

    it('keeps its input as it was', async () => {
      const signer = await contract.open();
      const info = await signer.info();
      const input = inputFor(info.accepts[0]!, utf8('一份文件'), info);
      const before = structuredClone(input);
      await signer.sign(input);
      expect(input).toEqual(before);
    });

    it('signs many things at once without mixing them up', async () => {
      const signer = await contract.open();
      const info = await signer.info();
      const messages = Array.from({ length: 10 }, (_, i) => utf8(`file ${i}`));
      const values = await Promise.all(messages.map((m) => signer.sign(inputFor(info.accepts[0]!, m, info))));
      for (const [i, message] of messages.entries()) expect(verdict(info, message, values[i]!)).toBe('valid');
    });

    it('signs nothing once it was called off', async () => {
      const signer = await contract.open();
      const info = await signer.info();
      const input = inputFor(info.accepts[0]!, utf8('一份文件'), info);
      const refused = signer.sign(input, { signal: AbortSignal.abort() });
      await expect(refused).rejects.toMatchObject({ code: 'ABORTED' });
    });

    it('refuses a digest of another algorithm', async () => {
      const signer = await contract.open();
      const info = await signer.info();
      if (!info.accepts.includes('digest')) return;
      const wrong: ToSign = { kind: 'digest', digest: new Uint8Array(20), hash: 'sha1' };
      await expect(signer.sign(wrong)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    });
  });
}

/** A message, or its digest in the hash of the signer (SM2: e = SM3(Z || M)). */
function inputFor(kind: 'message' | 'digest', message: Uint8Array, info: SignerInfo): ToSign {
  if (kind === 'message') return { kind, data: message };
  const { hash } = signingSchemeOf(info.algorithm);
  const { primitive } = parsePublicKey(info.publicKey);
  const z = primitive?.type === 'sm2' ? [sm2ZValue(primitive.point)] : [];
  return { kind, digest: digest(hash, ...z, message), hash };
}

async function verdictOf(signer: Signer, input: ToSign, message: Uint8Array): Promise<string> {
  return verdict(await signer.info(), message, await signer.sign(input));
}

function verdict(
  info: SignerInfo,
  message: Uint8Array,
  { value, format, chain }: Awaited<ReturnType<Signer['sign']>>,
): string {
  const certificate = (chain ?? info.chain)?.[0];
  const spki = certificate === undefined ? info.publicKey : parseCertificate(certificate).spki;
  const transported = format === 'raw' && isPair(info) ? rawToDerSignature(value) : value;
  return verifySignature(
    signingSchemeOf(info.algorithm).scheme,
    parsePublicKey(spki),
    [message],
    transported,
  );
}

/** ECDSA and SM2 values are pairs, which come raw or as DER. */
function isPair({ publicKey }: SignerInfo): boolean {
  const { kind } = parsePublicKey(publicKey);
  return kind === 'ec' || kind === 'sm2';
}
