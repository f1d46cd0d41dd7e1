import { sourceFromBytes, YinxinError } from '../../../foundation/core/index.ts';
import { checkContent } from '../content-checks.ts';
import type { Application, Party } from '../model.ts';
import { principalsOf, sameParty } from '../signatories.ts';

/** The application behind a document that follows it. APPLICATION_INVALID where it is not as it was listed. */
export async function openApplication(file: Uint8Array): Promise<Application> {
  const { application, checks } = await checkContent(sourceFromBytes(file));
  const fault = checks.find(({ status }) => status === 'failed');
  if (application === null || fault !== undefined)
    throw new YinxinError('APPLICATION_INVALID', `the application cannot be followed: ${fault?.detail}`);
  return application;
}

/** Who acts where nobody is named: the agent, else the applicant. APPLICATION_INVALID for a stranger. */
export function senderOf(application: Application, sender: Party | undefined): Party {
  const { agent, applicant } = application;
  const acting = sender ?? agent ?? applicant;
  if (!isParty(application, acting))
    throw new YinxinError('APPLICATION_INVALID', 'the sender is no party of the application');
  return acting;
}

/** True for an applicant, a co-applicant or the agent. */
export function isParty(application: Application, who: Party): boolean {
  const { agent } = application;
  return [...principalsOf(application), ...(agent === undefined ? [] : [agent])].some((known) =>
    sameParty(known, who),
  );
}
