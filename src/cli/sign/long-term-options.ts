import { type Command, Option } from 'commander';
import { CERTIFICATE_LABELS, CRL_LABELS, OCSP_LABELS, readPemOrDer } from '../../adapters/files/index.ts';
import {
  certificatesOverHttp,
  revocationOverHttp,
  timestampAuthorityOverHttp,
} from '../../adapters/online/index.ts';
import type { TimestampAuthority } from '../../foundation/core/index.ts';
import type { RevocationMode } from '../../foundation/validation/index.ts';
import type { LongTermOptions } from '../../sign/index.ts';

/** Where timestamps and validation data come from, as commander gives it. */
export interface LongTermArguments {
  readonly tsa?: string;
  readonly trust?: readonly string[];
  readonly trustTsa?: readonly string[];
  readonly intermediate?: readonly string[];
  readonly crl?: readonly string[];
  readonly ocsp?: readonly string[];
  readonly revocation: RevocationMode;
  readonly online?: boolean;
  readonly privateHosts?: boolean;
}

/** Adds the option that names a time-stamping authority. */
export function withAuthorityOption(command: Command): Command {
  return command.option('--tsa <URL>', 'time-stamping authority (RFC 3161 over HTTP)');
}

/** Adds the options that name timestamps and validation data; CRLs and OCSP responses are named by the command. */
export function withLongTermOptions(command: Command): Command {
  return withAuthorityOption(command)
    .option('--trust <P...>', 'roots that chains must end at; unset: any root at hand')
    .option('--trust-tsa <P...>', 'roots of time-stamping authorities; unset: those of --trust')
    .option('--intermediate <P...>', 'further certificates of CAs')
    .addOption(
      new Option('--revocation <MODE>', 'for which certificates revocation data must be there')
        .choices(['require', 'require-where-declared', 'if-available', 'none'])
        .default('require'),
    )
    .option('--online', 'fetch what is not at hand from where certificates say it is')
    .option('--private-hosts', 'with --online: also from hosts of private networks');
}

/** The authority that the options name; nothing when they name none. */
export function authorityOf({ tsa }: Pick<LongTermArguments, 'tsa'>): { tsa?: TimestampAuthority } {
  return tsa === undefined ? {} : { tsa: timestampAuthorityOverHttp({ url: tsa }) };
}

/** What the options say about validation data. */
export async function longTermOptions(args: LongTermArguments): Promise<LongTermOptions> {
  const { trust, trustTsa, online, privateHosts, revocation } = args;
  const signers = await read(trust, CERTIFICATE_LABELS);
  const timestamps = trustTsa === undefined ? signers : await read(trustTsa, CERTIFICATE_LABELS);
  const bounds = privateHosts === true ? ({ privateHosts: 'allow' } as const) : {};
  return {
    ...(trust === undefined && trustTsa === undefined ? {} : { trust: { signers, timestamps } }),
    validationData: {
      certificates: await read(args.intermediate, CERTIFICATE_LABELS),
      crls: await read(args.crl, CRL_LABELS),
      ocspResponses: await read(args.ocsp, OCSP_LABELS),
    },
    revocation,
    ...(online === true
      ? { revocationFetcher: revocationOverHttp(bounds), certificateSource: certificatesOverHttp(bounds) }
      : {}),
  };
}

async function read(paths: readonly string[] | undefined, labels: readonly string[]): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for (const path of paths ?? []) found.push(...(await readPemOrDer(path, labels)));
  return found;
}
