import type { JsonValue } from '../../foundation/core/index.ts';
import type { Subject } from '../../policy/index.ts';
import type { LicenseFileType } from './ports.ts';
import type { SharingAnswer, SharingServiceRequest } from './requests.ts';
import { SHARING_SERVICE_CODES } from './service-codes.ts';
import type { SharingService } from './sharing-service.ts';
import { readWire, type WireShape, writeWire } from './wire-fields.ts';

/** An answer as it goes over the wire. */
export interface SharingReply {
  readonly head: {
    readonly status: number;
    /** The code, and after a colon the texts of its reasons; nothing personal. */
    readonly message: string;
  };
  /** `null` for a refusal. */
  readonly data: JsonValue;
}

/** What {@link sharingEndpoint} needs. */
export interface SharingEndpointOptions {
  readonly service: SharingService;
  /** Whose access this is; `undefined`: nobody's. */
  readonly authenticate: (
    accessId: string,
    accessToken: string,
  ) => Promise<{ readonly requester: Subject; readonly name?: string } | undefined>;
}

type Members = Readonly<Record<string, unknown>>;

const USE = { useCause: 'text', usePurpose: 'text', useBasis: 'text?', useMatter: 'text?' } as const;
const HOLDER = { holderCode: 'text', holderTypeCode: 'text', certTypeCode: 'text', certNo: 'text?' } as const;
const FILE = { certIdentifier: 'text', fileType: 'text' } as const;
const ENVELOPE = { accessId: 'text', accessToken: 'text' } as const;
const FILE_TYPES: ReadonlySet<string> = /* @__PURE__ */ new Set<LicenseFileType>(['ofd', 'pdf', 'png']);

interface Operation {
  readonly shape: WireShape;
  run(service: SharingService, who: SharingServiceRequest, data: Members): Promise<SharingAnswer<unknown>>;
}

/** An operation from its members and the request that they make. The shape has proved the types of the members. */
function operation<M extends Members>(
  shape: WireShape,
  run: (service: SharingService, who: SharingServiceRequest, data: M) => Promise<SharingAnswer<unknown>>,
): Operation {
  return { shape, run: (service, who, data) => run(service, who, data as M) };
}

interface HolderMembers extends Members {
  readonly holderCode: string;
  readonly holderTypeCode: string;
  readonly certTypeCode: string;
  readonly certNo?: string;
  readonly fields?: readonly string[];
}

interface FileMembers extends Members {
  readonly certIdentifier: string;
  readonly fileType: LicenseFileType;
}

const OPERATIONS: Readonly<Record<keyof SharingService, Operation>> = {
  queryByHolder: operation<HolderMembers>({ ...HOLDER, fields: 'texts?' }, (service, who, data) =>
    service.queryByHolder({ ...who, ...holderOf(data), ...present({ fields: data.fields }) }),
  ),
  queryByIdentifier: operation<{ readonly certIdentifier: string; readonly fields?: readonly string[] }>(
    { certIdentifier: 'text', fields: 'texts?' },
    (service, who, { certIdentifier, fields }) =>
      service.queryByIdentifier({ ...who, identifier: certIdentifier, ...present({ fields }) }),
  ),
  queryByCode: operation<{ readonly qrcode: string; readonly fields?: readonly string[] }>(
    { qrcode: 'text', fields: 'texts?' },
    (service, who, { qrcode, fields }) =>
      service.queryByCode({ ...who, code: qrcode, ...present({ fields }) }),
  ),
  verifyData: operation<HolderMembers & { readonly certData: Readonly<Record<string, string>> }>(
    { ...HOLDER, certData: 'values' },
    (service, who, data) => service.verifyData({ ...who, ...holderOf(data), values: data.certData }),
  ),
  verifyFile: operation<{ readonly file: Uint8Array }>({ file: 'bytes' }, (service, who, { file }) =>
    service.verifyFile({ ...who, file }),
  ),
  createLink: operation<
    FileMembers & {
      readonly seconds: number;
      readonly uses?: number;
      readonly certificateCopyExpiringTime?: Date;
    }
  >(
    { ...FILE, seconds: 'count', uses: 'count?', certificateCopyExpiringTime: 'time?' },
    (service, who, { seconds, uses, certificateCopyExpiringTime: copyExpiresAt, ...data }) =>
      service.createLink({ ...who, ...fileOf(data), seconds, ...present({ uses, copyExpiresAt }) }),
  ),
  openLink: operation<{ readonly token: string }>({ token: 'text' }, (service, who, { token }) =>
    service.openLink({ ...who, token }),
  ),
  deleteLink: operation<{ readonly token: string }>({ token: 'text' }, (service, who, { token }) =>
    service.deleteLink({ ...who, token }),
  ),
  download: operation<FileMembers & { readonly certificateCopyExpiringTime?: Date }>(
    { ...FILE, certificateCopyExpiringTime: 'time?' },
    (service, who, { certificateCopyExpiringTime: copyExpiresAt, ...data }) =>
      service.download({ ...who, ...fileOf(data), ...present({ copyExpiresAt }) }),
  ),
  annotate: operation<FileMembers & { readonly certificateCopyExpiringTime: Date }>(
    { ...FILE, certificateCopyExpiringTime: 'time' },
    (service, who, { certificateCopyExpiringTime: copyExpiresAt, ...data }) =>
      service.annotate({ ...who, ...fileOf(data), copyExpiresAt }),
  ),
};

