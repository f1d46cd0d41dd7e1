import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { platform } from '#platform';
import { ioFailed } from '../../adapters/files/index.ts';
import { fromPem } from '../../adapters/keys/index.ts';
import { fileLedger } from '../../entries/stores.ts';
import { type Clock, fromUtf8, type Random, type Signer, YinxinError } from '../../foundation/core/index.ts';
import type { Ledger } from '../../license/index.ts';
import { writeInto } from '../pki/trust-folders.ts';

/**
 * The folder an issuing office works in: `ledger/`, `keys/`, `trust/`, `seal.esl`, and `home.json` with what is
 * the same for all its licenses. `yinxin demo` leaves one; `issue` and `change` work in it.
 */
export interface HomeSettings {
  readonly schema: 'yinxin.home/1';
  readonly issuerCode: string;
  /** Host of the verification page that the codes lead to. */
  readonly codeHost: string;
  /** The URI of status list n is this followed by n. */
  readonly statusUriPrefix: string;
}

const SETTINGS = 'home.json';
/** Small lists make small files; a real office keeps the default of the ledger. */
const STATUS_LIST_SIZE = 4096;

/** Randomness of the platform. */
export const SYSTEM_RANDOM: Random = { bytes: (length) => platform.randomBytes(length) };

/** Writes the settings of a new home. */
export function writeSettings(folder: string, settings: HomeSettings): Promise<void> {
  return writeInto(folder, SETTINGS, `${JSON.stringify(settings, null, 2)}\n`);
}

/** Reads the settings. ARGUMENT_INVALID when the folder is no home. */
export async function readSettings(folder: string): Promise<HomeSettings> {
  const settings: unknown = JSON.parse(fromUtf8(await read(folder, SETTINGS)));
  if ((settings as HomeSettings | null)?.schema !== 'yinxin.home/1') {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'home.json is none of this program: run `yinxin demo` for a model',
    );
  }
  return settings as HomeSettings;
}

/** A file of the home. */
export async function read(folder: string, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(join(folder, name)));
  } catch (error) {
    throw ioFailed(`${name} of the home cannot be read`, error);
  }
}

/** The ledger of the home, held by this process until it is closed. */
export function openLedger(folder: string, clock: Clock, random: Random): Promise<Ledger> {
  return fileLedger(join(folder, 'ledger'), { clock, random, statusListSize: STATUS_LIST_SIZE });
}

/** A signer of `keys/`, its dates looked at. */
export async function openKey(folder: string, name: string, at: Date): Promise<Signer> {
  return fromPem({ key: await read(folder, `keys/${name}.pem`), at });
}
