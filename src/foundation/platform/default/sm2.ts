import { SM2_CURVE, verifySm2Value } from '../portable/index.ts';
import { createCurrentHasher } from './digests.ts';

/** SM2 over chunks (Z first), for `yinxin/crypto` alone: it brings no other curve into a bundle. */
export function verifySm2Message(point: Uint8Array, chunks: readonly Uint8Array[], raw: Uint8Array): boolean {
  const hasher = createCurrentHasher('sm3');
  for (const chunk of chunks) hasher.update(chunk);
  return raw.length === 64 && verifySm2Value(SM2_CURVE, point, hasher.digest(), raw);
}
