import { fromBase64, isYinxinError, type Journal } from '../../foundation/core/index.ts';
import {
  type AuditCheckpoint,
  checkpointBytes,
  readCheckpoint,
  type SignedCheckpoint,
} from './checkpoint.ts';
import { AUDIT_START, type AuditRecord, hashOfLine, type ReadLine, readAuditLine } from './record.ts';

/** What is wrong with an audit log. */
export interface AuditFinding {
  readonly code:
    | 'AUDIT_LINE_MALFORMED'
    | 'AUDIT_LINE_CHANGED'
    | 'AUDIT_SEQUENCE'
    | 'AUDIT_TWO_WRITERS'
    | 'AUDIT_LOG_REPLACED'
    | 'AUDIT_TAIL_CUT'
    | 'AUDIT_CHECKPOINT_WRONG'
    | 'AUDIT_CHECKPOINT_SIGNATURE';
  /** Line, from 0, in the order of the journal. */
  readonly line?: number;
  readonly detail: string;
}

/** Options of {@link verifyAuditLog}. */
export interface VerifyAuditLogOptions {
  /** Lines of one writer, in order: a journal just opened, or any stream of its lines. */
  readonly lines: AsyncIterable<string> | Pick<Journal, 'read'>;
  /** The last checkpoint known from elsewhere. Without it a cut tail or a replaced log stays unnoticed. */
  readonly known?: Pick<SignedCheckpoint, 'bytes' | 'signature'>;
  /** Is this a good signature of the log’s signer over these bytes? Without it signatures are not checked. */
  readonly verifySignature?: (bytes: Uint8Array, signature: Uint8Array) => Promise<boolean>;
  /** Key of the log: with it a line changed together with all that follow is found even after the last checkpoint. */
  readonly key?: Uint8Array;
}

/** What came out of {@link verifyAuditLog}. */
export interface AuditReport {
  /** `intact`: nothing is wrong with what was checked; read `notChecked` beside it. */
  readonly status: 'intact' | 'broken';
  readonly lines: number;
  /** Lines that a checkpoint with a checked signature covers. */
  readonly covered: number;
  readonly log?: string;
  readonly writer?: string;
  readonly head: string;
  /** At most 100; `broken` counts all. */
  readonly findings: readonly AuditFinding[];
  readonly notChecked: readonly string[];
}

const MAX_FINDINGS = 100;

/**
 * Walks a log once, in bounded memory: each line in its place, linked to the one before, under the key of the log;
 * each checkpoint true and signed; and the known checkpoint a point of this very chain. Finds an entry changed,
 * deleted, inserted or reordered, a tail cut, a log replaced, and two writers at one journal.
 */
export async function verifyAuditLog(options: VerifyAuditLogOptions): Promise<AuditReport> {
  const walk = new Walk(options);
  const lines = 'read' in options.lines ? options.lines.read() : options.lines;
  for await (const line of lines) await walk.line(line);
  return walk.end();
}

class Walk {
  readonly #options: VerifyAuditLogOptions;
  readonly #known: AuditCheckpoint | undefined;
  readonly #findings: AuditFinding[] = [];
  #broken = 0;
  #lines = 0;
  #covered = 0;
  #head = AUDIT_START;
  #before = AUDIT_START;
  #first: AuditRecord | undefined;
  #knownHead: string | undefined;

