import { formatTime, type Signer } from '../../foundation/core/index.ts';
import { buildStatusList, type Ledger } from '../../license/index.ts';
import { TRUST_FOLDERS, writeInto } from '../pki/trust-folders.ts';
import type { HomeSettings } from './home.ts';

const DAY_SECONDS = 24 * 60 * 60;
const LIST_DAYS = 7;

/** Renews one status list from the ledger into `trust/status/`, and returns its name there. */
export async function renewStatusList(options: {
  readonly folder: string;
  readonly settings: HomeSettings;
  readonly ledger: Ledger;
  readonly list: number;
  readonly signer: Signer;
  readonly at: Date;
}): Promise<string> {
  const { folder, settings, ledger, list, signer, at } = options;
  const entries: { index: number; state: 'valid' }[] = [];
  for await (const entry of ledger.statusEntries(list)) entries.push(entry as (typeof entries)[number]);
  // COSE times are whole seconds.
  const issuedAt = new Date(Math.floor(at.getTime() / 1000) * 1000);
  const bytes = await buildStatusList({
    entries,
    size: ledger.statusListSize,
    issuerCode: settings.issuerCode,
    list,
    uri: `${settings.statusUriPrefix}${list}`,
    issuedAt,
    expiresAt: new Date(issuedAt.getTime() + LIST_DAYS * DAY_SECONDS * 1000),
    ttlSeconds: DAY_SECONDS,
    signer,
  });
  const name = `${TRUST_FOLDERS.status}/${list}.cwt`;
  await writeInto(folder, name, bytes);
  // Kept for questions about this day: `--status` takes the folder beside the current lists.
  await writeInto(folder, `snapshots/${list}-${formatTime(issuedAt).replaceAll(':', '')}.cwt`, bytes);
  return name;
}
