import {
  asOctetString,
  asOid,
  asText,
  type Der,
  DerReader,
  explicitOf,
  readDer,
  readSequence,
  sequenceOf,
  TAG,
} from '../../foundation/asn1/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { definiteForm } from './definite-form.ts';
import { type EncryptedKey, readEncryptedKey } from './key-forms.ts';

const BAG = '1.2.840.113549.1.12.10.1';
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';
const FRIENDLY_NAME = '1.2.840.113549.1.9.20';
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';

const MAX_NESTING = 4;

/** Names that a PKCS#12 file gives its bags. */
export interface BagNames {
  readonly friendlyName?: string;
  readonly localKeyId?: Uint8Array;
}

/** What the library takes out of a SafeContents; CRLs and secrets are passed over. */
export type SafeBag =
  | (BagNames & { readonly kind: 'key'; readonly pkcs8: Uint8Array })
  | (BagNames & { readonly kind: 'encrypted-key'; readonly encrypted: EncryptedKey })
  | (BagNames & { readonly kind: 'certificate'; readonly certificate: Uint8Array });

/** SafeContents (RFC 7292, 4.2), nested ones included. */
export function readSafeContents(bytes: Uint8Array, depth = 0): SafeBag[] {
  if (depth > MAX_NESTING) {
    throw new YinxinError('LIMIT_EXCEEDED', 'SafeContents nest too deeply', {
      details: { limit: MAX_NESTING },
    });
  }
  const bags: SafeBag[] = [];
  for (const item of readSequence(definiteForm(bytes), 'SafeContents').rest()) {
    const reader = sequenceOf(item, 'SafeBag');
    const kind = asOid(reader.expect(TAG.oid, 'bagId'));
    const tagged = reader.optionalContext(0);
    if (tagged === undefined) throw new YinxinError('DER_INVALID', 'SafeBag has no value');
    const names = readNames(reader.optional(TAG.set));
    reader.end();
    bags.push(...readBag(kind, explicitOf(tagged), names, depth));
  }
  return bags;
}

function readBag(kind: string, value: Der, names: BagNames, depth: number): SafeBag[] {
  switch (kind) {
    case `${BAG}.1`:
      return [{ kind: 'key', pkcs8: value.raw, ...names }];
    case `${BAG}.2`:
      return [{ kind: 'encrypted-key', encrypted: readEncryptedKey(value.raw), ...names }];
    case `${BAG}.3`:
      return readCertificateBag(value).map((certificate) => ({ kind: 'certificate', certificate, ...names }));
    case `${BAG}.6`:
      return readSafeContents(value.raw, depth + 1);
    default:
      return [];
  }
}

/** CertBag; SDSI certificates are passed over. */
function readCertificateBag(value: Der): Uint8Array[] {
  const reader = sequenceOf(value, 'CertBag');
  const type = asOid(reader.expect(TAG.oid, 'certId'));
  const content = reader.optionalContext(0);
  reader.end();
  if (type !== X509_CERTIFICATE || content === undefined) return [];
  return [asOctetString(explicitOf(content))];
}

/** PKCS12Attribute set; unknown ones (Java's trusted key usage) are passed over. */
function readNames(attributes: Der | undefined): BagNames {
  let names: BagNames = {};
  if (attributes === undefined) return names;
  for (const attribute of new DerReader(attributes, 'bagAttributes').rest()) {
    const reader = sequenceOf(attribute, 'PKCS12Attribute');
    const type = asOid(reader.expect(TAG.oid, 'attrId'));
    const values = reader.expect(TAG.set, 'attrValues');
    if (values.content.length === 0) continue;
    if (type === FRIENDLY_NAME) names = { ...names, friendlyName: asText(readDer(values.content)) };
    if (type === LOCAL_KEY_ID) names = { ...names, localKeyId: asOctetString(readDer(values.content)) };
  }
  return names;
}
