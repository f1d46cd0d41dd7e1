import { der, readSequence, TAG } from '../../asn1/index.ts';
import { isYinxinError } from '../../core/index.ts';
import { KEY_OID, type PublicKey, parseAlgorithmIdentifier, parsePublicKey } from '../../crypto/index.ts';
import type { Certificate } from '../../x509/index.ts';

/** A DSA key that leaves its parameters to the key that signed its certificate (RFC 3279 2.3.2). */
export function inheritsParameters(certificate: Certificate): boolean {
  const key = dsaKey(certificate);
  return key !== undefined && key.parameters === undefined;
}

/**
 * The certificate with the parameters of its issuer's key, or itself where that is none to inherit from (RFC 5280
 * 6.1.4 (d) to (f)). Only the key is another: every other field, and what was signed, is the certificate's.
 */
export function withInheritedKey(certificate: Certificate, issuer: Certificate): Certificate {
  const own = dsaKey(certificate);
  const above = dsaKey(issuer);
  if (own === undefined || above?.parameters === undefined) return certificate;
  const spki = der.sequence(der.sequence(der.oid(KEY_OID.dsa), above.parameters), own.bits);
  const publicKey = tryKey(spki);
  if (publicKey === undefined) return certificate;
  return new Proxy(certificate, {
    get: (target, field) =>
      field === 'spki' ? spki : field === 'publicKey' ? publicKey : Reflect.get(target, field, target),
  });
}

/** Parameters (absent where missing or NULL) and the BIT STRING of a DSA key; undefined for others and malformed ones. */
function dsaKey({ spki }: Certificate): { parameters: Uint8Array | undefined; bits: Uint8Array } | undefined {
  try {
    const reader = readSequence(spki, 'SubjectPublicKeyInfo');
    const { oid, parameters } = parseAlgorithmIdentifier(reader.expect(TAG.sequence, 'algorithm'));
    if (oid !== KEY_OID.dsa) return undefined;
    const bits = reader.expect(TAG.bitString, 'subjectPublicKey').raw;
    return { parameters: parameters?.[0] === TAG.null ? undefined : parameters, bits };
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

function tryKey(spki: Uint8Array): PublicKey | undefined {
  try {
    return parsePublicKey(spki);
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}
