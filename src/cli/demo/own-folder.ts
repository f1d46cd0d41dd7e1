import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Left by the demo in its folder, so that only its own leavings are ever cleared. */
export const DEMO_MARK = '.yinxin-demo';

/** Clears a folder that an earlier demo made. Anything else is left alone. */
export async function clearOwnDemo(folder: string): Promise<void> {
  const own = await access(join(folder, DEMO_MARK)).then(
    () => true,
    () => false,
  );
  if (own) await rm(folder, { recursive: true });
}
