import { TAG } from '../asn1/index.ts';
import { equalBytes, toHex } from '../core/index.ts';

/** One part of a name, as far as comparison looks at it. */
interface ComparedAttribute {
  readonly oid: string;
  readonly text: string;
  readonly value: Uint8Array;
}

/** A name, as far as comparison looks at it. */
interface ComparedName {
  readonly raw: Uint8Array;
  readonly rdns: readonly (readonly ComparedAttribute[])[];
}

/** Attributes that are IA5String and compared without case: domainComponent (RFC 5280 7.2), emailAddress (4.1.2.6). */
const IA5_WITHOUT_CASE: readonly string[] = ['0.9.2342.19200300.100.1.25', '1.2.840.113549.1.9.1'];

const TEXT_TAGS: ReadonlySet<number> = new Set([
  TAG.utf8String,
  TAG.printableString,
  TAG.ia5String,
  TAG.numericString,
  TAG.visibleString,
  TAG.teletexString,
  TAG.bmpString,
  TAG.universalString,
]);

// What was prepared once; nothing but a saving of time, and gone with the names.
const chainingKeys = /* @__PURE__ */ new WeakMap<ComparedName, string>();
const subtreeKeys = /* @__PURE__ */ new WeakMap<ComparedName, readonly string[]>();

/**
 * Equality of names (RFC 5280 7.1): equal bytes, or part by part the same types with values that are equal after
 * string preparation (RFC 4518 2: case, white space, compatibility forms, invisible characters). Prepared are
 * PrintableString and UTF8String, and IA5String in domainComponent and emailAddress; all else is compared as bytes.
 */
export function sameName(a: ComparedName, b: ComparedName): boolean {
  if (equalBytes(a.raw, b.raw)) return true;
  return a.rdns.length === b.rdns.length && nameKey(a) === nameKey(b);
}

/** Equal for two names if and only if {@link sameName} holds (but for names of equal bytes, where it is the same too). */
export function nameKey(name: ComparedName): string {
  let key = chainingKeys.get(name);
  if (key === undefined) {
    key = name.rdns.map((rdn) => rdnKey(rdn, chainingKey)).join(',');
    chainingKeys.set(name, key);
  }
  return key;
}

/**
 * The name stands in the subtree of `base`: its first parts are those of the base (RFC 5280 4.2.1.10, X.501 11.2).
 * Text is compared in every string type, so that no excluded name slips through in another encoding.
 */
export function isWithinName(name: ComparedName, base: ComparedName): boolean {
  if (base.rdns.length > name.rdns.length) return false;
  const own = textKeys(name);
  return textKeys(base).every((key, i) => key === own[i]);
}

function textKeys(name: ComparedName): readonly string[] {
  let keys = subtreeKeys.get(name);
  if (keys === undefined) {
    keys = name.rdns.map((rdn) => rdnKey(rdn, textKey));
    subtreeKeys.set(name, keys);
  }
  return keys;
}

/** String preparation for caseIgnoreMatch (RFC 4518 2.2 to 2.6; case as Unicode lower case). */
export function preparedText(text: string): string {
  // Nearly all names: printable ASCII and unified ideographs, which no step changes; single spaces, none at the ends.
  if (/^[!-~\u4e00-\u9fff]+(?: [!-~\u4e00-\u9fff]+)*$/.test(text)) return text.toLowerCase();
  return text
    .replace(/[\t\n\v\f\r\u0085\p{Z}]/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\u1806\u{fffc}]|\u034f|[\u180b-\u180d]|[\ufe00-\ufe0f]/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .trim();
}

function rdnKey(rdn: readonly ComparedAttribute[], keyOf: (a: ComparedAttribute) => string): string {
  // Each key carries its length: no value can pretend to be two.
  return rdn.map(keyOf).sort().join('+');
}

function chainingKey(attribute: ComparedAttribute): string {
  const tag = attribute.value[0]!;
  const prepared =
    tag === TAG.printableString ||
    tag === TAG.utf8String ||
    (tag === TAG.ia5String && IA5_WITHOUT_CASE.includes(attribute.oid));
  return prepared ? preparedKey(attribute) : bytesKey(attribute);
}

function textKey(attribute: ComparedAttribute): string {
  return TEXT_TAGS.has(attribute.value[0]!) ? preparedKey(attribute) : bytesKey(attribute);
}

function preparedKey({ oid, text }: ComparedAttribute): string {
  const prepared = preparedText(text);
  return `${oid}=${prepared.length}:${prepared}`;
}

function bytesKey({ oid, value }: ComparedAttribute): string {
  return `${oid}#${toHex(value)}`;
}
