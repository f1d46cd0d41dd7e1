import { formatTime } from '../../core/index.ts';
import type { Certificate } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import { labelOf } from './certificate-label.ts';

const CLAUSE = 'RFC 5280 6.1.3 (a)(2)';

/**
 * Every certificate of the path is in its dates, both ends included; the anchor too, though RFC 5280 leaves that open:
 * who believes it longer gives a later certificate of it.
 */
export function checkDates(path: readonly Certificate[], at: Date, findings: Findings): void {
  let good = true;
  for (const [index, certificate] of path.entries()) {
    const late = at > certificate.notAfter;
    if (!late && at >= certificate.notBefore) continue;
    good = false;
    const window = `${formatTime(certificate.notBefore)} to ${formatTime(certificate.notAfter)}`;
    const detail = `${labelOf(path, index)} is valid ${window}, asked for ${formatTime(at)}`;
    findings.refuse(
      late ? 'expired' : 'untrusted',
      'OUT_OF_BOUNDS_NO_POE',
      'CERTIFICATE_DATES',
      detail,
      CLAUSE,
    );
  }
  if (good) findings.passed('CERTIFICATE_DATES', 'all certificates are in their dates', CLAUSE);
}
