import { attributesOf, type CmsSignerInfo, type DigestOf } from '../../foundation/cms/index.ts';
import type { NotChecked } from '../../foundation/core/index.ts';
import type { SignatureFacts } from '../../foundation/validation/index.ts';
import { inspectTimestampToken } from './inspect-timestamp.ts';

/** id-aa-ets-contentTimestamp (ETSI EN 319 122-1 5.2.8). */
const CONTENT_TIMESTAMP = '1.2.840.113549.1.9.16.2.20';
/** Tokens of one signer: real ones have one. */
const MAX_TOKENS = 16;

/**
 * Facts of a signer with its content timestamps: tokens among the signed attributes, over the content. They prove that
 * the signature was made after them; that it existed at some time they do not.
 */
export async function withContentTimestamps(
  facts: SignatureFacts,
  signer: CmsSignerInfo,
  digestOf: DigestOf,
): Promise<SignatureFacts[]> {
  const tokens = attributesOf(signer.signedAttributes?.list ?? [], CONTENT_TIMESTAMP).flatMap(({ values }) =>
    values.map(({ raw }) => raw),
  );
  if (tokens.length === 0) return [facts];
  const children = await Promise.all(
    tokens.slice(0, MAX_TOKENS).map((token, n) =>
      inspectTimestampToken(token, {
        id: `${facts.id}.ct${n + 1}`,
        parent: facts.id,
        kind: 'timestamp',
        digestOf,
        coverage: facts.coverage,
        modification: facts.modification,
        certificates: facts.certificates,
        crls: facts.crls,
        ocspResponses: facts.ocspResponses,
      }),
    ),
  );
  const covers = { signatures: children.map(({ id }) => id), objects: [] };
  return [{ ...facts, covers, notChecked: [...facts.notChecked, ...unread(tokens.length)] }, ...children];
}

function unread(tokens: number): NotChecked[] {
  if (tokens <= MAX_TOKENS) return [];
  const detail = `${tokens - MAX_TOKENS} content timestamps were not looked at`;
  return [{ code: 'CONTENT_TIMESTAMPS_NOT_READ', detail }];
}
