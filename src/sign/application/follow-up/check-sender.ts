import type { BestTime, Check, JudgeOptions, SignatureFacts } from '../../../foundation/validation/index.ts';
import { sameDigests } from '../digests.ts';
import { check } from '../file-checks.ts';
import { checkAgentAct } from '../mandate/index.ts';
import type { FileDigests, Matter, Party } from '../model.ts';
import { sameCode, sameParty } from '../signatories.ts';
import { isSignedByParty } from '../signers/index.ts';
import type { ApplicationReport } from '../verify-application.ts';
import { isParty } from './open-application.ts';

/** What every document after an application says of it. */
export interface FollowUp {
  readonly applicationId: string;
  readonly application: FileDigests;
  readonly matter: Matter;
  readonly sender: Party;
  readonly receiver: Party;
}

/** What is known of a document after an application. */
export interface FollowUpFacts {
  readonly document: FollowUp;
  readonly act: 'supplement' | 'withdraw';
  readonly statedAt: string;
  readonly signers: readonly SignatureFacts[];
  readonly times: readonly BestTime[];
  readonly application: ApplicationReport;
  readonly options: JudgeOptions;
}

const CLAUSE = '电子签名法 art. 6 item 3, art. 13';

/**
 * The document belongs to this application (both digests, id, matter, receiver), its sender is a party of it, signed it,
 * and, as an agent, has a mandate for this act at this time.
 */
export function checkFollowUp(facts: FollowUpFacts): Check[] {
  const { document, application: report, signers } = facts;
  const { application } = report;
  if (application === null)
    return [check('FOLLOW_UP_APPLICATION', 'failed', 'the application cannot be read', CLAUSE)];
  const same =
    sameDigests(document.application, report.input) &&
    document.applicationId === application.id &&
    document.matter.code === application.matter.code;
  const party = isParty(application, document.sender);
  const named = isSignedByParty(signers, document.sender);
  return [
    outcome('FOLLOW_UP_APPLICATION', same, 'digests, id and matter are those of the application'),
    outcome(
      'FOLLOW_UP_RECEIVER',
      sameCode(document.receiver, application.receiver),
      'it goes to the same agency',
    ),
    outcome('FOLLOW_UP_SENDER', party, 'the sender is a party of the application'),
    check(
      'FOLLOW_UP_SIGNER',
      named ? 'passed' : 'not-run',
      named ? 'the certificate names the sender' : 'the certificate names another than the sender',
      CLAUSE,
    ),
    ...agentChecks(facts),
  ];
}

/** An applicant’s own signature under the application authorises no later act: each needs a mandate or a signature. */
function agentChecks({
  document,
  act,
  statedAt,
  times,
  application: report,
  options,
}: FollowUpFacts): Check[] {
  const { application, mandates, signatories } = report;
  if (application?.agent === undefined || !sameParty(document.sender, application.agent)) return [];
  const proved = times
    .filter(({ source }) => source !== 'validation-time')
    .map(({ time }) => Date.parse(time));
  return checkAgentAct(
    application,
    mandates,
    signatories.filter(({ role }) => role === 'agent'),
    {
      act,
      agent: application.agent,
      matter: application.matter.code,
      claimedAt: new Date(statedAt),
      provedAt: new Date(Math.min(options.at.getTime(), ...proved)),
    },
  );
}

function outcome(code: string, passed: boolean, detail: string): Check {
  return check(code, passed ? 'passed' : 'failed', detail, CLAUSE);
}
