import { mediaTypeAgrees, sniffMediaType } from '../../formats/media/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { digestsOf } from './digests.ts';
import { type ApplicationAttachment, type ApplicationFile, ATTACHMENT_FOLDER } from './model.ts';

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

/** The entry of an attachment in the manifest. Throws APPLICATION_INVALID. */
export function describeAttachment(attachment: AttachmentInput): ApplicationAttachment {
  const { name, data, mediaType, title, materialCode } = attachment;
  if (name.includes('/')) throw refused(name, 'is a path: give the file name alone');
  const actual = sniffMediaType(data);
  if (data.length === 0) throw refused(name, 'is empty');
  if (actual === 'application/octet-stream') throw refused(name, 'has content of no known type');
  if (mediaType !== undefined && !mediaTypeAgrees(mediaType, actual)) {
    throw refused(name, `is declared as ${mediaType} but its content is ${actual}`);
  }
  return {
    ...describeFile(attachmentPath(name), data),
    name,
    ...(title === undefined ? {} : { title }),
    ...(materialCode === undefined ? {} : { materialCode }),
  };
}

/** A file by its path, its type by content, size and digests. */
export function describeFile(path: string, data: Uint8Array): ApplicationFile {
  return { path, mediaType: sniffMediaType(data), ...digestsOf(data) };
}

/** Where an attachment stands in the container. */
export const attachmentPath = (name: string): string => `${ATTACHMENT_FOLDER}${name}`;

function refused(name: string, fault: string): YinxinError {
  return new YinxinError('APPLICATION_INVALID', `the attachment ${JSON.stringify(name)} ${fault}`, {
    details: { name },
  });
}
