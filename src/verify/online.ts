import type { NotChecked } from '../foundation/core/index.ts';
import type { VerifiedIssuers } from '../foundation/pki/index.ts';
import {
  Collector,
  type FileFacts,
  type MissingData,
  type TrustAnchors,
} from '../foundation/validation/index.ts';
import type { VerifyOptions } from './options.ts';

/** The options with what was fetched, and where it was asked in vain. */
export interface FetchedData {
  readonly options: VerifyOptions;
  readonly notChecked: readonly NotChecked[];
}

/**
 * Asks the ports for what the file, the options and their anchors leave open. Only entries that are not trusted without it
 * are asked about, and what comes is judged like what was supplied: no port is believed. Places that did not answer stand in
 * `notChecked` (FETCH_FAILED). LIMIT_EXCEEDED above 512 requests for one file.
 */
export async function withFetched(facts: FileFacts, options: VerifyOptions): Promise<FetchedData> {
  const { revocationFetcher, certificateSource } = options;
  if (revocationFetcher === undefined && certificateSource === undefined) return { options, notChecked: [] };
  const { intermediates = [], crls = [], ocspResponses = [], allowLegacy } = options;
  const collector = new Collector({
    trust: withListed(options.trust, options.issuerLists ?? []),
    validationData: { certificates: intermediates, crls, ocspResponses },
    revocation: options.revocation,
    ...(allowLegacy === undefined ? {} : { allowLegacy }),
    ...(revocationFetcher === undefined ? {} : { revocationFetcher }),
    ...(certificateSource === undefined ? {} : { certificateSource }),
  });
  const { added, missing } = await collector.collect(facts, options.at);
  return {
    options: {
      ...options,
      intermediates: [...intermediates, ...added.certificates],
      crls: [...crls, ...added.crls],
      ocspResponses: [...ocspResponses, ...added.ocspResponses],
    },
    notChecked: failures(missing),
  };
}

/** Chains may end at what lists name too. This finds data; whether an entry counts at its time is judged later. */
function withListed(trust: TrustAnchors, lists: readonly VerifiedIssuers[]): TrustAnchors {
  const listed = lists.flatMap(({ entries }) => entries.map(({ certificate }) => certificate));
  if (listed.length === 0) return trust;
  return {
    ...trust,
    signers: [...trust.signers, ...listed],
    timestamps: [...(trust.timestamps ?? []), ...listed],
    sealMakers: [...(trust.sealMakers ?? []), ...listed],
  };
}

function failures(missing: readonly MissingData[]): NotChecked[] {
  const told = new Set(missing.flatMap(({ asked }) => asked.map(({ url, failure }) => `${url}: ${failure}`)));
  return [...told].map((detail) => ({ code: 'FETCH_FAILED', detail }));
}
