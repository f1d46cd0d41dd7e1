import { asOid, childrenOf, type Der, DerReader, der, implicitAs, isUniversal, TAG } from '../asn1/index.ts';
import { compareBytes, YinxinError } from '../core/index.ts';

/** One attribute: an identifier and a set of values. */
export interface CmsAttribute {
  readonly oid: string;
  readonly values: readonly Der[];
  readonly raw: Uint8Array;
}

/** Signed attributes as they stand in the file. */
export interface SignedAttributes {
  /** The bytes that were signed: as stored, with the tag of a SET OF in front (RFC 5652 5.4). */
  readonly encoded: Uint8Array;
  /** They stand in the order of DER (X.690 11.6). */
  readonly sorted: boolean;
  readonly list: readonly CmsAttribute[];
}

/** Attributes in one signer: real ones have at most a dozen. */
const MAX_ATTRIBUTES = 256;

/** Reads signedAttrs [0] IMPLICIT. */
export function readSignedAttributes(tagged: Der): SignedAttributes {
  const set = implicitAs(tagged, TAG.set);
  const list = readAttributes(set);
  if (list.length === 0) throw new YinxinError('DER_INVALID', 'signedAttrs is empty');
  const sorted = list.every((a, i) => i === 0 || compareBytes(list[i - 1]!.raw, a.raw) <= 0);
  return { encoded: set.raw, sorted, list };
}

/** Reads a SET OF Attribute, whatever its tag. */
export function readAttributes(set: Der): CmsAttribute[] {
  const children = childrenOf(set);
  if (children.length > MAX_ATTRIBUTES) throw new YinxinError('DER_INVALID', 'too many attributes');
  return children.map((child) => {
    if (!isUniversal(child, TAG.sequence))
      throw new YinxinError('DER_INVALID', 'Attribute is not a SEQUENCE');
    const reader = new DerReader(child, 'Attribute');
    const oid = asOid(reader.expect(TAG.oid, 'attrType'));
    const values = reader.set('attrValues').rest();
    reader.end();
    return { oid, values, raw: child.raw };
  });
}

/** All attributes of a type. */
export function attributesOf(list: readonly CmsAttribute[], oid: string): CmsAttribute[] {
  return list.filter((a) => a.oid === oid);
}

/** The value of an attribute that must come once with one value; `duplicate` when it comes more often or empty. */
export function singleValue(list: readonly CmsAttribute[], oid: string): Der | 'absent' | 'duplicate' {
  const found = attributesOf(list, oid);
  if (found.length === 0) return 'absent';
  const [only] = found;
  return found.length === 1 && only!.values.length === 1 ? only!.values[0]! : 'duplicate';
}

/** DER of an Attribute. */
export function encodeAttribute(oid: string, ...values: readonly Uint8Array[]): Uint8Array {
  return der.sequence(der.oid(oid), der.setOf(values));
}

/** The signed attributes in DER order, for producers that signed another order than they stored. */
export function sortedEncoding(attributes: SignedAttributes): Uint8Array {
  return der.setOf(attributes.list.map((a) => a.raw));
}
