import type { Dice } from './dice.ts';
import {
  brokenSignature,
  nameMismatch,
  noCa,
  outOfDates,
  tooLong,
  unknownCritical,
} from './faults-certificates.ts';
import { brokenConstraints } from './faults-names.ts';
import { brokenPolicy } from './faults-policies.ts';
import { revoked, staleCrl, unusableCrl } from './faults-revocation.ts';
import { wrongPurpose, wrongUsage } from './faults-usage.ts';
import type { ChainPlan } from './plan.ts';

/** One kind of fault: how it is made, what must be said of it here, and what OpenSSL must say. */
export interface FaultKind {
  readonly name: string;
  readonly make: (dice: Dice) => ChainPlan;
  /** `trust` of the report: `unknown` alone would mean that nothing was decided. */
  readonly trust: readonly ('untrusted' | 'revoked' | 'expired' | 'unknown')[];
  /** OpenSSL refuses for this fault and no other. */
  readonly openssl: RegExp;
}

export const FAULT_KINDS: readonly FaultKind[] = [
  {
    name: 'signature',
    make: brokenSignature,
    // Where a certificate of the true issuer is not at hand, no path is found at all.
    trust: ['untrusted', 'unknown'],
    openssl: /signature failure|algorithm mismatch|unable to get (local )?issuer certificate/,
  },
  { name: 'dates', make: outOfDates, trust: ['untrusted', 'expired'], openssl: /has expired|not yet valid/ },
  { name: 'CA flag', make: noCa, trust: ['untrusted'], openssl: /invalid CA certificate|Basic Constraints/i },
  { name: 'path length', make: tooLong, trust: ['untrusted'], openssl: /path length constraint exceeded/ },
  {
    name: 'key usage',
    make: wrongUsage,
    trust: ['untrusted'],
    openssl:
      /unsuitable certificate purpose|not suitable|key usage does not include certificate signing|invalid CA/i,
  },
  {
    name: 'EKU',
    make: wrongPurpose,
    trust: ['untrusted'],
    openssl: /unsuitable certificate purpose|unsupported certificate purpose|invalid CA/,
  },
  {
    name: 'name constraint',
    make: brokenConstraints,
    trust: ['untrusted'],
    openssl: /subtree violation|constraint/,
  },
  {
    name: 'unknown critical',
    make: unknownCritical,
    trust: ['untrusted'],
    openssl: /unhandled critical extension/,
  },
  {
    name: 'name mismatch',
    make: nameMismatch,
    trust: ['untrusted', 'unknown'],
    openssl:
      /unable to get (local )?issuer certificate|unable to verify the first certificate|issuer mismatch/,
  },
  {
    name: 'policy',
    make: brokenPolicy,
    trust: ['untrusted'],
    openssl: /no explicit policy|invalid or inconsistent certificate policy/,
  },
  { name: 'revoked', make: revoked, trust: ['revoked'], openssl: /certificate revoked/ },
  { name: 'CRL expired', make: staleCrl, trust: ['unknown'], openssl: /CRL has expired/ },
  {
    name: 'CRL unusable',
    make: unusableCrl,
    trust: ['unknown'],
    openssl:
      /unable to get certificate CRL|CRL signature failure|different CRL scope|unhandled critical CRL extension|key usage does not include CRL signing|CRL path validation error/i,
  },
];
