import { assertAlgorithmAllowed, signingSchemeOf } from '../../foundation/crypto/index.ts';
import { signCms, signerCertificate } from '../../signatures/cades/index.ts';
import { oidOf } from './algorithm.ts';
import { openForSigning } from './open.ts';
import type { SignOfdOptions } from './options.ts';
import { completeOfd, type PreparedOfd, prepareOfd } from './prepare.ts';
import { signDigest } from './signed-digest.ts';

/**
 * Signs an OFD without a seal (Type=Sign, GB/T 33190-2016 clause 18): SignedData of GB/T 35275 over Signature.xml, which
 * holds the SM3 digest of every file. Entries of the original stay as they are; earlier signatures stay valid unless
 * one of them closed the file. Answers the whole new file.
 *
 * OFD_INVALID, OFD_ENCRYPTED, OFD_CHANGES_FORBIDDEN, ZIP_INVALID, XML_INVALID, LIMIT_EXCEEDED, ARGUMENT_INVALID,
 * TIMESTAMP_FAILED, and the codes of the signer. Not checked: whether anybody will trust the certificate, and whether
 * earlier signatures are good.
 */
export async function signOfd(options: SignOfdOptions): Promise<Uint8Array> {
  const prepared = await prepareSignOfd(options);
  return completeOfd(prepared, await signPreparedOfd(prepared, options));
}

/** First step of {@link signOfd}: everything but the value. */
export async function prepareSignOfd(options: SignOfdOptions): Promise<PreparedOfd> {
  const opened = await openForSigning(options);
  const info = await options.signer.info(options.signOptions);
  assertAlgorithmAllowed(info.algorithm, options.algorithmProfile);
  signerCertificate(info, options.claimedTime);
  const signatureMethod = oidOf(signingSchemeOf(info.algorithm));
  return prepareOfd(opened, { type: 'Sign', signatureMethod, stamps: [] }, options);
}

/** Second step: the SignedData over the prepared Signature.xml, for {@link completeOfd}. */
export async function signPreparedOfd(prepared: PreparedOfd, options: SignOfdOptions): Promise<Uint8Array> {
  if (options.form === 'digest') return signDigest(prepared.signatureFile, options);
  const { signer, claimedTime, tsa, random, algorithmProfile, signOptions } = options;
  const { cms } = await signCms({
    signer,
    content: { bytes: prepared.signatureFile },
    detached: true,
    claimedTime,
    ...(tsa === undefined ? {} : { tsa }),
    ...(random === undefined ? {} : { random }),
    ...(algorithmProfile === undefined ? {} : { algorithmProfile }),
    ...(signOptions === undefined ? {} : { signOptions }),
  });
  return cms;
}
