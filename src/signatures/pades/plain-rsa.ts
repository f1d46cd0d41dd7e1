import { asOctetString, readDer } from '../../foundation/asn1/index.ts';
import { CheckList, weaknessesOf } from '../../foundation/cms/index.ts';
import { isYinxinError } from '../../foundation/core/index.ts';
import {
  algorithmIdentifier,
  algorithmUses,
  type DigestName,
  KEY_OID,
  type PublicKey,
  parseAlgorithmIdentifier,
  type SignatureScheme,
  schemeOf,
  verifyDigest,
} from '../../foundation/crypto/index.ts';
import type { SignatureFacts } from '../../foundation/validation/index.ts';
import { type Certificate, parseCertificate } from '../../foundation/x509/index.ts';
import type { SignatureContext } from './context.ts';
import { emptyFacts } from './file-facts.ts';

const CLAUSE = 'ISO 32000-1 12.8.3.2';

/** Digests that the kind knows beside its name (ISO 32000-1, table 257); RIPEMD-160 is not read. */
const DIGESTS: readonly DigestName[] = ['sha1', 'sha256', 'sha384', 'sha512'];

/** More is no chain: the first one is the signer's. */
const MAX_CERTIFICATES = 16;

/**
 * Facts of a signature of the kind adbe.x509.rsa_sha1, which is verified and never made: /Contents is a PKCS#1 value in
 * an OCTET STRING, /Cert holds the certificates. Nothing signed names the signer's certificate, the time or the digest.
 */
export async function plainRsaFacts(context: SignatureContext): Promise<SignatureFacts[]> {
  const { covered, digests, cms } = context;
  const list = new CheckList();
  const stored = covered.signature.certificates.slice(0, MAX_CERTIFICATES);
  const facts: SignatureFacts = {
    ...emptyFacts(context, 'not-checked'),
    certificates: stored,
  };
  const signer = readSigner(stored[0], list);
  const value = readValue(cms, list);
  if (signer === undefined || value === undefined) return [{ ...facts, ...outcome(list) }];
  const rsa = parseAlgorithmIdentifier(readDer(algorithmIdentifier(KEY_OID.rsa, 'null')));
  for (const digest of DIGESTS) {
    const scheme = schemeOf(rsa, signer.key, digest);
    const hashed = await digests.ofSignature(covered.signature, digest);
    if ('unsupported' in scheme || hashed === undefined) break;
    if (verifyDigest(scheme, signer.key, hashed, value) !== 'valid') continue;
    list.passed('SIGNATURE_VALUE', `the ${scheme.name} value is right`, CLAUSE);
    return [{ ...facts, cryptography: 'intact', ...strengthOf(signer, scheme, digest), ...outcome(list) }];
  }
  const isRsa = signer.key.kind === 'rsa' && signer.key.pssOnly === undefined;
  const isFound = covered.signature.range !== undefined || covered.signature.oddRange !== undefined;
  const wasTried = isRsa && isFound;
  if (wasTried)
    list.failed('SIGNATURE_VALUE', 'the RSA value is wrong under every digest of its kind', CLAUSE);
  else list.add('SIGNATURE_VALUE', 'not-run', 'no RSA key, or nothing that was signed', CLAUSE);
  const signerCertificate = signer.certificate.raw;
  return [
    { ...facts, cryptography: wasTried ? 'broken' : 'not-checked', signerCertificate, ...outcome(list) },
  ];
}

interface Signer {
  readonly certificate: Certificate;
  readonly key: PublicKey;
}

function readSigner(der: Uint8Array | undefined, list: CheckList): Signer | undefined {
  try {
    if (der === undefined)
      list.failed('SIGNER_CERTIFICATE', '/Cert holds no certificate', CLAUSE, 'FORMAT_FAILURE');
    else {
      const certificate = parseCertificate(der);
      return { certificate, key: certificate.publicKey };
    }
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    list.failed('SIGNER_CERTIFICATE', `/Cert cannot be read: ${error.message}`, CLAUSE, 'FORMAT_FAILURE');
  }
  return undefined;
}

function readValue(contents: Uint8Array, list: CheckList): Uint8Array | undefined {
  try {
    return asOctetString(readDer(contents));
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    list.failed('CONTENTS', '/Contents is no OCTET STRING with a value', CLAUSE, 'FORMAT_FAILURE');
    return undefined;
  }
}

function strengthOf(
  { certificate, key }: Signer,
  scheme: SignatureScheme,
  digest: DigestName,
): Partial<SignatureFacts> {
  return {
    signerCertificate: certificate.raw,
    algorithm: scheme.name,
    weaknesses: weaknessesOf(key, scheme, digest),
    algorithms: algorithmUses(key, scheme, digest),
  };
}

function outcome(list: CheckList): Partial<SignatureFacts> & Pick<SignatureFacts, 'checks' | 'notChecked'> {
  const { checks, notChecked, formatFailure } = list;
  return { checks, notChecked, ...(formatFailure === undefined ? {} : { formatFailure }) };
}
