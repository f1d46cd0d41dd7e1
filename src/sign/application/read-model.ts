import { JsonFields, parseCanonical } from './json-fields.ts';
import {
  APPLICATION_SCHEMA,
  type Application,
  type ApplicationAttachment,
  type ApplicationFile,
  type IdentityEvidence,
  type Matter,
  type Party,
  RECEIPT_SCHEMA,
  type Receipt,
} from './model.ts';

/** Reads `application.json` strictly: canonical, no unknown field, none missing. Throws APPLICATION_INVALID. */
export function readApplication(bytes: Uint8Array): Application {
  const fields = new JsonFields(parseCanonical(bytes, 'application.json'), 'application');
  const application: Application = {
    schema: fields.oneOf('schema', [APPLICATION_SCHEMA]),
    id: fields.text('id'),
    submittedAt: fields.time('submittedAt'),
    matter: fields.nested('matter', readMatter),
    receiver: fields.nested('receiver', readParty),
    applicant: fields.nested('applicant', readParty),
    ...(fields.has('agent') ? { agent: fields.nested('agent', readParty) } : {}),
    signedBy: fields.oneOf('signedBy', ['applicant', 'platform']),
    form: fields.nested('form', readFile),
    attachments: fields.objects('attachments', readAttachment),
    identity: fields.nested('identity', readIdentity),
  };
  fields.end();
  return application;
}

/** Reads the content of a receipt strictly. Throws APPLICATION_INVALID. */
export function readReceipt(bytes: Uint8Array): Receipt {
  const fields = new JsonFields(parseCanonical(bytes, 'the receipt'), 'receipt');
  const receipt: Receipt = {
    schema: fields.oneOf('schema', [RECEIPT_SCHEMA]),
    applicationId: fields.text('applicationId'),
    application: fields.nested('application', (file) => ({
      size: file.size('size'),
      sha256: file.hex('sha256', 32),
      sm3: file.hex('sm3', 32),
    })),
    matter: fields.nested('matter', readMatter),
    sender: fields.nested('sender', readParty),
    receiver: fields.nested('receiver', readParty),
    sentAt: fields.time('sentAt'),
    receivedAt: fields.time('receivedAt'),
    decision: fields.oneOf('decision', ['received', 'accepted', 'supplement', 'rejected']),
    reasons: fields.objects('reasons', (reason) => ({
      code: reason.text('code'),
      text: reason.text('text'),
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

function readParty(fields: JsonFields): Party {
  return { name: fields.text('name'), code: fields.text('code'), codeType: fields.text('codeType') };
}

function readMatter(fields: JsonFields): Matter {
  return { code: fields.text('code'), name: fields.text('name') };
}

function readFile(fields: JsonFields): ApplicationFile {
  return {
    path: fields.text('path'),
    mediaType: fields.text('mediaType'),
    size: fields.size('size'),
    sha256: fields.hex('sha256', 32),
    sm3: fields.hex('sm3', 32),
  };
}

function readAttachment(fields: JsonFields): ApplicationAttachment {
  return {
    ...readFile(fields),
    name: fields.text('name'),
    ...fields.optional('title'),
    ...fields.optional('materialCode'),
  };
}

function readIdentity(fields: JsonFields): IdentityEvidence {
  return {
    method: fields.text('method'),
    assuranceLevel: fields.text('assuranceLevel'),
    subject: fields.nested('subject', (s) => ({ code: s.text('code'), codeType: s.text('codeType') })),
    time: fields.time('time'),
    ...fields.optional('provider'),
  };
}
