/** A path of a manifest or fetch list as it stands in the bag. */
export interface BagPath {
  readonly path: string;
  /** It was written with a leading `./`. */
  readonly relative: boolean;
}

/**
 * A path inside of the bag; undefined for one that could lead out of it on any system: absolute, with a drive, a UNC name,
 * a home or an environment variable in front, or with `.` or `..` as a segment, also behind backslashes (RFC 8493 5.1).
 */
export function bagPath(text: string): BagPath | undefined {
  const relative = text.startsWith('./');
  const path = text.replace(/^(?:\.\/)+/, '');
  if (path === '' || path.includes('\0') || /^(?:[/\\~]|[A-Za-z]:|%[A-Za-z]+%)/.test(path)) return undefined;
  const isStep = (segment: string): boolean => segment === '.' || segment === '..' || segment === '';
  const asWindows = path.split(/[/\\]/);
  const unescaped = path.replaceAll('\\', '').split('/');
  return [...asWindows, ...unescaped].some(isStep) ? undefined : { path, relative };
}

/** Of a path in a list, how it may stand in the bag: CR, LF and % are percent-encoded there (RFC 8493 2.1.3). */
export function decodedPath(path: string): string {
  return path
    .replace(/%0[dD]/g, '\r')
    .replace(/%0[aA]/g, '\n')
    .replaceAll('%25', '%');
}

/** Names that some system keeps as one: equal but for case and Unicode normalization (RFC 8493 5.2, 6). */
export function clashKey(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/** Files that systems strew about by themselves. */
export function isSystemFile(path: string): boolean {
  return /(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$/i.test(path);
}
