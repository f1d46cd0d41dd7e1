import { equalBytes, formatTime, YinxinError } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { type TokenValidationData, withValidationData } from '../../foundation/evidence/index.ts';
import { parseTimestampToken } from '../../foundation/pki/index.ts';
import { type JudgeOptions, judge } from '../../foundation/validation/index.ts';
import { parseCertificate, parseCrl } from '../../foundation/x509/index.ts';
import { inspectTimestampToken } from '../../signatures/cades/index.ts';
import { type EvidenceState, newestChain } from './state.ts';

/**
 * Is the newest timestamp of a store good at `at`, so that it may be renewed (RFC 4998 5.2: before it fails, never
 * after)? EVIDENCE_LAPSED with the sub-indication where it is not: what time has taken no renewal gives back.
 */
export async function assertStanding(
  state: EvidenceState,
  root: Uint8Array,
  options: JudgeOptions,
): Promise<void> {
  const { tokens, hash } = newestChain(state);
  const token = tokens.at(-1)!;
  const previous = tokens.at(-2);
  const value = previous === undefined ? root : digest(hash, previous);
  const facts = await inspectTimestampToken(token, {
    id: 'newest',
    kind: 'timestamp',
    digestOf: () => value,
    coverage: 'whole-file',
    modification: 'not-applicable',
  });
  const { signatures } = await judge(
    { format: 'timestamp', signatures: [facts], checks: [], notChecked: [] },
    options,
  );
  const { indication, subIndication } = signatures[0]!;
  if (indication === 'TOTAL_PASSED' && facts.timestampTime! <= options.at) return;
  const when = formatTime(options.at);
  const why = subIndication ?? 'it is of later';
  throw new YinxinError(
    'EVIDENCE_LAPSED',
    `the newest timestamp is not good at ${when} (${why}): not renewed`,
    {
      details: { at: when, subIndication },
    },
  );
}

/** A new token must be of later than the one that it renews: clocks of authorities may differ. */
export function assertLater(token: Uint8Array, before: Uint8Array): void {
  const [made, old] = [token, before].map((bytes) => parseTimestampToken(bytes).info.genTimeNanos);
  if (made! > old!) return;
  throw new YinxinError('TIMESTAMP_FAILED', 'the new token is not of later than the one it renews', {
    details: { reason: 'time' },
  });
}

/**
 * The state with validation data in its newest token, for the day when that is all there is (RFC 4998 3.1): the
 * certificates between and the revocation data that the options hold about the authority's chain. The newest token alone
 * may be touched, for nothing covers it yet.
 */
export function withDataInNewest(state: EvidenceState, options: JudgeOptions): EvidenceState {
  const chain = newestChain(state);
  const token = chain.tokens.at(-1)!;
  const { signedData } = parseTimestampToken(token);
  const enriched = withValidationData(token, dataFor(signedData.certificates, options));
  if (equalBytes(enriched, token)) return state;
  const tokens = [...chain.tokens.slice(0, -1), enriched];
  return { ...state, chains: [...state.chains.slice(0, -1), { ...chain, tokens }] };
}

/** What of the given data is about the chain of the authority: by issuer, as far as certificates lead. */
function dataFor(
  own: readonly Uint8Array[],
  { intermediates = [], crls = [], ocspResponses = [] }: JudgeOptions,
): TokenValidationData {
  const known = [...own, ...intermediates].map(parseCertificate);
  const chain = new Set(known.slice(0, own.length));
  for (const certificate of chain) {
    for (const issuer of known) {
      if (equalBytes(issuer.subject.raw, certificate.issuer.raw)) chain.add(issuer);
    }
  }
  const issuers = [...chain].map(({ issuer }) => issuer.raw);
  return {
    certificates: [...chain].map(({ raw }) => raw),
    crls: crls.filter((crl) => issuers.some((name) => equalBytes(parseCrl(crl).issuer.raw, name))),
    ocspResponses,
  };
}
