import { type AnnotateLicenseOptions, annotateLicense } from '../annotate/index.ts';
import type { AnnotateFile, VerifyLicenseFile } from './ports.ts';

/** Who makes and seals annotated copies, and with what. */
export interface SealedCopiesOptions
  extends Omit<
    AnnotateLicenseOptions,
    'original' | 'verifyFile' | 'purpose' | 'requester' | 'expiresAt' | 'sign'
  > {
  /** Judges each original before a copy of it is made. */
  readonly verifyFile: VerifyLicenseFile;
}

/**
 * Annotated copies of PDF licenses by `annotateLicense`, of other files none. Marks that the sharing policy wants stand on
 * each page behind the purpose; together they have at most 200 characters (ARGUMENT_INVALID: then no copy is given).
 */
export function sealedCopies({ verifyFile, ...options }: SealedCopiesOptions): AnnotateFile {
  return async (original, type, { purpose, requester, expiresAt, watermarks }) => {
    if (type !== 'pdf') return undefined;
    return annotateLicense({
      ...options,
      original,
      verifyFile: (file) => verifyFile(file, options.clock.now()),
      purpose: [purpose, ...watermarks].join('；'),
      requester,
      expiresAt,
    });
  };
}
