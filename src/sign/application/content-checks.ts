import { readZip, type ZipArchive } from '../../formats/zip/index.ts';
import {
  type ByteSource,
  type FormFault,
  type FormSchema,
  formFaults,
  type JsonValue,
  type Limits,
  YinxinError,
} from '../../foundation/core/index.ts';
import type { Check } from '../../foundation/validation/index.ts';
import {
  type AttachmentReport,
  assertAttachmentPaths,
  check,
  checkAttachments,
  checkFile,
  MAX_JSON_BYTES,
  readSmall,
  unlistedFiles,
} from './file-checks.ts';
import { parseCanonical } from './json-fields.ts';
import { APPLICATION_PATH, type Application, EVIDENCE_PATHS, FORM_PATH } from './model.ts';
import { readApplication } from './read-model.ts';

/** Options of {@link checkContent}. */
export interface ContentOptions {
  readonly formSchema?: FormSchema;
  readonly limits?: Limits;
}

/** What the container holds, compared with its own manifest. No signature is looked at here. */
export interface ApplicationContent {
  readonly application: Application | null;
  readonly form: JsonValue | null;
  /** Against the schema given. */
  readonly formFaults: readonly FormFault[];
  readonly attachments: readonly AttachmentReport[];
  readonly checks: readonly Check[];
  /** Bytes of an intact file of the container, 4 MiB at most; `undefined` for any other. */
  read(path: string): Promise<Uint8Array | undefined>;
}

/**
 * Opens the container and compares every file with `application.json`: digests (both), sizes, types by content,
 * files that nobody lists, and the form with its schema. Faults are failed checks, never exceptions.
 */
export async function checkContent(
  source: ByteSource,
  options: ContentOptions = {},
): Promise<ApplicationContent> {
  const checks: Check[] = [];
  try {
    const zip = await readZip(source, options.limits);
    const application = readApplication(await readSmall(zip, APPLICATION_PATH));
    checks.push(check('APPLICATION_MANIFEST', 'passed', 'application.json is well-formed and canonical'));
    assertPaths(application);
    const form = await readForm(zip, application, checks);
    const faults = checkFormFields(application, form, options.formSchema, checks);
    const attachments = await checkAttachments(zip, application.attachments, checks);
    const { evidence } = application.identity;
    const evidenceState = evidence === undefined ? undefined : await checkFile(zip, evidence, checks);
    checks.push(...unlistedFiles(zip, listedPaths(application)));
    const intact = new Set(attachments.filter(({ state }) => state === 'intact').map(({ path }) => path));
    if (evidence !== undefined && evidenceState?.state === 'intact') intact.add(evidence.path);
    const read = async (path: string): Promise<Uint8Array | undefined> =>
      intact.has(path) && zip.find(path)!.size <= MAX_JSON_BYTES ? readSmall(zip, path) : undefined;
    return { application, form, formFaults: faults, attachments, checks, read };
  } catch (error) {
    if (!(error instanceof YinxinError) || error.code === 'IO_FAILED') throw error;
    checks.push(check('APPLICATION_MALFORMED', 'failed', error.message));
    const read = async (): Promise<undefined> => undefined;
    return { application: null, form: null, formFaults: [], attachments: [], checks, read };
  }
}

function assertPaths(application: Application): void {
  const { evidence } = application.identity;
  assertAttachmentPaths(application.attachments);
  const placed =
    application.form.path === FORM_PATH &&
    (evidence === undefined || evidence.path === EVIDENCE_PATHS[evidence.form]);
  if (!placed)
    throw new YinxinError(
      'APPLICATION_INVALID',
      'application.json lists files under other names than its own',
    );
}

function listedPaths({ form, attachments, identity }: Application): string[] {
  const evidence = identity.evidence === undefined ? [] : [identity.evidence.path];
  return [APPLICATION_PATH, form.path, ...attachments.map(({ path }) => path), ...evidence];
}

async function readForm(
  zip: ZipArchive,
  application: Application,
  checks: Check[],
): Promise<JsonValue | null> {
  const { state } = await checkFile(zip, application.form, checks);
  if (state !== 'intact') return null;
  // One spelling, one value: what a program reads is what was signed.
  return parseCanonical(await readSmall(zip, FORM_PATH), FORM_PATH);
}

/** Every wrong field is a check of its own. The value stays out: it may be personal. */
function checkFormFields(
  { formSchema: stated }: Application,
  form: JsonValue | null,
  schema: FormSchema | undefined,
  checks: Check[],
): readonly FormFault[] {
  if (schema === undefined || form === null) return [];
  if (stated !== undefined && (stated.id !== schema.id || stated.version !== schema.version))
    checks.push(check('APPLICATION_FORM_SCHEMA', 'failed', 'the form was filled by another schema'));
  const faults = formFaults(form, schema);
  if (faults.length === 0) checks.push(check('APPLICATION_FORM', 'passed', 'every field fits its schema'));
  checks.push(...faults.map(({ code, field, detail }) => check(code, 'failed', `${field}: ${detail}`)));
  return faults;
}
