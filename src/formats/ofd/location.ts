/** What programs write: from the root, without anything that needs looking at. */
const PLAIN = /^(?:\/[A-Za-z0-9_-][\w.-]*)+$/;

/**
 * The entry name that an ST_Loc means (GB/T 33190-2016 clause 7, ST_Loc): `/` is the root of the package, anything else
 * stands relative to `folder` (empty, or ending in `/`), names are compared with case, `.` is the folder itself.
 *
 * `undefined` for what is refused: `..` (readers climb differently, and none needs to), an empty location, a
 * backslash, a drive or scheme, control characters, a folder. Nothing is percent-decoded.
 */
export function resolveLocation(location: string, folder: string): string | undefined {
  if (PLAIN.test(location)) return location.slice(1);
  // ST_Loc is a collapsed token: pretty printers put white space of XML around it.
  const text = location.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (text === '' || /[\\\u0000-\u001f\u007f]/.test(text) || /^[A-Za-z][A-Za-z0-9+.-]*:/.test(text)) {
    return undefined;
  }
  const path = text.startsWith('/') ? text.slice(1) : folder + text;
  if (path.endsWith('/.') || path === '.') return undefined;
  const segments = path.split('/').filter((segment) => segment !== '.');
  if (segments.length === 0 || segments.some((segment) => segment === '' || segment === '..'))
    return undefined;
  return segments.join('/');
}

/** The folder an entry stands in: empty for the root, otherwise ending in `/`. */
export function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}
