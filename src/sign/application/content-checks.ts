import { sniffMediaType } from '../../formats/media/index.ts';
import { readZip, type ZipArchive } from '../../formats/zip/index.ts';
import {
  type ByteSource,
  type JsonValue,
  type Limits,
  toHex,
  YinxinError,
} from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { Check } from '../../foundation/validation/index.ts';
import { parseCanonical } from './json-fields.ts';
import {
  APPLICATION_PATH,
  type Application,
  type ApplicationFile,
  ATTACHMENT_FOLDER,
  FORM_PATH,
} from './model.ts';
import { readApplication } from './read-model.ts';

/** State of one file of an application against `application.json`. */
export type FileState = 'intact' | 'changed' | 'missing';

/** One attachment as found. */
export interface AttachmentReport extends ApplicationFile {
  readonly name: string;
  readonly title?: string;
  readonly materialCode?: string;
  readonly state: FileState;
  /** Type by content, when the file is there. */
  readonly actualMediaType: string | null;
}

/** What the container holds, compared with its own manifest. No signature is looked at here. */
export interface ApplicationContent {
  readonly application: Application | null;
  readonly form: JsonValue | null;
  readonly attachments: readonly AttachmentReport[];
  readonly checks: readonly Check[];
}

const CLAUSE = 'yinxin.application/1';

/**
 * Opens the container and compares every file with `application.json`: digests (both), sizes, types by content,
 * files that nobody lists. Faults are failed checks, never exceptions.
 */
export async function checkContent(source: ByteSource, limits?: Limits): Promise<ApplicationContent> {
  const checks: Check[] = [];
  try {
    const zip = await readZip(source, limits);
    const application = readApplication(await readNamed(zip, APPLICATION_PATH));
    checks.push(check('APPLICATION_MANIFEST', 'passed', 'application.json is well-formed and canonical'));
    assertPaths(application);
    const form = await checkForm(zip, application, checks);
    const attachments: AttachmentReport[] = [];
    for (const attachment of application.attachments) {
      const found = await checkFile(zip, attachment, checks);
      attachments.push({ ...attachment, ...found });
    }
    checks.push(...unlisted(zip, application));
    return { application, form, attachments, checks };
  } catch (error) {
    if (!(error instanceof YinxinError) || error.code === 'IO_FAILED') throw error;
    checks.push(check('APPLICATION_MALFORMED', 'failed', error.message));
    return { application: null, form: null, attachments: [], checks };
  }
}

async function readNamed(zip: ZipArchive, name: string): Promise<Uint8Array> {
  const entry = zip.find(name);
  if (entry === undefined) throw new YinxinError('APPLICATION_INVALID', `the container holds no ${name}`);
  return zip.read(entry);
}

function assertPaths(application: Application): void {
  const paths = [application.form.path, ...application.attachments.map((a) => a.path)];
  const placed =
    application.form.path === FORM_PATH &&
    application.attachments.every((a) => a.path === `${ATTACHMENT_FOLDER}${a.name}`);
  if (!placed || new Set(paths).size !== paths.length) {
    throw new YinxinError(
      'APPLICATION_INVALID',
      'application.json lists files under other names than its own',
    );
  }
}

async function checkForm(
  zip: ZipArchive,
  application: Application,
  checks: Check[],
): Promise<JsonValue | null> {
  const { state } = await checkFile(zip, application.form, checks);
  if (state !== 'intact') return null;
  // One spelling, one value: what a program reads is what was signed.
  return parseCanonical(await readNamed(zip, FORM_PATH), FORM_PATH);
}

async function checkFile(
  zip: ZipArchive,
  file: ApplicationFile,
  checks: Check[],
): Promise<{ readonly state: FileState; readonly actualMediaType: string | null }> {
  const entry = zip.find(file.path);
  if (entry === undefined) {
    checks.push(check('APPLICATION_FILE_MISSING', 'failed', `${file.path} is listed but not there`));
    return { state: 'missing', actualMediaType: null };
  }
  const data = await readOrUndefined(zip, file.path);
  const same =
    data !== undefined &&
    data.length === file.size &&
    toHex(digest('sha256', data)) === file.sha256 &&
    toHex(digest('sm3', data)) === file.sm3;
  if (!same) {
    checks.push(
      check('APPLICATION_DIGEST_MISMATCH', 'failed', `${file.path} is not the file that was listed`),
    );
    return { state: 'changed', actualMediaType: data === undefined ? null : sniffMediaType(data) };
  }
  const actualMediaType = sniffMediaType(data);
  const typed = actualMediaType === file.mediaType;
  checks.push(
    check('APPLICATION_FILE', 'passed', `${file.path} has both digests as listed`),
    check(
      'APPLICATION_FILE_TYPE',
      typed ? 'passed' : 'failed',
      `${file.path} is ${actualMediaType} by content and listed as ${file.mediaType}`,
    ),
  );
  return { state: 'intact', actualMediaType };
}

/** Damaged data (CRC, inflate) is a changed file here. */
async function readOrUndefined(zip: ZipArchive, name: string): Promise<Uint8Array | undefined> {
  try {
    return await readNamed(zip, name);
  } catch (error) {
    if (error instanceof YinxinError && error.code === 'ZIP_INVALID') return undefined;
    throw error;
  }
}

function unlisted(zip: ZipArchive, application: Application): Check[] {
  const listed = new Set([
    'mimetype',
    APPLICATION_PATH,
    application.form.path,
    ...application.attachments.map((a) => a.path),
  ]);
  return zip.entries
    .filter(({ name, directory }) => !directory && !listed.has(name) && !name.startsWith('META-INF/'))
    .map(({ name }) =>
      check('APPLICATION_FILE_UNLISTED', 'failed', `${name} is in the container but not listed`),
    );
}

function check(code: string, status: Check['status'], detail: string): Check {
  return { code, status, detail, clause: CLAUSE };
}
