import { canonicalJsonBytes, type Signer, type TimestampAuthority } from '../../foundation/core/index.ts';
import { type AsicFile, createAsic } from '../../signatures/asic/index.ts';
import { type ApplicationInput, describeApplication, type IdentityInput } from './describe-application.ts';
import { digestsOf } from './digests.ts';
import { APPLICATION_PATH, type Application, asJson, FORM_PATH } from './model.ts';
import { readApplication } from './read-model.ts';

/** What goes into {@link signApplication}. */
export interface SignApplicationInput extends ApplicationInput {
  readonly identity: IdentityInput;
  /** Of the first signatory; the others follow by `countersignApplication`. */
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
 * The form is checked against its schema and written as canonical JSON; every file is listed with SHA-256, SM3 and its
 * type by content; who must sign as what stands under every signature. Not checked: whether the signer is one of them
 * (`verifyApplication` tells).
 * Throws APPLICATION_INVALID (a form that does not fit: all faults in `details.faults`; empty fields; roles that fit no
 * party; a declared type that the content contradicts; an attachment of unknown content), ZIP_INVALID (names),
 * JSON_INVALID (form), and what signer and timestamp authority throw.
 */
export async function signApplication(input: SignApplicationInput): Promise<SignedApplication> {
  const application = describeApplication(input, input.identity, input.at);
  const manifest = canonicalJsonBytes(asJson(application));
  // What is written must be readable: an empty field is found here, before anybody signs.
  readApplication(manifest);
  const { file, timestamped } = await createAsic({
    files: containerFiles(application, manifest, input),
    signer: input.signer,
    claimedTime: input.at,
    ...(input.tsa === undefined ? {} : { tsa: input.tsa }),
  });
  const { sha256, sm3 } = digestsOf(file);
  return { file, application, sha256, sm3, timestamped };
}

function containerFiles(
  application: Application,
  manifest: Uint8Array,
  input: SignApplicationInput,
): AsicFile[] {
  const { evidence } = application.identity;
  return [
    { name: APPLICATION_PATH, data: manifest, mediaType: 'application/json' },
    { name: FORM_PATH, data: canonicalJsonBytes(input.form), mediaType: 'application/json' },
    ...application.attachments.map(({ path, mediaType }, i) => ({
      name: path,
      data: input.attachments[i]!.data,
      mediaType,
    })),
    ...(evidence === undefined
      ? []
      : [{ name: evidence.path, data: input.identity.evidence!.data, mediaType: evidence.mediaType }]),
  ];
}
