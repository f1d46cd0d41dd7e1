import { fromHex } from '../core/index.ts';

/** The S-box of GB/T 32907-2016, 6.2. */
const SBOX_HEX =
  'd690e9fecce13db716b614c228fb2c052b679a762abe04c3aa44132649860699' +
  '9c4250f491ef987a33540b43edcfac62e4b31ca9c908e89580df94fa758f3fa6' +
  '4707a7fcf37317ba83593c19e6854fa8686b81b27164da8bf8eb0f4b70569d35' +
  '1e240e5e6358d1a225227c3b01217887d40046579fd327524c3602e7a0c4c89e' +
  'eabf8ad240c738b5a3f7f2cef96115a1e0ae5da49b341a55ad933230f58cb1e3' +
  '1df6e22e8266ca60c02923ab0d534e6fd5db3745defd8e2f03ff6a726d6c5b51' +
  '8d1baf92bbddbc7f11d95c411f105ad80ac13188a5cd7bbd2d74d012b8e5b4b0' +
  '8969974a0c96777e65b9f109c56ec68418f07dec3adc4d2079ee5f3ed7cb3948';

/** System parameter FK, 6.3. */
const FK = [0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc];

let sbox: Uint8Array | undefined;

function substitute(word: number): number {
  sbox ??= fromHex(SBOX_HEX);
  return (
    (sbox[word >>> 24]! << 24) |
    (sbox[(word >>> 16) & 0xff]! << 16) |
    (sbox[(word >>> 8) & 0xff]! << 8) |
    sbox[word & 0xff]!
  );
}

function rotl(x: number, n: number): number {
  return (x << n) | (x >>> (32 - n));
}

/** The 32 round keys (7.3). CK_ij = (4i + j) · 7 mod 256. */
export function expandKey(key: Uint8Array): Uint32Array {
  const view = new DataView(key.buffer, key.byteOffset);
  const k = new Uint32Array(36);
  for (let i = 0; i < 4; i++) k[i] = view.getUint32(4 * i) ^ FK[i]!;
  for (let i = 0; i < 32; i++) {
    let ck = 0;
    for (let j = 0; j < 4; j++) ck = (ck << 8) | (((4 * i + j) * 7) & 0xff);
    const b = substitute(k[i + 1]! ^ k[i + 2]! ^ k[i + 3]! ^ ck);
    k[i + 4] = k[i]! ^ b ^ rotl(b, 13) ^ rotl(b, 23);
  }
  return k.slice(4);
}

/** One block; `block` may be part of anything, the result goes to `out` at `offset`. */
export function encryptBlock(keys: Uint32Array, block: Uint8Array, out: Uint8Array, offset: number): void {
  crypt(keys, block, out, offset, 0, 1);
}

/** The same with the round keys backwards (7.2). */
export function decryptBlock(keys: Uint32Array, block: Uint8Array, out: Uint8Array, offset: number): void {
  crypt(keys, block, out, offset, 31, -1);
}

function crypt(
  keys: Uint32Array,
  block: Uint8Array,
  out: Uint8Array,
  offset: number,
  first: number,
  step: number,
): void {
  const input = new DataView(block.buffer, block.byteOffset);
  let a = input.getUint32(0);
  let b = input.getUint32(4);
  let c = input.getUint32(8);
  let d = input.getUint32(12);
  for (let i = 0, at = first; i < 32; i++, at += step) {
    const s = substitute(b ^ c ^ d ^ keys[at]!);
    const next = a ^ s ^ rotl(s, 2) ^ rotl(s, 10) ^ rotl(s, 18) ^ rotl(s, 24);
    a = b;
    b = c;
    c = d;
    d = next;
  }
  const output = new DataView(out.buffer, out.byteOffset + offset);
  output.setUint32(0, d);
  output.setUint32(4, c);
  output.setUint32(8, b);
  output.setUint32(12, a);
}
