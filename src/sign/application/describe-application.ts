import {
  canonicalJsonBytes,
  type FormSchema,
  type JsonValue,
  toHex,
  YinxinError,
} from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { type AttachmentInput, attachmentPath, describeAttachment, describeFile } from './attachments.ts';
import { bindingOf } from './digests.ts';
import { MAX_JSON_BYTES } from './file-checks.ts';
import { assertForm } from './form-check.ts';
import {
  APPLICATION_SCHEMA,
  type Application,
  EVIDENCE_PATHS,
  type EvidenceForm,
  type FileDigests,
  FORM_PATH,
  type IdentityEvidence,
  type Matter,
  type Party,
  type PlatformSigning,
  type Signatory,
  type SignatoryRole,
} from './model.ts';
import { defaultSignatories } from './signatories.ts';
import { timeText } from './time-window.ts';

/** How the acting person was identified, before it is written down. */
export interface IdentityInput {
  readonly method: string;
  readonly assuranceLevel: string;
  readonly subject: { readonly code: string; readonly codeType: string };
  readonly time: Date;
  readonly provider?: string;
  /** What the provider signed over `applicationBinding` of the same input. */
  readonly evidence?: { readonly form: EvidenceForm; readonly data: Uint8Array };
}

/** Somebody who must sign. */
export interface SignatoryInput {
  readonly role: SignatoryRole;
  readonly party: Party;
  /** The one certificate (DER) that counts; unset: any that names the party. */
  readonly certificate?: Uint8Array;
}

/** How a platform signs for a citizen without a certificate. */
export interface PlatformInput {
  readonly means: PlatformSigning['means'];
  readonly operator: Party;
  /** Name of the attachment with the picture of the handwriting (PNG, JPEG and the like). */
  readonly handwriting: string;
}

/** What an application says, before anybody is identified or signs. */
export interface ApplicationInput {
  /** Unique per receiver; the caller allots it. */
  readonly id: string;
  readonly matter: Matter;
  readonly receiver: Party;
  readonly applicant: Party;
  /** Further applicants (共同申请人). */
  readonly coApplicants?: readonly Party[];
  readonly agent?: Party;
  /** Names of attachments that are mandates for the agent, best by `signMandate`. */
  readonly mandates?: readonly string[];
  /**
   * Who must sign. Unset: the platform in its mode, else the agent where there is one, else the applicant and all
   * co-applicants.
   */
  readonly signatories?: readonly SignatoryInput[];
  /** Platform-signed mode: reported as what it is, never as the citizen's own signature. */
  readonly platform?: PlatformInput;
  readonly form: JsonValue;
  /** Of the catalog: a form that does not fit is refused. */
  readonly formSchema?: FormSchema;
  readonly attachments: readonly AttachmentInput[];
}

/**
 * The digests that identity evidence must be bound to: of `application.json` without the identity and the time of
 * submission. Whoever changes matter, parties, roles, form or attachments afterwards needs new evidence.
 */
export function applicationBinding(input: ApplicationInput): FileDigests {
  return bindingOf(statementOf(input));
}

/** `application.json` of an input. Throws APPLICATION_INVALID, JSON_INVALID. */
export function describeApplication(input: ApplicationInput, identity: IdentityInput, at: Date): Application {
  return { ...statementOf(input), submittedAt: timeText(at, 'at'), identity: identityOf(identity) };
}

type Statement = Omit<Application, 'identity' | 'submittedAt'>;

function statementOf(input: ApplicationInput): Statement {
  const { agent, coApplicants, mandates, platform, formSchema } = input;
  const form = canonicalJsonBytes(input.form);
  if (form.length > MAX_JSON_BYTES)
    throw new YinxinError('APPLICATION_INVALID', `the form is larger than ${MAX_JSON_BYTES} bytes`);
  if (formSchema !== undefined) assertForm(input.form, formSchema);
  const stated: Omit<Statement, 'signatories'> = {
    schema: APPLICATION_SCHEMA,
    id: input.id,
    matter: { code: input.matter.code, name: input.matter.name },
    receiver: party(input.receiver),
    applicant: party(input.applicant),
    ...(coApplicants === undefined ? {} : { coApplicants: coApplicants.map(party) }),
    ...(agent === undefined ? {} : { agent: party(agent) }),
    ...(mandates === undefined ? {} : { mandates: mandates.map(attachmentPath) }),
    signedBy: platform === undefined ? 'applicant' : 'platform',
    ...(platform === undefined ? {} : { platform: platformOf(platform) }),
    form: { ...describeFile(FORM_PATH, form), mediaType: 'application/json' },
    ...(formSchema === undefined ? {} : { formSchema: { id: formSchema.id, version: formSchema.version } }),
    attachments: input.attachments.map(describeAttachment),
  };
  const signatories = input.signatories?.map(signatory) ?? defaultSignatories(stated as Application);
  return { ...stated, signatories };
}

/** A party with nothing beside it. */
export function party({ name, code, codeType }: Party): Party {
  return { name, code, codeType };
}

function platformOf({ means, operator, handwriting }: PlatformInput): PlatformSigning {
  return { means, operator: party(operator), handwriting: attachmentPath(handwriting) };
}

function signatory(
  { role, party: who, certificate }: SignatoryInput,
  index: number,
  all: readonly SignatoryInput[],
): Signatory {
  const number = all.slice(0, index).filter((other) => other.role === role).length + 1;
  return {
    id: role === 'co-applicant' ? `${role}-${number}` : role,
    role,
    party: party(who),
    ...(certificate === undefined ? {} : { certificateSha256: toHex(digest('sha256', certificate)) }),
  };
}

function identityOf(identity: IdentityInput): IdentityEvidence {
  const { method, assuranceLevel, subject, time, provider, evidence } = identity;
  return {
    method,
    assuranceLevel,
    subject: { code: subject.code, codeType: subject.codeType },
    time: timeText(time, 'identity.time'),
    ...(provider === undefined ? {} : { provider }),
    ...(evidence === undefined
      ? {}
      : { evidence: { ...describeFile(EVIDENCE_PATHS[evidence.form], evidence.data), form: evidence.form } }),
  };
}
