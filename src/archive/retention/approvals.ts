import { formatTime, YinxinError } from '../../foundation/core/index.ts';
import type { DisposalProposal } from './propose-disposal.ts';
import type { DisposalApproval } from './register.ts';

/** Persons who must approve, and who must see it done (监销): two each, in the manner of the archive rules. */
export const PERSONS = 2;

/**
 * Approved by enough different persons, each after the proposal and for exactly this one? DISPOSAL_REFUSED with
 * `details.code` DISPOSAL_NOT_APPROVED where not.
 */
export function assertApproved(
  { sha256, proposedAt }: DisposalProposal,
  approvals: readonly DisposalApproval[],
  supervisors: readonly string[],
  at: Date,
): void {
  const good = approvals.filter(
    (approval) =>
      approval.proposal === sha256 &&
      approval.approver.trim() !== '' &&
      approval.basis.trim() !== '' &&
      approval.at >= proposedAt &&
      approval.at <= at,
  );
  const persons = new Set(good.map(({ approver }) => approver.trim()));
  if (good.length !== approvals.length) {
    throw notApproved('an approval is of another proposal, of another time, or names nobody or no basis');
  }
  if (persons.size < PERSONS) {
    throw notApproved(`${persons.size} of ${PERSONS} persons approved by ${formatTime(at)}`);
  }
  const seen = new Set(supervisors.map((name) => name.trim()).filter((name) => name !== ''));
  if (seen.size < PERSONS) throw notApproved(`name ${PERSONS} persons who see it done (监销人)`);
}

function notApproved(why: string): YinxinError {
  return new YinxinError('DISPOSAL_REFUSED', `the disposal is not approved: ${why}`, {
    details: { code: 'DISPOSAL_NOT_APPROVED' },
  });
}
