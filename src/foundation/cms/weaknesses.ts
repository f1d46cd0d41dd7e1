import type { DigestName, PublicKey, SignatureScheme } from '../crypto/index.ts';

/** RSA and DSA below this are too weak (ETSI TS 119 312: 1900 bits until 2023; everybody rounds to 2048). */
const MIN_RSA_BITS = 2048;

/** Why the algorithms of a signature are too weak today, by name; empty when they are not. */
export function weaknessesOf(
  key: PublicKey,
  scheme: SignatureScheme | undefined,
  digest: DigestName | undefined,
): string[] {
  const out = new Set<string>();
  for (const hash of [scheme?.hash, scheme?.mgfHash, digest]) {
    if (hash === 'sha1') out.add('SHA-1');
    if (hash === 'md5') out.add('MD5');
  }
  if (key.kind === 'rsa' && key.bits < MIN_RSA_BITS) out.add(`RSA-${key.bits}`);
  if (key.kind === 'dsa') out.add('DSA');
  if (scheme?.legacy === true && out.size === 0) out.add(scheme.name);
  return [...out];
}
