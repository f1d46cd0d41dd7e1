import { type Check, isYinxinError } from '../../foundation/core/index.ts';
import type { VerifyOptions } from '../../verify/index.ts';
import { type IssuerEntry, type IssuerPurpose, issuerEntry } from '../issuers/index.ts';

const CLAUSE = 'yinxin.report/1 license';

/** Pinned certificates as issuer entries; one whose owner has no code is passed over and told. */
export function pinnedIssuers(options: VerifyOptions): { issuers: IssuerEntry[]; checks: Check[] } {
  const issuers: IssuerEntry[] = [];
  const checks: Check[] = [];
  const add = (certificate: Uint8Array, purpose: IssuerPurpose): void => {
    try {
      issuers.push(issuerEntry(certificate, { purposes: [purpose] }));
    } catch (error) {
      if (!isYinxinError(error)) throw error;
      checks.push({ code: 'ISSUER_PIN_UNUSABLE', status: 'warning', detail: error.message, clause: CLAUSE });
    }
  };
  for (const certificate of options.trust.licenseIssuers ?? []) add(certificate, 'license');
  for (const certificate of options.trust.statusIssuers ?? []) add(certificate, 'status');
  return { issuers, checks };
}
