import { YinxinError } from '../../foundation/core/index.ts';

// RFC 2268. Only to open old PKCS#12 files: OpenSSL 3 keeps RC2 in a provider that Node does not load.

/** PITABLE (RFC 2268, 2): a permutation from the digits of pi. */
const PI = /* @__PURE__ */ Uint8Array.from(
  /* @__PURE__ */ (
    'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2' +
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626' +
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec' +
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9' +
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad'
  ).match(/../g)!,
  (pair) => Number.parseInt(pair, 16),
);

/** RC2-CBC with an effective key of 40 or 128 bits; undefined where the padding is wrong. */
export function decryptRc2(
  key: Uint8Array,
  effectiveBits: number,
  iv: Uint8Array,
  data: Uint8Array,
): Uint8Array | undefined {
  if (iv.length !== 8) throw new YinxinError('PKCS12_INVALID', 'RC2 takes an iv of 8 bytes');
  if (data.length === 0 || data.length % 8 !== 0) return undefined;
  const words = expand(key, effectiveBits);
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 8) {
    decryptBlock(words, data.subarray(at, at + 8), out.subarray(at, at + 8));
    const before = at === 0 ? iv : data.subarray(at - 8, at);
    for (let i = 0; i < 8; i++) out[at + i]! ^= before[i]!;
  }
  const pad = out[out.length - 1]!;
  if (pad === 0 || pad > 8) return undefined;
  for (let i = out.length - pad; i < out.length; i++) if (out[i] !== pad) return undefined;
  return out.subarray(0, out.length - pad);
}

/** Key expansion (RFC 2268, 2): 64 words of 16 bits. */
function expand(key: Uint8Array, effectiveBits: number): Uint16Array {
  const l = new Uint8Array(128);
  l.set(key);
  for (let i = key.length; i < 128; i++) l[i] = PI[(l[i - 1]! + l[i - key.length]!) & 0xff]!;
  const t8 = (effectiveBits + 7) >> 3;
  const mask = 0xff >> (8 * t8 - effectiveBits);
  l[128 - t8] = PI[l[128 - t8]! & mask]!;
  for (let i = 127 - t8; i >= 0; i--) l[i] = PI[l[i + 1]! ^ l[i + t8]!]!;
  return Uint16Array.from({ length: 64 }, (_, i) => l[2 * i]! | (l[2 * i + 1]! << 8));
}

const SHIFTS = [1, 2, 3, 5] as const;

/** RFC 2268, 4: five mixing rounds backwards, a mashing round, six, a mashing round, five. */
function decryptBlock(words: Uint16Array, input: Uint8Array, out: Uint8Array): void {
  const r = Uint16Array.from({ length: 4 }, (_, i) => input[2 * i]! | (input[2 * i + 1]! << 8));
  let j = 63;
  for (let round = 0; round < 16; round++) {
    if (round === 5 || round === 11) {
      for (let i = 3; i >= 0; i--) r[i]! -= words[r[(i + 3) & 3]! & 63]!;
    }
    for (let i = 3; i >= 0; i--) {
      const shift = SHIFTS[i as 0 | 1 | 2 | 3];
      const turned = (r[i]! >>> shift) | (r[i]! << (16 - shift));
      const before = r[(i + 3) & 3]!;
      r[i] = turned - words[j--]! - (before & r[(i + 2) & 3]!) - (~before & r[(i + 1) & 3]!);
    }
  }
  for (let i = 0; i < 4; i++) {
    out[2 * i] = r[i]! & 0xff;
    out[2 * i + 1] = r[i]! >> 8;
  }
}
