/** Shows how far long work is, on a terminal only. */
export interface Progress {
  step(): void;
  clear(): void;
}

const SILENT: Progress = { step: () => undefined, clear: () => undefined };

/** A counter on standard error; silent in a pipe and for a single step. */
export function progress(total: number): Progress {
  if (!process.stderr.isTTY || total < 2) return SILENT;
  let done = 0;
  const clear = (): void => {
    process.stderr.write('\r\u001b[K');
  };
  return {
    step() {
      done += 1;
      clear();
      if (done < total) process.stderr.write(`${done}/${total}`);
    },
    clear,
  };
}
