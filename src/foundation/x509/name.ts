import {
  asOid,
  asText,
  childrenOf,
  type Der,
  type DerReader,
  isUniversal,
  sequenceOf,
  TAG,
} from '../asn1/index.ts';
import { compareBytes, equalBytes, toHex, utf8, YinxinError } from '../core/index.ts';

/** One AttributeTypeAndValue of a name. */
export interface NameAttribute {
  readonly oid: string;
  /** The value for people; `#` and hex where it is not a character string. */
  readonly text: string;
  /** The whole value as stored. */
  readonly value: Uint8Array;
}

/** A distinguished name. Compared by {@link sameName}; `text` is for people and never decides anything. */
export interface Name {
  /** Original DER. */
  readonly raw: Uint8Array;
  /** RFC 4514 form: most specific part first. */
  readonly text: string;
  readonly rdns: readonly (readonly NameAttribute[])[];
  /** Text of the most specific attribute of this type. */
  attribute(oid: string): string | undefined;
  readonly commonName: string | undefined;
}

const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.4', 'SN'],
  ['2.5.4.5', 'SERIALNUMBER'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'STREET'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.12', 'T'],
  ['2.5.4.42', 'GN'],
  ['2.5.4.97', 'organizationIdentifier'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'emailAddress'],
]);

const CN = '2.5.4.3';
/** RDNs in one name: real ones have at most a dozen. */
const MAX_RDNS = 64;

/** Reads a Name (RFC 5280 4.1.2.4). DER_INVALID. */
export function parseName(value: Der): Name {
  const reader = sequenceOf(value, 'Name');
  const rdns: NameAttribute[][] = [];
  while (!reader.done) {
    rdns.push(readRdn(reader.set('RelativeDistinguishedName')));
    if (rdns.length > MAX_RDNS) throw new YinxinError('DER_INVALID', `Name of more than ${MAX_RDNS} parts`);
  }
  const attribute = (oid: string): string | undefined =>
    rdns
      .flat()
      .reverse()
      .find((a) => a.oid === oid)?.text;
  return { raw: value.raw, rdns, text: nameText(rdns), attribute, commonName: attribute(CN) };
}

/**
 * Equality of names (RFC 5280 7.1, without string preparation beyond case and white space): equal bytes, or equal
 * parts where PrintableString and UTF8String are compared without case and with white space folded.
 */
export function sameName(a: Name, b: Name): boolean {
  if (equalBytes(a.raw, b.raw)) return true;
  if (a.rdns.length !== b.rdns.length) return false;
  return a.rdns.every((rdn, i) => rdnKey(rdn) === rdnKey(b.rdns[i]!));
}

/** A name without parts. */
export function isEmptyName(name: Name): boolean {
  return name.rdns.length === 0;
}

function readRdn(set: DerReader): NameAttribute[] {
  const out: NameAttribute[] = [];
  while (!set.done) {
    const pair = set.sequence('AttributeTypeAndValue');
    const oid = asOid(pair.expect(TAG.oid, 'type'));
    const value = pair.next('value');
    pair.end();
    out.push({ oid, text: valueText(value), value: value.raw });
  }
  if (out.length === 0) throw new YinxinError('DER_INVALID', 'RelativeDistinguishedName is empty');
  return out;
}

const TEXT_TAGS: readonly number[] = [
  TAG.utf8String,
  TAG.printableString,
  TAG.ia5String,
  TAG.numericString,
  TAG.visibleString,
  TAG.teletexString,
  TAG.bmpString,
  TAG.universalString,
];

function valueText(value: Der): string {
  if (TEXT_TAGS.some((tag) => isUniversal(value, tag))) return asText(value);
  if (value.constructed) childrenOf(value);
  return `#${toHex(value.raw)}`;
}

function rdnKey(rdn: readonly NameAttribute[]): string {
  return rdn.map(attributeKey).sort().join('+');
}

function attributeKey(attribute: NameAttribute): string {
  const tag = attribute.value[0]!;
  if (tag !== TAG.printableString && tag !== TAG.utf8String)
    return `${attribute.oid}#${toHex(attribute.value)}`;
  const folded = attribute.text.trim().replace(/\s+/gu, ' ').toLowerCase();
  return `${attribute.oid}=${toHex(utf8(folded))}`;
}

function nameText(rdns: readonly (readonly NameAttribute[])[]): string {
  return [...rdns]
    .reverse()
    .map((rdn) =>
      [...rdn]
        .sort((a, b) => compareBytes(a.value, b.value))
        .map(attributeText)
        .join('+'),
    )
    .join(',');
}

function attributeText(attribute: NameAttribute): string {
  return `${SHORT_NAMES.get(attribute.oid) ?? attribute.oid}=${escapeValue(attribute.text)}`;
}

/** RFC 4514 2.4; control characters are shown as hex pairs so that a name cannot draw on a terminal. */
function escapeValue(text: string): string {
  return text
    .replace(/[\\"+,;<>=]/g, '\\$&')
    .replace(/^[ #]| $/g, '\\$&')
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (c) =>
      [...utf8(c)].map((b) => `\\${b.toString(16).padStart(2, '0')}`).join(''),
    );
}
