import { toHex, type ValidationData } from '../../core/index.ts';
import { digest } from '../../crypto/index.ts';

type Kind = keyof ValidationData;

/** Certificates and revocation data, each once, in the order in which they came. */
export class DataPool implements ValidationData {
  readonly certificates: Uint8Array[] = [];
  readonly crls: Uint8Array[] = [];
  readonly ocspResponses: Uint8Array[] = [];
  readonly #known = new Set<string>();

  constructor(...first: readonly Partial<ValidationData>[]) {
    for (const data of first) this.addAll(data);
  }

  /** False where it is there already. */
  add(kind: Kind, der: Uint8Array): boolean {
    const name = `${kind} ${toHex(digest('sha256', der))}`;
    if (this.#known.has(name)) return false;
    this.#known.add(name);
    this[kind].push(der);
    return true;
  }

  addAll(data: Partial<ValidationData>): void {
    for (const kind of ['certificates', 'crls', 'ocspResponses'] as const) {
      for (const der of data[kind] ?? []) this.add(kind, der);
    }
  }

  get isEmpty(): boolean {
    return this.#known.size === 0;
  }

  /** What is not in another pool. */
  without(other: DataPool): DataPool {
    const rest = new DataPool();
    for (const kind of ['certificates', 'crls', 'ocspResponses'] as const) {
      for (const der of this[kind]) {
        if (!other.#known.has(`${kind} ${toHex(digest('sha256', der))}`)) rest.add(kind, der);
      }
    }
    return rest;
  }
}
