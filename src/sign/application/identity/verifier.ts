import type { EvidenceForm } from '../model.ts';
import type { IdentityClaims } from './claims.ts';

/** Why evidence is refused. */
export type IdentityFault =
  /** No JWS or CMS of the strict form, or claims are missing. */
  | 'IDENTITY_MALFORMED'
  /** `none`, or another algorithm than the key is for. */
  | 'IDENTITY_ALGORITHM'
  /** No key of a known provider. */
  | 'IDENTITY_KEY_UNKNOWN'
  | 'IDENTITY_SIGNATURE'
  /** Signed with the key of one provider in the name of another. */
  | 'IDENTITY_ISSUER'
  /** Made for somebody else. */
  | 'IDENTITY_AUDIENCE'
  /** Made for another application. */
  | 'IDENTITY_BINDING'
  /** About somebody else than who acts. */
  | 'IDENTITY_SUBJECT'
  /** The application states more, or other, than the provider signed. */
  | 'IDENTITY_STATED'
  | 'IDENTITY_EXPIRED'
  | 'IDENTITY_NOT_YET';

/** What a verifier found: authentic claims, a fault, or that it cannot tell. */
export type IdentityAnswer =
  | {
      readonly status: 'authentic';
      readonly claims: IdentityClaims;
      /** Key or certificate that proved it, for the report. */
      readonly by: string;
    }
  | { readonly status: 'refused'; readonly code: IdentityFault; readonly detail: string }
  | { readonly status: 'undecided'; readonly detail: string };

/** Evidence as it stands in the application. */
export interface EvidenceFile {
  readonly form: EvidenceForm;
  readonly data: Uint8Array;
}

/**
 * Tells whether an identity provider signed evidence, and what it says. Binding, audience, subject and times are
 * checked by `verifyApplication` whatever stands behind this port.
 */
export interface IdentityVerifier {
  authenticate(evidence: EvidenceFile, at: Date): Promise<IdentityAnswer>;
}
