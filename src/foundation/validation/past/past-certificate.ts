import type { NotChecked, SubIndication } from '../../core/index.ts';
import { structuralPaths } from '../../pki/index.ts';
import type { Certificate } from '../../x509/index.ts';
import { type JudgeContext, pathQuestion } from '../context.ts';
import type { SignatureFacts } from '../facts.ts';
import { slideOver } from './slide.ts';

/** What past certificate validation found. */
export type PastCertificate =
  | {
      readonly controlTime: Date;
      readonly steps: readonly string[];
      readonly path: readonly Certificate[];
      readonly notChecked: readonly NotChecked[];
    }
  | { readonly subIndication: SubIndication; readonly why: string };

/** Paths looked at: the first that holds is taken, and real files offer one or two. */
const MAX_PATHS = 16;

/**
 * Past certificate validation (ETSI EN 319 102-1 5.6.2.1.4): a chain that is sound whatever the date, and a control time
 * at which it could be judged by what is proved to have existed. The failure of the likeliest chain is told.
 */
export function validatePast(
  facts: SignatureFacts,
  certificate: Uint8Array,
  context: JudgeContext,
): PastCertificate {
  let failure: PastCertificate | undefined;
  let left = MAX_PATHS;
  for (const chain of structuralPaths(pathQuestion(facts, certificate, context.options.at, context))) {
    if (left-- === 0) break;
    if (chain.trust !== 'trusted') {
      const failed = chain.checks.find(({ status }) => status === 'failed' || status === 'not-run');
      failure ??= {
        subIndication: chain.subIndication ?? 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
        why: failed?.detail ?? 'the chain breaks a rule',
      };
      continue;
    }
    const slid = slideOver(chain, context);
    if ('controlTime' in slid) {
      const notChecked = [...chain.notChecked, ...slid.notChecked];
      return { ...slid, path: chain.path, notChecked };
    }
    failure ??= slid;
  }
  return failure ?? { subIndication: 'NO_CERTIFICATE_CHAIN_FOUND', why: 'no chain leads to a trust anchor' };
}
