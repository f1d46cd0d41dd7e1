import { concatBytes, copyBytes, YinxinError } from '../core/index.ts';
import { decryptBlock, encryptBlock, expandKey } from './sm4-block.ts';

/** Modes of SM4 (GB/T 17964). None of them authenticates: put a MAC over the ciphertext and check it first. */
export type Sm4Mode = 'ecb' | 'cbc' | 'ctr' | 'cfb' | 'ofb';

/** Options of SM4. */
export interface Sm4Options {
  readonly mode: Sm4Mode;
  /** 16 bytes. */
  readonly key: Uint8Array;
  /** 16 bytes, for every mode but `ecb`: never twice under one key. */
  readonly iv?: Uint8Array;
  /** ECB and CBC: `pkcs7` (default) or `none` for whole blocks. */
  readonly padding?: 'pkcs7' | 'none';
}

/** SM4 (GB/T 32907-2016). */
export interface Sm4Api {
  encrypt(data: Uint8Array, options: Sm4Options): Uint8Array;
  /** ENCODING_INVALID for a wrong length or padding. */
  decrypt(data: Uint8Array, options: Sm4Options): Uint8Array;
}

const BLOCK = 16;

/** SM4 in TypeScript. Its tables are not constant time: not for machines shared with an attacker. */
export const sm4: Sm4Api = {
  encrypt(data: Uint8Array, options: Sm4Options): Uint8Array {
    const { keys, iv } = prepare(options);
    if (options.mode !== 'ecb' && options.mode !== 'cbc') return stream(data, keys, iv, options.mode, true);
    const input = options.padding === 'none' ? wholeBlocks(data) : pad(data);
    const out = new Uint8Array(input.length);
    for (let at = 0; at < input.length; at += BLOCK) {
      const block = input.slice(at, at + BLOCK);
      if (options.mode === 'cbc') xorInto(block, at === 0 ? iv : out.subarray(at - BLOCK, at));
      encryptBlock(keys, block, out, at);
    }
    return out;
  },

  decrypt(data: Uint8Array, options: Sm4Options): Uint8Array {
    const { keys, iv } = prepare(options);
    if (options.mode !== 'ecb' && options.mode !== 'cbc') return stream(data, keys, iv, options.mode, false);
    const input = wholeBlocks(data);
    const out = new Uint8Array(input.length);
    for (let at = 0; at < input.length; at += BLOCK) {
      decryptBlock(keys, input.subarray(at, at + BLOCK), out, at);
      if (options.mode === 'cbc') {
        xorInto(out.subarray(at, at + BLOCK), at === 0 ? iv : input.subarray(at - BLOCK, at));
      }
    }
    return options.padding === 'none' ? out : unpad(out);
  },
};

function prepare({ mode, key, iv }: Sm4Options): { readonly keys: Uint32Array; readonly iv: Uint8Array } {
  if (key.length !== BLOCK) throw new YinxinError('ARGUMENT_INVALID', 'an SM4 key has 16 bytes');
  if (mode !== 'ecb' && iv?.length !== BLOCK) {
    throw new YinxinError('ARGUMENT_INVALID', `SM4 in ${mode} mode takes an iv of 16 bytes`);
  }
  return { keys: expandKey(key), iv: iv === undefined ? new Uint8Array(BLOCK) : copyBytes(iv) };
}

/** CTR, CFB (128 bits) and OFB turn the block cipher into a stream: only encryption of blocks is used. */
function stream(
  data: Uint8Array,
  keys: Uint32Array,
  register: Uint8Array,
  mode: 'ctr' | 'cfb' | 'ofb',
  encrypting: boolean,
): Uint8Array {
  const out = new Uint8Array(data.length);
  const pad = new Uint8Array(BLOCK);
  for (let at = 0; at < data.length; at += BLOCK) {
    encryptBlock(keys, register, pad, 0);
    const length = Math.min(BLOCK, data.length - at);
    for (let i = 0; i < length; i++) out[at + i] = data[at + i]! ^ pad[i]!;
    if (mode === 'ctr') increment(register);
    else if (mode === 'ofb') register.set(pad);
    else register.set((encrypting ? out : data).subarray(at, at + length));
  }
  return out;
}

function increment(counter: Uint8Array): void {
  for (let i = BLOCK - 1; i >= 0; i--) {
    counter[i] = (counter[i]! + 1) & 0xff;
    if (counter[i] !== 0) return;
  }
}

function xorInto(target: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < BLOCK; i++) target[i]! ^= other[i]!;
}

function wholeBlocks(data: Uint8Array): Uint8Array {
  if (data.length % BLOCK !== 0)
    throw new YinxinError('ENCODING_INVALID', 'SM4 data is no whole number of blocks');
  return data;
}

function pad(data: Uint8Array): Uint8Array {
  const count = BLOCK - (data.length % BLOCK);
  return concatBytes(data, new Uint8Array(count).fill(count));
}

function unpad(data: Uint8Array): Uint8Array {
  const count = data[data.length - 1] ?? 0;
  const padding = data.subarray(data.length - count);
  if (count < 1 || count > BLOCK || padding.some((byte) => byte !== count)) {
    throw new YinxinError('ENCODING_INVALID', 'SM4 data or key is wrong');
  }
  return data.slice(0, data.length - count);
}
