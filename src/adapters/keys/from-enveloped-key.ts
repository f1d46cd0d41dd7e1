import { asOctetString, readSequence, TAG } from '../../foundation/asn1/index.ts';
import { type Signer, YinxinError } from '../../foundation/core/index.ts';
import { localSigner } from '../../foundation/crypto/index.ts';
import {
  certificatesOf,
  chainFrom,
  chooseCertificate,
  parseCertificates,
  withoutCertificate,
} from './certificate-choice.ts';
import { openEnvelopedKey } from './enveloped-key.ts';
import { certificatesIn, pkcs8In } from './from-pem.ts';
import { openKey } from './key-forms.ts';
import { parsePem } from './pem.ts';

/** What {@link fromEnvelopedKey} takes. */
export interface EnvelopedKeyOptions {
  /** SM2EnvelopedKey (GB/T 35276-2017 7.4): DER, or PEM with one block of any label. */
  readonly envelope: string | Uint8Array;
  /** The SM2 key that the envelope was made for, that of the signing certificate: PEM, or PKCS#8 as DER. */
  readonly protection: string | Uint8Array;
  /** For an encrypted protection key. */
  readonly password?: string;
  /** Certificates of the key in the envelope and of its chain, PEM or DER. */
  readonly certificates: string | Uint8Array | readonly Uint8Array[];
  /** CERTIFICATE_EXPIRED unless the certificate is valid then. Absent: dates are not looked at. */
  readonly at?: Date;
  /** Bound on key derivation. Default 10,000,000. */
  readonly maxIterations?: number;
}

/**
 * A signer over an SM2 key that came in an envelope for another key of its holder. A CA sends the encryption key of a
 * pair so: its certificate may not sign, and it is refused (CERTIFICATE_KEY_USAGE). Checked: the digest of the wrapped
 * SM4 key, private and public key in the envelope, key and certificate, usage, dates when `at` is given. Not checked:
 * who issued the certificate, revocation. KEY_INVALID, PEM_INVALID, PASSWORD_WRONG, KEY_WITHOUT_CERTIFICATE,
 * CERTIFICATE_KEY_USAGE, CERTIFICATE_EXPIRED, ALGORITHM_UNSUPPORTED, LIMIT_EXCEEDED.
 */
export async function fromEnvelopedKey(options: EnvelopedKeyOptions): Promise<Signer> {
  const { protection, password, maxIterations } = options;
  const protecting = await pkcs8In({
    key: protection,
    ...(password === undefined ? {} : { password }),
    ...(maxIterations === undefined ? {} : { maxIterations }),
  });
  const key = await openKey(await openEnvelopedKey(envelopeIn(options.envelope), await scalarOf(protecting)));
  const certificates = parseCertificates(certificatesIn(options.certificates));
  const own = certificatesOf(key, certificates);
  if (own.length === 0) throw withoutCertificate(certificates.length);
  return localSigner({ key, chain: chainFrom(chooseCertificate(own, options.at), certificates) });
}

function envelopeIn(given: string | Uint8Array): Uint8Array {
  if (typeof given !== 'string' && given[0] === 0x30) return given;
  const [block, ...more] = parsePem(given);
  if (block !== undefined && more.length === 0) return block.der;
  throw new YinxinError('PEM_INVALID', 'give one enveloped key', { details: { blocks: more.length } });
}

/** The scalar of an SM2 key in PKCS#8, whose parts were checked. */
async function scalarOf(pkcs8: Uint8Array): Promise<Uint8Array> {
  const { kind } = await openKey(pkcs8);
  if (kind !== 'sm2') {
    throw new YinxinError('ALGORITHM_UNSUPPORTED', 'an enveloped key is opened with an SM2 key', {
      details: { key: kind },
    });
  }
  const info = readSequence(pkcs8, 'PrivateKeyInfo');
  info.next('version');
  info.next('privateKeyAlgorithm');
  const inner = readSequence(asOctetString(info.expect(TAG.octetString, 'privateKey')), 'ECPrivateKey');
  inner.next('version');
  return asOctetString(inner.expect(TAG.octetString, 'privateKey'));
}
