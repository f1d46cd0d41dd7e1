import { toHex, YinxinError } from '../../foundation/core/index.ts';
import type { LicenseFace } from './face-step.ts';
import { type IssuedLicense, type IssueLicenseOptions, issueLicense } from './issue-license.ts';
import { jobDigest, type LicenseJob } from './job.ts';

/** What {@link issueLicenses} needs. */
export interface IssueLicensesOptions extends Omit<IssueLicenseOptions, 'face'> {
  /** The face of all, or of each (a photo is one of its own). */
  readonly face: LicenseFace | ((job: LicenseJob) => LicenseFace | Promise<LicenseFace>);
  /** Jobs in work at once, 1 to 1024; unset: 16. They share the flushes of the ledger and the waits for signers. */
  readonly concurrency?: number;
}

/** The answer to one job, in the order of the jobs. */
export type IssueLicensesResult =
  | { readonly index: number; readonly job: LicenseJob; readonly license: IssuedLicense }
  | { readonly index: number; readonly job: LicenseJob; readonly error: unknown };

const DEFAULT_CONCURRENCY = 16;
const MAX_CONCURRENCY = 1024;

/**
 * Issues a stream of licenses as {@link issueLicense} does one: exactly once each, however often the stream is run again.
 *
 * Answers come in the order of the jobs, one for each; a job that fails has its error as answer and stops no other. At
 * most `concurrency` jobs are taken from the input before their answers are taken from the output: a slow reader slows
 * the work down, and memory does not grow with the stream (the ledger's index does). Who stops reading ends it: jobs in
 * work are finished first. An error of the input is thrown after the answers to the jobs before it.
 * @throws ARGUMENT_INVALID, ABORTED when `sign.signal` is aborted (a later run goes on).
 */
export async function* issueLicenses(
  jobs: AsyncIterable<LicenseJob> | Iterable<LicenseJob>,
  options: IssueLicensesOptions,
): AsyncGenerator<IssueLicensesResult, void, undefined> {
  const { concurrency = DEFAULT_CONCURRENCY } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MAX_CONCURRENCY) {
    throw new YinxinError('ARGUMENT_INVALID', `concurrency is a whole number from 1 to ${MAX_CONCURRENCY}`);
  }
  const equal = new EqualJobs();
  const window: Promise<IssueLicensesResult>[] = [];
  let index = 0;
  let broken: { readonly error: unknown } | undefined;
  try {
    try {
      for await (const job of jobs) {
        assertNotAborted(options);
        window.push(answerTo(index++, job, options, equal));
        if (window.length >= concurrency) yield await window.shift()!;
      }
    } catch (error) {
      broken = { error };
    }
    while (window.length > 0) yield await window.shift()!;
  } finally {
    await Promise.all(window);
  }
  if (broken !== undefined) throw broken.error;
}

async function answerTo(
  index: number,
  job: LicenseJob,
  options: IssueLicensesOptions,
  equal: EqualJobs,
): Promise<IssueLicensesResult> {
  try {
    const face = typeof options.face === 'function' ? await options.face(job) : options.face;
    const issue = (): Promise<IssuedLicense> => issueLicense(job, { ...options, face });
    return { index, job, license: await equal.inTurn(toHex(jobDigest(job, face.digest)), issue) };
  } catch (error) {
    return { index, job, error };
  }
}

function assertNotAborted({ sign }: IssueLicensesOptions): void {
  if (sign?.signal?.aborted === true) {
    throw new YinxinError('ABORTED', 'issuing was aborted: run the stream again, it goes on where it was');
  }
}

/** An equal job may stand in a stream twice: the second waits for the first, and finds its license. */
class EqualJobs {
  readonly #last = new Map<string, Promise<unknown>>();

  async inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    const run = before === undefined ? work() : before.then(work, work);
    this.#last.set(key, run);
    try {
      return await run;
    } finally {
      if (this.#last.get(key) === run) this.#last.delete(key);
    }
  }
}
