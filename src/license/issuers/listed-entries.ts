import { isYinxinError } from '../../foundation/core/index.ts';
import { isKeyCompromised, type ListedIssuer, type VerifiedIssuers } from '../../foundation/pki/index.ts';
import type { Check } from '../../foundation/validation/index.ts';
import { parseCertificate } from '../../foundation/x509/index.ts';
import { type IssuerEntry, type IssuerPurpose, issuerEntry } from './issuer-entry.ts';

const CLAUSE = 'yinxin.issuer-list/1';

/** Entries for licenses and states, and what could not be used. */
export interface IssuerEntries {
  readonly issuers: readonly IssuerEntry[];
  readonly checks: readonly Check[];
}

/** A list serves many files: its entries are made once. */
const known = /* @__PURE__ */ new WeakMap<VerifiedIssuers, IssuerEntries>();

/**
 * The license and status issuers of a verified list, with their times, types, hosts and status lists. A list that must
 * not be used (stale, or set back) gives only its compromised keys, which refuse what they signed. An entry without a
 * social credit code, its own or in its certificate, is left out and told (ISSUER_ENTRY_UNUSABLE).
 */
export function issuerEntriesOf(list: VerifiedIssuers): IssuerEntries {
  const entries = known.get(list) ?? convert(list);
  known.set(list, entries);
  return entries;
}

/** The same entries, those whose key a list calls compromised in that state. ISSUER_LIST entries and pins alike. */
export function withCompromises(
  issuers: readonly IssuerEntry[],
  lists: readonly VerifiedIssuers[],
): readonly IssuerEntry[] {
  const telling = lists.filter(({ compromised }) => compromised.length > 0);
  if (telling.length === 0) return issuers;
  return issuers.map((entry) => {
    const certificate = parseCertificate(entry.certificate);
    const condemned = telling.some((list) => isKeyCompromised(list, certificate));
    return condemned ? { ...entry, state: 'compromised' } : entry;
  });
}

function convert(list: VerifiedIssuers): IssuerEntries {
  const issuers: IssuerEntry[] = [];
  const checks: Check[] = [];
  const usable = list.entries.filter(({ state }) => state !== 'compromised');
  for (const listed of [...usable, ...list.compromised]) {
    const purposes = purposesOf(listed);
    if (purposes.length === 0) continue;
    try {
      issuers.push(entryOf(listed, purposes));
    } catch (error) {
      if (!isYinxinError(error)) throw error;
      const detail = `${listed.names[0]}: ${error.message}`;
      checks.push({ code: 'ISSUER_ENTRY_UNUSABLE', status: 'warning', detail, clause: CLAUSE });
    }
  }
  return { issuers: withCompromises(issuers, [list]), checks };
}

function entryOf(listed: ListedIssuer, purposes: readonly IssuerPurpose[]): IssuerEntry {
  const { from, to, state, issuerCode, licenseTypes, hosts, statusUriPrefix } = listed;
  return issuerEntry(listed.certificate, {
    purposes,
    from,
    to,
    state,
    ...(issuerCode === undefined ? {} : { issuerCode }),
    ...(licenseTypes === undefined ? {} : { licenseTypes }),
    ...(hosts === undefined ? {} : { hosts }),
    ...(statusUriPrefix === undefined ? {} : { statusUriPrefix }),
  });
}

function purposesOf({ purposes }: ListedIssuer): IssuerPurpose[] {
  return [
    ...(purposes.includes('licenseIssuers') ? (['license'] as const) : []),
    ...(purposes.includes('statusIssuers') ? (['status'] as const) : []),
  ];
}