/**
 * The envelope of the norm's implementations, `{ accessId, accessToken, data }` in and `{ head: { status, message }, data }`
 * out, around a service: strict about what comes in (a member that is missing, of another type or unknown is
 * REQUEST_INVALID), JSON on both sides. Names of members are those that were seen in use; `usePurpose`, `useBasis`,
 * `useMatter`, `fields`, `seconds`, `uses`, `token` and `file` are of this library. An access that is nobody's is
 * refused and logged by the service; what is no envelope does not reach it. Encrypting the answer to the caller is the transport's affair.
 *
 * Rejects with what the audit log and `authenticate` throw; nothing was given then.
 */
export function sharingEndpoint({
  service,
  authenticate,
}: SharingEndpointOptions): (operation: string, envelope: unknown) => Promise<SharingReply> {
  return async (name, envelope) => {
    const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name as keyof SharingService] : undefined;
    if (operation === undefined) return refusal('NOT_OFFERED');
    const { data, ...access } = (envelope ?? {}) as Members;
    const keys = readWire(access, ENVELOPE);
    if (keys === undefined) return refusal('AUTHENTICATION_FAILED');
    const known = await authenticate(keys['accessId'] as string, keys['accessToken'] as string);
    const members = readWire(data, { ...operation.shape, ...USE });
    const { fileType } = members ?? {};
    if (members === undefined || (fileType !== undefined && !FILE_TYPES.has(fileType as string)))
      return refusal(known === undefined ? 'AUTHENTICATION_FAILED' : 'REQUEST_INVALID');
    return replyOf(await operation.run(service, requestOf(known, members), members));
  };
}

function requestOf(
  known: { readonly requester: Subject; readonly name?: string } | undefined,
  members: Members,
): SharingServiceRequest {
  const { useCause, usePurpose, useBasis, useMatter } = members as Readonly<Record<string, string>>;
  return {
    // Nobody: the service refuses it, and the refusal stands in the log.
    requester: known?.requester ?? { type: 'system', id: '' },
    ...present({ requesterName: known?.name }),
    use: {
      reason: useCause!,
      purpose: usePurpose!,
      ...present({ legalBasis: useBasis, matterId: useMatter }),
    },
  };
}

function holderOf({ holderCode, holderTypeCode, certTypeCode, certNo }: HolderMembers): {
  readonly holder: { readonly codeType: string; readonly code: string };
  readonly typeCode: string;
  readonly number?: string;
} {
  return {
    holder: { codeType: holderTypeCode, code: holderCode },
    typeCode: certTypeCode,
    ...present({ number: certNo }),
  };
}

function fileOf({ certIdentifier, fileType }: FileMembers): {
  readonly identifier: string;
  readonly fileType: LicenseFileType;
} {
  return { identifier: certIdentifier, fileType };
}

function replyOf(answer: SharingAnswer<unknown>): SharingReply {
  if (answer.ok) return { head: { status: 0, message: 'OK' }, data: writeWire(answer.data) };
  const texts = answer.reasons.map(({ code, text }) => text ?? code);
  const within = answer.within === undefined ? [] : [`within ${answer.within}`];
  const message = [answer.code, ...new Set([...texts, ...within])].join(': ').slice(0, 1000);
  return { head: { status: answer.status, message }, data: null };
}

function refusal(code: 'NOT_OFFERED' | 'AUTHENTICATION_FAILED' | 'REQUEST_INVALID'): SharingReply {
  return { head: { status: SHARING_SERVICE_CODES[code], message: code }, data: null };
}

/** The members that are there. */
function present<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const there = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(there) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
