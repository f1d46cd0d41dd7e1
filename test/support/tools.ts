import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const executable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** True where a missing tool must fail the run instead of being skipped. */
export const inCi = (): boolean => process.env['CI'] === 'true' || process.env['CI'] === '1';

/**
 * Path of somebody else's program (pdfsig, qpdf, openssl, …), or `undefined` where it is not installed.
 * In CI a missing program throws: nothing of interop is skipped there.
 */
export function tool(name: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (folder !== '' && executable(path)) return path;
  }
  if (inCi()) throw new Error(`${name} is not installed: in CI no interop test is skipped`);
  return undefined;
}

/** The program's path; throws where it is absent (use it inside tests guarded by `describe.skipIf(!tool(name))`). */
export function requireTool(name: string): string {
  const path = tool(name);
  if (path === undefined) throw new Error(`${name} is not installed`);
  return path;
}
