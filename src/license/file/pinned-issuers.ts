import { type Check, isYinxinError } from '../../foundation/core/index.ts';
import type { VerifyOptions } from '../../verify/index.ts';
import {
  type IssuerEntries,
  type IssuerEntry,
  type IssuerPurpose,
  issuerEntriesOf,
  issuerEntry,
  withCompromises,
} from '../issuers/index.ts';

const CLAUSE = 'yinxin.report/1 license';

/**
 * Pinned certificates and those of verified issuer lists as issuer entries; one whose owner has no code is passed over
 * and told. A key that a list calls compromised is so for the pins, too.
 */
export function pinnedIssuers(options: VerifyOptions): IssuerEntries {
  const lists = options.issuerLists ?? [];
  const issuers: IssuerEntry[] = [];
  const checks: Check[] = lists.flatMap((list) => issuerEntriesOf(list).checks);
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
  // Each list knows its own compromises already.
  const listed = lists.flatMap((list) => {
    const others = lists.filter((other) => other !== list);
    return withCompromises(issuerEntriesOf(list).issuers, others);
  });
  return { issuers: [...listed, ...withCompromises(issuers, lists)], checks };
}
