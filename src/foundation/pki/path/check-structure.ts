import type { Certificate } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import type { PathOptions } from '../path-report.ts';
import { checkExtensions } from './check-extensions.ts';
import { checkIssuers } from './check-issuers.ts';
import { checkProfile } from './check-profile.ts';
import { checkPurpose } from './check-purpose.ts';
import { checkNameConstraints } from './names/index.ts';
import { readPathExtensions } from './path-extensions.ts';
import { checkPolicies } from './policies/index.ts';

/** What the structure of a path yields besides its findings. */
export interface PathStructure {
  /** The user-constrained policy set (RFC 5280 6.1.6, RFC 9618): empty where no policy holds for the path. */
  readonly policies: readonly string[];
}

/** Everything about a path that no date changes (RFC 5280 6.1 without (a)(2) and (a)(3)). */
export function checkStructure(
  path: readonly Certificate[],
  options: PathOptions,
  findings: Findings,
): PathStructure {
  findings.passed('PATH', path.map((c) => c.subject.text).join(' <- '), 'RFC 5280 6.1');
  const extensions = readPathExtensions(path, findings);
  checkIssuers(path, findings);
  checkExtensions(path, extensions, findings);
  checkNameConstraints(path, (index) => extensions[index]!.nameConstraints, findings);
  const policies = checkPolicies(path, extensions, options.policies ?? {}, findings);
  checkPurpose(path, options, findings);
  checkProfile(path, findings);
  return { policies };
}
