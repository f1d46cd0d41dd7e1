import type { Hasher } from '../contract.ts';

/** Initial value of GB/T 32905-2016, 4.1. */
const INITIAL: Uint32Array = /* @__PURE__ */ new Uint32Array([
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
]);

const BLOCK = 64;

function rotl(x: number, n: number): number {
  return (x << n) | (x >>> (32 - n));
}

/** SM3 (GB/T 32905-2016) in TypeScript: for engines without it, and never for secrets that need masking. */
export class Sm3 implements Hasher {
  #state: Uint32Array = INITIAL.slice();
  #words: Int32Array = new Int32Array(68);
  #block: Uint8Array = new Uint8Array(BLOCK);
  #filled = 0;
  #length = 0;

  update(bytes: Uint8Array): this {
    this.#length += bytes.length;
    let offset = 0;
    if (this.#filled > 0) {
      offset = Math.min(BLOCK - this.#filled, bytes.length);
      this.#block.set(bytes.subarray(0, offset), this.#filled);
      this.#filled += offset;
      if (this.#filled < BLOCK) return this;
      this.#compress(this.#block, 0);
      this.#filled = 0;
    }
    for (; offset + BLOCK <= bytes.length; offset += BLOCK) this.#compress(bytes, offset);
    this.#block.set(bytes.subarray(offset));
    this.#filled = bytes.length - offset;
    return this;
  }

  clone(): Sm3 {
    const copy = new Sm3();
    copy.#state = this.#state.slice();
    copy.#block = this.#block.slice();
    copy.#filled = this.#filled;
    copy.#length = this.#length;
    return copy;
  }

  digest(): Uint8Array {
    const bits = this.#length * 8;
    const padding = new Uint8Array((this.#filled < 56 ? 56 : 120) - this.#filled + 8);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, Math.floor(bits / 0x1_0000_0000));
    view.setUint32(padding.length - 4, bits >>> 0);
    this.update(padding);
    const out = new Uint8Array(32);
    const result = new DataView(out.buffer);
    for (let i = 0; i < 8; i++) result.setUint32(4 * i, this.#state[i]!);
    return out;
  }

  /** Message expansion and compression function, clauses 5.3.2 and 5.3.3. */
  #compress(bytes: Uint8Array, offset: number): void {
    const w = this.#words;
    for (let i = 0, at = offset; i < 16; i++, at += 4) {
      w[i] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    }
    for (let i = 16; i < 68; i++) {
      const x = w[i - 16]! ^ w[i - 9]! ^ rotl(w[i - 3]!, 15);
      w[i] = x ^ rotl(x, 15) ^ rotl(x, 23) ^ rotl(w[i - 13]!, 7) ^ w[i - 6]!;
    }
    const s = this.#state;
    let a = s[0]! | 0;
    let b = s[1]! | 0;
    let c = s[2]! | 0;
    let d = s[3]! | 0;
    let e = s[4]! | 0;
    let f = s[5]! | 0;
    let g = s[6]! | 0;
    let h = s[7]! | 0;
    // T_j <<< j is kept rotated step by step.
    let t = 0x79cc4519;
    for (let j = 0; j < 64; j++) {
      if (j === 16) t = rotl(0x7a879d8a, 16);
      const a12 = rotl(a, 12);
      const ss1 = rotl((a12 + e + t) | 0, 7);
      const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
      const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
      const tt1 = (ff + d + (ss1 ^ a12) + (w[j]! ^ w[j + 4]!)) | 0;
      const tt2 = (gg + h + ss1 + w[j]!) | 0;
      d = c;
      c = rotl(b, 9);
      b = a;
      a = tt1;
      h = g;
      g = rotl(f, 19);
      f = e;
      e = tt2 ^ rotl(tt2, 9) ^ rotl(tt2, 17);
      t = rotl(t, 1);
    }
    s[0]! ^= a;
    s[1]! ^= b;
    s[2]! ^= c;
    s[3]! ^= d;
    s[4]! ^= e;
    s[5]! ^= f;
    s[6]! ^= g;
    s[7]! ^= h;
  }
}
