import type { ValidationData } from '../../core/index.ts';
import { type PkiMemo, pkiMemo } from '../../pki/index.ts';
import { OID } from '../../x509/index.ts';
import type { FileFacts, SignatureFacts } from '../facts.ts';
import { judge } from '../judge.ts';
import type { JudgeOptions, RevocationMode } from '../options.ts';
import type { Judgement, SignatureReport } from '../report.ts';
import { anchorsOf } from './anchors.ts';
import { type ChainData, type ChainSettings, gatherChainData } from './chain-data.ts';
import { DataPool } from './data-pool.ts';
import type { MissingData } from './missing-data.ts';
import type { CollectOptions } from './options.ts';
import { WebData } from './web-data.ts';

/** Validation data for all signatures of a file. */
export interface Collected {
  /** What the file does not hold yet where the entry that needs it can use it. */
  readonly added: DataPool;
  /** By id of the entry: all that belongs to it, whether the file holds it or not. */
  readonly perEntry: ReadonlyMap<string, ValidationData>;
  readonly missing: readonly MissingData[];
}

/** Gathers validation data over the life of one call: places are asked once, structures parsed once. */
export class Collector {
  readonly #options: CollectOptions;
  readonly #memo: PkiMemo = pkiMemo();
  readonly #pool: DataPool;
  readonly #web: WebData;

  constructor(options: CollectOptions) {
    this.#options = options;
    this.#pool = new DataPool(options.validationData ?? {});
    for (const anchors of Object.values(options.trust ?? {})) this.#pool.addAll({ certificates: anchors });
    this.#web = new WebData(this.#pool, options);
  }

  /** The verdict on a file with what it holds and, where asked for, with all that is at hand. */
  judge(
    facts: FileFacts,
    at: Date,
    data: 'file' | 'all',
    revocation: RevocationMode = this.#options.revocation ?? 'require',
  ): Promise<Judgement> {
    const { allowLegacy } = this.#options;
    const held = new DataPool(...facts.signatures).certificates;
    const pool = data === 'all' ? this.#pool : new DataPool();
    const options: JudgeOptions = {
      at,
      trust: anchorsOf(this.#options.trust, facts, [...held, ...this.#pool.certificates], this.#memo),
      revocation,
      intermediates: pool.certificates,
      crls: pool.crls,
      ocspResponses: pool.ocspResponses,
      ...(allowLegacy === undefined ? {} : { allowLegacy }),
      memo: this.#memo,
    };
    return judge(facts, options);
  }

  /**
   * What every signature, timestamp and countersignature of a file needs to be verified later, from what is at hand and
   * on the web. Those that the file alone proves at `at` (older timestamps may do so) are left as they are. The newest
   * document timestamp comes first, for it saves what lies under it.
   */
  async collect(facts: FileFacts, at: Date): Promise<Collected> {
    this.#pool.addAll(new DataPool(...facts.signatures));
    const settled = trustedIds(await this.judge(facts, at, 'file'));
    const perEntry = new Map<string, ValidationData>();
    const missing: MissingData[] = [];
    const added = new DataPool();
    let known = trustedIds(await this.judge(facts, at, 'all'));
    for (const entry of newestFirst(facts.signatures)) {
      if (settled.has(entry.id)) continue;
      const gathered = await this.#gather(entry, facts, at, !known.has(entry.id));
      perEntry.set(entry.id, gathered.data);
      missing.push(...gathered.missing);
      // What stands in another signature (a CA inside of a token) is not there for this one.
      added.addAll(gathered.data.without(new DataPool(entry)));
      if (coversData(entry)) known = trustedIds(await this.judge(facts, at, 'all'));
    }
    return { added, perEntry, missing };
  }

  async #gather(entry: SignatureFacts, facts: FileFacts, at: Date, mayFetch: boolean): Promise<ChainData> {
    const { signerCertificate, id, purpose } = entry;
    if (signerCertificate === undefined) {
      const detail = 'the signer’s certificate is not in the file: it cannot be completed';
      const missing: MissingData[] = [{ signature: id, what: 'certificate', detail, asked: [] }];
      return { data: new DataPool(), missing };
    }
    const trust = anchorsOf(this.#options.trust, facts, this.#pool.certificates, this.#memo);
    const settings: ChainSettings = {
      at,
      revocation: this.#options.revocation ?? 'require',
      memo: this.#memo,
      pool: this.#pool,
      web: this.#web,
    };
    const question = {
      signature: id,
      certificate: signerCertificate,
      anchors: trust[purpose] ?? [],
      mayFetch,
      ...(purpose === 'timestamps' ? { extendedKeyUsage: OID.ekuTimeStamping } : {}),
    };
    return gatherChainData(question, settings);
  }
}

/** What a verdict refuses to believe, as missing data; nothing where all is trusted. */
export function distrusted({ signatures }: Judgement): MissingData[] {
  return signatures.filter(({ trust }) => trust !== 'trusted').map(whyDistrusted);
}

function whyDistrusted({ id, trust, subIndication, checks }: SignatureReport): MissingData {
  const failed = checks.find(({ status, code }) => status === 'failed' && code === 'PAST_VALIDATION');
  const why = failed ?? checks.find(({ status }) => status === 'failed' || status === 'not-run');
  const code = why === undefined ? '' : `, ${why.code}`;
  const detail = `it is ${trust} (${subIndication ?? 'no indication'}${code}) with the data at hand`;
  return { signature: id, what: 'trust', detail, asked: [] };
}

function trustedIds({ signatures }: Judgement): Set<string> {
  return new Set(signatures.filter(({ trust }) => trust === 'trusted').map(({ id }) => id));
}

/** Document and archive timestamps from the newest on; then the others in their order. */
function newestFirst(entries: readonly SignatureFacts[]): SignatureFacts[] {
  const timeOf = ({ timestampTime }: SignatureFacts): number => timestampTime?.getTime() ?? 0;
  // Of one time, what stands later is the newer one.
  const stamps = entries.filter(coversData).reverse();
  return [...stamps.sort((a, b) => timeOf(b) - timeOf(a)), ...entries.filter((one) => !coversData(one))];
}

/** It proves data of the file beside a signature: once it is complete, what lies under it may be. */
function coversData({ kind, stampsArchive }: SignatureFacts): boolean {
  return kind === 'document-timestamp' || stampsArchive === true;
}
