import { CERTIFICATE_LABELS, readFilesOf, readPemOrDer } from '../../adapters/files/index.ts';
import { isYinxinError, type NotChecked, YinxinError } from '../../foundation/core/index.ts';
import { type IssuerListReport, verifyIssuerList } from '../../foundation/pki/index.ts';

/** What `--issuers` named: plain certificates, and signed lists that were verified. */
export interface GivenIssuers {
  readonly certificates: readonly Uint8Array[];
  readonly lists: readonly IssuerListReport[];
  readonly notChecked: readonly NotChecked[];
}

interface ListFile {
  readonly name: string;
  readonly list?: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Reads the paths of `--issuers`: PEM or DER certificates as pins, `NAME.json` with `NAME.json.p7s` beside it and
 * `NAME.p7m` as signed lists, which one of `signers` must have signed. A list that is not authentic is an error: who may
 * issue cannot be told from it. A stale one is told, and gives nothing but its compromised keys.
 */
export async function readIssuers(
  paths: readonly string[],
  signers: readonly Uint8Array[],
  at: Date,
): Promise<GivenIssuers> {
  const certificates: Uint8Array[] = [];
  const lists: IssuerListReport[] = [];
  const notChecked: NotChecked[] = [];
  for (const path of paths) {
    const found = await filesOf(path);
    certificates.push(...found.certificates);
    for (const { name, ...signed } of found.lists) {
      const report = await verifyIssuerList({ ...signed, trustAnchors: signers, at });
      if (report.list === undefined) throw notAuthentic(name, report);
      lists.push(report);
      if (report.status === 'valid') continue;
      const detail = `--issuers ${name}: ${report.checks.find(({ status }) => status === 'failed')?.detail}`;
      notChecked.push({ code: 'ISSUER_LIST_NOT_USED', detail });
    }
  }
  return { certificates, lists, notChecked };
}

async function filesOf(path: string): Promise<{ certificates: Uint8Array[]; lists: ListFile[] }> {
  const files = await readFilesOf(path);
  const lists: ListFile[] = [];
  const taken = new Set<string>();
  for (const { name, bytes } of files) {
    if (name.endsWith('.p7m')) lists.push({ name, signature: bytes });
    else if (name.endsWith('.json'))
      lists.push({ name, list: bytes, signature: await signatureBeside(name) });
    else continue;
    taken.add(name).add(`${name}.p7s`);
  }
  if (taken.size === 0) return { certificates: await readPemOrDer(path, CERTIFICATE_LABELS), lists };
  const rest = files.filter(({ name }) => !taken.has(name));
  const certificates = await Promise.all(rest.map(({ name }) => certificatesOf(name)));
  return { certificates: certificates.flat(), lists };
}

async function signatureBeside(name: string): Promise<Uint8Array> {
  const [signature] = await readFilesOf(`${name}.p7s`);
  return signature!.bytes;
}

/** In a folder what holds no certificate (a README) is passed over. */
async function certificatesOf(name: string): Promise<Uint8Array[]> {
  return readPemOrDer(name, CERTIFICATE_LABELS).catch((error: unknown) => {
    if (isYinxinError(error, 'PEM_INVALID')) return [];
    throw error;
  });
}

function notAuthentic(name: string, report: IssuerListReport): YinxinError {
  const failed = report.checks.filter(({ status }) => status === 'failed');
  return new YinxinError(
    'ISSUER_LIST_INVALID',
    `the issuer list ${name} is not believed: ${failed[0]?.detail ?? 'unknown'} (--issuer-list-signer)`,
    { details: { checks: failed.map(({ code }) => code) } },
  );
}
