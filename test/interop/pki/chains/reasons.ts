import type { ChainPlan } from './plan.ts';

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
