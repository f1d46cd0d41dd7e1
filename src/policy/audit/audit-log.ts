import {
  type Clock,
  formatTime,
  type Journal,
  type JsonValue,
  type Random,
  toBase64,
  toHex,
  utf8,
  YinxinError,
} from '../../foundation/core/index.ts';
import { keyedDigest } from '../../foundation/crypto/index.ts';
import { type AuditCheckpoint, checkpointBytes, type SignedCheckpoint } from './checkpoint.ts';
import {
  AUDIT_START,
  type AuditRecord,
  auditLine,
  hashOfLine,
  MAX_AUDIT_LINE,
  readAuditLine,
} from './record.ts';

/** What is to be written. */
export interface AuditEntry {
  readonly kind: string;
  /** When it happened. */
  readonly time: Date;
  /** In clear: codes, names of rules, counts. Nothing about a person. */
  readonly plain: { readonly [key: string]: JsonValue };
  /** Written as keyed digests only: whoever holds the key can find a person’s entries, nobody can read them out. */
  readonly personal?: Readonly<Record<string, string>>;
}

/** Where an entry stands. */
export interface AuditEntryPlace {
  readonly sequence: number;
  /** SHA-256 of its line, hex. */
  readonly hash: string;
}

/** An append-only log. */
export interface AuditLog {
  /**
   * Resolves when the entry is durable. ARGUMENT_INVALID for the kind `checkpoint` and for plain parts called `time` or
   * `personal`: they are the log’s own. Where a checkpoint is due with it and cannot be signed or
   * kept, it rejects though the entry stands: a log whose signer is gone must not go on unnoticed.
   */
  append(entry: AuditEntry): Promise<AuditEntryPlace>;
  /** Signs how far the log has come, and hands it to `keep`. */
  checkpoint(): Promise<SignedCheckpoint>;
  close(): Promise<void>;
}

/** Options of {@link openAuditLog}. */
export interface AuditLogOptions {
  /** Of this writer alone; a second writer at work on it is found by `verifyAuditLog`. */
  readonly journal: Journal;
  /** Names the chain: one per process or service that writes. */
  readonly writer: string;
  /** At least 32 secret bytes: keys the digests of personal data and the check of each line. */
  readonly key: Uint8Array;
  /** Signs a checkpoint, detached. */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
  /**
   * Keeps a checkpoint apart from the log (another system, an evidence record): without it a cut tail or a log put in
   * place of another cannot be noticed.
   */
  readonly keep?: (checkpoint: SignedCheckpoint) => Promise<void>;
  /** Entries between checkpoints; 1000 by default. */
  readonly checkpointEvery?: number;
  readonly clock: Clock;
  readonly random: Random;
}

const KEY_BYTES = 32;
const CHECKPOINT_EVERY = 1000;
/** Kind of the lines that tell a checkpoint. */
const CHECKPOINT = 'checkpoint';
/** What the log writes into the body of an entry beside its plain parts. */
const OWN_NAMES = ['time', 'personal'];

/**
 * Opens a log and goes on where it stopped, its chain checked on the way.
 * LEDGER_CORRUPT when a line is not what the chain says (see `verifyAuditLog` for what exactly), ARGUMENT_INVALID for a
 * short key or another writer’s journal, and the codes of the journal.
 */
export async function openAuditLog(options: AuditLogOptions): Promise<AuditLog> {
  if (options.key.length < KEY_BYTES) {
    throw new YinxinError('ARGUMENT_INVALID', `the key of an audit log has at least ${KEY_BYTES} bytes`);
  }
  const state = await recover(options);
  return new JournalAuditLog(options, state);
}

interface State {
  readonly log: string;
  count: number;
  head: string;
  /** Entries since the last checkpoint: one that is due is due however often the log is opened. */
  sinceCheckpoint: number;
}

async function recover({ journal, key, writer, random }: AuditLogOptions): Promise<State> {
  let log: string | undefined;
  let count = 0;
  let head = AUDIT_START;
  let sinceCheckpoint = 0;
  for await (const line of journal.read()) {
    const read = readAuditLine(line, key);
    const fits = read?.macFits === true && read.record.sequence === count && read.record.previous === head;
    if (!fits || (log !== undefined && read.record.log !== log)) {
      throw new YinxinError('LEDGER_CORRUPT', 'the audit log is broken: verify it before writing on', {
        details: { sequence: count },
      });
    }
    if (read.record.writer !== writer) {
      throw new YinxinError('ARGUMENT_INVALID', 'the audit log is another writer’s: give each its own', {
        details: { writer: read.record.writer },
      });
    }
    log = read.record.log;
    count += 1;
    head = hashOfLine(line);
    sinceCheckpoint = read.record.kind === CHECKPOINT ? 0 : sinceCheckpoint + 1;
  }
  return { log: log ?? toHex(random.bytes(16)), count, head, sinceCheckpoint };
}

