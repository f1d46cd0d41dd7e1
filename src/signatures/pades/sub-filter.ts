import type { PdfSignature } from '../../formats/pdf/index.ts';
import type { Problem } from './coverage.ts';

/** Kinds of signature values that are verified. */
export type SubFilter =
  | 'adbe.pkcs7.detached'
  | 'adbe.pkcs7.sha1'
  | 'adbe.x509.rsa_sha1'
  | 'ETSI.CAdES.detached'
  | 'ETSI.RFC3161'
  | 'GM.sm2seal';

const KNOWN: readonly string[] = [
  'adbe.pkcs7.detached',
  'adbe.pkcs7.sha1',
  'adbe.x509.rsa_sha1',
  'ETSI.CAdES.detached',
  'ETSI.RFC3161',
  'GM.sm2seal',
] satisfies SubFilter[];

/**
 * The kind by /SubFilter; undefined for kinds that nobody here knows. A document
 * timestamp must be of /Type /DocTimeStamp and the other way round (ETSI EN 319 142-1, 5.4.3).
 */
export function subFilterOf(signature: PdfSignature): {
  readonly subFilter: SubFilter | undefined;
  readonly problems: readonly Problem[];
} {
  const name = signature.subFilter;
  const subFilter = name !== undefined && KNOWN.includes(name) ? (name as SubFilter) : undefined;
  const agrees = (subFilter === 'ETSI.RFC3161') === (signature.type === 'DocTimeStamp');
  if (agrees && (signature.type === 'Sig' || signature.type === 'DocTimeStamp'))
    return { subFilter, problems: [] };
  const detail = `/Type ${signature.type} does not go with /SubFilter ${name ?? '(none)'}`;
  return { subFilter, problems: [{ code: 'SUBFILTER_TYPE', detail }] };
}
