import { createReadStream } from 'node:fs';
import { ioFailed } from '../../adapters/files/index.ts';
import { fromUtf8, YinxinError } from '../../foundation/core/index.ts';

/**
 * All FILEs: the arguments, then the names of `--files-from`, one per line (or NUL-terminated, as `find -print0`
 * writes them). No FILE at all is ARGUMENT_INVALID: an empty run must not look like success.
 */
export async function fileNames(
  given: readonly string[],
  filesFrom: string | undefined,
): Promise<readonly string[]> {
  const listed = filesFrom === undefined ? [] : splitNames(await readText(filesFrom));
  const all = [...given, ...listed];
  if (all.length === 0) {
    throw new YinxinError('ARGUMENT_INVALID', 'give at least one FILE, or --files-from', {
      details: { option: 'FILE' },
    });
  }
  return all;
}

function splitNames(text: string): string[] {
  const names = text.includes('\0') ? text.split('\0') : text.split('\n').map((n) => n.replace(/\r$/, ''));
  return names.filter((name) => name !== '');
}

async function readText(path: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  try {
    const stream = path === '-' ? process.stdin : createReadStream(path);
    for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  } catch (error) {
    throw ioFailed('--files-from cannot be read', error);
  }
  return fromUtf8(Buffer.concat(chunks));
}
