import type { MissingData } from '../../foundation/validation/index.ts';

/** What a later verification may miss, a line for each. */
export function missingLines(missing: readonly MissingData[]): string[] {
  return missing.map(({ signature, certificate, detail }) => {
    const about =
      certificate === undefined ? '' : ` certificate ${certificate.serialNumber} of ${certificate.issuer}:`;
    return `missing: ${signature}:${about} ${detail}`;
  });
}
