import { sniffMediaType } from '../../formats/media/index.ts';
import type { ZipArchive } from '../../formats/zip/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import type { Check } from '../../foundation/validation/index.ts';
import { digestsOf, sameDigests } from './digests.ts';
import { type ApplicationAttachment, type ApplicationFile, ATTACHMENT_FOLDER } from './model.ts';

/** State of one file of a container against its manifest. */
export type FileState = 'intact' | 'changed' | 'missing';

/** One attachment as found. */
export interface AttachmentReport extends ApplicationAttachment {
  readonly state: FileState;
  /** Type by content, when the file is there. */
  readonly actualMediaType: string | null;
}

/** Manifest and form together: a megabyte of text is a long form, and parsers of JSON are not bounded otherwise. */
export const MAX_JSON_BYTES: number = 4 * 1024 * 1024;

const CLAUSE = 'yinxin.application/1';

/** The bytes of a small file of a container. APPLICATION_INVALID where it is missing or too large. */
export async function readSmall(zip: ZipArchive, name: string): Promise<Uint8Array> {
  const entry = zip.find(name);
  if (entry === undefined) throw new YinxinError('APPLICATION_INVALID', `the container holds no ${name}`);
  if (entry.size > MAX_JSON_BYTES)
    throw new YinxinError('APPLICATION_INVALID', `${name} is larger than ${MAX_JSON_BYTES} bytes`);
  return zip.read(entry);
}

/** Attachments stand where their names say, once each. */
export function assertAttachmentPaths(attachments: readonly ApplicationAttachment[]): void {
  const placed = attachments.every(({ path, name }) => path === `${ATTACHMENT_FOLDER}${name}`);
  if (!placed || new Set(attachments.map(({ path }) => path)).size !== attachments.length)
    throw new YinxinError('APPLICATION_INVALID', 'the manifest lists files under other names than their own');
}

/** Compares the attachments with the manifest. */
export async function checkAttachments(
  zip: ZipArchive,
  attachments: readonly ApplicationAttachment[],
  checks: Check[],
): Promise<AttachmentReport[]> {
  const reports: AttachmentReport[] = [];
  for (const attachment of attachments) {
    const { state, actualMediaType } = await checkFile(zip, attachment, checks);
    reports.push({ ...attachment, state, actualMediaType });
  }
  return reports;
}

/** Compares one file with its entry in the manifest: both digests, size, type by content. */
export async function checkFile(
  zip: ZipArchive,
  file: ApplicationFile,
  checks: Check[],
): Promise<{ readonly state: FileState; readonly actualMediaType: string | null }> {
  if (zip.find(file.path) === undefined) {
    checks.push(check('APPLICATION_FILE_MISSING', 'failed', `${file.path} is listed but not there`));
    return { state: 'missing', actualMediaType: null };
  }
  const data = await readOrUndefined(zip, file.path);
  if (data === undefined || !sameDigests(digestsOf(data), file)) {
    checks.push(
      check('APPLICATION_DIGEST_MISMATCH', 'failed', `${file.path} is not the file that was listed`),
    );
    return { state: 'changed', actualMediaType: data === undefined ? null : sniffMediaType(data) };
  }
  const actualMediaType = sniffMediaType(data);
  checks.push(
    check('APPLICATION_FILE', 'passed', `${file.path} has both digests as listed`),
    check(
      'APPLICATION_FILE_TYPE',
      actualMediaType === file.mediaType ? 'passed' : 'failed',
      `${file.path} is ${actualMediaType} by content and listed as ${file.mediaType}`,
    ),
  );
  return { state: 'intact', actualMediaType };
}

/** Files that no manifest lists. */
export function unlistedFiles(zip: ZipArchive, listed: readonly string[]): Check[] {
  const known = new Set(['mimetype', ...listed]);
  return zip.entries
    .filter(({ name, directory }) => !directory && !known.has(name) && !name.startsWith('META-INF/'))
    .map(({ name }) =>
      check('APPLICATION_FILE_UNLISTED', 'failed', `${name} is in the container but not listed`),
    );
}

/** Damaged data (CRC, inflate) is a changed file here. */
async function readOrUndefined(zip: ZipArchive, name: string): Promise<Uint8Array | undefined> {
  try {
    return await zip.read(zip.find(name)!);
  } catch (error) {
    if (error instanceof YinxinError && error.code === 'ZIP_INVALID') return undefined;
    throw error;
  }
}

/** A check of an application. */
export function check(code: string, status: Check['status'], detail: string, clause: string = CLAUSE): Check {
  return { code, status, detail, clause };
}
