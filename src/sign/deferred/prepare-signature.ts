import { embedSignature } from '../../formats/pdf/index.ts';
import {
  concatBytes,
  type FileInput,
  readAll,
  type SigningAlgorithm,
  type ToSign,
  toSource,
  YinxinError,
} from '../../foundation/core/index.ts';
import { signingSchemeOf } from '../../foundation/crypto/index.ts';
import {
  type CmsProfile,
  certificateForSigning,
  cmsNaming,
  digestOfSource,
  encodeSignedAttributes,
  TIMESTAMP_RESERVE,
  toSign,
} from '../../signatures/cades/index.ts';
import { encodeSignatureProperties, type SignatureProperties } from '../cms/index.ts';
import { preparePdf, type SignPdfOptions, signedAttributesOf } from '../pdf/index.ts';
import { announcedSigner } from './announced-signer.ts';
import { type DeferredState, fingerprintOf, type ReadState, writeState } from './state.ts';

/** Who will sign, and until when. */
interface DeferredSigner {
  readonly algorithm: SigningAlgorithm;
  /** The signer's certificate and those above it, DER. */
  readonly chain: readonly Uint8Array[];
  /** Afterwards the signature is not completed. */
  readonly expiresAt: Date;
}

/** A PDF to be signed later: as `signPdf`, but for what makes the value. */
export interface PreparePdfSignature
  extends DeferredSigner,
    Omit<SignPdfOptions, 'signer' | 'signOptions' | 'tsa' | 'random' | 'level' | 'longTerm' | 'at'> {
  readonly format: 'pdf';
  /** Bytes in the gap beside the signature itself, for a timestamp, or what a remote signer adds; 16 KiB when unset. */
  readonly reserveBytes?: number;
}

/** Any content to be signed later by a detached CMS. */
export interface PrepareCmsSignature extends DeferredSigner, SignatureProperties {
  readonly format: 'cms';
  readonly content: FileInput;
  readonly claimedTime: Date;
  /** Further signed attributes, DER. */
  readonly signedAttributes?: readonly Uint8Array[];
}

/** A signature that waits for its value. */
export interface PreparedDeferred {
  /** Plain JSON. */
  readonly state: DeferredState;
  /** SHA-256 of the state; kept apart, it shows at the end that the state is the same (`expect.fingerprint`). */
  readonly fingerprint: string;
  /** What the key signs: the signed attributes. For a signer of values. */
  readonly message: Uint8Array;
  /** The same as a digest (SM2: e, with Z); absent where the algorithm takes no digest (Ed25519). */
  readonly toSign?: Extract<ToSign, { readonly kind: 'digest' }>;
  /** Digest of the document. For a signer that makes a whole CMS. */
  readonly documentDigest: { readonly hash: string; readonly digest: Uint8Array };
}

/** A {@link PreparedDeferred} of a PDF. */
export interface PreparedPdfSignature extends PreparedDeferred {
  /** The whole file, with a gap for the value; not signed yet. */
  readonly document: Uint8Array;
}

/**
 * Prepares a signature that is made elsewhere, by people or devices that take days. The state is JSON and the document
 * bytes: both may be kept anywhere, since `completeSignature` believes neither.
 *
 * Checked: the certificate is for signing and in its dates at the claimed time, the algorithm is of its key, and all that
 * `signPdf` checks. CERTIFICATE_EXPIRED, CERTIFICATE_KEY_USAGE, KEY_INVALID, ARGUMENT_INVALID, and the codes of `signPdf`.
 */
export function prepareSignature(options: PreparePdfSignature): Promise<PreparedPdfSignature>;
export function prepareSignature(options: PrepareCmsSignature): Promise<PreparedDeferred>;
export async function prepareSignature(
  options: PreparePdfSignature | PrepareCmsSignature,
): Promise<PreparedDeferred> {
  assertSigner(options);
  return options.format === 'pdf' ? preparePdfSignature(options) : prepareCmsSignature(options);
}

async function preparePdfSignature(options: PreparePdfSignature): Promise<PreparedPdfSignature> {
  const { algorithm, chain, expiresAt, reserveBytes = TIMESTAMP_RESERVE, claimedTime } = options;
  const signer = announcedSigner(algorithm, chain);
  const { prepared, hash, digest } = await preparePdf({ ...options, signer }, reserveBytes);
  const state: ReadState = {
    format: 'pdf',
    algorithm,
    hash,
    chain,
    // /M is written in seconds, and read again from there.
    claimedTime: wholeSeconds(claimedTime),
    expiresAt,
    digest,
    field: prepared.fieldName,
    signedAttributes: signedAttributesOf(options),
  };
  const document = concatBytes(await readAll(prepared.source), embedSignature(prepared, new Uint8Array(0)));
  return { ...(await waiting(state, 'PAdES')), document };
}

async function prepareCmsSignature(options: PrepareCmsSignature): Promise<PreparedDeferred> {
  const { algorithm, chain, expiresAt, content, claimedTime } = options;
  const { hash } = signingSchemeOf(algorithm);
  const state: ReadState = {
    format: 'cms',
    algorithm,
    hash,
    chain,
    claimedTime: wholeSeconds(claimedTime),
    expiresAt,
    digest: (await digestOfSource(toSource(content))(hash))!,
    field: undefined,
    signedAttributes: [...(options.signedAttributes ?? []), ...encodeSignatureProperties(options)],
  };
  return waiting(state, 'CAdES');
}

async function waiting(state: ReadState, profile: CmsProfile): Promise<PreparedDeferred> {
  const { algorithm, hash, digest } = state;
  const certificate = certificateForSigning(state.chain[0]!, state.claimedTime);
  const message = encodeSignedAttributes({
    profile,
    naming: cmsNaming(algorithm, profile),
    contentDigest: digest,
    certificate,
    claimedTime: state.claimedTime,
    extra: state.signedAttributes,
  });
  const written = writeState(state);
  const takesDigest = signingSchemeOf(algorithm).scheme.hash !== undefined;
  const asked = takesDigest
    ? toSign({ accepts: ['digest'], algorithm }, certificate.publicKey, message)
    : undefined;
  return {
    state: written,
    fingerprint: fingerprintOf(written),
    message,
    ...(asked?.kind === 'digest' ? { toSign: asked } : {}),
    documentDigest: { hash, digest },
  };
}

function assertSigner(options: DeferredSigner & { readonly claimedTime: Date }): void {
  const { algorithm, chain, expiresAt, claimedTime } = options;
  const [own] = chain;
  if (own === undefined) {
    throw new YinxinError('KEY_WITHOUT_CERTIFICATE', 'give the certificate of the one who will sign');
  }
  const { publicKey } = certificateForSigning(own, claimedTime);
  if (publicKey.kind !== signingSchemeOf(algorithm).scheme.key) {
    throw new YinxinError('KEY_INVALID', `a ${publicKey.name} certificate does not sign with ${algorithm}`);
  }
  if (!(expiresAt > claimedTime)) {
    throw new YinxinError('ARGUMENT_INVALID', 'a signature is prepared for a time after the claimed one', {
      details: { option: 'expiresAt' },
    });
  }
}

function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}
