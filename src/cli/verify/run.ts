import { failure } from '../failure.ts';
import { progress } from '../progress.ts';
import type { VerifyArguments } from './arguments.ts';
import { fileNames } from './file-names.ts';
import { humanText } from './human.ts';
import { prepareOptions } from './options.ts';
import { type ExitCode, exitCodeOf, jsonLine, judgeFile, type Outcome, worstExitCode } from './outcome.ts';

/** Judges all files, `jobs` at a time, and prints each outcome in the order of the arguments. */
export async function runVerify(given: readonly string[], args: VerifyArguments): Promise<ExitCode> {
  const print = (outcome: Outcome): void => {
    process.stdout.write(`${args.json === true ? jsonLine(outcome) : humanText(outcome, args.lang)}\n`);
  };
  const names = await fileNames(given, args.filesFrom);
  const bar = progress(names.length);
  const codes: ExitCode[] = [];
  try {
    const prepared = await prepareOptions(args);
    await inOrder(
      names,
      args.jobs,
      (name) => judgeFile(name, prepared),
      (outcome) => {
        codes.push(exitCodeOf(outcome));
        bar.clear();
        print(outcome);
        bar.step();
      },
    );
    await prepared.close();
  } catch (error) {
    // An option could not be read: still one line per FILE, so that a program can tell which files were not judged.
    const reason = failure(error);
    process.stderr.write(`${reason.line}\n`);
    for (const name of names.slice(codes.length)) print({ name, failure: reason });
    codes.push(3);
  }
  bar.clear();
  return worstExitCode(codes);
}

/** Runs `work` over the items, at most `jobs` at once, and hands results on in the order of the items. */
async function inOrder<T, R>(
  items: readonly T[],
  jobs: number,
  work: (item: T) => Promise<R>,
  done: (result: R) => void,
): Promise<void> {
  const running: Promise<R>[] = [];
  for (const item of items) {
    running.push(work(item));
    if (running.length >= jobs) done(await (running.shift() as Promise<R>));
  }
  for (const last of running) done(await last);
}
