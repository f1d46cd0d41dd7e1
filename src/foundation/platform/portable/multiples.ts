import type { CurveGroup, RunningPoint } from './curve-group.ts';

/** Signed digits of a public number in base 2^width, each within ±2^(width-1), least significant first. */
export function windowDigits(value: bigint, width: number, bits: number): Int16Array {
  const count = Math.ceil((bits + 1) / width);
  const digits = new Int16Array(count);
  const size = 1 << width;
  const mask = BigInt(size - 1);
  const shift = BigInt(width);
  let rest = value;
  let carry = 0;
  for (let i = 0; i < count; i++) {
    const digit = Number(rest & mask) + carry;
    rest >>= shift;
    carry = digit > size / 2 ? 1 : 0;
    digits[i] = digit - carry * size;
  }
  return digits;
}

/**
 * Non-adjacent form of a public number: odd digits within ±2^(width-1), at least width-1 zeros after each; one digit for
 * each bit, least significant first.
 */
export function nafDigits(value: bigint, width: number): Int16Array {
  const text = value.toString(2);
  const bits = new Int16Array(text.length + 2);
  for (let i = 0; i < text.length; i++) bits[i] = text.charCodeAt(text.length - 1 - i) & 1;
  const half = 1 << (width - 1);
  for (let i = 0; i < bits.length; i++) {
    if (bits[i] === 0) continue;
    let digit = 0;
    for (let j = Math.min(width, bits.length - i) - 1; j >= 0; j--) {
      digit = 2 * digit + bits[i + j]!;
      bits[i + j] = 0;
    }
    if (digit >= half) {
      carryInto(bits, i + width);
      digit -= 2 * half;
    }
    bits[i] = digit;
  }
  return bits;
}

function carryInto(bits: Int16Array, from: number): void {
  let i = from;
  for (; bits[i] === 1; i++) bits[i] = 0;
  bits[i] = 1;
}

/** P, 3P, 5P … (2^(width-1)-1)P: what a number in non-adjacent form is multiplied with. */
export function oddMultiples<Affine>(group: CurveGroup<Affine>, point: Affine, width: number): Affine[] {
  const running = group.sum();
  running.add(point);
  running.double();
  // Seen from the isomorphic curve on which 2P has Z = 1, so that no inversion is spent on it.
  const { origin: twice, there, back } = group.seenFrom(running);
  const odd = group.sum();
  odd.add(there(point));
  const out: RunningPoint<Affine>[] = [];
  for (;;) {
    out.push(back(odd));
    if (out.length === 1 << (width - 2)) return group.toAffine(out);
    odd.add(twice);
  }
}

/** d·2^(width·i)·P for every place i and every digit d from 1 to 2^(width-1): multiplying is adding, without doubling. */
export type WindowTable<Affine> = readonly (readonly Affine[])[];

/** The table of one point for numbers of so many bits: some 1,400 additions for 256 bits and a width of 6. */
export function windowTable<Affine>(
  group: CurveGroup<Affine>,
  point: Affine,
  width: number,
  bits: number,
): WindowTable<Affine> {
  const places = Math.ceil((bits + 1) / width);
  const running = group.sum();
  running.add(point);
  const bases: RunningPoint<Affine>[] = [];
  for (let place = 0; place < places; place++) {
    bases.push(running.copy());
    for (let i = 0; i < width; i++) running.double();
  }
  const perPlace = 1 << (width - 1);
  const multiples = group.toAffine(bases).flatMap((base) => multiplesOf(group, base, perPlace));
  const affine = group.toAffine(multiples);
  return bases.map((_, place) => affine.slice(place * perPlace, (place + 1) * perPlace));
}

function multiplesOf<Affine>(group: CurveGroup<Affine>, base: Affine, count: number): RunningPoint<Affine>[] {
  const running = group.sum();
  return Array.from({ length: count }, () => {
    running.add(base);
    return running.copy();
  });
}
