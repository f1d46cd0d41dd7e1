import {
  openPdf,
  type PdfFile,
  prepareSecurityStore,
  readSignatures,
  type SignatureRelatedData,
} from '../../formats/pdf/index.ts';
import {
  type ByteSink,
  type ByteSource,
  type FileInput,
  readAll,
  toSource,
  YinxinError,
} from '../../foundation/core/index.ts';
import {
  type Collected,
  Collector,
  DataPool,
  distrusted,
  type FileFacts,
  type MissingData,
  type SignatureFacts,
} from '../../foundation/validation/index.ts';
import { inspectPdf } from '../../signatures/pades/index.ts';
import {
  assertExtension,
  assertSound,
  type ExtendOptions,
  type ExtensionLevel,
  type ReachedLevel,
  reachedLevel,
  refuseMissing,
  type SignatureLevel,
} from '../long-term/index.ts';
import { appendedSource } from './appended-source.ts';
import { copySource } from './copy-source.ts';
import { makeDocumentTimestamp } from './document-timestamp.ts';

/** Options of {@link extendPdf}. */
export interface ExtendPdfOptions extends ExtendOptions {
  readonly file: FileInput;
  readonly level: ExtensionLevel;
  /** Of an encrypted file, as user or owner; what is added is encrypted too. */
  readonly password?: string;
  /** Also writes /VRI, which names the data by signature; most readers need none. Unset: no /VRI. */
  readonly vri?: boolean;
}

/** What an extension did; sizes of lists, no data. */
export interface PdfExtension {
  /** Level that all signatures have now; `none` where one lacks the attributes of a PAdES baseline signature. */
  readonly level: SignatureLevel;
  readonly added: {
    readonly certificates: number;
    readonly crls: number;
    readonly ocspResponses: number;
    readonly documentTimestamps: number;
  };
  /** Only with `incomplete: 'report'`. */
  readonly missing: readonly MissingData[];
}

/** A PDF with more proof in it. */
export interface ExtendedPdf extends PdfExtension {
  readonly file: Uint8Array;
}

/**
 * Brings all signatures of a PDF to a level (ETSI EN 319 142-1), by incremental updates in the file's own style; the
 * bytes that are there stay. Again B-LTA renews: the validation data of the last timestamp first, then a new one.
 *
 * B-T: a document timestamp where a signature has none. B-LT: a DSS with chains, CRLs and OCSP responses of signers,
 * timestamps and responders, without what the file holds; what the file alone proves at `at` is left as it is. B-LTA: a
 * document timestamp over all of it.
 *
 * Checked: every value, digest and later change first (SIGNATURE_INVALID), then the finished file by the rules of
 * `verify`: VALIDATION_DATA_MISSING names what is not provable at `at`. Not checked: whether `trust` is the verifier's.
 * TIMESTAMP_FAILED, ARGUMENT_INVALID (no signature, no `tsa`), PDF_ENCRYPTED, PDF_INVALID, PDF_UNSUPPORTED, LIMIT_EXCEEDED.
 */
export async function extendPdf(options: ExtendPdfOptions): Promise<ExtendedPdf> {
  const { source, ...extension } = await extendSource(toSource(options.file), options);
  return { file: await readAll(source), ...extension };
}

/** As {@link extendPdf}, written to a sink: the original is streamed and never held whole. On failure the sink is aborted. */
export async function extendPdfTo(sink: ByteSink, options: ExtendPdfOptions): Promise<PdfExtension> {
  try {
    const { source, ...extension } = await extendSource(toSource(options.file), options);
    await copySource(source, sink);
    await sink.close();
    return extension;
  } catch (error) {
    await sink.abort(error);
    throw error;
  }
}

/** Steps of {@link extendPdf}, on a source; the result reads the original where it stands. */
export async function extendSource(
  original: ByteSource,
  options: Omit<ExtendPdfOptions, 'file'>,
): Promise<PdfExtension & { readonly source: ByteSource }> {
  assertExtension(options, ['B-T', 'B-LT', 'B-LTA']);
  const { level } = options;
  const collector = new Collector(options);
  const run = new PdfRun(original, options);
  await run.assertOpen();
  const before = await run.facts();
  assertSound(before);
  if (level !== 'B-LTA' && unstamped(before).length > 0) await run.stamp();
  const missing = level === 'B-T' ? [] : await run.store(collector);
  refuseMissing(missing, options);
  if (level === 'B-LTA') await run.stamp();
  const reached = await run.level(collector, missing.length === 0);
  refuseMissing(reached.missing, options);
  return {
    source: run.source,
    level: reached.level,
    added: run.added(),
    missing: [...missing, ...reached.missing],
  };
}

/** The file as it grows. */
class PdfRun {
  source: ByteSource;
  readonly #options: Omit<ExtendPdfOptions, 'file'>;
  /** The present, and no earlier than the newest token. */
  #at: Date;
  #timestamps = 0;
  #added: DataPool = new DataPool();
  #inspected: { readonly source: ByteSource; readonly facts: FileFacts } | undefined;

