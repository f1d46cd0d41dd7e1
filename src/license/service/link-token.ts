import { canonicalJsonBytes, formatTime } from '../../foundation/core/index.ts';
import { keyedDigest } from '../../foundation/crypto/index.ts';
import type { Subject } from '../../policy/index.ts';
import type { TemporaryLink } from './ports.ts';

const TOKEN = /^([0-9a-f]{32})\.([0-9]{1,12})\.([0-9a-f]{64})$/;

/**
 * The token of a link: `<id>.<expiry in seconds>.<HMAC-SHA-256>`. The value covers everything that the link is good for
 * (requester, license, file, operation, ends, uses), so that neither the token nor what is stored of the link can be
 * changed; the token itself says nothing about anybody.
 */
export function linkToken(key: Uint8Array, link: TemporaryLink, requester: Subject): string {
  return `${link.id}.${secondsOf(link.expiresAt)}.${bindingOf(key, link, requester)}`;
}

/** What a token says by itself; `undefined`: it has not the form of one. */
export function readLinkToken(
  token: string,
): { readonly id: string; readonly expiresAt: Date; readonly value: string } | undefined {
  const [, id, seconds, value] = TOKEN.exec(token) ?? [];
  if (id === undefined || seconds === undefined || value === undefined) return undefined;
  return { id, expiresAt: new Date(Number(seconds) * 1000), value };
}

/** Is this the token of this link, made for this requester? Takes the same time wherever the value differs. */
export function isTokenOf(key: Uint8Array, token: string, link: TemporaryLink, requester: Subject): boolean {
  const right = linkToken(key, link, requester);
  if (token.length !== right.length) return false;
  let difference = 0;
  for (let i = 0; i < right.length; i++) difference |= token.charCodeAt(i) ^ right.charCodeAt(i);
  return difference === 0;
}

function bindingOf(key: Uint8Array, link: TemporaryLink, requester: Subject): string {
  const { id, identifier, fileType, operation, copyExpiresAt, expiresAt, uses } = link;
  const bound = {
    id,
    identifier,
    fileType,
    operation,
    requester: { type: requester.type, id: requester.id },
    expiresAt: formatTime(expiresAt),
    copyExpiresAt: copyExpiresAt === undefined ? null : formatTime(copyExpiresAt),
    uses: uses ?? null,
  };
  return keyedDigest(key, 'temporary link', [canonicalJsonBytes(bound)]);
}

function secondsOf(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
