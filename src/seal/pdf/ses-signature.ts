import { type SignOptions, YinxinError } from '../../foundation/core/index.ts';
import { TIMESTAMP_RESERVE } from '../../signatures/cades/index.ts';
import { estimateSesSize, makeSesSignature, readSeal, type SesSealing } from '../../signatures/ses/index.ts';
import { acceptSesSignature } from '../service/index.ts';
import type { PreparedSealPdf, SealPdfOptions } from './options.ts';

/** A certificate, a value and their frames, where a platform keeps the certificate to itself. */
const PLATFORM_RESERVE = 4096;

/** Upper bound of the SES_Signature in bytes. Who seals with what is checked here, before anything is prepared. */
export async function sesSize(options: SealPdfOptions, propertyInfo: string): Promise<number> {
  const sealing = sealingOf(options, propertyInfo, options.signOptions);
  if (options.sealService === undefined) return estimateSesSize(sealing!);
  // A platform may stamp the value whether it was asked to or not.
  return options.seal.length + propertyInfo.length + PLATFORM_RESERVE + TIMESTAMP_RESERVE;
}

/** The SES_Signature over the prepared digest: made by the signer, or by the platform and accepted. */
export async function signSes(
  { pdf, propertyInfo, options }: PreparedSealPdf,
  signOptions: SignOptions | undefined,
): Promise<Uint8Array> {
  const dataHash = pdf.digest;
  const { sealService, seal, claimedTime: time } = options;
  if (sealService === undefined) {
    return makeSesSignature({ ...sealingOf(options, propertyInfo, signOptions)!, dataHash });
  }
  const sealId = options.sealId ?? readSeal(seal).id;
  const answer = await sealService.seal({ sealId, dataHash, propertyInfo }, signOptions);
  return (await acceptSesSignature(answer, { seal, dataHash, propertyInfo, time })).raw;
}

/** In form `pades` the CMS carries the timestamp. */
function sealingOf(
  options: SealPdfOptions,
  propertyInfo: string,
  signOptions: SignOptions | undefined,
): SesSealing | undefined {
  const { signer, seal, claimedTime: time, random, algorithmProfile } = options;
  if (signer === undefined) {
    if (options.sealService !== undefined) return undefined;
    throw new YinxinError('ARGUMENT_INVALID', 'nobody seals: give a signer or a seal platform');
  }
  const tsa = options.form === 'ses' ? options.tsa : undefined;
  return {
    signer,
    seal,
    time,
    propertyInfo,
    ...(tsa === undefined ? {} : { tsa }),
    ...(random === undefined ? {} : { random }),
    ...(algorithmProfile === undefined ? {} : { algorithmProfile }),
    ...(signOptions === undefined ? {} : { signOptions }),
  };
}
