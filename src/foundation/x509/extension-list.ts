import { asOctetString, asOid, type Der, isUniversal, sequenceOf, TAG } from '../asn1/index.ts';
import { YinxinError } from '../core/index.ts';

/** One extension: its value is the DER inside the OCTET STRING, as stored. */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** Extensions in one structure: real certificates have about a dozen. */
const MAX_EXTENSIONS = 256;

/**
 * Reads Extensions (RFC 5280 4.2). An extension that comes twice is refused, an empty list too.
 * `critical FALSE` written out is not DER, yet genuine certificates have it: a finding, not a refusal.
 */
export function parseExtensions(value: Der, findings: string[]): Map<string, Extension> {
  const list = sequenceOf(value, 'Extensions');
  const out = new Map<string, Extension>();
  while (!list.done) {
    const item = list.sequence('Extension');
    const oid = asOid(item.expect(TAG.oid, 'extnID'));
    const flag = item.optional(TAG.boolean);
    const critical = flag !== undefined && readDerBoolean(flag, findings);
    const content = asOctetString(item.expect(TAG.octetString, 'extnValue'));
    item.end();
    if (out.has(oid)) throw new YinxinError('DER_INVALID', `extension ${oid} comes twice`);
    if (out.size === MAX_EXTENSIONS)
      throw new YinxinError('DER_INVALID', `more than ${MAX_EXTENSIONS} extensions`);
    out.set(oid, { oid, critical, value: content });
  }
  if (out.size === 0) throw new YinxinError('DER_INVALID', 'Extensions is empty');
  return out;
}

/** A BOOLEAN DEFAULT FALSE; FALSE written out is a finding. */
export function readDerBoolean(value: Der, findings: string[]): boolean {
  const b = value.content[0];
  if (!isUniversal(value, TAG.boolean) || value.content.length !== 1 || (b !== 0 && b !== 0xff)) {
    throw new YinxinError('DER_INVALID', 'BOOLEAN is malformed');
  }
  if (b === 0) findings.push('DEFAULT_VALUE_ENCODED');
  return b === 0xff;
}
