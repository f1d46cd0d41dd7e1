/** Who asks. */
export interface Subject {
  readonly type: 'agency' | 'person' | 'system';
  readonly id: string;
  readonly props?: Readonly<Record<string, unknown>>;
}

/** What a subject wants to do with what, and why. */
export interface DecisionRequest {
  readonly id: string;
  readonly time: Date;
  readonly subject: Subject;
  readonly onBehalfOf?: Subject;
  readonly action: {
    readonly name: 'view' | 'verify' | 'copy' | 'download' | 'share' | 'issue' | 'archive' | (string & {});
  };
  readonly resource: {
    readonly type: string;
    readonly id: string;
    readonly catalogId: string;
    readonly fields?: readonly string[];
  };
  readonly purpose: {
    readonly code: string;
    readonly matterId?: string;
    readonly legalBasis?: string;
    /** Use reason (用证事由), 1 to 200 characters: every use carries one. */
    readonly useReason?: string;
  };
  readonly context?: Readonly<Record<string, unknown>>;
}

/** What must be done along with a permit. An enforcer that cannot do one of them must refuse (XACML 3.0 7.18). */
export type Obligation =
  | {
      readonly type: 'mask';
      readonly field: string;
      readonly method: 'redact' | 'partial' | 'hash' | 'generalize';
      readonly params?: unknown;
    }
  | { readonly type: 'omit'; readonly fields: readonly string[] }
  | { readonly type: 'watermark'; readonly text: string }
  | { readonly type: 'consent'; readonly from: string }
  | { readonly type: 'approve'; readonly by: string; readonly within?: string }
  | { readonly type: 'expire'; readonly at: Date }
  | { readonly type: 'notify'; readonly to: string }
  | { readonly type: 'log'; readonly level: 'full' | 'digest' }
  | { readonly type: `x-${string}`; readonly [key: string]: unknown };

/** The answer of a policy, with its reasons and the exact policy that gave it. */
export interface Decision {
  readonly effect: 'permit' | 'deny' | 'notApplicable' | 'indeterminate';
  readonly obligations: readonly Obligation[];
  readonly advice?: readonly Obligation[];
  readonly reasons: readonly {
    readonly code: string;
    readonly policyId: string;
    readonly ref?: string;
    readonly text?: string;
  }[];
  readonly policy: { readonly id: string; readonly version: string; readonly digest: string };
  readonly ttl?: number;
}

/** Who may see what, as a port. Anything but `permit` is a refusal. */
export interface SharingPolicy {
  decide(request: DecisionRequest, signal?: AbortSignal): Promise<Decision>;
  decideMany?(requests: readonly DecisionRequest[]): Promise<readonly Decision[]>;
}
