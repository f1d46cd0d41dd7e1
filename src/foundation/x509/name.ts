import {
  asOid,
  assertText,
  asText,
  childrenOf,
  type Der,
  type DerReader,
  sequenceOf,
  TAG,
} from '../asn1/index.ts';
import { compareBytes, toHex, utf8, YinxinError } from '../core/index.ts';

/** One AttributeTypeAndValue of a name. */
export interface NameAttribute {
  readonly oid: string;
  /** The value for people; `#` and hex where it is not a character string. Made when asked for. */
  readonly text: string;
  /** The whole value as stored. */
  readonly value: Uint8Array;
}

/** A distinguished name. Compared by `sameName`; `text` is for people and never decides anything. */
export interface Name {
  /** Original DER. */
  readonly raw: Uint8Array;
  /** RFC 4514 form: most specific part first. Made when asked for. */
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
  return new ParsedName(value.raw, rdns);
}

/** Most names are compared and never shown: what people read is made when it is asked for. */
class ParsedName implements Name {
  readonly raw: Uint8Array;
  readonly rdns: readonly (readonly NameAttribute[])[];
  #text: string | undefined;

  constructor(raw: Uint8Array, rdns: readonly (readonly NameAttribute[])[]) {
    this.raw = raw;
    this.rdns = rdns;
  }

  get text(): string {
    this.#text ??= nameText(this.rdns);
    return this.#text;
  }

  attribute(oid: string): string | undefined {
    return this.rdns
      .flat()
      .reverse()
      .find((a) => a.oid === oid)?.text;
  }

  get commonName(): string | undefined {
    return this.attribute(CN);
  }
}

class ParsedAttribute implements NameAttribute {
  readonly oid: string;
  readonly #value: Der;
  #text: string | undefined;

  constructor(oid: string, value: Der) {
    this.oid = oid;
    this.#value = value;
  }

  get value(): Uint8Array {
    return this.#value.raw;
  }

  get text(): string {
    this.#text ??= isText(this.#value) ? asText(this.#value) : `#${toHex(this.#value.raw)}`;
    return this.#text;
  }
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
    // A text that cannot be read makes the name malformed, whether or not anybody looks at it.
    if (isText(value)) assertText(value);
    else if (value.constructed) childrenOf(value);
    out.push(new ParsedAttribute(oid, value));
  }
  if (out.length === 0) throw new YinxinError('DER_INVALID', 'RelativeDistinguishedName is empty');
  return out;
}

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

function isText(value: Der): boolean {
  return value.tagClass === 'universal' && TEXT_TAGS.has(value.tag);
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
  // Letters, digits and ideographs, with single spaces between: nothing to escape.
  if (/^[A-Za-z0-9\u4e00-\u9fff]+(?: [A-Za-z0-9\u4e00-\u9fff]+)*$/.test(text)) return text;
  return text
    .replace(/[\\"+,;<>=]/g, '\\$&')
    .replace(/^[ #]| $/g, '\\$&')
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (c) =>
      [...utf8(c)].map((b) => `\\${b.toString(16).padStart(2, '0')}`).join(''),
    );
}
