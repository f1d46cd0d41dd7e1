import { der } from '../../foundation/asn1/index.ts';
import {
  type Random,
  type Signer,
  type SignOptions,
  type TimestampAuthority,
  YinxinError,
} from '../../foundation/core/index.ts';
import { type AlgorithmProfile, digest, digestLength } from '../../foundation/crypto/index.ts';
import { obtainTimestamp } from '../../foundation/pki/index.ts';
import { TIMESTAMP_RESERVE } from '../cades/index.ts';
import { readSeal, type Seal } from './seal.ts';
import { type SesSigner, sesSigner } from './ses-signer.ts';
import { assertSealUsable } from './usable.ts';

/** Who seals with what, at what time. The signer is one whose certificate stands in the seal. */
export interface SesSealing {
  readonly signer: Signer;
  /** The electronic seal (电子印章): DER of an SESeal of V1 or V4; the signature is of its version. */
  readonly seal: Uint8Array;
  /** The time claimed (timeInfo); it proves nothing. */
  readonly time: Date;
  /** Names what is sealed: absolute path of Signature.xml in an OFD, name of the field in a PDF. ASCII. */
  readonly propertyInfo: string;
  /** Asked for a token over the value (V4; V1 has no place for one). */
  readonly tsa?: TimestampAuthority;
  /** Nonce of the timestamp request. */
  readonly random?: Random;
  /** Algorithms that a rule allows; unset: all that the library makes. */
  readonly algorithmProfile?: AlgorithmProfile;
  readonly signOptions?: SignOptions;
}

/** Options of {@link makeSesSignature}. */
export interface MakeSesSignatureOptions extends SesSealing {
  /** Digest of what is sealed, by the digest of the signer's algorithm: SM3 for SM2. */
  readonly dataHash: Uint8Array;
}

/**
 * Makes an SES_Signature (电子签章数据): DER, V4 (GB/T 38540-2020 7.1), V1 (GM/T 0031-2014) or V5 as the seal is. The seal
 * goes in as it stands. Checked: the signer is in the seal's list, seal and certificate are in force at `time`, the
 * certificate is for signing, the value verifies. Not checked: who made the seal, and revocation.
 * SEAL_INVALID, SEAL_SIGNER_NOT_LISTED, ARGUMENT_INVALID, TIMESTAMP_FAILED, and
 * the codes of the signer.
 */
export async function makeSesSignature(options: MakeSesSignatureOptions): Promise<Uint8Array> {
  const seal = readSeal(options.seal);
  const signer = await prepareSigner(options, seal);
  if (options.dataHash.length !== digestLength(signer.hash)) {
    throw new YinxinError('ARGUMENT_INVALID', `this signer digests with ${signer.hash}: give that digest`, {
      details: { hash: signer.hash, bytes: options.dataHash.length },
    });
  }
  const toSign = encodeToSign(seal, signer, options, options.dataHash);
  const value = await signer.sign(toSign);
  const token = options.tsa === undefined ? undefined : await tokenOver(value, options.tsa, signer, options);
  return assemble(seal, signer, toSign, value, token);
}

/** Upper bound of the signature in bytes, known before anything is signed. The codes of {@link makeSesSignature}. */
export async function estimateSesSize(options: SesSealing): Promise<number> {
  const seal = readSeal(options.seal);
  const signer = await prepareSigner(options, seal);
  const toSign = encodeToSign(seal, signer, options, new Uint8Array(digestLength(signer.hash)));
  const value = new Uint8Array(signer.info.maxSignatureSize);
  const token = options.tsa === undefined ? undefined : new Uint8Array(TIMESTAMP_RESERVE);
  return assemble(seal, signer, toSign, value, token).length;
}

async function prepareSigner(options: SesSealing, seal: Seal): Promise<SesSigner> {
  if (seal.structure === 'V1' && options.tsa !== undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'a V1 signature has no place for a timestamp: use a V4 seal');
  }
  const signer = await sesSigner(options.signer, options.time, options.algorithmProfile, options.signOptions);
  assertSealUsable(seal, signer.certificate.raw, options.time);
  return signer;
}

/** TBS_Sign. In V1 certificate and algorithm stand inside, in V4 beside it. */
function encodeToSign(
  seal: Seal,
  signer: SesSigner,
  { time, propertyInfo }: SesSealing,
  dataHash: Uint8Array,
): Uint8Array {
  const hash = der.bitString(dataHash);
  const property = der.ia5String(propertyInfo);
  // Whole seconds: the widest read form of both kinds of time.
  const instant = new Date(Math.floor(time.getTime() / 1000) * 1000);
  if (seal.structure === 'V1') {
    const timeInfo = der.bitString(der.utcTime(instant));
    const who = [der.octetString(signer.certificate.raw), der.oid(signer.algorithm)];
    return der.sequence(der.integer(seal.version), seal.raw, timeInfo, hash, property, ...who);
  }
  return der.sequence(der.integer(seal.version), seal.raw, der.generalizedTime(instant), hash, property);
}

function assemble(
  seal: Seal,
  signer: SesSigner,
  toSign: Uint8Array,
  value: Uint8Array,
  token: Uint8Array | undefined,
): Uint8Array {
  if (seal.structure === 'V1') return der.sequence(toSign, der.bitString(value));
  return der.sequence(
    toSign,
    der.octetString(signer.certificate.raw),
    der.oid(signer.algorithm),
    der.bitString(value),
    ...(token === undefined ? [] : [der.explicit(0, der.bitString(token))]),
  );
}

/** timeStamp [0]: a token of GB/T 20520 over the octets of the signature value. */
async function tokenOver(
  value: Uint8Array,
  tsa: TimestampAuthority,
  signer: SesSigner,
  { random, signOptions }: SesSealing,
): Promise<Uint8Array> {
  const hash = signer.hash === 'sm3' ? 'sm3' : 'sha256';
  return obtainTimestamp(tsa, hash, digest(hash, value), {
    ...(random === undefined ? {} : { random }),
    ...(signOptions === undefined ? {} : { signOptions }),
  });
}
