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
  | {
      readonly subIndication: SubIndication;
      readonly why: string;
      /** Paths that were not tried. */
      readonly notChecked?: readonly NotChecked[];
    };

/** Paths looked at: the first that holds is taken, and real files offer one or two. */
const MAX_PATHS = 16;
const FURTHER_PATHS: NotChecked = {
  code: 'PATH_BUDGET',
  detail: `past validation looked at ${MAX_PATHS} paths; further ones were not tried`,
};

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
  const chains = structuralPaths(pathQuestion(facts, certificate, context.options.at, context));
  let next = chains.next();
  for (let tried = 1; next.done !== true && tried <= MAX_PATHS; tried++, next = chains.next()) {
    const chain = next.value;
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
  const notChecked = next.done === true ? next.value : [FURTHER_PATHS];
  return {
    ...(failure ?? { subIndication: 'NO_CERTIFICATE_CHAIN_FOUND', why: 'no chain leads to a trust anchor' }),
    notChecked,
  };
}
