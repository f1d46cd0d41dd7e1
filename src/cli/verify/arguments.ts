import type { AlgorithmProfile } from '../../foundation/crypto/index.ts';
import type { RevocationMode } from '../../foundation/validation/index.ts';
import type { Language } from '../language.ts';

/** Options of `yinxin verify` as commander gives them. */
export interface VerifyArguments {
  readonly trust?: readonly string[];
  readonly trustTsa?: readonly string[];
  readonly sealMaker?: readonly string[];
  readonly issuers?: readonly string[];
  readonly issuerListSigner?: readonly string[];
  readonly status?: readonly string[];
  readonly statusMaxAge?: number;
  readonly intermediate?: readonly string[];
  readonly crl?: readonly string[];
  readonly ocsp?: readonly string[];
  readonly revocation: RevocationMode;
  readonly at?: string;
  readonly detached?: string;
  readonly data?: readonly string[];
  readonly evidence?: readonly string[];
  readonly signerCert?: string;
  readonly password?: string;
  readonly allowLegacy?: boolean;
  readonly profile?: AlgorithmProfile;
  readonly online?: boolean;
  readonly privateHosts?: boolean;
  readonly filesFrom?: string;
  readonly jobs: number;
  readonly lang: Language;
  readonly json?: boolean;
}
