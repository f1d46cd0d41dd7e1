import { der } from '../foundation/asn1/index.ts';

/** Parts of a distinguished name, written in this order. */
export interface SubjectFields {
  readonly country?: string;
  readonly state?: string;
  readonly locality?: string;
  readonly organization?: string;
  readonly organizationalUnit?: string;
  /** 统一社会信用代码 of an organisation, as certificates of organisations carry it. */
  readonly organizationIdentifier?: string;
  readonly serialNumber?: string;
  readonly commonName?: string;
  /** Written as IA5String (PKCS #9); name constraints for e-mail bind it (RFC 5280 4.2.1.10). */
  readonly emailAddress?: string;
}

const ATTRIBUTES: readonly (readonly [keyof SubjectFields, string])[] = [
  ['country', '2.5.4.6'],
  ['state', '2.5.4.8'],
  ['locality', '2.5.4.7'],
  ['organization', '2.5.4.10'],
  ['organizationalUnit', '2.5.4.11'],
  ['organizationIdentifier', '2.5.4.97'],
  ['serialNumber', '2.5.4.5'],
  ['commonName', '2.5.4.3'],
  ['emailAddress', '1.2.840.113549.1.9.1'],
];

/** Attributes that X.520 and RFC 5280 want as PrintableString. */
const PRINTABLE: ReadonlySet<string> = new Set(['country', 'serialNumber']);

/** DER of a Name with one attribute in each RDN. */
export function encodeName(fields: SubjectFields): Uint8Array {
  const relative: Uint8Array[] = [];
  for (const [field, oid] of ATTRIBUTES) {
    const text = fields[field];
    if (text === undefined) continue;
    relative.push(der.setOf([der.sequence(der.oid(oid), attributeValue(field, text))]));
  }
  return der.sequenceOf(relative);
}

function attributeValue(field: keyof SubjectFields, text: string): Uint8Array {
  if (field === 'emailAddress') return der.ia5String(text);
  return PRINTABLE.has(field) ? der.printableString(text) : der.utf8String(text);
}
