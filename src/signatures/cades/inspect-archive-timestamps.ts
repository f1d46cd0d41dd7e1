import { type Der, der, readSequence } from '../../foundation/asn1/index.ts';
import {
  attributesOf,
  type CmsSignerInfo,
  type DigestOf,
  parseSignedData,
  type SignedData,
  singleValue,
} from '../../foundation/cms/index.ts';
import { type Check, concatBytes, isYinxinError, toHex } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { SignatureFacts } from '../../foundation/validation/index.ts';
import { ArchiveIndex, type Indexed } from './archive-index.ts';
import { inspectTimestampToken } from './inspect-timestamp.ts';

/** archive-time-stamp-v3 and ats-hash-index-v3 (ETSI EN 319 122-1 5.5.3 and 5.5.2). */
export const ARCHIVE_TIMESTAMP_V3 = '0.4.0.1733.2.4';
const ATS_HASH_INDEX_V3 = '0.4.0.19122.1.5';

/** Tokens of one signer: one for each renewal, which is one in some years. */
const MAX_TOKENS = 64;
const CLAUSE = 'ETSI EN 319 122-1 5.5.3';

/** What an archive timestamp is over, of one signer. */
export interface Archived {
  readonly signer: CmsSignerInfo;
  readonly signedData: SignedData;
  readonly digestOf: DigestOf;
  readonly facts: SignatureFacts;
  /** Objects that the value commits to. */
  readonly committed: readonly Uint8Array[];
  /** Ids of the entries that stand in values of unsigned attributes, by the hex of the value. */
  readonly idsByValue: ReadonlyMap<string, string>;
}

/**
 * Archive timestamps of a signer: each is over the content, the signer's part of the CMS, and the certificates, revocation
 * data and unsigned attributes that its hash index names; what was added later is not covered. One with an index that is
 * missing, malformed, or names what is not there proves nothing.
 */
export async function inspectArchiveTimestamps(archived: Archived): Promise<SignatureFacts[]> {
  const { signer, facts } = archived;
  const tokens = attributesOf(signer.unsignedAttributes, ARCHIVE_TIMESTAMP_V3)
    .flatMap(({ values }) => values)
    .slice(0, MAX_TOKENS);
  if (tokens.length === 0) return [];
  const index = new ArchiveIndex(archived.signedData, signer);
  const ids = new Map(archived.idsByValue);
  for (const [n, { raw }] of tokens.entries()) ids.set(toHex(raw), `${facts.id}.a${n + 1}`);
  return Promise.all(
    tokens.map((token, n) =>
      inspectOne(token, `${facts.id}.a${n + 1}`, index, { ...archived, idsByValue: ids }),
    ),
  );
}

async function inspectOne(
  token: Der,
  id: string,
  index: ArchiveIndex,
  archived: Archived,
): Promise<SignatureFacts> {
  const { facts, idsByValue, committed } = archived;
  const found = readIndex(token, index);
  const named: Indexed = 'problem' in found ? { objects: [], attributeValues: [] } : found.indexed;
  const inside = named.attributeValues.flatMap((value) => idsByValue.get(toHex(value)) ?? []);
  const stamped = await inspectTimestampToken(token.raw, {
    id,
    parent: facts.id,
    kind: 'timestamp',
    digestOf: 'problem' in found ? () => undefined : imprintOf(archived, found.index),
    coverage: facts.coverage,
    modification: facts.modification,
    covers: {
      signatures: [facts.id, ...inside.filter((one) => one !== id)],
      objects: [...committed, ...named.objects],
    },
    certificates: facts.certificates,
    crls: facts.crls,
    ocspResponses: facts.ocspResponses,
  });
  if (!('problem' in found)) return { ...stamped, stampsArchive: true };
  const check: Check = {
    code: 'ARCHIVE_HASH_INDEX',
    status: 'failed',
    detail: found.problem,
    clause: CLAUSE,
  };
  const formatFailure = stamped.formatFailure ?? 'SIG_CONSTRAINTS_FAILURE';
  return { ...stamped, formatFailure, checks: [...stamped.checks, check] };
}

type FoundIndex = { readonly index: Der; readonly indexed: Indexed } | { readonly problem: string };

/** The index is an unsigned attribute of the token itself. */
function readIndex(token: Der, index: ArchiveIndex): FoundIndex {
  try {
    const [signer] = parseSignedData(token.raw).signerInfos;
    const value = singleValue(signer?.unsignedAttributes ?? [], ATS_HASH_INDEX_V3);
    if (typeof value === 'string') {
      return {
        problem: `the archive timestamp has ${value === 'absent' ? 'no' : 'more than one'} ats-hash-index-v3`,
      };
    }
    return { index: value, indexed: index.lookUp(value) };
  } catch (error) {
    if (isYinxinError(error)) return { problem: error.message };
    throw error;
  }
}

/** Type of the content, its digest, the signer's part up to the value, and the index, one after the other. */
function imprintOf({ signer, signedData, digestOf }: Archived, index: Der): DigestOf {
  return async (hash) => {
    const content = await digestOf(hash);
    if (content === undefined) return undefined;
    return digest(
      hash,
      concatBytes(der.oid(signedData.eContentType), content, ...signerFields(signer), index.raw),
    );
  };
}

/** version, sid, digestAlgorithm, signedAttrs where there are any, signatureAlgorithm, signature, as stored. */
function signerFields({ raw }: CmsSignerInfo): Uint8Array[] {
  const fields = readSequence(raw, 'SignerInfo')
    .rest()
    .map((field) => field.raw);
  const last = fields.length - 1;
  // unsignedAttrs [1] is no part of it.
  return fields[last]?.[0] === 0xa1 ? fields.slice(0, last) : fields;
}
