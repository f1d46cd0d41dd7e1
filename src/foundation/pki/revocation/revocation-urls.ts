import { TAG } from '../../asn1/index.ts';
import { equalBytes, isYinxinError, type NotChecked } from '../../core/index.ts';
import {
  type Certificate,
  type DistributionPoint,
  type GeneralName,
  OID,
  parseDistributionPoints,
} from '../../x509/index.ts';

/**
 * Port for fetching what a certificate names. An adapter keeps bounds of size and time, follows no redirect to another
 * scheme and refuses private hosts unless told otherwise; what it brings is verified like what was supplied.
 */
export interface RevocationFetcher {
  /** The CRL at an http or https URL, DER. */
  crl(url: string): Promise<Uint8Array>;
  /** The answer to an OCSPRequest (`buildOcspRequest`), DER. */
  ocsp(url: string, request: Uint8Array): Promise<Uint8Array>;
}

/** Where a certificate says that its revocation can be asked for. */
export interface RevocationUrls {
  /** Complete CRLs (cRLDistributionPoints). */
  readonly crls: readonly string[];
  /** Delta CRLs (freshestCRL). */
  readonly deltaCrls: readonly string[];
  /** OCSP responders (authorityInfoAccess). */
  readonly ocsp: readonly string[];
  /** Places that are not asked, by name: `ldap:` and other schemes, names that are no address. */
  readonly notChecked: readonly NotChecked[];
}

/** URLs of one kind: real certificates name one to four. */
const MAX_URLS = 16;
const MAX_LENGTH = 2048;

/**
 * The URLs that would be asked about a certificate: http and https, each once, in the order of the certificate. Nothing
 * is asked. Hosts are not judged: whether one may be asked is the adapter's matter.
 */
export function revocationUrls(certificate: Certificate): RevocationUrls {
  const notChecked: NotChecked[] = [];
  const refuse = (detail: string): void => {
    notChecked.push({ code: 'REVOCATION_URL_NOT_ASKED', detail: `${certificate.subject.text}: ${detail}` });
  };
  const access = certificate.authorityInfoAccess ?? [];
  const responders = access.filter((a) => a.method === OID.accessOcsp).map((a) => a.location);
  return {
    crls: urlsOf((certificate.crlDistributionPoints ?? []).map(namesOf), refuse),
    deltaCrls: urlsOf(freshestPoints(certificate, refuse).map(namesOf), refuse),
    ocsp: urlsOf(
      responders.map((location) => [location]),
      refuse,
    ),
    notChecked,
  };
}

/** The certificate names a place for CRLs or an OCSP service, of whatever kind. */
export function declaresRevocation({
  authorityInfoAccess,
  crlDistributionPoints,
  extensions,
}: Certificate): boolean {
  const ocsp = authorityInfoAccess?.some((access) => access.method === OID.accessOcsp) === true;
  return ocsp || crlDistributionPoints !== undefined || extensions.has(OID.freshestCrl);
}

/**
 * The CA says that it never tells about this certificate, which lives a short time (noRevAvail, RFC 9608 2): no CA, and no
 * word about where revocation could be asked for. One that says both, or not in the form of the RFC, says nothing.
 */
export function hasNoRevocation(certificate: Certificate): boolean {
  const extension = certificate.extensions.get(OID.noRevAvail);
  if (extension === undefined || !equalBytes(extension.value, NULL)) return false;
  return certificate.basicConstraints?.ca !== true && !declaresRevocation(certificate);
}

const NULL: Uint8Array = /* @__PURE__ */ Uint8Array.of(TAG.null, 0);

function namesOf(point: DistributionPoint): readonly GeneralName[] {
  return point.fullName ?? point.crlIssuer ?? [];
}

/** Each list holds names of one place: one that can be asked is enough. */
function urlsOf(places: readonly (readonly GeneralName[])[], refuse: (detail: string) => void): string[] {
  const out = new Set<string>();
  for (const names of places) {
    const urls = names.flatMap((name) => webUrl(name) ?? []);
    if (urls.length === 0)
      refuse(`${names.map(describe).join(', ') || 'a name below its CRL issuer'} is not asked`);
    for (const url of urls) out.add(url);
  }
  return [...out].slice(0, MAX_URLS);
}

function webUrl(name: GeneralName): string | undefined {
  if (name.kind !== 'uri' || name.text.length > MAX_LENGTH || !URL.canParse(name.text)) return undefined;
  const url = new URL(name.text);
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  return isWeb && url.username === '' && url.password === '' ? url.href : undefined;
}

function describe({ kind, text }: GeneralName): string {
  const scheme = kind === 'uri' ? /^[a-z][a-z0-9+.-]*:/i.exec(text)?.[0].toLowerCase() : undefined;
  return kind === 'directoryName' ? `the directory entry ${text}` : (scheme ?? kind);
}

function freshestPoints(
  { extensions }: Certificate,
  refuse: (detail: string) => void,
): readonly DistributionPoint[] {
  const extension = extensions.get(OID.freshestCrl);
  if (extension === undefined) return [];
  try {
    return parseDistributionPoints(extension.value);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    refuse('its freshestCRL is malformed');
    return [];
  }
}
