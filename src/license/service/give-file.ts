import { toHex, YinxinError } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { SharingOutcome } from '../../policy/index.ts';
import { containsResidentId } from '../codes/index.ts';
import { EXTENSION_KEY, fieldsOfMetadata } from '../metadata/index.ts';
import type { Call, ServiceContext } from './context.ts';
import { findByIdentifier } from './find-license.ts';
import type { LicenseFileType, StoredLicense } from './ports.ts';
import type { DownloadRequest, GivenFile } from './requests.ts';
import { enforceOn, statusAt } from './share-license.ts';
import { type Refused, refuse, refusedBy, type Step } from './step.ts';

/** A file that may be given, and on what terms. */
export interface PermittedFile {
  readonly license: StoredLicense;
  readonly kind: GivenFile['kind'];
  readonly watermarks: readonly string[];
  /** The earlier of what was asked for and what the policy sets. */
  readonly expiresAt?: Date;
}

type FileTerms = Pick<DownloadRequest, 'identifier' | 'fileType' | 'copyExpiresAt'>;

/** Says who, beside extensions and what the catalog lists: a file that shows them needs a decision on them. */
const PERSONAL_KEYS: ReadonlySet<string> = /* @__PURE__ */ new Set(['CZZT', 'CZZTDM', 'ZZBH']);

/**
 * May this file be given? A file shows every field: the policy must give each of them in clear, and a single one that it
 * masks, omits or does not know keeps the file back. Only of a license that is valid; an annotated copy ends in the
 * future; a mark that the policy wants makes the copy an annotated one.
 */
export async function permitFile(
  context: ServiceContext,
  call: Call,
  { identifier, fileType, copyExpiresAt }: FileTerms,
): Promise<Step<PermittedFile>> {
  if (copyExpiresAt !== undefined && !(copyExpiresAt > call.time))
    return refuse('REQUEST_INVALID', 'a copy ends in the future: give a later time');
  const action = copyExpiresAt === undefined ? 'download' : 'copy';
  const found = await findByIdentifier(context, call, identifier, action);
  if ('refused' in found) return found;
  const license = found.given;
  const outcome = await enforceOn(context, call, license, action, await shownFields(context, call, license));
  const refused = refusal(outcome);
  if (refused !== undefined) return refused;
  if (statusAt(license, call.time) !== 'valid')
    return refuse('LICENSE_NOT_VALID', 'the license is not valid: its files are not given for use');
  if (!license.files.some(({ type }) => type === fileType))
    return refuse('FILE_TYPE_ABSENT', 'the license has no file of this type');
  const { watermarks } = outcome;
  const kind = action === 'copy' || watermarks.length > 0 ? 'annotated' : 'original';
  const expiresAt = earliest(copyExpiresAt, outcome.expiresAt);
  if (kind === 'annotated' && context.annotate === undefined)
    return refuse('NOT_OFFERED', 'no annotated copies are made here');
  if (kind === 'annotated' && expiresAt === undefined)
    return refuse('REQUEST_INVALID', 'the copy is to be marked: say when it ends');
  if (kind === 'annotated' && containsResidentId(nameOf(call)))
    return refuse('REQUEST_INVALID', 'the copy names its requester: give a name, never an identity number');
  return { given: { license, kind, watermarks, ...(expiresAt === undefined ? {} : { expiresAt }) } };
}

/** The bytes of a file that may be given. */
export async function giveFile(
  context: ServiceContext,
  call: Call,
  fileType: LicenseFileType,
  { license, kind, watermarks, expiresAt }: PermittedFile,
): Promise<Step<GivenFile>> {
  const { identifier } = license.metadata;
  const original = await openOriginal(context, license, fileType);
  const terms = { purpose: call.request.use.reason, requester: nameOf(call), watermarks };
  const file =
    kind === 'original'
      ? original
      : await context.annotate!(original, fileType, { ...terms, expiresAt: expiresAt! });
  if (file === undefined)
    return refuse('FILE_TYPE_ABSENT', 'no annotated copies are made of files of this type');
  return {
    given: { identifier, fileType, kind, file, ...(expiresAt === undefined ? {} : { expiresAt }) },
  };
}

/** A file given at once: the recipe of downloads and annotated copies. */
export async function download(
  context: ServiceContext,
  call: Call,
  terms: FileTerms,
): Promise<Step<GivenFile>> {
  const permitted = await permitFile(context, call, terms);
  return 'refused' in permitted ? permitted : giveFile(context, call, terms.fileType, permitted.given);
}

/** Who stands on a copy. */
function nameOf({ request: { requester, requesterName } }: Call): string {
  return requesterName ?? requester.id;
}

/** An annotated copy (加注件), never the original: it has an end. */
export async function annotate(
  context: ServiceContext,
  call: Call,
  terms: FileTerms,
): Promise<Step<GivenFile>> {
  if (!(terms.copyExpiresAt instanceof Date)) return refuse('REQUEST_INVALID', 'say when the copy ends');
  return download(context, call, terms);
}

/** The fields that the policy is asked about: what the catalog lists, extensions, and who the holder is. */
async function shownFields(
  { catalog }: ServiceContext,
  { time }: Call,
  { metadata }: StoredLicense,
): Promise<readonly string[]> {
  const entry = await catalog.resolve(metadata.typeCode, time);
  const listed = new Set(entry?.items.map(({ key }) => key));
  return fieldsOfMetadata(metadata)
    .map(({ key }) => key)
    .filter((key) => listed.has(key) || PERSONAL_KEYS.has(key) || EXTENSION_KEY.test(key));
}

function refusal(outcome: SharingOutcome): Refused | undefined {
  if (outcome.fields.length === 0) return refusedBy(outcome);
  const isWhole =
    outcome.withheld.length === 0 && outcome.fields.every(({ treatment }) => treatment === 'clear');
  return isWhole
    ? undefined
    : refuse('NO_PERMISSION', 'the file shows more than may be shared: query for the fields instead');
}

async function openOriginal(
  { store }: ServiceContext,
  { metadata, files }: StoredLicense,
  fileType: LicenseFileType,
): Promise<Uint8Array> {
  const original = await store.openFile(metadata.identifier, fileType);
  const kept = files.find(({ type }) => type === fileType);
  if (original === undefined || kept?.sha256 !== toHex(digest('sha256', original)))
    throw new YinxinError('LEDGER_CORRUPT', 'the store has another file than it says, or none', {
      details: { fileType },
    });
  return original;
}

function earliest(...times: readonly (Date | undefined)[]): Date | undefined {
  const given = times.filter((time) => time !== undefined);
  return given.length === 0 ? undefined : new Date(Math.min(...given.map((time) => time.getTime())));
}