const noop = (): void => undefined;

class JournalAuditLog implements AuditLog {
  readonly #options: AuditLogOptions;
  readonly #state: State;
  #queue: Promise<unknown> = Promise.resolve();
  #waiting: { line: string; done: () => void; failed: (error: unknown) => void }[] = [];
  #failed: unknown;
  #signing: Promise<void> | undefined;

  constructor(options: AuditLogOptions, state: State) {
    this.#options = options;
    this.#state = state;
  }

  async append({ kind, time, plain, personal = {} }: AuditEntry): Promise<AuditEntryPlace> {
    if (kind === CHECKPOINT)
      throw new YinxinError('ARGUMENT_INVALID', 'the log alone writes checkpoints: name the entry otherwise');
    for (const name of OWN_NAMES)
      if (Object.hasOwn(plain, name))
        throw new YinxinError(
          'ARGUMENT_INVALID',
          `\`${name}\` is the log’s own: name it otherwise in \`plain\``,
        );
    const digests = Object.entries(personal).map(
      ([name, value]) => [name, this.#digest(name, value)] as const,
    );
    const body = { time: formatTime(time), ...plain, personal: Object.fromEntries(digests) };
    while (this.#signing !== undefined) await this.#signing;
    const written = this.#write(kind, body);
    this.#state.sinceCheckpoint += 1;
    const due = this.#state.sinceCheckpoint >= (this.#options.checkpointEvery ?? CHECKPOINT_EVERY);
    if (!due) return written;
    const [place] = await Promise.all([written, this.checkpoint()]);
    return place;
  }

  async checkpoint(): Promise<SignedCheckpoint> {
    while (this.#signing !== undefined) await this.#signing;
    this.#state.sinceCheckpoint = 0;
    const signing = this.#sign();
    // Those who wait go on whatever becomes of it; whoever asked for it is told.
    this.#signing = signing.then(noop, noop).then(() => {
      this.#signing = undefined;
    });
    const signed = await signing;
    await this.#options.keep?.(signed);
    return signed;
  }

  /** Nothing is written between the state that is signed and the line that tells it. */
  async #sign(): Promise<SignedCheckpoint> {
    const { log, count, head } = this.#state;
    const { writer, clock, sign } = this.#options;
    const time = formatTime(clock.now());
    const checkpoint: AuditCheckpoint = { v: 'yinxin.audit-checkpoint/1', log, writer, count, head, time };
    const bytes = checkpointBytes(checkpoint);
    const signed = { checkpoint, bytes, signature: await sign(bytes) };
    await this.#write(CHECKPOINT, {
      checkpoint: { ...checkpoint },
      signature: toBase64(signed.signature),
    });
    return signed;
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#options.journal.close();
  }

  #digest(name: string, value: string): string {
    return keyedDigest(this.#options.key, `audit ${name}`, [utf8(value)]);
  }

  /** The line takes its place at once; it becomes durable with all that wait beside it. */
  #write(kind: string, body: JsonValue): Promise<AuditEntryPlace> {
    if (this.#failed !== undefined) return Promise.reject(this.#failed);
    const { clock, key, writer } = this.#options;
    const state = this.#state;
    const written = formatTime(clock.now());
    const { log, count: sequence, head: previous } = state;
    const record: AuditRecord = { v: 'yinxin.audit/1', log, writer, sequence, previous, written, kind, body };
    const line = auditLine(record, key);
    if (line.length > MAX_AUDIT_LINE) {
      const error = new YinxinError('LIMIT_EXCEEDED', 'the audit entry is too long: give codes, not texts');
      return Promise.reject(error);
    }
    const hash = hashOfLine(line);
    state.count += 1;
    state.head = hash;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line, done: () => resolve({ sequence, hash }), failed: reject });
      this.#queue = this.#queue.then(() => this.#flush());
    });
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting;
    if (batch.length === 0) return;
    this.#waiting = [];
    try {
      // After a failed write nobody knows what stands on the disk: the log must be opened again.
      if (this.#failed !== undefined) throw this.#failed;
      await this.#options.journal.append(batch.map(({ line }) => line));
      for (const { done } of batch) done();
    } catch (error) {
      this.#failed = error;
      for (const { failed } of batch) failed(error);
    }
  }
}
