/**
 * Bytes that count how often a parser looks at a part of them: every value that a DER reader makes is a view
 * (`subarray`) on the original, and views of these bytes count for the same. Time depends on the machine, this does not.
 */
export class CountedBytes extends Uint8Array<ArrayBuffer> {
  static views = 0;

  override subarray(begin?: number, end?: number): Uint8Array<ArrayBuffer> {
    CountedBytes.views++;
    return super.subarray(begin, end);
  }

  override slice(begin?: number, end?: number): Uint8Array<ArrayBuffer> {
    CountedBytes.views++;
    return super.slice(begin, end);
  }
}

/** Views that a piece of work makes on the bytes. */
export function viewsOf(bytes: Uint8Array, work: (bytes: Uint8Array) => void): number {
  const counted = CountedBytes.from(bytes);
  CountedBytes.views = 0;
  work(counted);
  return CountedBytes.views;
}