  constructor(source: ByteSource, options: Omit<ExtendPdfOptions, 'file'>) {
    this.source = source;
    this.#options = options;
    this.#at = options.at;
  }

  /** What the file says as it is now. */
  async facts(): Promise<FileFacts> {
    const { source } = this;
    if (this.#inspected?.source === source) return this.#inspected.facts;
    const facts = await inspectPdf(source, this.#opening());
    this.#inspected = { source, facts };
    return facts;
  }

  #opening(): Pick<ExtendPdfOptions, 'limits' | 'password'> {
    const { limits, password } = this.#options;
    return { ...(limits === undefined ? {} : { limits }), ...(password === undefined ? {} : { password }) };
  }

  async assertOpen(): Promise<void> {
    const file = await openPdf(this.source, this.#opening());
    if (await file.read(({ locked }) => locked)) {
      throw new YinxinError('PDF_ENCRYPTED', 'the PDF is encrypted: give the password that opens it');
    }
  }

  /** A document timestamp over all that is there. */
  async stamp(): Promise<void> {
    const { tsa, random, level } = this.#options;
    if (tsa === undefined) {
      throw new YinxinError('ARGUMENT_INVALID', `${level} needs a timestamp here: give a tsa`, {
        details: { option: 'tsa' },
      });
    }
    const { signatures } = await this.facts();
    const { update, time } = await makeDocumentTimestamp(this.source, {
      tsa,
      at: this.#options.at,
      hash: signatures.every(({ algorithm }) => algorithm === 'SM2-SM3') ? 'sm3' : 'sha256',
      ...(random === undefined ? {} : { random }),
      ...this.#opening(),
    });
    this.source = appendedSource(this.source, update);
    this.#timestamps++;
    if (time > this.#at) this.#at = time;
  }

  /** The DSS, as one update; nothing where the file holds all of it. Answers what the file then does not prove by itself. */
  async store(collector: Collector): Promise<readonly MissingData[]> {
    const collected = await collector.collect(await this.facts(), this.#at);
    const file = await openPdf(this.source, this.#opening());
    const perSignature = this.#options.vri === true ? await this.#perSignature(file, collected) : [];
    const update = await prepareSecurityStore(file, { data: collected.added, perSignature });
    if (update !== undefined) this.source = appendedSource(this.source, update);
    this.#added = collected.added;
    const facts = await this.facts();
    assertSound(facts);
    const named = new Set(collected.missing.map(({ signature }) => signature));
    const unproved = distrusted(await collector.judge(facts, this.#at, 'file'));
    return [...collected.missing, ...unproved.filter(({ signature }) => !named.has(signature))];
  }

  /** Entries carry the id of their dictionary, `sig-1` and so on; children and further signers add to it. */
  async #perSignature(file: PdfFile, { perEntry }: Collected): Promise<SignatureRelatedData[]> {
    const signatures = await file.read((document) => readSignatures(document).signatures);
    return signatures.flatMap(({ contents }, index) => {
      const id = `sig-${index + 1}`;
      const own = [...perEntry].filter(([name]) => name === id || name.startsWith(`${id}.`));
      if (own.length === 0) return [];
      return [{ contents, data: new DataPool(...own.map(([, data]) => data)), at: this.#at }];
    });
  }

  /** The level that all signatures have. */
  async level(collector: Collector, isComplete: boolean): Promise<ReachedLevel> {
    const facts = await this.facts();
    assertSound(facts);
    const { level, trust } = this.#options;
    // Proofs count from the moment after them. Revocation of the newest authority comes into the file with the next
    // renewal: until then it is looked at where data is at hand.
    const after = new Date(this.#at.getTime() + 1);
    const judgement = await collector.judge(facts, after, 'all', 'if-available');
    return reachedLevel(judgement, { wanted: level, isComplete, hasTrust: trust !== undefined });
  }

  added(): PdfExtension['added'] {
    const { certificates, crls, ocspResponses } = this.#added;
    return {
      certificates: certificates.length,
      crls: crls.length,
      ocspResponses: ocspResponses.length,
      documentTimestamps: this.#timestamps,
    };
  }
}

/** Signatures without a timestamp over their value or over the document. */
function unstamped({ signatures }: FileFacts): SignatureFacts[] {
  const lastStamp = signatures.map(({ kind }) => kind).lastIndexOf('document-timestamp');
  return signatures.filter(({ id, kind, parent }, index) => {
    if (parent !== undefined || (kind !== 'signature' && kind !== 'seal')) return false;
    const own = signatures.some((child) => child.kind === 'timestamp' && covers(child, id));
    return !own && index > lastStamp;
  });
}

function covers(child: SignatureFacts, id: string): boolean {
  return child.covers?.signatures.includes(id) === true;
}
