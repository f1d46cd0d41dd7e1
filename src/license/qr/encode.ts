import { type Signer, type SignOptions, YinxinError } from '../../foundation/core/index.ts';
import { type CodeCarrier, type CodeText, carryCode } from '../carrier/index.ts';
import { containsResidentId } from '../codes/index.ts';
import { type CoseSigner, digestOfCoseAlgorithm, openCoseSigner, signCoseSign1 } from '../cose/index.ts';
import { holdsPersonalNumber } from './clear-fields.ts';
import { encodePayload, type LicenseQrPayload } from './payload.ts';

/** What {@link encodeLicenseQr} needs. */
export interface EncodeLicenseQrOptions {
  readonly payload: LicenseQrPayload;
  readonly signer: Signer;
  readonly carrier: CodeCarrier;
  readonly sign?: SignOptions;
}

/** A signed code: the COSE bytes (to be stored before anything is drawn) and the text to draw. */
export interface LicenseQrCode extends CodeText {
  readonly cose: Uint8Array;
}

/**
 * Signs a license code (LicenseQR v1). The digest of the tree must go with the key: SM3 with SM2, SHA-256 with
 * ES256. No resident identity number may stand in it.
 * @throws ARGUMENT_INVALID, PROFILE_ALGORITHM_FORBIDDEN, KEY_WITHOUT_CERTIFICATE, QR_TOO_LARGE.
 */
export async function encodeLicenseQr(options: EncodeLicenseQrOptions): Promise<LicenseQrCode> {
  const opened = await openCoseSigner(options.signer, options.sign);
  const cose = await signLicensePayload(options.payload, opened, options.sign);
  return { cose, ...carryCode(cose, options.carrier) };
}

/** The COSE bytes of a code, by a signer that is already open. */
export async function signLicensePayload(
  payload: LicenseQrPayload,
  opened: CoseSigner,
  sign?: SignOptions,
): Promise<Uint8Array> {
  assertNothingPersonal(payload);
  const hash = digestOfCoseAlgorithm(opened.algorithm);
  if (payload.anchor.hash !== hash) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      `a code signed with ${opened.algorithm} has its tree over ${hash}`,
    );
  }
  return signCoseSign1(opened, encodePayload(payload), new Map(), sign);
}

function assertNothingPersonal(payload: LicenseQrPayload): void {
  for (const [key, value] of Object.entries(payload.clear)) {
    if (holdsPersonalNumber(value)) {
      throw new YinxinError('ARGUMENT_INVALID', 'a resident identity number never stands in a code', {
        details: { field: key },
      });
    }
  }
  if (containsResidentId(payload.identifier)) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'the identifier holds a resident identity number: take another serial',
    );
  }
}
