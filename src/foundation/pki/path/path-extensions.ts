import { YinxinError } from '../../core/index.ts';
import {
  type Certificate,
  type CertificatePolicies,
  type NameConstraints,
  OID,
  type PolicyConstraints,
  type PolicyMapping,
  parseCertificatePolicies,
  parseInhibitAnyPolicy,
  parseNameConstraints,
  parsePolicyConstraints,
  parsePolicyMappings,
} from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import { labelOf } from './certificate-label.ts';

/** Extensions that only a path gives a meaning to. */
export interface PathExtensions {
  readonly nameConstraints?: NameConstraints;
  readonly policies?: CertificatePolicies;
  readonly policyMappings?: readonly PolicyMapping[];
  readonly policyConstraints?: PolicyConstraints;
  readonly inhibitAnyPolicy?: number;
}

/** Reads them in every certificate of a path; a malformed one refuses the path, whether critical or not. */
export function readPathExtensions(path: readonly Certificate[], findings: Findings): PathExtensions[] {
  return path.map((certificate, index) => {
    const read = <T>(oid: string, parse: (value: Uint8Array, quirks: string[]) => T): T | undefined => {
      const extension = certificate.extensions.get(oid);
      if (extension === undefined) return undefined;
      const quirks: string[] = [];
      try {
        return parse(extension.value, quirks);
      } catch (error) {
        if (!(error instanceof YinxinError)) throw error;
        refuseMalformed(labelOf(path, index), oid, error.message, findings);
        return undefined;
      } finally {
        for (const quirk of new Set(quirks)) {
          findings.warning(quirk, `tolerated quirk of ${labelOf(path, index)}`, 'RFC 5280 4.2');
        }
      }
    };
    return withoutAbsent({
      nameConstraints: read(OID.nameConstraints, parseNameConstraints),
      policies: read(OID.certificatePolicies, parseCertificatePolicies),
      policyMappings: read(OID.policyMappings, parsePolicyMappings),
      policyConstraints: read(OID.policyConstraints, parsePolicyConstraints),
      inhibitAnyPolicy: read(OID.inhibitAnyPolicy, parseInhibitAnyPolicy),
    });
  });
}

function refuseMalformed(label: string, oid: string, why: string, findings: Findings): void {
  const detail = `${label}: extension ${oid} is malformed: ${why}`;
  findings.refuse(
    'untrusted',
    'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    'EXTENSION_MALFORMED',
    detail,
    'RFC 5280 4.2',
  );
}

function withoutAbsent(
  all: { readonly [K in keyof PathExtensions]: PathExtensions[K] | undefined },
): PathExtensions {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
