import type { Check, SubIndication } from '../../foundation/core/index.ts';
import { equalBytes } from '../../foundation/core/index.ts';
import {
  type AlgorithmUse,
  type DigestName,
  digest,
  digestNameOfOid,
} from '../../foundation/crypto/index.ts';
import type { SealFacts } from '../../foundation/validation/index.ts';
import { quirk } from './quirk.ts';
import type { CertificateDigest, Seal } from './seal.ts';
import { knownSeal, type SealMemo } from './seal-memo.ts';

const CLAUSE = 'GB/T 38540-2020 6.3';

/** Facts of one seal, and what reading it brought up. */
export interface SealFindings {
  readonly facts: SealFacts;
  readonly checks: readonly Check[];
  /** Algorithms of the maker: judged by date like the signer's. */
  readonly algorithms: readonly AlgorithmUse[];
  /** Those that had ended (see `weaknessesOf`). */
  readonly weaknesses: readonly string[];
  /** Set when the seal says something critical that nobody understands: no verdict may pass it. */
  readonly formatFailure?: SubIndication;
}

/**
 * What a seal proves by itself: the maker’s signature over it and whether the signer stands in its list.
 * Who the maker is, and whether the seal is in force, is decided by `judge`.
 */
export function sealFacts(
  seal: Seal,
  signerCertificate: Uint8Array | undefined,
  placements: SealFacts['placements'],
  memo?: SealMemo,
): SealFindings {
  const { maker, imageSha256 } = memo === undefined ? knownSeal(seal) : memo.of(seal);
  const listed = findListed(seal, signerCertificate);
  const facts: SealFacts = {
    id: seal.id,
    name: seal.name,
    type: String(seal.type),
    // A copy: facts must not keep the whole file alive.
    makerCertificate: seal.makerCertificate.slice(),
    makerSignature: maker.cryptography,
    madeAt: seal.createdAt,
    validFrom: seal.validFrom,
    validTo: seal.validTo,
    imageSha256,
    signerListed: listed !== undefined,
    placements,
  };
  const critical = seal.criticalExtensions;
  return {
    facts,
    checks: [
      ...seal.quirks,
      ...maker.quirks,
      ...(listed?.quirks ?? []),
      ...selfMade(seal),
      ...criticalChecks(critical),
    ],
    algorithms: maker.algorithms,
    weaknesses: maker.weaknesses,
    ...(critical.length === 0 ? {} : { formatFailure: 'SIG_CONSTRAINTS_FAILURE' as const }),
  };
}

/** One failed check where extensions are marked critical that nobody here understands. */
export function criticalChecks(critical: readonly string[]): Check[] {
  if (critical.length === 0) return [];
  const detail = `extensions marked critical that are not understood: ${critical.join(', ')}`;
  return [{ code: 'SEAL_CRITICAL_EXTENSION', status: 'failed', detail, clause: CLAUSE }];
}

/** The maker stands among those who may use the seal: no seal-making system (制章系统) made it. Believed if it is pinned. */
function selfMade(seal: Seal): Check[] {
  if (findListed(seal, seal.makerCertificate) === undefined) return [];
  const detail = 'the seal was made by its own holder, not by an authorised seal-making system';
  return [quirk('SEAL_SELF_MADE', detail, CLAUSE)];
}

/** True when a certificate stands in the seal's list, by value or by digest. */
export function listsSigner(seal: Seal, certificate: Uint8Array): boolean {
  return findListed(seal, certificate) !== undefined;
}

interface Listed {
  readonly quirks: readonly Check[];
}

/** The signer in the list, by value or by digest (certListType 2). */
function findListed(seal: Seal, certificate: Uint8Array | undefined): Listed | undefined {
  if (certificate === undefined) return undefined;
  if (seal.certificates.some((listed) => equalBytes(listed, certificate))) return { quirks: [] };
  for (const listed of seal.certificateDigests) {
    const known = digestOfType(listed);
    const name = known ?? 'sm3';
    if (!equalBytes(listed.value, digest(name, certificate))) continue;
    const detail = `the digest of the signer is of the unknown type ${JSON.stringify(listed.type.slice(0, 40))}, read as SM3`;
    return { quirks: known === undefined ? [quirk('SEAL_DIGEST_TYPE', detail, CLAUSE)] : [] };
  }
  return undefined;
}

/** Names that a CertDigestObj may carry; the standard's own value is not known. Weak digests list nobody. */
const DIGEST_TYPES: Readonly<Record<string, DigestName>> = {
  SM3: 'sm3',
  SHA256: 'sha256',
  'SHA-256': 'sha256',
  SHA384: 'sha384',
  'SHA-384': 'sha384',
  SHA512: 'sha512',
  'SHA-512': 'sha512',
};

function digestOfType({ type }: CertificateDigest): DigestName | undefined {
  const byOid = digestNameOfOid(type);
  // A digest that can be collided lists nobody: two certificates would share it.
  if (byOid !== undefined && Object.values(DIGEST_TYPES).includes(byOid)) return byOid;
  return Object.hasOwn(DIGEST_TYPES, type.toUpperCase()) ? DIGEST_TYPES[type.toUpperCase()] : undefined;
}
