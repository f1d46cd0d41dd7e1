import { der } from '../../foundation/asn1/index.ts';
import { type Signer, type SignOptions, YinxinError } from '../../foundation/core/index.ts';
import { type AlgorithmProfile, digest } from '../../foundation/crypto/index.ts';
import type { Certificate } from '../../foundation/x509/index.ts';
import { certificateForSigning } from '../cades/index.ts';
import type { SealPicture } from './seal.ts';
import { sesSigner } from './ses-signer.ts';

/** What a seal says. Times are instants; the picture is measured in whole millimetres. */
export interface MakeSealOptions {
  /** The maker (制章者): signs the seal. */
  readonly maker: Signer;
  /**
   * 4 (GB/T 38540-2020) unless another is asked for: 1 (GM/T 0031-2014), or 5 (GM/T 0031-2025), which is written and read
   * as one implementation does; the text of that standard was not at hand, and reports say so.
   */
  readonly version?: 4 | 1 | 5;
  /** esID: unique among the maker’s seals; ASCII. */
  readonly id: string;
  readonly name: string;
  /** 1 for an organisation, 2 for a person; V4 leaves the number to its makers. */
  readonly type?: number;
  /** Vid: identifier of the maker’s product; ASCII. */
  readonly vendor?: string;
  /** Certificates (DER) of those who may use the seal. */
  readonly signerCertificates: readonly Uint8Array[];
  /** How they stand in the seal: whole (default), or as SM3 digests (certListType 2, V4 alone). */
  readonly listSigners?: 'certificates' | 'digests';
  readonly picture: SealPicture;
  /** The maker's certificate must be in its dates then. */
  readonly createdAt: Date;
  /** Unset: `createdAt`. */
  readonly validFrom?: Date;
  /** Unset: the earliest end of the signers' certificates. Never later than that. */
  readonly validTo?: Date;
  /** Algorithms that a rule allows; unset: all that the library makes. */
  readonly algorithmProfile?: AlgorithmProfile;
  readonly signOptions?: SignOptions;
}

/**
 * Makes an SESeal: DER, signed by the maker, V4 and V5 over eSealInfo (GB/T 38540-2020 6.1), V1 over eSealInfo, certificate and
 * algorithm (GM/T 0031-2014). A seal made with this library does not come from an authorised seal-making system unless
 * the maker is one; verifiers believe only makers they have listed. It is in force within its signers' certificates
 * (国办发〔2025〕33号 practice: the seal is valid as long as its certificate), which must be for signing.
 * SEAL_INVALID, CERTIFICATE_KEY_USAGE, KEY_WITHOUT_CERTIFICATE and the other codes of the signer.
 */
export async function makeSeal(options: MakeSealOptions): Promise<Uint8Array> {
  assertPicture(options.picture);
  const validity = validityOf(options, signersOf(options));
  const maker = await sesSigner(
    options.maker,
    options.createdAt,
    options.algorithmProfile,
    options.signOptions,
  );
  const info = encodeInfo(options, validity);
  const certificate = der.octetString(maker.certificate.raw);
  const algorithm = der.oid(maker.algorithm);
  if (options.version === 1) {
    const value = await maker.sign(der.sequence(info, certificate, algorithm));
    return der.sequence(info, der.sequence(certificate, algorithm, der.bitString(value)));
  }
  return der.sequence(info, certificate, algorithm, der.bitString(await maker.sign(info)));
}

interface Validity {
  readonly from: Date;
  readonly to: Date;
}

function encodeInfo(options: MakeSealOptions, { from, to }: Validity): Uint8Array {
  const { picture, version = 4 } = options;
  const header = der.sequence(
    der.ia5String('ES'),
    der.integer(version),
    der.ia5String(options.vendor ?? 'yinxin'),
  );
  const time = version === 1 ? der.utcTime : der.generalizedTime;
  const property = der.sequence(
    der.integer(options.type ?? 1),
    der.utf8String(options.name),
    ...encodeSigners(options),
    ...[options.createdAt, from, to].map(time),
  );
  const drawn = der.sequence(
    der.ia5String(picture.type.toUpperCase()),
    der.octetString(picture.data),
    der.integer(picture.widthMm),
    der.integer(picture.heightMm),
  );
  return der.sequence(header, der.ia5String(options.id), property, drawn);
}

/** certList, in V4 behind its type. The standard leaves the name of the digest to the maker. */
function encodeSigners(options: MakeSealOptions): Uint8Array[] {
  const { version = 4, signerCertificates, listSigners = 'certificates' } = options;
  const type = version === 1 ? [] : [der.integer(listSigners === 'digests' ? 2 : 1)];
  if (listSigners === 'certificates') {
    return [...type, der.sequenceOf(signerCertificates.map((raw) => der.octetString(raw)))];
  }
  if (version === 1) invalid('a V1 seal has no list of digests: list the certificates');
  const objects = signerCertificates.map((raw) =>
    der.sequence(der.printableString('SM3'), der.octetString(digest('sm3', raw))),
  );
  return [...type, der.sequenceOf(objects)];
}

/** An encryption certificate of a pair (GB/T 20518) seals nothing. */
function signersOf({ signerCertificates }: MakeSealOptions): Certificate[] {
  if (signerCertificates.length === 0) invalid('a seal needs at least one signer certificate');
  return signerCertificates.map((raw) => certificateForSigning(raw, undefined));
}

function validityOf(options: MakeSealOptions, signers: readonly Certificate[]): Validity {
  const ends = Math.min(...signers.map(({ notAfter }) => notAfter.getTime()));
  const begins = Math.max(...signers.map(({ notBefore }) => notBefore.getTime()));
  const from = options.validFrom ?? options.createdAt;
  const to = options.validTo ?? new Date(ends);
  if (from.getTime() < begins || to.getTime() > ends) {
    invalid('the seal’s validity must lie within its signer certificate’s validity');
  }
  if (!(to >= from)) invalid('the seal ends before it begins');
  return { from, to };
}

function assertPicture({ data, widthMm, heightMm }: SealPicture): void {
  const measured = [widthMm, heightMm].every((side) => Number.isInteger(side) && side > 0 && side <= 1000);
  if (!measured) invalid('the picture is measured in whole millimetres, 1 to 1000');
  if (data.length === 0) invalid('the picture is empty');
}

function invalid(message: string): never {
  throw new YinxinError('SEAL_INVALID', message);
}
