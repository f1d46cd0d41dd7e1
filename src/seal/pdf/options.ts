import type { SealService, Signer } from '../../foundation/core/index.ts';
import type { PreparedPdf, SignPdfOptions } from '../../sign/index.ts';
import type { SealPlacement } from '../place/index.ts';

/**
 * How the seal is bound to the file. `pades`: a PAdES signature that every PDF reader verifies, with the SES_Signature as
 * signed attribute. `ses`: the SES_Signature (GB/T 38540-2020) itself in /Contents (/SubFilter /GM.sm2seal), as one vendor
 * writes it; other readers see a signature that they cannot verify.
 */
export type SealPdfForm = 'pades' | 'ses';

/** Options of {@link sealPdf}. */
export interface SealPdfOptions
  extends Omit<SignPdfOptions, 'signer' | 'appearance' | 'stamps' | 'signedAttributes'> {
  /** Who seals: one whose certificate stands in the seal. Form `ses` does with a seal platform alone. */
  readonly signer?: Signer;
  /** A seal platform that makes the SES_Signature; what it answers is verified before it is embedded. */
  readonly sealService?: SealService;
  /** Identifier of the seal at the platform. Unset: that of the seal itself (esID). */
  readonly sealId?: string;
  /** The electronic seal (电子印章): DER of an SESeal. */
  readonly seal: Uint8Array;
  /** Unset: `pades`. */
  readonly form?: SealPdfForm;
  /** Where the seal stands; all places are one signature. At least one. */
  readonly placements: readonly SealPlacement[];
}

/** A sealed PDF but for the value of its signature. Nothing of it is secret. */
export interface PreparedSealPdf {
  readonly pdf: Pick<PreparedPdf, 'prepared' | 'hash' | 'digest'>;
  /** Signer's part of form `pades`. */
  readonly pades?: { readonly pdf: PreparedPdf; readonly options: SignPdfOptions };
  /** Name of the field, as the SES_Signature says it. */
  readonly propertyInfo: string;
  readonly options: SealPdfOptions;
}
