/** A running count on standard error, on a terminal only; for work whose end is not known beforehand. */
export interface Counter {
  show(count: number): void;
  clear(): void;
}

/** See {@link Counter}. */
export function counter(what: string): Counter {
  if (!process.stderr.isTTY) return { show: () => undefined, clear: () => undefined };
  return {
    show: (count) => void process.stderr.write(`\r\u001b[K${count} ${what}`),
    clear: () => void process.stderr.write('\r\u001b[K'),
  };
}
