import { JsonFields, parseCanonical } from './json-fields.ts';
import {
  APPLICATION_SCHEMA,
  type Application,
  type ApplicationAttachment,
  type ApplicationFile,
  type FileDigests,
  type IdentityEvidence,
  type Matter,
  type Party,
  type PlatformSigning,
  type PreviousDocument,
  RECEIPT_SCHEMA,
  type Receipt,
  type Signatory,
} from './model.ts';
import { assertParties, defaultSignatories } from './signatories.ts';

/**
 * Reads `application.json` strictly: canonical, no unknown field, none missing, roles that fit the parties. Throws
 * APPLICATION_INVALID.
 */
export function readApplication(bytes: Uint8Array): Application {
  const fields = new JsonFields(parseCanonical(bytes, 'application.json'), 'application');
  const stated: Omit<Application, 'signatories'> = {
    schema: fields.oneOf('schema', [APPLICATION_SCHEMA]),
    id: fields.text('id'),
    submittedAt: fields.time('submittedAt'),
    matter: fields.nested('matter', readMatter),
    receiver: fields.nested('receiver', readParty),
    applicant: fields.nested('applicant', readParty),
    ...(fields.has('coApplicants') ? { coApplicants: fields.objects('coApplicants', readParty) } : {}),
    ...(fields.has('agent') ? { agent: fields.nested('agent', readParty) } : {}),
    ...(fields.has('mandates') ? { mandates: fields.texts('mandates') } : {}),
    signedBy: fields.oneOf('signedBy', ['applicant', 'platform']),
    ...(fields.has('platform') ? { platform: fields.nested('platform', readPlatform) } : {}),
    form: fields.nested('form', readFile),
    ...(fields.has('formSchema') ? { formSchema: fields.nested('formSchema', readSchemaName) } : {}),
    attachments: fields.objects('attachments', readAttachment),
    identity: fields.nested('identity', readIdentity),
  };
  const signatories = fields.has('signatories')
    ? fields.objects('signatories', readSignatory)
    : defaultSignatories(stated);
  fields.end();
  const application: Application = { ...stated, signatories };
  assertParties(application);
  return application;
}

/** Reads the content of a receipt strictly. Throws APPLICATION_INVALID. */
export function readReceipt(bytes: Uint8Array): Receipt {
  const fields = new JsonFields(parseCanonical(bytes, 'the receipt'), 'receipt');
  const schema = fields.oneOf('schema', [RECEIPT_SCHEMA]);
  const application = fields.nested('application', readDigests);
  const receipt: Receipt = {
    schema,
    applicationId: fields.text('applicationId'),
    application,
    // The first receipts named no predecessor: they answer the application itself.
    previous: fields.has('previous')
      ? fields.nested('previous', readPrevious)
      : { kind: 'application', ...application },
    matter: fields.nested('matter', readMatter),
    sender: fields.nested('sender', readParty),
    receiver: fields.nested('receiver', readParty),
    sentAt: fields.time('sentAt'),
    receivedAt: fields.time('receivedAt'),
    decision: fields.oneOf('decision', ['received', 'accepted', 'supplement', 'rejected']),
    reasons: fields.objects('reasons', (reason) => ({
      code: reason.text('code'),
      text: reason.text('text'),
      ...reason.optional('basis'),
    })),
    checked: fields.nested('checked', (checked) => ({
      at: checked.time('at'),
      conclusion: checked.text('conclusion'),
      indication: checked.text('indication'),
    })),
  };
  fields.end();
  return receipt;
}

/** A party. */
export function readParty(fields: JsonFields): Party {
  return { name: fields.text('name'), code: fields.text('code'), codeType: fields.text('codeType') };
}

/** Size and digests of a file. */
export function readDigests(fields: JsonFields): FileDigests {
  return { size: fields.size('size'), sha256: fields.hex('sha256', 32), sm3: fields.hex('sm3', 32) };
}

/** The document before. */
export function readPrevious(fields: JsonFields): PreviousDocument {
  return {
    kind: fields.oneOf('kind', ['application', 'receipt', 'supplement', 'withdrawal']),
    ...readDigests(fields),
  };
}

/** A matter. */
export function readMatter(fields: JsonFields): Matter {
  return { code: fields.text('code'), name: fields.text('name') };
}

/** A file with its path. */
export function readFile(fields: JsonFields): ApplicationFile {
  return { path: fields.text('path'), mediaType: fields.text('mediaType'), ...readDigests(fields) };
}

/** An attachment. */
export function readAttachment(fields: JsonFields): ApplicationAttachment {
  return {
    ...readFile(fields),
    name: fields.text('name'),
    ...fields.optional('title'),
    ...fields.optional('materialCode'),
  };
}

function readSignatory(fields: JsonFields): Signatory {
  return {
    id: fields.text('id'),
    role: fields.oneOf('role', ['applicant', 'co-applicant', 'agent', 'platform']),
    party: fields.nested('party', readParty),
    ...(fields.has('certificateSha256') ? { certificateSha256: fields.hex('certificateSha256', 32) } : {}),
  };
}

function readPlatform(fields: JsonFields): PlatformSigning {
  return {
    means: fields.oneOf('means', ['agency', 'event-certificate']),
    operator: fields.nested('operator', readParty),
    handwriting: fields.text('handwriting'),
  };
}

function readSchemaName(fields: JsonFields): { readonly id: string; readonly version: string } {
  return { id: fields.text('id'), version: fields.text('version') };
}

function readIdentity(fields: JsonFields): IdentityEvidence {
  return {
    method: fields.text('method'),
    assuranceLevel: fields.text('assuranceLevel'),
    subject: fields.nested('subject', (s) => ({ code: s.text('code'), codeType: s.text('codeType') })),
    time: fields.time('time'),
    ...fields.optional('provider'),
    ...(fields.has('evidence')
      ? {
          evidence: fields.nested('evidence', (file) => ({
            ...readFile(file),
            form: file.oneOf('form', ['jws', 'cms']),
          })),
        }
      : {}),
  };
}
