import { CRL_LABELS, OCSP_LABELS, readPemOrDer } from '../../adapters/files/index.ts';

/** What a signer may embed so that verifiers need not look for it. */
export interface ValidationDataArguments {
  readonly crl?: readonly string[];
  readonly ocsp?: readonly string[];
}

/** Revocation data that the options name, for the DSS of a PDF; nothing when they name none. */
export async function embeddedData(
  args: ValidationDataArguments,
): Promise<{ validationData?: { crls: Uint8Array[]; ocspResponses: Uint8Array[] } }> {
  const crls = await read(args.crl, CRL_LABELS);
  const ocspResponses = await read(args.ocsp, OCSP_LABELS);
  return crls.length + ocspResponses.length === 0 ? {} : { validationData: { crls, ocspResponses } };
}

async function read(paths: readonly string[] | undefined, labels: readonly string[]): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for (const path of paths ?? []) found.push(...(await readPemOrDer(path, labels)));
  return found;
}
