import { readDer } from '../../foundation/asn1/index.ts';
import { type Signer, type SignerInfo, type SignOptions, YinxinError } from '../../foundation/core/index.ts';
import {
  type AlgorithmProfile,
  assertAlgorithmAllowed,
  type DigestName,
  parseAlgorithmIdentifier,
  signingSchemeOf,
} from '../../foundation/crypto/index.ts';
import type { Certificate } from '../../foundation/x509/index.ts';
import { makeValue, signerCertificate } from '../cades/index.ts';

/** Who signs an SES structure, looked at before anything is made. */
export interface SesSigner {
  readonly info: SignerInfo;
  readonly certificate: Certificate;
  /** OID of the signature algorithm: the structures have no room for parameters. */
  readonly algorithm: string;
  /** Digest of the algorithm: that of dataHash too. */
  readonly hash: DigestName;
  /** A value over bytes, DER for SM2 and ECDSA (GB/T 35276-2017 7.3), verified before it is used. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/**
 * Asks a signer who it is: a certificate for signing, in its dates at `time`, and an algorithm that an OID alone names.
 * KEY_WITHOUT_CERTIFICATE, CERTIFICATE_EXPIRED, CERTIFICATE_KEY_USAGE, ALGORITHM_UNSUPPORTED (RSASSA-PSS and EdDSA),
 * PROFILE_ALGORITHM_FORBIDDEN.
 */
export async function sesSigner(
  signer: Signer,
  time: Date,
  profile: AlgorithmProfile | undefined,
  options: SignOptions | undefined,
): Promise<SesSigner> {
  const info = await signer.info(options);
  assertAlgorithmAllowed(info.algorithm, profile);
  const certificate = signerCertificate(info, time);
  const { scheme, signatureAlgorithmIdentifier } = signingSchemeOf(info.algorithm);
  if (scheme.hash === undefined || scheme.mgfHash !== undefined) {
    throw new YinxinError(
      'ALGORITHM_UNSUPPORTED',
      `a seal carries no parameters, which ${info.algorithm} needs: use SM2 (GB/T 38540-2020)`,
      { details: { algorithm: info.algorithm } },
    );
  }
  return {
    info,
    certificate,
    algorithm: parseAlgorithmIdentifier(readDer(signatureAlgorithmIdentifier)).oid,
    hash: scheme.hash,
    sign: (data) => makeValue(signer, info, certificate, data, options),
  };
}
