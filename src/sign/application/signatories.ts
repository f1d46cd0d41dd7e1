import { YinxinError } from '../../foundation/core/index.ts';
import type { Application, Party, Signatory, SignatoryRole } from './model.ts';

type Stated = Omit<Application, 'signatories'>;

/**
 * Who signs where nobody says more: the platform in its mode; the agent where there is one; else the applicant and every
 * co-applicant.
 */
export function defaultSignatories(application: Stated): Signatory[] {
  const { applicant, coApplicants = [], agent, platform, signedBy } = application;
  if (signedBy === 'platform') {
    if (platform === undefined) throw invalid('the platform signs, and is not named');
    return [{ id: 'platform', role: 'platform', party: platform.operator }];
  }
  if (agent !== undefined) return [{ id: 'agent', role: 'agent', party: agent }];
  return [
    { id: 'applicant', role: 'applicant', party: applicant },
    ...coApplicants.map((party, i) => ({
      id: `co-applicant-${i + 1}`,
      role: 'co-applicant' as const,
      party,
    })),
  ];
}

/** People, and mandates, of one application: each is compared with each signature. */
const MAX_PARTIES = 100;

/** Everybody whose application it is. */
export function principalsOf({ applicant, coApplicants = [] }: Stated): readonly Party[] {
  return [applicant, ...coApplicants];
}

/** The same code of the same type: one person or body, however the name is written. */
export function sameCode(a: Pick<Party, 'code' | 'codeType'>, b: Pick<Party, 'code' | 'codeType'>): boolean {
  return a.code === b.code && a.codeType === b.codeType;
}

/** Equal by everything that is written of them. Names are never normalised. */
export function sameParty(a: Party, b: Party): boolean {
  return a.name === b.name && a.code === b.code && a.codeType === b.codeType;
}

/**
 * Roles, parties and mode of signing fit together: nobody signs as somebody whom the application does not name, no
 * principal is left without a signature or an agent, the platform signs alone and over handwriting and evidence.
 * Throws APPLICATION_INVALID.
 */
export function assertParties(application: Application): void {
  const { signatories, signedBy, platform, agent, mandates = [] } = application;
  if (signatories.length === 0) throw invalid('nobody is named to sign');
  for (const list of [signatories, application.coApplicants ?? [], mandates])
    if (list.length > MAX_PARTIES) throw invalid(`more than ${MAX_PARTIES} take part`);
  if (new Set(signatories.map(({ id }) => id)).size !== signatories.length)
    throw invalid('two signatories have one id');
  for (const { role, party } of signatories) {
    if (!partiesOf(application, role).some((known) => sameParty(known, party)))
      throw invalid(`somebody signs as ${role} who is not named as such`);
  }
  if ((signedBy === 'platform') !== (platform !== undefined))
    throw invalid('the mode of signing and the platform do not fit');
  if (signedBy === 'platform') assertPlatform(application);
  else if (signatories.some(({ role }) => role === 'platform')) throw invalid('a platform signs undeclared');
  else assertRepresented(application);
  if (mandates.length > 0 && agent === undefined) throw invalid('there are mandates and no agent');
  const paths = new Set(application.attachments.map(({ path }) => path));
  if (mandates.some((path) => !paths.has(path))) throw invalid('a mandate is no attachment');
}

function partiesOf(application: Application, role: SignatoryRole): readonly Party[] {
  const { applicant, coApplicants = [], agent, platform } = application;
  switch (role) {
    case 'applicant':
      return [applicant];
    case 'co-applicant':
      return coApplicants;
    case 'agent':
      return agent === undefined ? [] : [agent];
    case 'platform':
      return platform === undefined ? [] : [platform.operator];
  }
}

function assertPlatform(application: Application): void {
  const { signatories, platform, identity, attachments, agent, coApplicants = [] } = application;
  if (agent === undefined && coApplicants.length > 0)
    throw invalid('a platform signs for one citizen, or for the agent of several');
  if (signatories.some(({ role }) => role !== 'platform'))
    throw invalid('where the platform signs, nobody else is named to sign');
  if (identity.evidence === undefined) throw invalid('the platform signs without identity evidence');
  const picture = attachments.find(({ path }) => path === platform?.handwriting);
  if (picture === undefined || !picture.mediaType.startsWith('image/'))
    throw invalid('the platform signs without a picture of the handwriting');
}

function assertRepresented(application: Application): void {
  const { signatories } = application;
  const byAgent = signatories.some(({ role }) => role === 'agent');
  const signs = (principal: Party): boolean =>
    signatories.some(({ role, party }) => role !== 'agent' && sameParty(party, principal));
  if (!byAgent && !principalsOf(application).every(signs))
    throw invalid('an applicant neither signs nor is represented');
}

function invalid(message: string): YinxinError {
  return new YinxinError('APPLICATION_INVALID', `application: ${message}`);
}
