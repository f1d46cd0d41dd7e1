import { canonicalJsonBytes, toHex } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { type Application, asJson, type FileDigests } from './model.ts';

/** Size and both digests of bytes. */
export function digestsOf(bytes: Uint8Array): FileDigests {
  return { size: bytes.length, sha256: toHex(digest('sha256', bytes)), sm3: toHex(digest('sm3', bytes)) };
}

/** The same file, by everything that is known of it. */
export function sameDigests(a: FileDigests, b: FileDigests): boolean {
  return a.size === b.size && a.sha256 === b.sha256 && a.sm3 === b.sm3;
}

/**
 * What identity evidence is bound to: the digests of `application.json` (canonical JSON) without `identity`, which holds
 * the evidence, and `submittedAt`, which is later. Matter, parties, roles, form and attachments are all in it.
 */
export function bindingOf(application: Omit<Application, 'identity' | 'submittedAt'>): FileDigests {
  const { identity: _identity, submittedAt: _submittedAt, ...bound } = application as Application;
  return digestsOf(canonicalJsonBytes(asJson(bound)));
}
