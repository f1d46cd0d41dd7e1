import {
  asSmallInteger,
  childrenOf,
  type Der,
  der,
  isContext,
  readDer,
} from '../../foundation/asn1/index.ts';
import { CMS_OID, parseSignedData } from '../../foundation/cms/index.ts';
import type { ValidationData } from '../../foundation/core/index.ts';

/** What is put into a CMS beside what it holds; nothing that is signed. */
export interface SignedDataAddition {
  /** For SignedData.certificates and SignedData.crls, DER. */
  readonly data?: ValidationData;
  /** Further unsigned attributes (DER) of the signers, by their place. */
  readonly unsigned?: ReadonlyMap<number, readonly Uint8Array[]>;
}

/**
 * A SignedData with more in its certificates, revocation information and unsigned attributes. Everything else keeps its
 * bytes: content, signed attributes, values, and the attributes that are there. CMS_INVALID.
 */
export function addToSignedData(cms: Uint8Array, addition: SignedDataAddition): Uint8Array {
  // Reads it strictly first: below, the places of the parts are known.
  const { contentType } = parseSignedData(cms);
  const content = childrenOf(readDer(cms))[1]!;
  const parts = childrenOf(childrenOf(content)[0]!);
  const signers = parts.at(-1)!;
  const { certificates = [], crls = [], ocspResponses = [] } = addition.data ?? {};
  const added = [...crls, ...ocspResponses.map(otherRevocationInfo)];
  return der.sequence(
    der.oid(contentType),
    der.explicit(
      0,
      der.sequence(
        der.integer(versionOf(parts[0]!, contentType, ocspResponses.length > 0)),
        parts[1]!.raw,
        parts[2]!.raw,
        ...taggedSet(0, parts, certificates),
        ...taggedSet(1, parts, added),
        der.setOf(
          childrenOf(signers).map((signer, i) => withUnsigned(signer, addition.unsigned?.get(i) ?? [])),
        ),
      ),
    ),
  );
}

/** RFC 5652 5.1: 5 where other revocation information is there; GB/T 35275 knows one version. */
function versionOf(stored: Der, contentType: string, hasOther: boolean): number {
  const version = asSmallInteger(stored);
  return hasOther && contentType === CMS_OID.signedData ? Math.max(5, version) : version;
}

/** An OCSP response among the revocation information (RFC 5940 2.1). */
function otherRevocationInfo(response: Uint8Array): Uint8Array {
  return der.implicit(1, der.sequence(der.oid(CMS_OID.ocspRevocationInfo), response));
}

function taggedSet(tag: number, parts: readonly Der[], added: readonly Uint8Array[]): Uint8Array[] {
  const stored = parts.slice(3, -1).find((part) => isContext(part, tag));
  if (added.length === 0) return stored === undefined ? [] : [stored.raw];
  const before = stored === undefined ? [] : childrenOf(stored).map(({ raw }) => raw);
  return [der.implicit(tag, der.setOf([...before, ...added]))];
}

function withUnsigned(signer: Der, attributes: readonly Uint8Array[]): Uint8Array {
  if (attributes.length === 0) return signer.raw;
  const parts = childrenOf(signer);
  const last = parts.at(-1)!;
  // signedAttrs is [0] and stands before the value: a last part with a tag is unsignedAttrs.
  const stored = isContext(last, 1) ? last : undefined;
  const before = stored === undefined ? [] : childrenOf(stored).map(({ raw }) => raw);
  const kept = (stored === undefined ? parts : parts.slice(0, -1)).map(({ raw }) => raw);
  return der.sequence(...kept, der.implicit(1, der.setOf([...before, ...attributes])));
}
