import type { CertificateOptions, CrlOptions, ExtensionOptions } from '../../../../src/testing/index.ts';

/** A certificate to be; issuers and keys are labels, so that one plan serves every algorithm. */
export interface CertificatePlan {
  readonly label: string;
  /** Label of the issuer; absent: self-signed. */
  readonly issuer?: string;
  /** Label of the key; absent: a key of its own. */
  readonly key?: string;
  readonly options: Omit<CertificateOptions, 'issuer' | 'key' | 'algorithm' | 'faults'>;
  readonly faults?: {
    /** Label of the key that signs instead. */
    readonly signedBy?: string;
    readonly corruptSignature?: boolean;
    readonly issuerName?: Uint8Array;
    /** The signed part names another algorithm than stands outside. */
    readonly otherInnerAlgorithm?: boolean;
  };
}

/** A CRL to be. */
export interface CrlPlan extends Omit<CrlOptions, 'issuer' | 'revoked' | 'signedBy'> {
  readonly issuer: string;
  readonly revoked?: readonly {
    readonly certificate: string | bigint;
    readonly at: Date;
    readonly reason?: 'keyCompromise' | 'certificateHold' | 'superseded' | 'cACompromise' | 'unspecified';
  }[];
  readonly signedBy?: string;
}

/** What is asked about the last certificate of the line. */
export interface Question {
  readonly at: Date;
  /** OID of the purpose asked for here, if any, and `-purpose` there: `smimesign` also asks for a key that signs. */
  readonly purpose: { readonly oid?: string; readonly openssl: string };
  readonly policies?: {
    readonly initialPolicySet?: readonly string[];
    readonly requireExplicitPolicy?: boolean;
    readonly inhibitPolicyMapping?: boolean;
    readonly inhibitAnyPolicy?: boolean;
  };
}

/** A chain, what stands beside it, and the question. */
export interface ChainPlan {
  /** From the root to the certificate in question. */
  readonly line: readonly CertificatePlan[];
  /** Place of the trust anchor where it is not the root. */
  readonly anchor?: number;
  /** Cross-certificates and decoys, after the line: OpenSSL takes the first candidate that fits and never goes back. */
  readonly beside: readonly CertificatePlan[];
  /** Absent: revocation is not asked for. */
  readonly crls?: readonly CrlPlan[];
  readonly question: Question;
  /** What was made of it, in words. */
  readonly variant: string;
}

/** The plan with another certificate at a place of the line. */
export function withCertificate(
  plan: ChainPlan,
  at: number,
  change: (certificate: CertificatePlan) => CertificatePlan,
): ChainPlan {
  return { ...plan, line: plan.line.map((one, i) => (i === at ? change(one) : one)) };
}

/** The plan with other options of one certificate. */
export function withOptions(
  plan: ChainPlan,
  at: number,
  options: Partial<CertificatePlan['options']>,
): ChainPlan {
  return withCertificate(plan, at, (one) => ({ ...one, options: { ...one.options, ...options } }));
}

/** The plan with further extensions of one certificate. */
export function withExtensions(plan: ChainPlan, at: number, extensions: ExtensionOptions): ChainPlan {
  const before = plan.line[at]!.options.extensions;
  return withOptions(plan, at, {
    extensions: {
      ...before,
      ...extensions,
      critical: { ...before?.critical, ...extensions.critical },
      further: [...(before?.further ?? []), ...(extensions.further ?? [])],
    },
  });
}

/** Index of the certificate in question. */
export function last(plan: ChainPlan): number {
  return plan.line.length - 1;
}
