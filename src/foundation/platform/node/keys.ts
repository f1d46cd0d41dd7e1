import { createPublicKey, type KeyObject } from 'node:crypto';
import { BoundedCache } from '../portable/index.ts';

/** Importing a key costs as much as verifying with it; a CA's key comes thousands of times. */
const keys = /* @__PURE__ */ new BoundedCache<KeyObject>(256);

/** The engine's key of a canonical SPKI; throws when OpenSSL refuses it. */
export function publicKeyObject(spki: Uint8Array): KeyObject {
  return keys.get(spki, () => createPublicKey({ key: spki as Buffer, format: 'der', type: 'spki' }));
}
