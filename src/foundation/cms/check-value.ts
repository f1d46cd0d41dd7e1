import type { Cryptography } from '../core/index.ts';
import { isYinxinError } from '../core/index.ts';
import {
  type AlgorithmUse,
  algorithmQuirks,
  algorithmUses,
  type DigestName,
  type PublicKey,
  type SignatureScheme,
  schemeOf,
  verifyDigest,
  verifyStoredValue,
} from '../crypto/index.ts';
import type { Certificate } from '../x509/index.ts';
import { sortedEncoding } from './attributes.ts';
import type { CheckList } from './check-list.ts';
import type { CmsSignerInfo } from './signer-info.ts';
import { weaknessesOf } from './weaknesses.ts';

/** What a value was made over: bytes, or only their digest. */
export type SignedInput = { readonly data: Uint8Array } | { readonly digest: Uint8Array };

/** Outcome of the value check. */
export interface ValueResult {
  readonly cryptography: Cryptography;
  readonly algorithm?: string;
  readonly weaknesses: readonly string[];
  /** What the value rests on, for a policy that knows dates. */
  readonly algorithms: readonly AlgorithmUse[];
}

const CLAUSE = 'RFC 5652 5.6';

/** Checks the value of a signer over its signed attributes, or over the content when there are none. */
export function checkValue(
  signer: CmsSignerInfo,
  input: SignedInput,
  certificate: Certificate,
  digestName: DigestName | undefined,
  list: CheckList,
): ValueResult {
  const key = readKey(certificate, list);
  if (key === undefined) return { cryptography: 'not-checked', weaknesses: [], algorithms: [] };
  for (const quirk of key.findings) list.warning(quirk, 'tolerated quirk of the public key', 'RFC 5480 2.1');
  const quirkClause = key.kind === 'sm2' ? 'GB/T 35275-2017' : 'RFC 5754 3.3';
  for (const quirk of algorithmQuirks(signer.signatureAlgorithm, key, 'cms'))
    list.warning(quirk, 'tolerated form of the signature algorithm', quirkClause);
  const scheme = findScheme(signer, key, digestName);
  if ('unsupported' in scheme) {
    list.skipped('ALGORITHM_UNSUPPORTED', `signature algorithm not supported: ${scheme.unsupported}`);
    list.add('SIGNATURE_VALUE', 'not-run', `algorithm not supported: ${scheme.unsupported}`, CLAUSE);
    return {
      cryptography: 'not-checked',
      weaknesses: weaknessesOf(key, undefined, digestName),
      algorithms: algorithmUses(key, undefined, digestName),
    };
  }
  if (scheme.hash !== undefined && digestName !== undefined && scheme.hash !== digestName) {
    list.warning(
      'DIGEST_ALGORITHM_MISMATCH',
      `content digested with ${digestName}, value made with ${scheme.hash}`,
      'RFC 5652 5.3',
    );
  }
  const verdict = verifyInput(signer, input, scheme, key, list);
  if (verdict === 'valid') list.passed('SIGNATURE_VALUE', `the ${scheme.name} value is right`, CLAUSE);
  else if (verdict === 'invalid') list.failed('SIGNATURE_VALUE', `the ${scheme.name} value is wrong`, CLAUSE);
  else {
    list.skipped('ALGORITHM_UNSUPPORTED', `${scheme.name} cannot be verified here over this input`);
    list.add('SIGNATURE_VALUE', 'not-run', `${scheme.name} not supported`, CLAUSE);
  }
  return {
    cryptography: verdict === 'valid' ? 'intact' : verdict === 'invalid' ? 'broken' : 'not-checked',
    algorithm: scheme.name,
    weaknesses: weaknessesOf(key, scheme, digestName),
    algorithms: algorithmUses(key, scheme, digestName),
  };
}

function readKey(certificate: Certificate, list: CheckList): PublicKey | undefined {
  try {
    return certificate.publicKey;
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    list.failed(
      'SIGNER_KEY',
      `the signer's key is malformed: ${error.message}`,
      'RFC 5280 4.1.2.7',
      'FORMAT_FAILURE',
    );
    return undefined;
  }
}

/** The identifier alone where it names its digest; else together with digestAlgorithm (rsaEncryption, SM2 .301.1). */
function findScheme(
  signer: CmsSignerInfo,
  key: PublicKey,
  digestName: DigestName | undefined,
): SignatureScheme | { readonly unsupported: string } {
  const alone = schemeOf(signer.signatureAlgorithm, key, undefined, { md5: true });
  return 'unsupported' in alone && digestName !== undefined
    ? schemeOf(signer.signatureAlgorithm, key, digestName, { md5: true })
    : alone;
}

type Verdict = 'valid' | 'invalid' | 'unsupported';

function verifyInput(
  signer: CmsSignerInfo,
  input: SignedInput,
  scheme: SignatureScheme,
  key: PublicKey,
  list: CheckList,
): Verdict {
  const attributes = signer.signedAttributes;
  const verdict = verifyForms(signer.signature, input, scheme, key, list);
  if (attributes === undefined || attributes.sorted) return verdict;
  list.warning(
    'SIGNED_ATTRIBUTES_ORDER',
    'the signed attributes are not stored in the order of DER',
    'RFC 5652 5.4',
  );
  if (verdict !== 'invalid') return verdict;
  // Some writers sign the sorted set and store another order: the meaning is the same, the finding stands.
  return verifyForms(signer.signature, { data: sortedEncoding(attributes) }, scheme, key, list);
}

/** The value as stored; what had to be tolerated of it is told. */
function verifyForms(
  value: Uint8Array,
  input: SignedInput,
  scheme: SignatureScheme,
  key: PublicKey,
  list: CheckList,
): Verdict {
  if ('digest' in input) {
    // The digest of the content is not e of SM2: Z is missing.
    return scheme.key === 'sm2' ? 'unsupported' : verifyDigest(scheme, key, input.digest, value);
  }
  const { verdict, findings } = verifyStoredValue(scheme, key, [input.data], value);
  for (const quirk of findings) list.warning(quirk, 'tolerated form of the value', 'GB/T 35276-2017 7.3');
  return verdict;
}
