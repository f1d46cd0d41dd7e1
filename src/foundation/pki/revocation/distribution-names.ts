import { der, readDer } from '../../asn1/index.ts';
import { equalBytes, isYinxinError } from '../../core/index.ts';
import {
  type DistributionPoint,
  type GeneralName,
  type Name,
  parseName,
  sameName,
} from '../../x509/index.ts';

/** A name of a distribution point, as far as it is compared. */
export type PointName = Pick<GeneralName, 'kind' | 'raw' | 'text' | 'name'>;

/** The names of a point; one given relative to a CRL issuer is made whole with each of `issuers` (RFC 5280 4.2.1.13). */
export function pointNames(
  { fullName, relativeName }: Pick<DistributionPoint, 'fullName' | 'relativeName'>,
  issuers: readonly Name[],
): readonly PointName[] {
  if (fullName !== undefined) return fullName;
  if (relativeName === undefined) return [];
  return issuers.flatMap((issuer) => nameBelow(issuer, relativeName));
}

/** A directoryName. */
export function directoryName(name: Name): PointName {
  return { kind: 'directoryName', raw: name.raw, text: name.text, name };
}

/** The directory names among general names. */
export function directoryNames(names: readonly GeneralName[]): Name[] {
  return names.flatMap((general) => (general.name === undefined ? [] : [general.name]));
}

/** Some name stands on both sides. */
export function haveCommonName(a: readonly PointName[], b: readonly PointName[]): boolean {
  return a.some((one) => b.some((other) => isSame(one, other)));
}

function isSame(a: PointName, b: PointName): boolean {
  if (a.kind !== b.kind) return false;
  if (a.name !== undefined && b.name !== undefined) return sameName(a.name, b.name);
  if (a.kind === 'uri') return uriKey(a.text) === uriKey(b.text);
  return equalBytes(a.raw, b.raw);
}

/** Scheme and host are compared without case, the rest as it stands (RFC 5280 7.4). */
function uriKey(uri: string): string {
  const parts = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)(.*)$/is.exec(uri);
  return parts === null ? uri : parts[1]!.toLowerCase() + parts[2]!;
}

/** The issuer's name with one RelativeDistinguishedName more; nothing where that is malformed. */
function nameBelow(issuer: Name, relativeName: Uint8Array): PointName[] {
  try {
    const rdn = relativeName.slice();
    // [1] IMPLICIT SET.
    rdn[0] = 0x31;
    return [directoryName(parseName(readDer(der.sequence(readDer(issuer.raw).content, rdn))))];
  } catch (error) {
    if (isYinxinError(error)) return [];
    throw error;
  }
}
