import { equalBytes } from '../../core/index.ts';
import { type Certificate, type GeneralName, sameName } from '../../x509/index.ts';

/**
 * Is the `tsa` of a token one of the names of the authority's certificate, its subject or a subject alternative name?
 * RFC 3161 2.4.2: where the field is present it MUST be.
 */
export function isNameOf(tsa: GeneralName, certificate: Certificate): boolean {
  const { name } = tsa;
  if (name !== undefined && sameName(name, certificate.subject)) return true;
  return (certificate.subjectAltNames ?? []).some((other) =>
    name !== undefined && other.name !== undefined
      ? sameName(name, other.name)
      : equalBytes(tsa.raw, other.raw),
  );
}
