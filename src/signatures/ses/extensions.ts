import {
  asBoolean,
  asOctetString,
  asOid,
  type Der,
  type DerReader,
  explicitOf,
  isContext,
  isUniversal,
  readDer,
  sequenceOf,
  TAG,
} from '../../foundation/asn1/index.ts';
import type { Check } from '../../foundation/core/index.ts';
import { partsOf } from './parts.ts';
import { quirk } from './quirk.ts';

/** Extensions of one seal or signature: real ones have one or two. */
const MAX_EXTENSIONS = 100;

const CLAUSE = 'GB/T 38540-2020 6.1';

/**
 * Met in genuine seals, marked critical, with a signature value of the product inside. It says nothing about what the
 * seal means: passed with a finding. Every other critical extension stays not understood.
 */
const HARMLESS: ReadonlySet<string> = new Set(['1.3.6.1.5.5.7.1.4']);

/** ExtensionDatas: object identifiers of those marked critical that nobody here understands. */
export function readExtensions(list: DerReader, quirks: Check[]): string[] {
  const critical: string[] = [];
  for (const value of partsOf(list, MAX_EXTENSIONS)) {
    const extension = sequenceOf(value, 'ExtData');
    const oid = asOid(extension.expect(TAG.oid, 'extnID'));
    const flag = extension.optional(TAG.boolean);
    asOctetString(extension.expect(TAG.octetString, 'extnValue'));
    extension.end();
    if (flag === undefined) continue;
    if (!asBoolean(flag)) {
      quirks.push(quirk('SES_DEFAULT_ENCODED', `extension ${oid} writes its default FALSE`, CLAUSE));
    } else if (HARMLESS.has(oid)) {
      quirks.push(quirk('SES_EXTENSION_PASSED_OVER', `critical extension ${oid} was passed over`, CLAUSE));
    } else critical.push(oid);
  }
  return critical;
}

/**
 * ExtensionDatas of a V1 seal: a bare SEQUENCE; some products put it into [0] or into an OCTET STRING.
 * DER_INVALID for anything else.
 */
export function unwrapExtensions(value: Der, quirks: Check[]): DerReader {
  const wrapped = isContext(value, 0)
    ? explicitOf(value)
    : isUniversal(value, TAG.octetString)
      ? readDer(value.content)
      : undefined;
  if (wrapped !== undefined) {
    const clause = 'GM/T 0031-2014';
    quirks.push(quirk('SEAL_EXTENSIONS_WRAPPED', 'the extensions of the seal stand in a wrapper', clause));
  }
  return sequenceOf(wrapped ?? value, 'ExtensionDatas');
}
