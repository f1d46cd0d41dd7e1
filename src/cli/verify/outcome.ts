import { isFolder, openFile, openFolder } from '../../adapters/files/index.ts';
import { verify } from '../../entries/index.ts';
import type { Report } from '../../foundation/validation/index.ts';
import { type Failure, failure } from '../failure.ts';
import type { PreparedOptions } from './options.ts';

/** What became of one FILE: a report, or the reason why there is none. */
export type Outcome =
  | { readonly name: string; readonly report: Report }
  | { readonly name: string; readonly failure: Failure };

/** Judges one file. Never throws: an unreadable file is an outcome too. */
export async function judgeFile(name: string, prepared: PreparedOptions): Promise<Outcome> {
  try {
    const report = (await isFolder(name))
      ? await verify(await openFolder(name), { ...prepared.options, name })
      : await judgeOne(name, prepared.options);
    return { name, report: { ...report, notChecked: [...report.notChecked, ...prepared.notChecked] } };
  } catch (error) {
    return { name, failure: failure(error) };
  }
}

async function judgeOne(name: string, options: PreparedOptions['options']): Promise<Report> {
  const source = await openFile(name);
  try {
    return await verify(source, { ...options, name });
  } finally {
    await source.close();
  }
}

/** The line of `--json`: the report, or `{schema, input, error}`. */
export function jsonLine(outcome: Outcome): string {
  if ('report' in outcome) return JSON.stringify(outcome.report);
  const { code, details } = outcome.failure;
  return JSON.stringify({
    schema: 'yinxin.report/1',
    input: { name: outcome.name },
    error: { code, details },
  });
}

/** 3 unreadable, 1 failed, 2 indeterminate or without signature, 0 good; a license must be `usable` for 0. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What one outcome alone would exit with. */
export function exitCodeOf(outcome: Outcome): ExitCode {
  if ('failure' in outcome) return 3;
  const { conclusion, license } = outcome.report;
  if (conclusion.indication === 'TOTAL_FAILED' || license?.conclusion === 'not-usable') return 1;
  if (conclusion.indication !== 'TOTAL_PASSED' || license?.conclusion === 'unknown') return 2;
  return 0;
}

/** Over all files: 3 before 1 before 2 before 0. */
export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
  const order: readonly ExitCode[] = [3, 1, 2, 0];
  return order.find((code) => codes.includes(code)) ?? 0;
}
