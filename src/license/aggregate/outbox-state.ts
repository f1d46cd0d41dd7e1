import type { AggregationItem } from './batch.ts';
import { corrupt, type OutboxLine } from './outbox-lines.ts';
import { isAggregationRecord } from './record.ts';

/** A change that the receiver refused; those after it of the same license wait. */
export interface RejectedItem extends Pick<AggregationItem, 'sequence' | 'operation' | 'license'> {
  readonly code: string;
}

interface Waiting extends AggregationItem {
  readonly key: string;
}

interface Queue {
  /** Waiting changes, the first one due. */
  readonly items: Waiting[];
  /** Whether the license stands in the catalog when all of them are applied. */
  isThereAtEnd: boolean;
  /** What is confirmed. */
  isThere: boolean;
  rejected?: string;
}

/**
 * What an outbox knows, made by its lines alone: each line is applied after it is durable, and again when the journal is
 * opened. The first waiting change of a license is due; the next only when the receiver has confirmed it.
 */
export class OutboxState {
  readonly #queues: Map<string, Queue> = new Map();
  readonly #keys: Set<string> = new Set();
  readonly #licenseOf: Map<number, string> = new Map();
  /** Licenses whose first change may be sent, longest waiting first. */
  readonly #due: Set<string> = new Set();
  #inFlight: { readonly batch: string; readonly sequences: readonly number[] } | undefined;
  #source: string | undefined;
  #last = 0;
  #waiting = 0;

  get source(): string | undefined {
    return this.#source;
  }

  /** Number of the change that was taken last. */
  get lastSequence(): number {
    return this.#last;
  }

