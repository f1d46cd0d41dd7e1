import { embedSignature } from '../../formats/pdf/index.ts';
import {
  type ByteSource,
  concatBytes,
  equalBytes,
  type FileInput,
  formatTime,
  isYinxinError,
  type Limits,
  type Random,
  readAll,
  type SignatureValue,
  type TimestampAuthority,
  toSource,
  YinxinError,
} from '../../foundation/core/index.ts';
import { certificateForSigning, digestOfSource, signCms } from '../../signatures/cades/index.ts';
import { inspectPdf } from '../../signatures/pades/index.ts';
import { stampCms } from '../cms/index.ts';
import { acceptCms } from './accept-cms.ts';
import { announcedSigner } from './announced-signer.ts';
import { mismatch, openGap } from './open-gap.ts';
import { type DeferredState, fingerprintOf, type ReadState, readState } from './state.ts';

/** Options of {@link completeSignature}. */
export interface CompleteSignatureOptions {
  /** As `prepareSignature` wrote it, or as it came back from wherever it was kept. */
  readonly state: DeferredState;
  /** PDF: the document that `prepareSignature` gave. CMS: the content. */
  readonly document: FileInput;
  /** The value over the signed attributes, or a whole CMS of a remote signer, DER. */
  readonly value:
    | (Pick<SignatureValue, 'value' | 'format'> & { readonly kind: 'value' })
    | {
        readonly kind: 'cms';
        readonly cms: Uint8Array;
      };
  /** The present. */
  readonly at: Date;
  /** What the caller knows apart from the state; each that is given must agree. */
  readonly expect?: {
    /** As `prepareSignature` gave it: shows any change of the state, of its expiry too. */
    readonly fingerprint?: string;
    /** The signer's certificate, DER. */
    readonly certificate?: Uint8Array;
    /** PDF: the signature field. */
    readonly field?: string;
  };
  /** Seconds after the claimed time, which the value covers, whatever the state tells of its expiry; 30 days when unset. */
  readonly maxAgeSeconds?: number;
  /** Adds a signature timestamp (B-T) where the value brings none. */
  readonly tsa?: TimestampAuthority;
  readonly random?: Random;
  readonly limits?: Partial<Limits>;
  /** Of an encrypted PDF. */
  readonly password?: string;
}

/** A completed signature. */
export interface CompletedSignature {
  readonly format: 'pdf' | 'cms';
  /** PDF: the whole signed file. CMS: the detached CMS. */
  readonly bytes: Uint8Array;
  /** The signer's certificate, DER. */
  readonly certificate: Uint8Array;
}

const MAX_AGE_SECONDS = 30 * 86_400;

/**
 * Completes a prepared signature. The bytes to be signed are built again from the document itself; of the state nothing is
 * believed that the value does not cover, and the value is verified under the certificate before anything is written. A
 * PDF is inspected once more when it is whole.
 *
 * DEFERRED_STATE_INVALID (malformed, or not of the `fingerprint`), DEFERRED_EXPIRED, DEFERRED_DOCUMENT_MISMATCH (another
 * document, field, time or byte), DEFERRED_CERTIFICATE_MISMATCH, DEFERRED_VALUE_INVALID (by another key, over other
 * bytes, another algorithm), CERTIFICATE_EXPIRED, CERTIFICATE_KEY_USAGE, TIMESTAMP_FAILED, ARGUMENT_INVALID (a value
 * above the reserve). Not checked: trust and revocation; `expiresAt` only as far as `maxAgeSeconds` and `fingerprint` go.
 */
export async function completeSignature(options: CompleteSignatureOptions): Promise<CompletedSignature> {
  const state = readState(options.state);
  assertExpected(state, options);
  assertInTime(state, options);
  const document = toSource(options.document);
  const { format, chain } = state;
  if (format === 'cms') {
    await assertContent(document, state);
    return { format, bytes: await makeCms(state, options), certificate: chain[0]! };
  }
  const gap = await openGap(document, state, openingOf(options));
  const update = embedSignature(gap, await makeCms(state, options));
  const bytes = concatBytes(await readAll(gap.source), update);
  await assertSigned(bytes, state, options);
  return { format, bytes, certificate: chain[0]! };
}

