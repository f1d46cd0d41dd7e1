import { der, readDer } from '../../foundation/asn1/index.ts';
import { type Signer, type SignOptions, YinxinError } from '../../foundation/core/index.ts';
import {
  type AlgorithmProfile,
  assertAlgorithmAllowed,
  parseAlgorithmIdentifier,
  parsePublicKey,
  rawToDerSignature,
  signingSchemeOf,
  verifySignature,
} from '../../foundation/crypto/index.ts';
import { parseCertificate } from '../../foundation/x509/index.ts';
import type { SealPicture } from './seal.ts';

/** What a seal says. Times are instants; the picture is measured in whole millimetres. */
export interface MakeSealOptions {
  /** The maker (制章者): signs the seal. */
  readonly maker: Signer;
  /** esID: unique among the maker’s seals; ASCII. */
  readonly id: string;
  readonly name: string;
  /** 1 for an organisation, 2 for a person; makers use others too. */
  readonly type?: number;
  /** Vid: identifier of the maker’s product; ASCII. */
  readonly vendor?: string;
  /** Certificates (DER) of those who may use the seal. */
  readonly signerCertificates: readonly Uint8Array[];
  readonly picture: SealPicture;
  readonly createdAt: Date;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Algorithms that a rule allows; unset: all that the library makes. */
  readonly algorithmProfile?: AlgorithmProfile;
  readonly signOptions?: SignOptions;
}

/**
 * Makes an SESeal of version 4 (GB/T 38540-2020 clause 6.1): DER, signed by the maker over eSealInfo.
 * A seal made with this library does not come from an authorised seal-making system unless the maker is one;
 * verifiers believe only makers they have listed. The validity must lie within every signer certificate’s
 * (国办发〔2025〕33号 practice: the seal is valid as long as its certificate). SEAL_INVALID, KEY_WITHOUT_CERTIFICATE.
 */
export async function makeSeal(options: MakeSealOptions): Promise<Uint8Array> {
  assertValidity(options);
  const signerInfo = await options.maker.info(options.signOptions);
  const certificate = signerInfo.chain?.[0];
  if (certificate === undefined) {
    throw new YinxinError(
      'KEY_WITHOUT_CERTIFICATE',
      'the seal maker’s certificate is missing: give the signer a chain',
    );
  }
  assertAlgorithmAllowed(signerInfo.algorithm, options.algorithmProfile);
  const scheme = signingSchemeOf(signerInfo.algorithm);
  const info = encodeInfo(options);
  const signed = await options.maker.sign({ kind: 'message', data: info }, options.signOptions);
  const key = parsePublicKey(signerInfo.publicKey);
  const elliptic = key.kind === 'ec' || key.kind === 'sm2';
  const value = signed.format === 'raw' && elliptic ? rawToDerSignature(signed.value) : signed.value;
  if (verifySignature(scheme.scheme, key, [info], value) !== 'valid') {
    throw new YinxinError('SIGNATURE_SELF_CHECK_FAILED', 'the maker returned a value that does not verify');
  }
  const algorithm = parseAlgorithmIdentifier(readDer(scheme.signatureAlgorithmIdentifier)).oid;
  return der.sequence(info, der.octetString(certificate), der.oid(algorithm), der.bitString(value));
}

function encodeInfo(options: MakeSealOptions): Uint8Array {
  const { picture } = options;
  const header = der.sequence(der.ia5String('ES'), der.integer(4), der.ia5String(options.vendor ?? 'yinxin'));
  const property = der.sequence(
    der.integer(options.type ?? 1),
    der.utf8String(options.name),
    der.integer(1),
    der.sequenceOf(options.signerCertificates.map((c) => der.octetString(c))),
    der.generalizedTime(options.createdAt),
    der.generalizedTime(options.validFrom),
    der.generalizedTime(options.validTo),
  );
  const drawn = der.sequence(
    der.ia5String(picture.type.toUpperCase()),
    der.octetString(picture.data),
    der.integer(picture.widthMm),
    der.integer(picture.heightMm),
  );
  return der.sequence(header, der.ia5String(options.id), property, drawn);
}

function assertValidity(options: MakeSealOptions): void {
  if (options.signerCertificates.length === 0) {
    throw new YinxinError('SEAL_INVALID', 'a seal needs at least one signer certificate');
  }
  for (const raw of options.signerCertificates) {
    const certificate = parseCertificate(raw);
    if (options.validFrom < certificate.notBefore || options.validTo > certificate.notAfter) {
      throw new YinxinError(
        'SEAL_INVALID',
        'the seal’s validity must lie within its signer certificate’s validity',
      );
    }
  }
  if (options.validTo < options.validFrom)
    throw new YinxinError('SEAL_INVALID', 'the seal ends before it begins');
}
