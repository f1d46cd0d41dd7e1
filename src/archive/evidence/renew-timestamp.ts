import type { Random, TimestampAuthority } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { obtainTimestamp } from '../../foundation/pki/index.ts';
import type { JudgeOptions } from '../../foundation/validation/index.ts';
import { asOneRenewer } from './one-writer.ts';
import { assertLater, assertStanding, withDataInNewest } from './standing.ts';
import { newestChain, readState, writeState } from './state.ts';
import type { EvidenceStore } from './store.ts';
import { stampedRoot } from './stored-root.ts';

/** Whom to believe about the timestamp that is renewed, at `at`, and the authority of the new one. */
export interface RenewTimestampOptions extends JudgeOptions {
  readonly tsa: TimestampAuthority;
  readonly random?: Random;
}

/** A renewal that was made. */
export interface RenewedTimestamp {
  readonly objects: number;
  readonly token: Uint8Array;
}

/**
 * Renews the newest timestamp of a store for all its objects at once (RFC 4998 5.2): one digest, one request, no object
 * and no tree is opened. The timestamp is verified first and must be good at `at`; what the options hold of revocation
 * data and certificates of its chain is put into it, so that it can be verified for ever. The new one is by the same
 * digest, in the same chain. Killed at any instant, the store is as before or as after.
 *
 * @throws EVIDENCE_LAPSED where the old timestamp is not good at `at`; TIMESTAMP_FAILED; EVIDENCE_CORRUPT;
 * EVIDENCE_CONFLICT while somebody else writes to the store.
 */
export function renewTimestamp(
  store: EvidenceStore,
  options: RenewTimestampOptions,
): Promise<RenewedTimestamp> {
  return asOneRenewer(store, () => renew(store, options));
}

async function renew(store: EvidenceStore, options: RenewTimestampOptions): Promise<RenewedTimestamp> {
  const state = await readState(store);
  await assertStanding(state, await stampedRoot(store, state), options);
  const prepared = withDataInNewest(state, options);
  const chain = newestChain(prepared);
  const previous = chain.tokens.at(-1)!;
  const { random } = options;
  const imprint = digest(chain.hash, previous);
  const token = await obtainTimestamp(
    options.tsa,
    chain.hash,
    imprint,
    random === undefined ? {} : { random },
  );
  assertLater(token, previous);
  const renewed = { ...chain, tokens: [...chain.tokens, token] };
  await writeState(store, { ...prepared, chains: [...prepared.chains.slice(0, -1), renewed] }, state);
  return { objects: state.objects, token };
}
