import { DEFAULT_LIMITS, type Limits } from '../core/index.ts';
import type { Findings } from './findings.ts';
import { type PkiMemo, pkiMemo } from './memo.ts';
import { type CertificatePool, certificatePool } from './path/index.ts';
import type { PathOptions } from './path-report.ts';
import { type RevocationData, readRevocationData } from './revocation/index.ts';

/** Everything that one question about a path works with. */
export interface PathContext {
  readonly options: PathOptions;
  readonly limits: Limits;
  readonly memo: PkiMemo;
  readonly pool: CertificatePool;
  readonly data: RevocationData;
}

/** Reads what was supplied; what is malformed is left out and told in the findings. */
export function pathContext(options: PathOptions, findings: Findings): PathContext {
  const memo = options.memo ?? pkiMemo();
  return {
    options,
    limits: options.limits ?? DEFAULT_LIMITS,
    memo,
    pool: certificatePool(options.trustAnchors, options.intermediates ?? [], memo, findings),
    data: readRevocationData(options, memo, findings),
  };
}
