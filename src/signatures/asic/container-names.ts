/** Media types of ETSI EN 319 162-1 clauses 4.3.3.1 and 4.4.3.1. */
export const ASIC_E: string = 'application/vnd.etsi.asic-e+zip';
export const ASIC_S: string = 'application/vnd.etsi.asic-s+zip';

export const MIMETYPE = 'mimetype';
export const META_INF = 'META-INF/';
/** Name of the n-th manifest that the library writes. */
export const manifestName = (number: number): string => `${META_INF}ASiCManifest${padded(number)}.xml`;
/** Name of the n-th signature that the library writes. */
export const signatureName = (number: number): string => `${META_INF}signature${padded(number)}.p7s`;

const padded = (number: number): string => String(number).padStart(3, '0');

/** What a file in META-INF is, by its name (EN 319 162-1 clauses 4.3.3.2, 4.4.3.2 and A.7). */
export type MetaInfRole =
  | 'manifest'
  | 'signature'
  | 'timestamp'
  | 'xades'
  | 'archive-manifest'
  | 'evidence-record'
  | 'unknown';

const ROLES: readonly (readonly [MetaInfRole, RegExp])[] = [
  ['archive-manifest', /^ASiCArchiveManifest[^/]*\.xml$/i],
  ['evidence-record', /^(?:ASiCEvidenceRecordManifest[^/]*\.xml|[^/]*evidencerecord[^/]*\.(?:ers|xml))$/i],
  ['manifest', /^ASiCManifest[^/]*\.xml$/i],
  ['signature', /^[^/]*signature[^/]*\.p7s$/i],
  ['timestamp', /^[^/]*timestamp[^/]*\.tst$/i],
  ['xades', /^[^/]*signatures[^/]*\.xml$/i],
];

/** The role of an entry below META-INF. */
export function metaInfRole(name: string): MetaInfRole {
  const inner = name.slice(META_INF.length);
  return ROLES.find(([, pattern]) => pattern.test(inner))?.[0] ?? 'unknown';
}

/** True for META-INF itself and everything in it, in any case: readers on Windows would not tell them apart. */
export function inMetaInf(name: string): boolean {
  return /^META-INF(?:\/|$)/i.test(name);
}

/** True for a file that a signature must cover. */
export function isDataName(name: string): boolean {
  return name !== MIMETYPE && !inMetaInf(name) && !name.endsWith('/');
}
