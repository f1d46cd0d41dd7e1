import { equalBytes, type Signer, type SigningAlgorithm, YinxinError } from '../../foundation/core/index.ts';
import { localSigner, type PrivateKey } from '../../foundation/crypto/index.ts';
import type { Certificate } from '../../foundation/x509/index.ts';
import {
  certificatesOf,
  chainFrom,
  chooseCertificate,
  maySign,
  parseCertificates,
  withoutCertificate,
} from './certificate-choice.ts';
import { openKey } from './key-forms.ts';
import { type Pkcs12Key, readPkcs12 } from './pkcs12.ts';

/** Options of {@link fromPkcs12}. */
export interface Pkcs12Options {
  /** CERTIFICATE_EXPIRED unless the certificate is valid then. Absent: dates are not looked at. */
  readonly at?: Date;
  /** Which key, where the file holds several that may sign. */
  readonly friendlyName?: string;
  readonly localKeyId?: Uint8Array;
  readonly algorithm?: SigningAlgorithm;
  /** Certificates of the chain that the file lacks, DER. */
  readonly certificates?: readonly Uint8Array[];
  /** Bound on key derivation over the whole file. Default 10,000,000. */
  readonly maxIterations?: number;
}

interface Candidate {
  readonly key: PrivateKey;
  readonly own: readonly Certificate[];
}

/**
 * A signer over a PKCS#12 file (.p12, .pfx): RSA, EC, SM2 and Ed25519 keys; AES, 3DES, RC2 and SM4 encryption.
 * Checked: MAC, key and certificate belong together, the certificate may sign, dates when `at` is given.
 * Not checked: who issued it, revocation. PKCS12_INVALID, PASSWORD_WRONG, KEY_WITHOUT_CERTIFICATE,
 * CERTIFICATE_KEY_USAGE, CERTIFICATE_EXPIRED, ALGORITHM_UNSUPPORTED, LIMIT_EXCEEDED; ARGUMENT_INVALID when several
 * keys fit.
 */
export async function fromPkcs12(
  bytes: Uint8Array,
  password: string,
  options: Pkcs12Options = {},
): Promise<Signer> {
  const content = await readPkcs12(bytes, password, options.maxIterations);
  const keys = content.keys.filter((key) => isAskedFor(key, options));
  if (keys.length === 0) {
    throw new YinxinError('PKCS12_INVALID', 'the file holds no private key of that name, or none at all', {
      details: { keys: content.keys.length, certificates: content.certificates.length },
    });
  }
  const certificates = parseCertificates([...content.certificates, ...(options.certificates ?? [])]);
  const { key, own } = chooseKey(await candidatesOf(keys, certificates), certificates.length);
  const chain = chainFrom(chooseCertificate(own, options.at), certificates);
  const { algorithm } = options;
  return localSigner({ key, chain, ...(algorithm === undefined ? {} : { algorithm }) });
}

function isAskedFor(key: Pkcs12Key, { friendlyName, localKeyId }: Pkcs12Options): boolean {
  if (friendlyName !== undefined && key.friendlyName !== friendlyName) return false;
  return localKeyId === undefined || (key.localKeyId !== undefined && equalBytes(key.localKeyId, localKeyId));
}

async function candidatesOf(
  keys: readonly Pkcs12Key[],
  certificates: readonly Certificate[],
): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const { pkcs8 } of keys) {
    const key = await openKey(pkcs8);
    candidates.push({ key, own: certificatesOf(key, certificates) });
  }
  return candidates;
}

/** The one key that has a certificate; of several, the one that may sign. */
function chooseKey(candidates: readonly Candidate[], certificates: number): Candidate {
  const certified = candidates.filter((candidate) => candidate.own.length > 0);
  const signing = certified.filter((candidate) => candidate.own.some(maySign));
  const [choice, ...more] = signing.length > 0 ? signing : certified;
  if (choice === undefined) throw withoutCertificate(certificates);
  if (signing.length > 1 && more.length > 0) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'the file holds several keys that may sign: choose one by friendlyName or localKeyId',
      { details: { keys: signing.length } },
    );
  }
  return choice;
}
