import { isRegular } from './syntax.ts';

/** Dictionaries name their entries by the same few dozen names. */
const known: (string | undefined)[] = [];
const PLACES = 1024;

/** Those of the standard have at most 26 characters; the bound keeps what is remembered small too. */
const MAX_LENGTH = 32;

/**
 * The name whose characters start at `start`, where it is a short one without escapes and what ends it stands in the
 * window. Every character is compared: names that fall on one place push each other out.
 */
export function usualName(window: Uint8Array, start: number): string | undefined {
  let place = 0;
  let end = start;
  for (; end < window.length; end++) {
    const byte = window[end]!;
    if (byte === 0x23 || end - start > MAX_LENGTH) return undefined;
    if (!isRegular(byte)) break;
    place = (Math.imul(place, 31) + byte) & (PLACES - 1);
  }
  // Cut off by the window: there may be more of it.
  if (end === window.length) return undefined;
  const found = known[place];
  if (found !== undefined && stands(found, window, start, end)) return found;
  let name = '';
  for (let i = start; i < end; i++) name += String.fromCharCode(window[i]!);
  known[place] = name;
  return name;
}

function stands(name: string, window: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) !== window[start + i]) return false;
  return true;
}
