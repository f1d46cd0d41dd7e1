import { type PathOptions, type PkiMemo, pkiMemo } from '../pki/index.ts';
import { OID } from '../x509/index.ts';
import type { SignatureFacts } from './facts.ts';
import { actOf, anchorsFor } from './listed-anchors.ts';
import type { JudgeOptions } from './options.ts';
import { ProofsOfExistence } from './poe/index.ts';

/** Everything that the verdict on one file works with. */
export interface JudgeContext {
  readonly options: JudgeOptions;
  readonly memo: PkiMemo;
  readonly proofs: ProofsOfExistence;
}

/** One memo and one set of proofs for all entries of a file. */
export function judgeContext(entries: readonly SignatureFacts[], options: JudgeOptions): JudgeContext {
  return {
    options,
    memo: options.memo ?? pkiMemo(),
    proofs: new ProofsOfExistence(entries, options.at),
  };
}

/** The question about the certificate of an entry at a time (ETSI EN 319 102-1 5.2.4 and 5.2.6). */
export function pathQuestion(
  facts: SignatureFacts,
  certificate: Uint8Array,
  at: Date,
  { options, memo, proofs }: JudgeContext,
): PathOptions {
  return {
    certificate,
    intermediates: [...facts.certificates, ...(options.intermediates ?? [])],
    trustAnchors: anchorsFor(facts.purpose, options, actOf(facts, proofs)),
    at,
    crls: [...facts.crls, ...(options.crls ?? [])],
    ocspResponses: [...facts.ocspResponses, ...(options.ocspResponses ?? [])],
    revocation: options.revocation,
    ...(facts.purpose === 'timestamps' ? { extendedKeyUsage: OID.ekuTimeStamping } : {}),
    ...algorithmRules(options),
    memo,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  };
}

/** What algorithms are judged by, of the options that were given. */
export function algorithmRules({
  algorithms,
  allowLegacy,
  profile,
}: JudgeOptions): Pick<PathOptions, 'algorithms' | 'allowLegacy' | 'profile'> {
  return {
    ...(algorithms === undefined ? {} : { algorithms }),
    ...(allowLegacy === undefined ? {} : { allowLegacy }),
    ...(profile === undefined ? {} : { profile }),
  };
}
