import type { Command } from 'commander';
import { CERTIFICATE_LABELS, readPemOrDer } from '../../adapters/files/index.ts';
import { type FormSchema, fromBase64, type SigningAlgorithm } from '../../foundation/core/index.ts';
import { jwsIdentityVerifier, type VerifyApplicationOptions } from '../../sign/index.ts';
import { instant } from '../arguments.ts';
import type { VerifyArguments } from '../verify/arguments.ts';
import { type PreparedOptions, prepareOptions } from '../verify/options.ts';
import { collect, withTrustOptions } from '../verify/trust-options.ts';
import { readJson } from './description.ts';

/** Options of an application beside those of trust. */
export interface ApplicationArguments extends VerifyArguments {
  readonly receiver?: string;
  readonly form?: string;
  readonly platform?: readonly string[];
  readonly eventIssuer?: readonly string[];
  readonly identity?: string;
  readonly receivedAt?: string;
}

/** Keys of identity providers as they stand in JSON; public keys as SubjectPublicKeyInfo in base64. */
interface IdentityFile {
  readonly audience: string;
  readonly providers: readonly {
    readonly issuer: string;
    readonly keys: readonly {
      readonly kid?: string;
      readonly alg?: string;
      readonly algorithm: SigningAlgorithm;
      readonly publicKey: string;
    }[];
  }[];
}

/** Adds the options that say what an application must be. */
export function withApplicationOptions(command: Command): Command {
  return withTrustOptions(command)
    .option('--receiver <CODE>', 'code of the agency that reads; another receiver is refused')
    .option('--form <P>', 'form schema of the catalog, JSON')
    .option('--platform <P>', 'certificates of platforms that may sign for citizens', collect)
    .option('--event-issuer <P>', 'CAs that issue event certificates (事件型证书) alone', collect)
    .option('--identity <P>', 'JSON: audience, and identity providers with their keys')
    .option('--received-at <ISO>', 'when the file was received, by your own record');
}

/** Reads what the options name. */
export async function applicationOptions(
  args: ApplicationArguments,
): Promise<{ readonly options: VerifyApplicationOptions; readonly close: PreparedOptions['close'] }> {
  const { options, close } = await prepareOptions(args);
  const { receiver, form, identity, receivedAt } = args;
  return {
    options: {
      ...options,
      ...(receiver === undefined ? {} : { receiverCode: receiver }),
      ...(form === undefined ? {} : { formSchema: await readJson<FormSchema>('--form', form) }),
      platforms: await certificates(args.platform),
      eventCertificateIssuers: await certificates(args.eventIssuer),
      ...(identity === undefined ? {} : { identity: await identityOptions(identity) }),
      ...(receivedAt === undefined ? {} : { receivedAt: instant(receivedAt) }),
    },
    close,
  };
}

async function identityOptions(path: string): Promise<NonNullable<VerifyApplicationOptions['identity']>> {
  const { audience, providers } = await readJson<IdentityFile>('--identity', path);
  const verifier = jwsIdentityVerifier({
    providers: providers.map(({ issuer, keys }) => ({
      issuer,
      keys: keys.map(({ publicKey, ...key }) => ({ ...key, publicKey: fromBase64(publicKey) })),
    })),
  });
  return { verifier, audience };
}

async function certificates(paths: readonly string[] = []): Promise<Uint8Array[]> {
  return (await Promise.all(paths.map((path) => readPemOrDer(path, CERTIFICATE_LABELS)))).flat();
}
