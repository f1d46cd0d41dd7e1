import type { Certificate } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import type { PathOptions } from '../path-report.ts';
import { checkExtensions, checkIssuers } from './check-path.ts';
import { checkPurpose } from './check-purpose.ts';

/** Everything about a path that no date changes (RFC 5280 6.1 without (a)(2) and (a)(3)). */
export function checkStructure(path: readonly Certificate[], options: PathOptions, findings: Findings): void {
  findings.passed('PATH', path.map((c) => c.subject.text).join(' <- '), 'RFC 5280 6.1');
  checkIssuers(path, findings);
  checkExtensions(path, findings);
  checkPurpose(path[0]!, options, findings);
}
