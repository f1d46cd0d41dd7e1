import type { Signer, SigningAlgorithm } from '../../foundation/core/index.ts';
import { latin1, YinxinError } from '../../foundation/core/index.ts';
import { localSigner } from '../../foundation/crypto/index.ts';
import {
  certificatesOf,
  chainFrom,
  chooseCertificate,
  parseCertificates,
  withoutCertificate,
} from './certificate-choice.ts';
import { iterationBudget } from './iteration-budget.ts';
import { decryptKeyFile, openKey, pkcs8OfPkcs1, pkcs8OfSec1 } from './key-forms.ts';
import { type PemBlock, parsePem } from './pem.ts';

/** What {@link fromPem} takes. */
export interface PemKeyOptions {
  /** PEM: PKCS#8, encrypted PKCS#8 (PBES2), EC (SEC 1) or RSA (PKCS#1); or PKCS#8 as DER. Exactly one private key. */
  readonly key: string | Uint8Array;
  /** For an encrypted key. */
  readonly password?: string;
  /** PEM, or certificates as DER; the order does not matter. Absent: those that stand beside the key. */
  readonly certificates?: string | Uint8Array | readonly Uint8Array[];
  /** CERTIFICATE_EXPIRED unless the certificate is valid then. Absent: dates are not looked at. */
  readonly at?: Date;
  readonly algorithm?: SigningAlgorithm;
  /** Bound on key derivation. Default 10,000,000. */
  readonly maxIterations?: number;
}

/**
 * A signer over a private key and its certificate. Checked: key and certificate belong together, the certificate may
 * sign, dates when `at` is given. Not checked: who issued it, revocation.
 * PEM_INVALID, KEY_INVALID, PASSWORD_WRONG, KEY_WITHOUT_CERTIFICATE, CERTIFICATE_KEY_USAGE, CERTIFICATE_EXPIRED,
 * ALGORITHM_UNSUPPORTED, LIMIT_EXCEEDED.
 */
export async function fromPem(options: PemKeyOptions): Promise<Signer> {
  const blocks = blocksOf(options.key);
  const pkcs8 = await privateKeyOf(blocks, options);
  const given = options.certificates ?? blocks.filter(isCertificate).map((block) => block.der);
  const certificates = parseCertificates(certificatesIn(given));
  const key = await openKey(pkcs8);
  const own = certificatesOf(key, certificates);
  if (own.length === 0) throw withoutCertificate(certificates.length);
  const chain = chainFrom(chooseCertificate(own, options.at), certificates);
  const { algorithm } = options;
  return localSigner({ key, chain, ...(algorithm === undefined ? {} : { algorithm }) });
}

/** The one private key in PEM or DER, decrypted, as PKCS#8. The codes of {@link fromPem}. */
export function pkcs8In(options: Omit<PemKeyOptions, 'certificates'>): Promise<Uint8Array> {
  return privateKeyOf(blocksOf(options.key), options);
}

function blocksOf(key: string | Uint8Array): PemBlock[] {
  if (typeof key === 'string' || key[0] !== 0x30) return parsePem(key);
  return [{ label: 'PRIVATE KEY', der: key }];
}

async function privateKeyOf(blocks: readonly PemBlock[], options: PemKeyOptions): Promise<Uint8Array> {
  const keys = blocks.filter((block) => /(?:^| )PRIVATE KEY$/.test(block.label));
  const [block] = keys;
  if (block === undefined || keys.length > 1) {
    throw new YinxinError('PEM_INVALID', 'give a PEM file with exactly one private key', {
      details: { keys: keys.length },
    });
  }
  switch (block.label) {
    case 'PRIVATE KEY':
      return block.der;
    case 'EC PRIVATE KEY':
    // OpenSSL 3 names SEC 1 keys on SM2 so.
    case 'SM2 PRIVATE KEY':
      return pkcs8OfSec1(block.der, blocks.find(({ label }) => / PARAMETERS$/.test(label))?.der);
    case 'RSA PRIVATE KEY':
      return pkcs8OfPkcs1(block.der);
    case 'ENCRYPTED PRIVATE KEY':
      if (options.password === undefined) {
        throw new YinxinError('PASSWORD_WRONG', 'the private key is encrypted: give its password');
      }
      return await decryptKeyFile(block.der, options.password, iterationBudget(options.maxIterations));
    default:
      throw new YinxinError('ALGORITHM_UNSUPPORTED', 'convert the key with `openssl pkcs8 -topk8`', {
        details: { label: block.label },
      });
  }
}

/** Certificates out of PEM or DER. */
export function certificatesIn(given: string | Uint8Array | readonly Uint8Array[]): readonly Uint8Array[] {
  if (typeof given !== 'string' && !(given instanceof Uint8Array)) return given;
  if (typeof given !== 'string' && given[0] === 0x30) return [given];
  const text = typeof given === 'string' ? given : latin1(given);
  return parsePem(text)
    .filter(isCertificate)
    .map((block) => block.der);
}

function isCertificate({ label }: PemBlock): boolean {
  return label === 'CERTIFICATE' || label === 'X509 CERTIFICATE';
}
