import { fromBase64, isYinxinError, latin1, YinxinError } from '../../foundation/core/index.ts';

/** One block of a PEM file (RFC 7468). */
export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
}

/** A key with its chain has some 20 KB; a bundle of all public roots 250 KB. */
const MAX_CHARACTERS = 16 * 1024 * 1024;
const MAX_BLOCKS = 2_000;

/**
 * Blocks of a PEM text in order. Text between blocks is passed over, inside them nothing but base64 is taken
 * (RFC 7468, 3: lines of any length, padded). PEM_INVALID, LIMIT_EXCEEDED; ALGORITHM_UNSUPPORTED for blocks with
 * headers, the old encryption of OpenSSL.
 */
export function parsePem(input: string | Uint8Array): PemBlock[] {
  if (input.length > MAX_CHARACTERS) {
    throw new YinxinError('LIMIT_EXCEEDED', 'the PEM file is too large', {
      details: { limit: MAX_CHARACTERS },
    });
  }
  const lines = (typeof input === 'string' ? input : latin1(input)).split(/\r\n|\n|\r/);
  const blocks: PemBlock[] = [];
  let open: { readonly label: string; readonly body: string[] } | undefined;
  for (const line of lines) {
    const [, kind, label = ''] =
      /^-----(BEGIN|END) ([A-Z0-9]+(?:[ -][A-Z0-9]+)*)-----[ \t]*$/.exec(line) ?? [];
    if (kind === 'BEGIN') {
      if (open !== undefined) throw invalid(`a ${open.label} block has no end`);
      open = { label, body: [] };
    } else if (kind === 'END') {
      if (open === undefined || open.label !== label)
        throw invalid(`a ${label} block ends that did not begin`);
      blocks.push({ label, der: decode(open.label, open.body) });
      if (blocks.length > MAX_BLOCKS) {
        throw new YinxinError('LIMIT_EXCEEDED', 'the PEM file has too many blocks', {
          details: { limit: MAX_BLOCKS },
        });
      }
      open = undefined;
    } else open?.body.push(line.trim());
  }
  if (open !== undefined) throw invalid(`the ${open.label} block has no end: the file is cut short`);
  return blocks;
}

function decode(label: string, body: readonly string[]): Uint8Array {
  if (body.some((line) => line.includes(':'))) {
    throw new YinxinError(
      'ALGORITHM_UNSUPPORTED',
      'PEM blocks with headers are the old encryption of OpenSSL: convert with `openssl pkcs8 -topk8`',
      { details: { label } },
    );
  }
  try {
    const der = fromBase64(body.join(''));
    if (der.length > 0) return der;
  } catch (cause) {
    if (!isYinxinError(cause)) throw cause;
  }
  // Without the cause: nothing of a private key may reach a log.
  throw invalid(`the ${label} block is not base64`);
}

function invalid(message: string): YinxinError {
  return new YinxinError('PEM_INVALID', `not a PEM file: ${message}`);
}
