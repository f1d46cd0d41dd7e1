import { fromUtf8, type JsonValue, YinxinError } from '../../../foundation/core/index.ts';

/** Nesting of a token: real ones have two or three. */
const MAX_DEPTH = 16;
/** A string, or a mark of structure. Numbers and words in between are left to JSON.parse. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/gs;

/**
 * JSON with one reading: UTF-8, no name twice in an object (RFC 7515 4, RFC 8725 2.4), nested 16 deep at most. Throws
 * APPLICATION_INVALID.
 */
export function readStrictJson(bytes: Uint8Array): JsonValue {
  try {
    const text = fromUtf8(bytes);
    assertNamesOnce(text);
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    if (cause instanceof YinxinError && cause.code === 'APPLICATION_INVALID') throw cause;
    throw new YinxinError('APPLICATION_INVALID', 'the identity evidence is no JSON', { cause });
  }
}

/** Depth is bounded here, before the parser of the engine recurses. */
function assertNamesOnce(text: string): void {
  const open: Set<string>[] = [];
  const tokens = text.match(TOKEN) ?? [];
  for (const [i, token] of tokens.entries()) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (tokens[i + 1] === ':' && token.startsWith('"')) {
      const name = JSON.parse(token) as string;
      const names = open.at(-1);
      if (names?.has(name) === true)
        throw new YinxinError('APPLICATION_INVALID', 'the identity evidence has a name twice');
      names?.add(name);
    }
    if (open.length > MAX_DEPTH)
      throw new YinxinError('APPLICATION_INVALID', `the identity evidence is nested over ${MAX_DEPTH} deep`);
  }
}
