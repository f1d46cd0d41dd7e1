import { type SharingServiceOptions, serviceContext } from './context.ts';
import { annotate, download } from './give-file.ts';
import { createLink, deleteLink, openLink } from './links.ts';
import { queryByCode, queryByHolder, queryByIdentifier } from './query.ts';
import type {
  AnnotateRequest,
  ComparedLicense,
  CreateLinkRequest,
  DownloadRequest,
  GivenFile,
  GivenLink,
  HolderReference,
  JudgedLicenseFile,
  LinkRequest,
  QueryByCodeRequest,
  QueryByHolderRequest,
  QueryByIdentifierRequest,
  SharedLicense,
  SharingAnswer,
  VerifyDataRequest,
  VerifyFileRequest,
} from './requests.ts';
import { runOperation } from './run-operation.ts';
import { verifyData } from './verify-data.ts';
import { verifyLicenseFile } from './verify-file.ts';

/** The operations of a sharing service (GB/T 36906), without a transport. None of them rejects for a refusal. */
export interface SharingService {
  queryByHolder(request: QueryByHolderRequest): Promise<SharingAnswer<readonly SharedLicense[]>>;
  queryByIdentifier(request: QueryByIdentifierRequest): Promise<SharingAnswer<SharedLicense>>;
  queryByCode(request: QueryByCodeRequest): Promise<SharingAnswer<SharedLicense>>;
  verifyData(request: VerifyDataRequest): Promise<SharingAnswer<readonly ComparedLicense[]>>;
  verifyFile(request: VerifyFileRequest): Promise<SharingAnswer<JudgedLicenseFile>>;
  createLink(request: CreateLinkRequest): Promise<SharingAnswer<GivenLink>>;
  openLink(request: LinkRequest): Promise<SharingAnswer<GivenFile>>;
  deleteLink(request: LinkRequest): Promise<SharingAnswer<{ readonly deleted: boolean }>>;
  download(request: DownloadRequest): Promise<SharingAnswer<GivenFile>>;
  annotate(request: AnnotateRequest): Promise<SharingAnswer<GivenFile>>;
}

/**
 * A sharing service over a store of licenses. Every operation names a requester, a purpose and a use reason; asks the
 * sharing policy before anything of a license is given (deleting a link gives nothing); keeps to its obligations; and
 * stands in the audit log, as keyed digests, before it is answered. A license that is not there is told only to somebody
 * who might have been given it.
 *
 * Not checked: who the requester is (the caller has authenticated it), how often it asks (limit that in front), and
 * whether the store's data are true. Rejects with what the audit log throws, and then gives nothing; a store or another
 * port that throws is SERVICE_FAILED in the answer. ARGUMENT_INVALID for keys under 32 bytes.
 */
export function createSharingService(options: SharingServiceOptions): SharingService {
  const context = serviceContext(options);
  return {
    queryByHolder: (request) =>
      runOperation(
        context,
        'query-by-holder',
        request,
        (call) => queryByHolder(context, call, request),
        aboutHolder(request),
      ),
    queryByIdentifier: (request) =>
      runOperation(
        context,
        'query-by-identifier',
        request,
        (call) => queryByIdentifier(context, call, request),
        { resource: request.identifier },
      ),
    queryByCode: (request) =>
      runOperation(context, 'query-by-code', request, (call) => queryByCode(context, call, request), {
        code: request.code,
      }),
    verifyData: (request) =>
      runOperation(
        context,
        'verify-data',
        request,
        (call) => verifyData(context, call, request),
        aboutHolder(request),
      ),
    verifyFile: (request) =>
      runOperation(context, 'verify-file', request, (call) => verifyLicenseFile(context, call, request), {}),
    createLink: (request) =>
      runOperation(context, 'create-link', request, (call) => createLink(context, call, request), {
        resource: request.identifier,
      }),
    openLink: (request) =>
      runOperation(context, 'open-link', request, (call) => openLink(context, call, request), {
        link: request.token,
      }),
    deleteLink: (request) =>
      runOperation(context, 'delete-link', request, (call) => deleteLink(context, call, request), {
        link: request.token,
      }),
    download: (request) =>
      runOperation(context, 'download', request, (call) => download(context, call, request), {
        resource: request.identifier,
      }),
    annotate: (request) =>
      runOperation(context, 'annotate', request, (call) => annotate(context, call, request), {
        resource: request.identifier,
      }),
  };
}

function aboutHolder({
  holder,
  typeCode,
}: {
  readonly holder: HolderReference;
  readonly typeCode: string;
}): Readonly<Record<string, string>> {
  return { holder: `${holder.codeType}|${holder.code}`, type: typeCode };
}
