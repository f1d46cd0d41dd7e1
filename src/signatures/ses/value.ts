import { readDer } from '../../foundation/asn1/index.ts';
import { weaknessesOf } from '../../foundation/cms/index.ts';
import { type Check, type Cryptography, isYinxinError } from '../../foundation/core/index.ts';
import {
  type AlgorithmUse,
  algorithmIdentifier,
  algorithmUses,
  type DigestName,
  type PublicKey,
  parseAlgorithmIdentifier,
  parsePublicKey,
  rawToDerSignature,
  type SignatureScheme,
  schemeOf,
  verifySignature,
} from '../../foundation/crypto/index.ts';
import { type Certificate, parseCertificate } from '../../foundation/x509/index.ts';
import { quirk } from './quirk.ts';

/** A value of an SES structure, and what it should be over. */
export interface SesValue {
  /** Certificate of the signer, DER. */
  readonly certificate: Uint8Array;
  /** OID of the signature algorithm; the structures carry no parameters. */
  readonly algorithm: string;
  readonly data: readonly Uint8Array[];
  readonly value: Uint8Array;
}

/** Outcome of {@link checkSesValue}. Nothing about believing the certificate. */
export interface SesValueResult {
  readonly cryptography: Cryptography;
  /** Name of the scheme, e.g. `SM2-SM3`. */
  readonly algorithm?: string;
  /** Digest of the scheme: that of dataHash too. */
  readonly hash?: DigestName;
  readonly weaknesses: readonly string[];
  readonly algorithms: readonly AlgorithmUse[];
  readonly quirks: readonly Check[];
  /** Why nothing was computed, or why the value is wrong. */
  readonly detail: string;
}

/**
 * Verifies one value (SM2 with the identifier 1234567812345678, GB/T 35276; RSA and ECDSA where the certificate says
 * so). SM2 and ECDSA values are DER; r ‖ s of 64 bytes is read for SM2 as some products write it, and told.
 * Never throws for a bad value, certificate or key.
 */
export function checkSesValue(
  input: SesValue,
  certificateOf: (bytes: Uint8Array) => Certificate = parseCertificate,
): SesValueResult {
  try {
    const key = parsePublicKey(certificateOf(input.certificate).spki);
    const scheme = schemeOf(parseAlgorithmIdentifier(readDer(algorithmIdentifier(input.algorithm))), key);
    if ('unsupported' in scheme) {
      return nothing('not-checked', `algorithm not supported: ${scheme.unsupported}`, key);
    }
    return verifyForms(input, scheme, key);
  } catch (error) {
    if (isYinxinError(error)) return nothing('broken', `certificate or key is malformed: ${error.message}`);
    throw error;
  }
}

function verifyForms(input: SesValue, scheme: SignatureScheme, key: PublicKey): SesValueResult {
  let verdict = verifySignature(scheme, key, input.data, input.value);
  const quirks = key.findings.map((code) => quirk(code, 'tolerated quirk of the public key', 'RFC 5480 2.1'));
  if (verdict === 'invalid' && key.kind === 'sm2' && input.value.length === 64) {
    verdict = verifySignature(scheme, key, input.data, rawToDerSignature(input.value));
    if (verdict === 'valid') {
      const detail = 'the SM2 value is r ‖ s without DER';
      quirks.push(quirk('SM2_RAW_SIGNATURE', detail, 'GB/T 35276-2017 7.3'));
    }
  }
  const words = { valid: 'right', invalid: 'wrong', unsupported: 'not supported here' } as const;
  return {
    cryptography: verdict === 'valid' ? 'intact' : verdict === 'invalid' ? 'broken' : 'not-checked',
    algorithm: scheme.name,
    ...(scheme.hash === undefined ? {} : { hash: scheme.hash }),
    weaknesses: weaknessesOf(key, scheme, undefined),
    algorithms: algorithmUses(key, scheme),
    quirks,
    detail: `the ${scheme.name} value is ${words[verdict]}`,
  };
}

function nothing(cryptography: Cryptography, detail: string, key?: PublicKey): SesValueResult {
  const weaknesses = key === undefined ? [] : weaknessesOf(key, undefined, undefined);
  return { cryptography, weaknesses, algorithms: [], quirks: [], detail };
}
