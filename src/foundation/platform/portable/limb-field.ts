import { bigIntToBytes, bytesToBigInt, inverse } from './big-integers.ts';

/**
 * A residue in Montgomery form (times 2^264): eleven limbs of 24 bits in doubles, least significant first. All but the
 * last lie in 0..2^24-1; the last is signed and holds what is left, so that the number may be a small multiple of p
 * above or below. The products of two limbs and the sums of eleven of them stay below 2^53 and are exact.
 */
export type Limbs = Float64Array;

const COUNT = 11;
const BASE = 0x100_0000;
const SHARE = 1 / BASE;
const R: bigint = /* @__PURE__ */ BigInt(
  '0x1000000000000000000000000000000000000000000000000000000000000000000',
);

/** p = 2^256 - 2^224 + c8·2^192 + c4·2^96 + c2·2^48 - 1: what the primes of SM2 and P-256 have in common. */
interface Shape {
  readonly c2: number;
  readonly c4: number;
  readonly c8: number;
}

const SHAPES: readonly Shape[] = [
  { c2: 0x1_0000, c4: -1, c8: 0 },
  { c2: 0, c4: 1, c8: 1 },
];

/** Arithmetic modulo a prime of the shape above, three times as fast as BigInt. On public numbers only. */
export class LimbField {
  readonly p: bigint;
  readonly #c2: number;
  readonly #c4: number;
  readonly #c8: number;
  readonly #squareOfR: Limbs;
  readonly #cubeOfR: Limbs;
  readonly one: Limbs;
  /** Residues to calculate in: nothing in them outlives one operation on a point. */
  readonly scratch: readonly [Limbs, Limbs, Limbs, Limbs];

  private constructor(p: bigint, { c2, c4, c8 }: Shape) {
    this.p = p;
    this.#c2 = c2;
    this.#c4 = c4;
    this.#c8 = c8;
    this.one = limbsOf(R % p);
    const [a, b, c, d] = newLimbs(4);
    this.scratch = [a!, b!, c!, d!];
    this.#squareOfR = limbsOf((R * R) % p);
    this.#cubeOfR = limbsOf((R * R * R) % p);
  }

  /** Undefined for a prime of another shape. */
  static of(p: bigint): LimbField | undefined {
    const shape = SHAPES.find((candidate) => primeOf(candidate) === p);
    return shape === undefined ? undefined : new LimbField(p, shape);
  }

  /** A number from 0 to p-1. */
  from(value: bigint): Limbs {
    const out = limbsOf(value);
    this.multiply(out, out, this.#squareOfR);
    return out;
  }

  /** out = a·b, which may be the same arrays. Row by row, each with one step of Montgomery's reduction: -1/p is 1. */
  multiply(out: Limbs, a: Limbs, b: Limbs): void {
    const [c2, c4, c8] = [this.#c2, this.#c4, this.#c8];
    const b0 = b[0]!;
    const b1 = b[1]!;
    const b2 = b[2]!;
    const b3 = b[3]!;
    const b4 = b[4]!;
    const b5 = b[5]!;
    const b6 = b[6]!;
    const b7 = b[7]!;
    const b8 = b[8]!;
    const b9 = b[9]!;
    const b10 = b[10]!;
    let t0 = 0;
    let t1 = 0;
    let t2 = 0;
    let t3 = 0;
    let t4 = 0;
    let t5 = 0;
    let t6 = 0;
    let t7 = 0;
    let t8 = 0;
    let t9 = 0;
    for (let i = 0; i < COUNT; i++) {
      const ai = a[i]!;
      const low = t0 + ai * b0;
      const carry = Math.floor(low * SHARE);
      const m = low - carry * BASE;
      // Adding m·p makes the lowest limb zero: all others move down by one.
      t0 = t1 + ai * b1 + carry;
      t1 = t2 + ai * b2 + m * c2;
      t2 = t3 + ai * b3;
      t3 = t4 + ai * b4 + m * c4;
      t4 = t5 + ai * b5;
      t5 = t6 + ai * b6;
      t6 = t7 + ai * b7;
      t7 = t8 + ai * b8 + m * c8;
      t8 = t9 + ai * b9 - m * 0x100;
      t9 = ai * b10 + m * 0x1_0000;
    }
    out[0] = t0;
    out[1] = t1;
    out[2] = t2;
    out[3] = t3;
    out[4] = t4;
    out[5] = t5;
    out[6] = t6;
    out[7] = t7;
    out[8] = t8;
    out[9] = t9;
    out[10] = 0;
    carryUp(out);
  }

  /** out = a·k + b·l for small whole k and l. */
  combine(out: Limbs, a: Limbs, k: number, b: Limbs, l: number): void {
    for (let i = 0; i < COUNT; i++) out[i] = a[i]! * k + b[i]! * l;
    carryUp(out);
  }

  isZero(a: Limbs): boolean {
    // A multiple j·p ends in -j: nearly all others are told from it by their last limb.
    const low = a[0]!;
    return (low < 0x100 || low >= BASE - 0x100) && numberOf(a) % this.p === 0n;
  }

  /** 1/a; a is not zero. */
  inverse(a: Limbs): Limbs {
    const out = limbsOf(inverse(numberOf(a), this.p)!);
    this.multiply(out, out, this.#cubeOfR);
    return out;
  }
}

/** So many residues, all zero, in one piece of memory. */
export function newLimbs(count: number): Limbs[] {
  const all = new Float64Array(count * COUNT);
  return Array.from({ length: count }, (_, i) => all.subarray(i * COUNT, (i + 1) * COUNT));
}

function carryUp(limbs: Limbs): void {
  let carry = 0;
  for (let i = 0; i < COUNT - 1; i++) {
    const value = limbs[i]! + carry;
    carry = Math.floor(value * SHARE);
    limbs[i] = value - carry * BASE;
  }
  limbs[COUNT - 1]! += carry;
}

function primeOf({ c2, c4, c8 }: Shape): bigint {
  const at = (coefficient: number, bits: bigint): bigint => BigInt(coefficient) << bits;
  return at(1, 256n) - at(1, 224n) + at(c8, 192n) + at(c4, 96n) + at(c2, 48n) - 1n;
}

function limbsOf(value: bigint): Limbs {
  const bytes = bigIntToBytes(value, COUNT * 3);
  const out = new Float64Array(COUNT);
  for (let i = 0, at = bytes.length - 3; i < COUNT; i++, at -= 3)
    out[i] = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
  return out;
}

/** The number as it stands, in Montgomery form, which may be negative. */
function numberOf(limbs: Limbs): bigint {
  const bytes = new Uint8Array((COUNT - 1) * 3);
  for (let i = 0, at = bytes.length - 3; i < COUNT - 1; i++, at -= 3) {
    const limb = limbs[i]!;
    bytes[at] = limb >>> 16;
    bytes[at + 1] = limb >>> 8;
    bytes[at + 2] = limb;
  }
  return bytesToBigInt(bytes) + (BigInt(limbs[COUNT - 1]!) << 240n);
}