function assertExpected(state: ReadState, { state: given, expect = {} }: CompleteSignatureOptions): void {
  const { fingerprint, certificate, field } = expect;
  if (fingerprint !== undefined && fingerprint !== fingerprintOf(given)) {
    throw new YinxinError('DEFERRED_STATE_INVALID', 'the state is not the one of that fingerprint');
  }
  if (certificate !== undefined && !equalBytes(certificate, state.chain[0]!)) {
    throw new YinxinError('DEFERRED_CERTIFICATE_MISMATCH', 'the state names another certificate');
  }
  if (field !== undefined && field !== state.field) throw mismatch('the state names another field');
}

function assertInTime(
  state: ReadState,
  { at, maxAgeSeconds = MAX_AGE_SECONDS }: CompleteSignatureOptions,
): void {
  const latest = new Date(state.claimedTime.getTime() + maxAgeSeconds * 1000);
  const end = state.expiresAt < latest ? state.expiresAt : latest;
  if (at > end) {
    throw new YinxinError(
      'DEFERRED_EXPIRED',
      `the signature was to be completed before ${formatTime(end)}: prepare it anew`,
      { details: { expiredAt: end } },
    );
  }
  if (at < state.claimedTime) throw mismatch('it claims a time that has not come');
  // In its dates when it claims to sign, and still now: nothing proves that the value is older.
  const [own] = state.chain;
  certificateForSigning(own!, state.claimedTime);
  certificateForSigning(own!, at);
}

async function assertContent(document: ByteSource, { hash, digest }: ReadState): Promise<void> {
  const actual = await digestOfSource(document)(hash);
  if (actual === undefined || !equalBytes(actual, digest)) throw mismatch('its bytes are others');
}

async function makeCms(state: ReadState, options: CompleteSignatureOptions): Promise<Uint8Array> {
  const { value, tsa, random } = options;
  const cms = value.kind === 'cms' ? await acceptCms(value.cms, state) : await cmsOfValue(state, value);
  if (tsa === undefined) return cms;
  return (await stampCms(cms, { tsa, ...(random === undefined ? {} : { random }) })).cms;
}

/** Builds everything anew around the value; it is verified under the certificate before anybody uses it. */
async function cmsOfValue(state: ReadState, value: SignatureValue): Promise<Uint8Array> {
  const { algorithm, chain, digest, hash, format } = state;
  try {
    const { cms } = await signCms({
      signer: announcedSigner(algorithm, chain, { value: value.value, format: value.format }),
      content: { digest, hash },
      detached: true,
      profile: format === 'pdf' ? 'PAdES' : 'CAdES',
      claimedTime: state.claimedTime,
      signedAttributes: state.signedAttributes,
    });
    return cms;
  } catch (cause) {
    if (!isYinxinError(cause)) throw cause;
    throw new YinxinError(
      'DEFERRED_VALUE_INVALID',
      'the value does not verify over this document under the certificate; nothing was written',
      { cause },
    );
  }
}

/** The finished file says what was prepared, and nothing that an earlier signature forbids. */
async function assertSigned(
  bytes: Uint8Array,
  { field }: ReadState,
  options: CompleteSignatureOptions,
): Promise<void> {
  const { signatures } = await inspectPdf(toSource(bytes), openingOf(options));
  const own = signatures.filter(({ parent }) => parent === undefined).at(-1);
  const isNamed = own?.checks.some(({ code, detail }) => code === 'FIELD' && detail === field) === true;
  const isGood =
    own?.cryptography === 'intact' && own.coverage === 'whole-file' && own.formatFailure === undefined;
  const spoils = signatures.some(({ modification }) => modification === 'disallowed');
  if (!isNamed || !isGood || spoils) throw mismatch('with the value in it, it is no well signed PDF');
}

function openingOf({
  limits,
  password,
}: CompleteSignatureOptions): Pick<CompleteSignatureOptions, 'limits' | 'password'> {
  return { ...(limits === undefined ? {} : { limits }), ...(password === undefined ? {} : { password }) };
}