  constructor(options: VerifyAuditLogOptions) {
    this.#options = options;
    this.#known = options.known === undefined ? undefined : readCheckpoint(options.known.bytes);
    if (this.#known?.count === 0) this.#knownHead = AUDIT_START;
  }

  async line(line: string): Promise<void> {
    const read = readAuditLine(line, this.#options.key);
    if (read === undefined) this.#find('AUDIT_LINE_MALFORMED', 'the line is none of an audit log');
    else {
      this.#place(read);
      await this.#checkpoint(read.record);
    }
    this.#before = this.#head;
    this.#head = hashOfLine(line);
    this.#lines += 1;
    if (this.#known?.count === this.#lines) this.#knownHead = this.#head;
  }

  async end(): Promise<AuditReport> {
    await this.#compareKnown();
    const { key, known, verifySignature } = this.#options;
    const notChecked = [
      ...(key === undefined ? ['the check of each line: give the key of the log'] : []),
      ...(known === undefined ? ['a cut tail or a replaced log: give the last known checkpoint'] : []),
      ...(verifySignature === undefined ? ['the signatures of checkpoints: give verifySignature'] : []),
      ...(this.#lines > this.#covered
        ? [`lines ${this.#covered} to ${this.#lines - 1}: no checkpoint yet`]
        : []),
    ];
    return {
      status: this.#broken === 0 ? 'intact' : 'broken',
      lines: this.#lines,
      covered: this.#covered,
      ...(this.#first === undefined ? {} : { log: this.#first.log, writer: this.#first.writer }),
      head: this.#head,
      findings: this.#findings,
      notChecked,
    };
  }

  #place({ record, macFits }: ReadLine): void {
    this.#first ??= record;
    if (macFits === false) this.#find('AUDIT_LINE_CHANGED', 'the line is not what the log wrote');
    if (record.log !== this.#first.log || record.writer !== this.#first.writer)
      this.#find('AUDIT_LOG_REPLACED', 'the line belongs to another log or writer');
    if (record.previous === this.#before && record.sequence === this.#lines - 1 && this.#lines > 0)
      this.#find('AUDIT_TWO_WRITERS', 'two lines follow the same one: two wrote at once');
    else if (record.sequence !== this.#lines)
      this.#find('AUDIT_SEQUENCE', `sequence ${record.sequence} stands at place ${this.#lines}`);
    else if (record.previous !== this.#head)
      this.#find('AUDIT_LINE_CHANGED', 'the line before is not the one that this line follows');
  }

  async #checkpoint({ kind, body }: AuditRecord): Promise<void> {
    if (kind !== 'checkpoint') return;
    const { checkpoint, signature } = (body ?? {}) as {
      readonly checkpoint?: unknown;
      readonly signature?: unknown;
    };
    const read = typeof checkpoint === 'object' && checkpoint !== null ? canonical(checkpoint) : undefined;
    const { log, writer } = this.#first ?? {};
    const fits = read?.count === this.#lines && read.head === this.#head;
    if (read === undefined || !fits || read.log !== log || read.writer !== writer) {
      this.#find('AUDIT_CHECKPOINT_WRONG', 'the checkpoint tells another state of the log');
      return;
    }
    if (await this.#isSigned(checkpointBytes(read), decode(signature))) this.#covered = this.#lines;
  }

  async #isSigned(bytes: Uint8Array, signature: Uint8Array | undefined): Promise<boolean> {
    const { verifySignature } = this.#options;
    if (verifySignature === undefined) return false;
    if (signature !== undefined && (await verifySignature(bytes, signature))) return true;
    this.#find('AUDIT_CHECKPOINT_SIGNATURE', 'the signature of the checkpoint is not good');
    return false;
  }

  async #compareKnown(): Promise<void> {
    const { known } = this.#options;
    if (known === undefined) return;
    if (this.#known === undefined) {
      this.#find('AUDIT_CHECKPOINT_WRONG', 'the known checkpoint cannot be read');
      return;
    }
    const signed = await this.#isSigned(known.bytes, known.signature);
    const { count, head, log, writer } = this.#known;
    const other = this.#first !== undefined && (this.#first.log !== log || this.#first.writer !== writer);
    if (other) this.#find('AUDIT_LOG_REPLACED', 'the known checkpoint is of another log or writer');
    else if (count > this.#lines)
      this.#find('AUDIT_TAIL_CUT', `the log once had ${count} lines, now ${this.#lines}`);
    else if (this.#knownHead !== head)
      this.#find('AUDIT_LOG_REPLACED', `the line before ${count} is not the one that was signed`);
    else if (signed) this.#covered = Math.max(this.#covered, count);
  }

  #find(code: AuditFinding['code'], detail: string): void {
    this.#broken += 1;
    if (this.#findings.length < MAX_FINDINGS) this.#findings.push({ code, line: this.#lines, detail });
  }
}

function canonical(checkpoint: object): AuditCheckpoint | undefined {
  try {
    return readCheckpoint(checkpointBytes(checkpoint as AuditCheckpoint));
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

function decode(signature: unknown): Uint8Array | undefined {
  if (typeof signature !== 'string') return undefined;
  try {
    return fromBase64(signature);
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}
