import type { KeyUsage } from '../foundation/x509/index.ts';
import type { DistributionPointOptions } from './distribution-points.ts';
import type { AuthorityKeyOptions } from './extension-values.ts';
import type { SubtreeNames } from './general-names.ts';
import type { TestIdentity } from './identity.ts';
import type { SubjectFields } from './subject-name.ts';
import type { TestAlgorithm, TestKey } from './test-key.ts';

/** Extensions by name; `false` leaves one out that would stand there by default. */
export interface ExtensionOptions {
  readonly basicConstraints?: { readonly ca: boolean; readonly pathLength?: number } | false;
  readonly keyUsage?: readonly KeyUsage[] | false;
  readonly extendedKeyUsage?: readonly string[];
  readonly subjectKeyIdentifier?: Uint8Array | false;
  /** Default: the identifier of the issuer's key. */
  readonly authorityKeyIdentifier?: Uint8Array | AuthorityKeyOptions | false;
  /**
   * URLs, or points with reasons and a CRL issuer. Default: the issuer's URL on pki.example.invalid, where the PKI
   * declares revocation.
   */
  readonly crlDistributionPoints?: readonly (string | DistributionPointOptions)[] | false;
  /** Where delta CRLs are said to be. */
  readonly freshestCrl?: readonly (string | DistributionPointOptions)[];
  /** Default: OCSP and issuer URLs on pki.example.invalid, where the PKI declares revocation. */
  readonly authorityInfoAccess?:
    | { readonly ocsp?: readonly string[]; readonly caIssuers?: readonly string[] }
    | false;
  readonly subjectAltName?: SubtreeNames;
  /** OIDs; `2.5.29.32.0` is anyPolicy. Not critical by default. */
  readonly certificatePolicies?: readonly string[];
  readonly policyMappings?: readonly (readonly [issuer: string, subject: string])[];
  readonly policyConstraints?: {
    readonly requireExplicitPolicy?: number;
    readonly inhibitPolicyMapping?: number;
  };
  readonly inhibitAnyPolicy?: number;
  readonly nameConstraints?: { readonly permitted?: SubtreeNames; readonly excluded?: SubtreeNames };
  readonly ocspNoCheck?: boolean;
  /**
   * Criticality against the default. Critical by default: basicConstraints of a CA, keyUsage, nameConstraints,
   * policyMappings, policyConstraints, inhibitAnyPolicy.
   */
  readonly critical?: Partial<Record<ExtensionName, boolean>>;
  /** Written after the others, as given: unknown, malformed or doubled extensions. */
  readonly further?: readonly RawExtension[];
}

/** Extensions that {@link ExtensionOptions} writes. */
export type ExtensionName = Exclude<keyof ExtensionOptions, 'critical' | 'further'>;

/** An extension as given: `value` is the content of extnValue. */
export interface RawExtension {
  readonly oid: string;
  readonly critical?: boolean;
  readonly value: Uint8Array;
}

/** Ways to spoil a certificate that no extension expresses. */
export interface CertificateFaults {
  /** Signs in the place of the issuer, whose name stays. */
  readonly signedBy?: TestKey;
  /** Another issuer name in the certificate (DER). */
  readonly issuerName?: Uint8Array;
  /** One bit of the value is changed. */
  readonly corruptSignature?: boolean;
  /** AlgorithmIdentifier (DER) inside the signed part that differs from the one outside. */
  readonly innerSignatureAlgorithm?: Uint8Array;
}

/** A certificate to make with `issue`. */
export interface CertificateOptions {
  /** Common name; also the label of the key where `key` does not say otherwise. */
  readonly name: string;
  /** Further parts of the subject, or the whole subject as DER. */
  readonly subject?: Omit<SubjectFields, 'commonName'> | Uint8Array;
  /** Default: the intermediate. `self` makes a self-signed certificate. */
  readonly issuer?: TestIdentity | 'self';
  /** A CA: cA, keyCertSign and cRLSign, 10 years instead of 3. */
  readonly ca?: boolean;
  /** Label of a key (same label, same key), or a key that exists (cross-certificates, renewals). */
  readonly key?: string | TestKey;
  /** Default: that of the PKI. */
  readonly algorithm?: TestAlgorithm;
  /** Default: a positive number that follows from the content. */
  readonly serialNumber?: bigint;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Default 3; versions 1 and 2 carry no extensions. */
  readonly version?: 1 | 2 | 3;
  readonly extensions?: ExtensionOptions;
  readonly faults?: CertificateFaults;
}
