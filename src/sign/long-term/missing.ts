import { YinxinError } from '../../foundation/core/index.ts';
import type { MissingData } from '../../foundation/validation/index.ts';
import type { LongTermOptions } from './options.ts';

/** VALIDATION_DATA_MISSING with everything that is missing, unless a report of it will do. */
export function refuseMissing(missing: readonly MissingData[], { incomplete }: LongTermOptions): void {
  if (missing.length === 0 || incomplete === 'report') return;
  const words = missing.slice(0, 5).map(wordsOf).join('; ');
  const more = missing.length > 5 ? `; and ${missing.length - 5} more` : '';
  throw new YinxinError('VALIDATION_DATA_MISSING', `nothing was written: ${words}${more}`, {
    details: { missing },
  });
}

function wordsOf({ signature, certificate, detail, asked }: MissingData): string {
  const about =
    certificate === undefined ? '' : ` certificate ${certificate.serialNumber} of ${certificate.issuer}:`;
  const vain = asked.map(({ url, failure }) => `${url}: ${failure}`).join(', ');
  return `${signature}:${about} ${detail}${vain === '' ? '' : ` (asked: ${vain})`}`;
}
