import type { ChainPlan } from './plan.ts';

// Chains are made of what RFC 5280 decides. Not made, because OpenSSL 3.0 goes by a rule of its own there: a time equal
// to notAfter (X509_cmp_time counts it as passed; RFC 5280 4.1.2.5 includes it), roots of version 1 (-x509_strict refuses
// them; an anchor is the caller's choice, 6.1.1 (d)), roots that are CAs without keyCertSign (the same, with a warning),
// anyExtendedKeyUsage alone (4.2.1.12 leaves it to the application; OpenSSL refuses it), CRLs later than the time asked
// for (OpenSSL looks at no past), revocation of the anchor itself.

/** Where this library refuses and OpenSSL 3.0 does not, and the rule that it goes by. The other way round there is none. */
interface Reason {
  readonly kind: string;
  readonly variant: RegExp;
  readonly rule: string;
}

const REASONS: readonly Reason[] = [
  {
    kind: 'EKU',
    variant: /absent, asked for (smimesign|sslclient)$/,
    rule: 'A caller who names a purpose wants it said (RFC 5280 4.2.1.12 lets applications require it); OpenSSL takes a certificate without extKeyUsage for every purpose but time stamping.',
  },
];

/** The written reason for a difference. */
export function reasonFor(kind: string, { variant }: ChainPlan): string | undefined {
  return REASONS.find((reason) => reason.kind === kind && reason.variant.test(variant))?.rule;
}

/** Rules that no chain of a run needed: a reason that is none any more. */
export function unusedReasons(used: ReadonlySet<string>): string[] {
  return REASONS.filter(({ rule }) => !used.has(rule)).map(({ rule }) => rule);
}
