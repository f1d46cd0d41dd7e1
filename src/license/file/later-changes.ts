import type { Check } from '../../foundation/core/index.ts';
import type { FileFacts } from '../../foundation/validation/index.ts';

/** Changes that a reader of the face does not see. */
const UNSEEN: ReadonlySet<string> = new Set([
  ...['SIGNATURE_ADDED', 'TIMESTAMP_ADDED', 'DSS_UPDATED', 'METADATA_UPDATED', 'INFO_UPDATED'],
  // OFD: what a later signature shows is judged with it.
  ...['OFD_LATER_SIGNATURE', 'OFD_LATER_ROOT'],
]);

/**
 * A license is its face as it was sealed. What a PDF permits after a signature (a visible field, a filled one, notes) is
 * drawn over that face and can say anything, so a license changed in such a way is not usable, whoever signed the
 * change. Answers the failed check, or nothing.
 */
export function laterChangesChecks({ signatures }: FileFacts): Check[] {
  const seen = signatures
    .filter(({ kind, parent }) => kind === 'seal' && parent === undefined)
    .flatMap(({ changes, modification }) => {
      // What could not be compared leaves the seal undecided, and the license with it.
      if (modification === 'none' || modification === 'ltv-update' || modification === 'not-checked')
        return [];
      const visible = (changes ?? []).filter(({ code }) => !UNSEEN.has(code));
      // A change without a name is one that nobody can call unseen.
      return changes === undefined
        ? ['the file was changed after it was sealed']
        : visible.map(({ detail }) => detail);
    });
  return seen.slice(0, 1).map((detail) => ({
    code: 'LICENSE_CHANGED',
    status: 'failed',
    detail: `after the seal: ${detail}`,
    clause: 'yinxin.report/1 license',
  }));
}
