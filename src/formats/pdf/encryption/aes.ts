/**
 * AES in plain code (FIPS 197), to read encrypted files where nothing may wait. It is not constant in time: whoever
 * opens the file holds its password.
 */
const BLOCK = 16;

interface Tables {
  readonly box: Uint8Array;
  readonly inverse: Uint8Array;
  /** Substitution and column mixing in one, first row; the others are turned by bytes. */
  readonly mix: Uint32Array;
  readonly unmix: Uint32Array;
}

let made: Tables | undefined;

function tables(): Tables {
  made ??= makeTables();
  return made;
}

function product(a: number, b: number): number {
  let out = 0;
  for (let x = a, y = b; y !== 0; y >>= 1) {
    if ((y & 1) !== 0) out ^= x;
    x = (x << 1) ^ ((x & 0x80) === 0 ? 0 : 0x11b);
  }
  return out;
}

function makeTables(): Tables {
  const box = new Uint8Array(256);
  const inverse = new Uint8Array(256);
  // Powers of 3 and of its inverse 0xf6 run through the field side by side.
  for (let i = 0, power = 1, reciprocal = 1; i < 255; i++) {
    box[power] = affine(reciprocal);
    power = product(power, 3);
    reciprocal = product(reciprocal, 0xf6);
  }
  box[0] = 0x63;
  for (let i = 0; i < 256; i++) inverse[box[i]!] = i;
  const column = (value: number, a: number, b: number, c: number, d: number): number =>
    (product(value, a) << 24) | (product(value, b) << 16) | (product(value, c) << 8) | product(value, d);
  const mix = Uint32Array.from(box, (value) => column(value, 2, 1, 1, 3));
  const unmix = Uint32Array.from(inverse, (value) => column(value, 14, 9, 13, 11));
  return { box, inverse, mix, unmix };
}

function affine(value: number): number {
  const turned = (by: number): number => ((value << by) | (value >> (8 - by))) & 0xff;
  return value ^ turned(1) ^ turned(2) ^ turned(3) ^ turned(4) ^ 0x63;
}

function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/** Round keys as words (5.2). */
function expand(key: Uint8Array): Uint32Array {
  const { box } = tables();
  const substitute = (word: number): number =>
    (box[word >>> 24]! << 24) |
    (box[(word >>> 16) & 255]! << 16) |
    (box[(word >>> 8) & 255]! << 8) |
    box[word & 255]!;
  const words = key.length / 4;
  const out = new Uint32Array(4 * (words + 7));
  for (let i = 0; i < words; i++) out[i] = wordAt(key, 4 * i);
  for (let i = words, constant = 1; i < out.length; i++) {
    let word = out[i - 1]!;
    if (i % words === 0) {
      word = substitute(turn(word, 24)) ^ (constant << 24);
      constant = product(constant, 2);
    } else if (words > 6 && i % words === 4) word = substitute(word);
    out[i] = out[i - words]! ^ word;
  }
  return out;
}

/** Round keys for the equivalent inverse cipher (5.3.5): in reverse, those in between unmixed. */
function invert(keys: Uint32Array): Uint32Array {
  const { box, unmix } = tables();
  const out = new Uint32Array(keys.length);
  const last = keys.length - 4;
  for (let at = 0; at <= last; at += 4) {
    for (let i = 0; i < 4; i++) {
      const word = keys[last - at + i]!;
      out[at + i] =
        at === 0 || at === last
          ? word
          : unmix[box[word >>> 24]!]! ^
            turn(unmix[box[(word >>> 16) & 255]!]!, 8) ^
            turn(unmix[box[(word >>> 8) & 255]!]!, 16) ^
            turn(unmix[box[word & 255]!]!, 24);
    }
  }
  return out;
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

/** How blocks go: `step` is 1 to encrypt, 3 to decrypt, as rows are turned the one way or the other. */
interface Direction {
  readonly keys: Uint32Array;
  readonly mix: Uint32Array;
  readonly box: Uint8Array;
  readonly step: 1 | 3;
}

/** One block of four words; `old` is room to work in. */
function cipher(state: Uint32Array, old: Uint32Array, { keys, mix, box, step }: Direction): void {
  for (let i = 0; i < 4; i++) state[i]! ^= keys[i]!;
  const last = keys.length - 4;
  for (let at = 4; at <= last; at += 4) {
    old.set(state);
    for (let i = 0; i < 4; i++) {
      const w0 = old[i]! >>> 24;
      const w1 = (old[(i + step) & 3]! >>> 16) & 255;
      const w2 = (old[(i + 2) & 3]! >>> 8) & 255;
      const w3 = old[(i + 3 * step) & 3]! & 255;
      const word =
        at === last
          ? (box[w0]! << 24) | (box[w1]! << 16) | (box[w2]! << 8) | box[w3]!
          : mix[w0]! ^ turn(mix[w1]!, 8) ^ turn(mix[w2]!, 16) ^ turn(mix[w3]!, 24);
      state[i] = word ^ keys[at + i]!;
    }
  }
}

/** AES in CBC mode without padding (SP 800-38A, 6.2); what is over whole blocks is left out. */
export function encryptAesCbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const { mix, box } = tables();
  const direction = { keys: expand(key), mix, box, step: 1 } as const;
  const old = new Uint32Array(4);
  const out = new Uint8Array(data.length - (data.length % BLOCK));
  const state = Uint32Array.from({ length: 4 }, (_, i) => wordAt(iv, 4 * i));
  for (let at = 0; at < out.length; at += BLOCK) {
    for (let i = 0; i < 4; i++) state[i]! ^= wordAt(data, at + 4 * i);
    cipher(state, old, direction);
    write(state, out, at);
  }
  return out;
}

/** The inverse of {@link encryptAesCbc}. */
export function decryptAesCbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const { unmix, inverse } = tables();
  const direction = { keys: invert(expand(key)), mix: unmix, box: inverse, step: 3 } as const;
  const old = new Uint32Array(4);
  const out = new Uint8Array(data.length - (data.length % BLOCK));
  const state = new Uint32Array(4);
  const previous = Uint32Array.from({ length: 4 }, (_, i) => wordAt(iv, 4 * i));
  for (let at = 0; at < out.length; at += BLOCK) {
    for (let i = 0; i < 4; i++) state[i] = wordAt(data, at + 4 * i);
    cipher(state, old, direction);
    for (let i = 0; i < 4; i++) {
      state[i]! ^= previous[i]!;
      previous[i] = wordAt(data, at + 4 * i);
    }
    write(state, out, at);
  }
  return out;
}

function write(state: Uint32Array, out: Uint8Array, at: number): void {
  for (let i = 0; i < BLOCK; i++) out[at + i] = state[i >> 2]! >>> (24 - 8 * (i & 3));
}