  get waiting(): number {
    return this.#waiting;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** Whether a license stands in the catalog when all that waits is applied. */
  isThereAtEnd(license: string): boolean {
    return this.#queues.get(license)?.isThereAtEnd ?? false;
  }

  /** The batch that was sent and not answered, with its content. */
  get inFlight(): { readonly batch: string; readonly items: readonly AggregationItem[] } | undefined {
    if (this.#inFlight === undefined) return undefined;
    const { batch, sequences } = this.#inFlight;
    return { batch, items: sequences.map((sequence) => itemOf(this.#first(sequence))) };
  }

  /** What may be sent next: of each license the first change, unless it was refused. */
  due(count: number): readonly AggregationItem[] {
    const items: AggregationItem[] = [];
    for (const license of this.#due) {
      if (items.length === count) break;
      items.push(itemOf(this.#queues.get(license)!.items[0]!));
    }
    return items;
  }

  /** By number. */
  rejected(): readonly RejectedItem[] {
    const found: RejectedItem[] = [];
    for (const { items, rejected } of this.#queues.values()) {
      if (rejected === undefined) continue;
      const { sequence, operation, license } = items[0]!;
      found.push({ sequence, operation, license, code: rejected });
    }
    return found.sort((a, b) => a.sequence - b.sequence);
  }

  /** The change that the receiver refused under this number, and those of its license that wait behind it. */
  refused(sequence: number): readonly AggregationItem[] | undefined {
    const queue = this.#queues.get(this.#licenseOf.get(sequence) ?? '');
    return queue?.rejected !== undefined && queue.items[0]!.sequence === sequence ? queue.items : undefined;
  }

  apply(line: OutboxLine): void {
    if ((line.kind === 'outbox') !== (this.#source === undefined))
      throw corrupt('does not begin as one of an outbox');
    if (line.kind === 'outbox') this.#source = line.source;
    else if (line.kind === 'item') this.#take(line.key, line.item);
    else if (line.kind === 'batch') this.#send(line.batch, line.sequences);
    else if (line.kind === 'receipt') this.#settle(line);
    else if (line.kind === 'retry') this.#retry(line.sequence, line.record);
    else if (line.kind === 'withdraw') this.#withdraw(line.sequences);
    else this.#restore(line);
  }

  /** The lines that make the same state, without the records of what is settled. */
  *lines(): Iterable<OutboxLine> {
    yield { kind: 'outbox', version: 1, source: this.#source! };
    const waiting = [...this.#queues.values()].flatMap(({ items }) => items);
    waiting.sort((a, b) => a.sequence - b.sequence);
    const waitingKeys = new Set(waiting.map(({ key }) => key));
    const known = [...this.#keys].filter((key) => !waitingKeys.has(key));
    for (const keys of inPieces(known)) yield { kind: 'known', keys };
    const there = [...this.#queues].filter(([, { isThere }]) => isThere).map(([license]) => license);
    for (const licenses of inPieces(there)) yield { kind: 'there', licenses };
    for (const { key, ...item } of waiting) {
      yield { kind: 'sequence', last: item.sequence - 1 };
      yield { kind: 'item', key, item };
    }
    yield { kind: 'sequence', last: this.#last };
    const rejected = this.rejected().map(({ sequence, code }) => ({ sequence, code }));
    const batch = 'refused before the compaction';
    if (rejected.length > 0) {
      yield { kind: 'batch', batch, sequences: rejected.map(({ sequence }) => sequence) };
      yield { kind: 'receipt', batch, accepted: [], rejected };
    }
    if (this.#inFlight !== undefined) yield { kind: 'batch', ...this.#inFlight };
  }

  #restore(line: Extract<OutboxLine, { readonly kind: 'known' | 'there' | 'sequence' }>): void {
    if (line.kind === 'known') for (const key of line.keys) this.#keys.add(key);
    else if (line.kind === 'there')
      for (const license of line.licenses)
        this.#queues.set(license, { items: [], isThereAtEnd: true, isThere: true });
    else if (line.last < this.#last) throw corrupt('counts back');
    else this.#last = line.last;
  }

  #take(key: string, item: AggregationItem): void {
    const { sequence, operation, license } = item;
    const queue = this.#queues.get(license) ?? { items: [], isThereAtEnd: false, isThere: false };
    const fits = queue.isThereAtEnd !== (operation === 'add');
    if (sequence !== this.#last + 1 || this.#keys.has(key) || !fits)
      throw corrupt('takes a change out of order');
    this.#queues.set(license, queue);
    this.#keys.add(key);
    this.#licenseOf.set(sequence, license);
    this.#last = sequence;
    this.#waiting += 1;
    queue.items.push({ ...item, key });
    queue.isThereAtEnd = operation !== 'delete';
    if (queue.items.length === 1) this.#due.add(license);
  }

  #send(batch: string, sequences: readonly number[]): void {
    if (this.#inFlight !== undefined) throw corrupt('sends a batch before the one before is answered');
    for (const sequence of sequences) this.#due.delete(this.#first(sequence).license);
    this.#inFlight = { batch, sequences };
  }

  #settle({ batch, accepted, rejected }: Extract<OutboxLine, { readonly kind: 'receipt' }>): void {
    if (this.#inFlight?.batch !== batch) throw corrupt('answers a batch that was not sent');
    const open = new Set(this.#inFlight.sequences);
    const close = (sequence: number): Queue => {
      if (!open.delete(sequence)) throw corrupt('answers a change that was not sent');
      return this.#queues.get(this.#first(sequence).license)!;
    };
    for (const sequence of accepted) {
      const queue = close(sequence);
      const { license, operation } = queue.items.shift()!;
      queue.isThere = operation !== 'delete';
      this.#forget(sequence);
      if (queue.items.length > 0) this.#due.add(license);
    }
    for (const { sequence, code } of rejected) close(sequence).rejected = code;
    for (const sequence of open) this.#due.add(this.#first(sequence).license);
    this.#inFlight = undefined;
  }

  #retry(sequence: number, record: AggregationItem['record'] | undefined): void {
    const queue = this.#refusedQueue(sequence);
    const [first] = queue.items as [Waiting];
    if (record !== undefined && !isAggregationRecord(first.operation, record))
      throw corrupt('sends something again that is no record');
    if (record !== undefined) queue.items[0] = { ...first, record };
    delete queue.rejected;
    this.#due.add(first.license);
  }

  #withdraw(sequences: readonly number[]): void {
    const queue = this.#refusedQueue(sequences[0] ?? 0);
    const { license } = queue.items[0]!;
    for (const sequence of sequences) {
      if (queue.items[0]?.sequence !== sequence)
        throw corrupt('withdraws changes that do not follow each other');
      queue.items.shift();
      this.#forget(sequence);
    }
    delete queue.rejected;
    const last = queue.items.at(-1);
    queue.isThereAtEnd = last === undefined ? queue.isThere : last.operation !== 'delete';
    if (queue.items.length > 0) this.#due.add(license);
  }

  #forget(sequence: number): void {
    this.#licenseOf.delete(sequence);
    this.#waiting -= 1;
  }

  #refusedQueue(sequence: number): Queue {
    if (this.refused(sequence) === undefined) throw corrupt('settles a change that was not refused');
    return this.#queues.get(this.#licenseOf.get(sequence)!)!;
  }

  /** The change of a number, which must be the first of its license. */
  #first(sequence: number): Waiting {
    const item = this.#queues.get(this.#licenseOf.get(sequence) ?? '')?.items[0];
    if (item?.sequence !== sequence) throw corrupt('names a change that is not due');
    return item;
  }
}

const PIECE = 500;

function* inPieces(texts: readonly string[]): Iterable<readonly string[]> {
  for (let i = 0; i < texts.length; i += PIECE) yield texts.slice(i, i + PIECE);
}

function itemOf({ key: _, ...item }: Waiting): AggregationItem {
  return item;
}
