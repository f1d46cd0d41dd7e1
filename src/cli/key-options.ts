import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { ioFailed } from '../adapters/files/index.ts';
import { fromPem, fromPkcs12 } from '../adapters/keys/index.ts';
import { fromUtf8, type Signer } from '../foundation/core/index.ts';
import { type AlgorithmProfile, assertAlgorithmAllowed } from '../foundation/crypto/index.ts';

/** Options that name a key, as commander gives them. */
export interface KeyArguments {
  readonly key: string;
  readonly cert?: readonly string[];
  readonly passwordFile?: string;
  readonly profile?: AlgorithmProfile;
}

/** Adds the options that name a key, and the profile that it must keep. */
export function withKeyOptions(command: Command): Command {
  return withKeyFile(command).addOption(
    new Option('--profile <NAME>', 'algorithms that a rule allows: cn-gov wants SM2').choices(['cn-gov']),
  );
}

/** Adds the options that name a key. The password never stands on the command line, where others could see it. */
export function withKeyFile(command: Command): Command {
  return command
    .requiredOption('--key <P>', 'private key: PKCS#12 (.p12), PEM or PKCS#8 DER')
    .option('--cert <P...>', 'certificates, PEM or DER; unset: those in the key file')
    .option('--password-file <P>', 'file whose first line is the password of the key');
}

/** Opens the signer; an expired certificate and an algorithm that the profile forbids end here, before anything is done. */
export async function openSigner(args: KeyArguments, at: Date): Promise<Signer> {
  const signer = await openKey(args, at);
  assertAlgorithmAllowed((await signer.info()).algorithm, args.profile);
  return signer;
}

async function openKey(args: KeyArguments, at: Date): Promise<Signer> {
  const key = await readNamed('--key', args.key);
  const password = await passwordOf(args.passwordFile);
  const certificates: Uint8Array[] = [];
  for (const path of args.cert ?? []) certificates.push(await readNamed('--cert', path));
  if (isPkcs12(key)) return fromPkcs12(key, password ?? '', { at, certificates: certificates.filter(isDer) });
  return fromPem({
    key,
    at,
    ...(password === undefined ? {} : { password }),
    ...(certificates.length === 0 ? {} : { certificates: joined(certificates) }),
  });
}

/** PFX ::= SEQUENCE { version INTEGER {v3(3)}, … } (RFC 7292 4): a PKCS#8 key says version 0 or 1 there. */
function isPkcs12(bytes: Uint8Array): boolean {
  if (!isDer(bytes)) return false;
  const lengthByte = bytes[1] ?? 0;
  const start = lengthByte < 0x80 ? 2 : 2 + (lengthByte & 0x7f);
  return bytes[start] === 2 && bytes[start + 1] === 1 && bytes[start + 2] === 3;
}

const isDer = (bytes: Uint8Array): boolean => bytes[0] === 0x30;

/** All PEM files as one text; DER files as a list. */
function joined(certificates: readonly Uint8Array[]): Uint8Array | readonly Uint8Array[] {
  if (certificates.every(isDer)) return certificates;
  return new Uint8Array(Buffer.concat(certificates.flatMap((bytes) => [bytes, Buffer.from('\n')])));
}

async function passwordOf(path: string | undefined): Promise<string | undefined> {
  return path === undefined ? undefined : firstLineOf('--password-file', path);
}

/** The first line of a file that an option names: a password never stands on the command line. */
export async function firstLineOf(option: string, path: string): Promise<string> {
  return fromUtf8(await readNamed(option, path)).split(/\r?\n/)[0] ?? '';
}

/** A whole file that an option names; the message names the option. */
export async function readNamed(option: string, path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw ioFailed(`${option} cannot be read`, error);
  }
}
