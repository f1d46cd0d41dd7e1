import {
  CERTIFICATE_LABELS,
  CRL_LABELS,
  type FileSource,
  OCSP_LABELS,
  openFile,
  type PemLabels,
  readFilesOf,
  readPemBlocks,
  readPemOrDer,
} from '../../adapters/files/index.ts';
import { prepareTrust } from '../../entries/index.ts';
import { fromUtf8, type NotChecked, YinxinError } from '../../foundation/core/index.ts';
import type { VerifyOptions } from '../../verify/index.ts';
import { instant } from '../arguments.ts';
import { readableAnchors } from './anchors.ts';
import type { VerifyArguments } from './arguments.ts';
import { readIssuers } from './issuer-lists.ts';
import { onlinePorts } from './online-ports.ts';

/** Options for the library, and what in them could not be read: it stands in every report. */
export interface PreparedOptions {
  readonly options: VerifyOptions;
  readonly notChecked: readonly NotChecked[];
  /** Closes the files that are read while FILEs are judged. */
  readonly close: () => Promise<void>;
}

/**
 * Reads all files that the options name, once for all FILEs. An option that cannot be read names itself in
 * `details.option`; nothing is judged then, for a missing anchor must not look like a bad signature.
 */
export async function prepareOptions(args: VerifyArguments): Promise<PreparedOptions> {
  const signers = await read('--trust', args.trust, CERTIFICATE_LABELS);
  const at = args.at === undefined ? new Date() : instant(args.at);
  const listSigners = await read('--issuer-list-signer', args.issuerListSigner, CERTIFICATE_LABELS);
  const issuers = await named('--issuers', readIssuers(args.issuers ?? [], listSigners, at));
  const trust = {
    signers,
    timestamps: args.trustTsa ? await read('--trust-tsa', args.trustTsa, CERTIFICATE_LABELS) : signers,
    sealMakers: await read('--seal-maker', args.sealMaker, CERTIFICATE_LABELS),
    licenseIssuers: issuers.certificates,
    statusIssuers: issuers.certificates,
  };
  const anchors = readableAnchors(trust);
  const prepared = prepareTrust({
    revocation: args.revocation,
    trust: anchors.trust,
    issuerLists: issuers.lists,
    intermediates: await read('--intermediate', args.intermediate, CERTIFICATE_LABELS),
    crls: [...(await read('--crl', args.crl, CRL_LABELS)), ...(await crlsBesideAnchors(args))],
    ocspResponses: await read('--ocsp', args.ocsp, OCSP_LABELS),
    allowLegacy: args.allowLegacy === true,
    ...(args.profile === undefined ? {} : { profile: args.profile }),
    statusLists: await wholeFiles('--status', args.status),
    ...(args.statusMaxAge === undefined ? {} : { statusMaxAgeSeconds: args.statusMaxAge }),
    ...(await signerCertificate(args.signerCert)),
  });
  const data = await openEach('--data', args.data);
  const evidence = await openEach('--evidence', args.evidence);
  const options: VerifyOptions = {
    ...prepared,
    at,
    ...(args.detached === undefined ? {} : { detached: await named('--detached', openFile(args.detached)) }),
    ...(data === undefined ? {} : { data }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(args.online === true ? onlinePorts(args.privateHosts === true) : {}),
    ...(args.password === undefined ? {} : { password: await passwordOf(args.password) }),
  };
  return {
    options,
    notChecked: [...issuers.notChecked, ...anchors.notChecked],
    close: async () => {
      for (const file of [...(data ?? []), ...(evidence ?? [])]) await file.close();
    },
  };
}

async function read(
  option: string,
  paths: readonly string[] | undefined,
  labels: PemLabels,
): Promise<Uint8Array[]> {
  const found = await Promise.all((paths ?? []).map((path) => named(option, readPemOrDer(path, labels))));
  return found.flat();
}

/** PEM CRLs that stand beside anchors: a trust folder may bring them along. A CRL proves itself by its signature. */
async function crlsBesideAnchors(args: VerifyArguments): Promise<Uint8Array[]> {
  const folders = [...(args.trust ?? []), ...(args.trustTsa ?? []), ...(args.intermediate ?? [])];
  const found = await Promise.all(folders.map((path) => named('--trust', readPemBlocks(path, CRL_LABELS))));
  return found.flat();
}

/** One certificate: the first of the file. */
async function signerCertificate(
  path: string | undefined,
): Promise<Pick<VerifyOptions, 'signerCertificate'>> {
  const [certificate] = path === undefined ? [] : await read('--signer-cert', [path], CERTIFICATE_LABELS);
  return certificate === undefined ? {} : { signerCertificate: certificate };
}

/** The first line of the file: a password never stands on the command line. */
async function passwordOf(path: string): Promise<string> {
  const [bytes] = await wholeFiles('--password', [path]);
  return fromUtf8(bytes ?? new Uint8Array(0)).split(/\r?\n/)[0] ?? '';
}

/** Files that are read where they are needed. */
async function openEach(
  option: string,
  paths: readonly string[] | undefined,
): Promise<readonly FileSource[] | undefined> {
  if (paths === undefined) return undefined;
  return Promise.all(paths.map((path) => named(option, openFile(path))));
}

async function wholeFiles(option: string, paths: readonly string[] | undefined): Promise<Uint8Array[]> {
  const found = await Promise.all((paths ?? []).map((path) => named(option, readFilesOf(path))));
  return found.flat().map((file) => file.bytes);
}

/** The error of a file with the name of the option that named it. */
async function named<T>(option: string, reading: Promise<T>): Promise<T> {
  return reading.catch((error: unknown) => {
    if (!(error instanceof YinxinError)) throw error;
    const details = { ...error.details, option };
    throw new YinxinError(error.code, `${option}: ${error.message}`, { details, cause: error });
  });
}
