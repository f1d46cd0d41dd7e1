import { mediaTypeAgrees, sniffMediaType } from '../../formats/media/index.ts';
import {
  canonicalJsonBytes,
  formatTime,
  type JsonValue,
  type Signer,
  type TimestampAuthority,
  toHex,
  YinxinError,
} from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { createAsic } from '../../signatures/asic/index.ts';
import {
  APPLICATION_PATH,
  APPLICATION_SCHEMA,
  type Application,
  type ApplicationAttachment,
  type ApplicationFile,
  ATTACHMENT_FOLDER,
  asJson,
  FORM_PATH,
  type Matter,
  type Party,
} from './model.ts';
import { readApplication } from './read-model.ts';

/** A file the applicant attaches. The media type is found by content; a declared one must agree. */
export interface AttachmentInput {
  /** Portable file name, no path. */
  readonly name: string;
  readonly data: Uint8Array;
  readonly mediaType?: string;
  readonly title?: string;
  /** Which required material this is, by the catalog. */
  readonly materialCode?: string;
}

/** How the applicant was identified, before it is written down. */
export interface IdentityInput {
  readonly method: string;
  readonly assuranceLevel: string;
  readonly subject: { readonly code: string; readonly codeType: string };
  readonly time: Date;
  readonly provider?: string;
}

/** What goes into {@link signApplication}. */
export interface SignApplicationInput {
  /** Unique per receiver; the caller allots it. */
  readonly id: string;
  readonly matter: Matter;
  readonly receiver: Party;
  readonly applicant: Party;
  readonly agent?: Party;
  /** `applicant` when unset. `platform` is reported as what it is, never as the citizen's own signature. */
  readonly signedBy?: 'applicant' | 'platform';
  readonly form: JsonValue;
  readonly attachments: readonly AttachmentInput[];
  readonly identity: IdentityInput;
  readonly signer: Signer;
  readonly tsa?: TimestampAuthority;
  /** Time of submission: stated in the application, in the signature and in the container. */
  readonly at: Date;
}

/** A signed application. */
export interface SignedApplication {
  /** ASiC-E container, `application.asice`. */
  readonly file: Uint8Array;
  readonly application: Application;
  readonly sha256: string;
  readonly sm3: string;
  /** True when the signature carries a timestamp (CAdES-B-T). */
  readonly timestamped: boolean;
}

/**
 * One signed file out of form, attachments and identity evidence: an ASiC-E container with CAdES.
 *
 * The form is written as canonical JSON; every file is listed with SHA-256, SM3 and its type by content.
 * Throws APPLICATION_INVALID (empty fields, a declared type that the content contradicts, an attachment of unknown
 * content), ZIP_INVALID (names), JSON_INVALID (form), and what signer and timestamp authority throw.
 */
export async function signApplication(input: SignApplicationInput): Promise<SignedApplication> {
  const form = canonicalJsonBytes(input.form);
  const application = describe(input, form);
  const manifest = canonicalJsonBytes(asJson(application));
  // What is written must be readable: an empty field is found here, before anybody signs.
  readApplication(manifest);
  const { file, timestamped } = await createAsic({
    files: [
      { name: APPLICATION_PATH, data: manifest, mediaType: 'application/json' },
      { name: FORM_PATH, data: form, mediaType: 'application/json' },
      ...application.attachments.map(({ path, mediaType }, i) => ({
        name: path,
        data: input.attachments[i]!.data,
        mediaType,
      })),
    ],
    signer: input.signer,
    claimedTime: input.at,
    ...(input.tsa === undefined ? {} : { tsa: input.tsa }),
  });
  return {
    file,
    application,
    sha256: toHex(digest('sha256', file)),
    sm3: toHex(digest('sm3', file)),
    timestamped,
  };
}

function describe(input: SignApplicationInput, form: Uint8Array): Application {
  return {
    schema: APPLICATION_SCHEMA,
    id: input.id,
    submittedAt: formatTime(input.at),
    matter: { code: input.matter.code, name: input.matter.name },
    receiver: party(input.receiver),
    applicant: party(input.applicant),
    ...(input.agent === undefined ? {} : { agent: party(input.agent) }),
    signedBy: input.signedBy ?? 'applicant',
    form: describeFile(FORM_PATH, form, 'application/json'),
    attachments: input.attachments.map(describeAttachment),
    identity: {
      method: input.identity.method,
      assuranceLevel: input.identity.assuranceLevel,
      subject: { code: input.identity.subject.code, codeType: input.identity.subject.codeType },
      time: formatTime(input.identity.time),
      ...(input.identity.provider === undefined ? {} : { provider: input.identity.provider }),
    },
  };
}

function party({ name, code, codeType }: Party): Party {
  return { name, code, codeType };
}

function describeAttachment(attachment: AttachmentInput): ApplicationAttachment {
  const { name, data, mediaType, title, materialCode } = attachment;
  if (name.includes('/')) throw refused(name, 'is a path: give the file name alone');
  const actual = sniffMediaType(data);
  if (data.length === 0) throw refused(name, 'is empty');
  if (actual === 'application/octet-stream') throw refused(name, 'has content of no known type');
  if (mediaType !== undefined && !mediaTypeAgrees(mediaType, actual)) {
    throw refused(name, `is declared as ${mediaType} but its content is ${actual}`);
  }
  return {
    ...describeFile(`${ATTACHMENT_FOLDER}${name}`, data, actual),
    name,
    ...(title === undefined ? {} : { title }),
    ...(materialCode === undefined ? {} : { materialCode }),
  };
}

function describeFile(path: string, data: Uint8Array, mediaType: string): ApplicationFile {
  return {
    path,
    mediaType,
    size: data.length,
    sha256: toHex(digest('sha256', data)),
    sm3: toHex(digest('sm3', data)),
  };
}

function refused(name: string, fault: string): YinxinError {
  return new YinxinError('APPLICATION_INVALID', `the attachment ${JSON.stringify(name)} ${fault}`, {
    details: { name },
  });
}
