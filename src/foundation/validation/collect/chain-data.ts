import { equalBytes, isYinxinError, toHex } from '../../core/index.ts';
import {
  declaresRevocation,
  type PathOptions,
  type PkiMemo,
  type RevocationStatement,
  type StructuralPath,
  speaksUntil,
  structuralPaths,
} from '../../pki/index.ts';
import { type Certificate, isSelfIssued, mayIssue, OID } from '../../x509/index.ts';
import type { RevocationMode } from '../options.ts';
import { DataPool } from './data-pool.ts';
import type { MissingData } from './missing-data.ts';
import type { Failure, WebData } from './web-data.ts';

/** What chain data is gathered with. */
export interface ChainSettings {
  readonly at: Date;
  readonly revocation: RevocationMode;
  readonly memo: PkiMemo;
  /** All that is at hand; grows by what is fetched. */
  readonly pool: DataPool;
  readonly web: WebData;
}

/** A certificate whose chain and revocation are to be provable. */
export interface ChainQuestion {
  /** Id of the entry it belongs to, for what is told. */
  readonly signature: string;
  /** DER. */
  readonly certificate: Uint8Array;
  readonly anchors: readonly Uint8Array[];
  readonly extendedKeyUsage?: string;
  /** A key that signs revocation data: not asked for its key usage, nor for revocation where it need not be checked. */
  readonly signsRevocation?: boolean;
  /** Places on the web are asked; else only what is at hand is taken. */
  readonly mayFetch: boolean;
}

/** What belongs to one certificate: its chain, revocation data, who signed that, and the same of these. */
export interface ChainData {
  readonly data: DataPool;
  readonly missing: readonly MissingData[];
}

/** CAs between a signer and its anchor: real chains have up to four. */
const MAX_DEPTH = 10;
/** Signers of revocation data beside the chain, and theirs: two in practice. */
const MAX_QUESTIONS = 16;

/**
 * Chooses the data that proves a certificate: the chain up to the anchor, for each certificate the newest statement
 * about its revocation (fetched where none at hand is fresh), the certificates of responders and CRL issuers, and their
 * revocation (ETSI EN 319 142-1 5.4.2.2). Who is believed is judged by others.
 */
export async function gatherChainData(first: ChainQuestion, settings: ChainSettings): Promise<ChainData> {
  const data = new DataPool();
  const missing: MissingData[] = [];
  const asked = new Set<string>();
  const open: ChainQuestion[] = [first];
  for (let question = open.shift(); question !== undefined; question = open.shift()) {
    if (asked.size >= MAX_QUESTIONS) break;
    asked.add(toHex(question.certificate));
    const gathering = new Gathering(question, settings);
    const { signers } = await gathering.run(data, missing);
    for (const signer of signers) {
      if (asked.has(toHex(signer.raw))) continue;
      const { signature, anchors, mayFetch } = question;
      open.push({ signature, anchors, mayFetch, certificate: signer.raw, signsRevocation: true });
    }
  }
  return { data, missing };
}

/** The work on one certificate. */
class Gathering {
  readonly #question: ChainQuestion;
  readonly #settings: ChainSettings;
  readonly #failures: Failure[] = [];

  constructor(question: ChainQuestion, settings: ChainSettings) {
    this.#question = question;
    this.#settings = settings;
  }

  async run(data: DataPool, missing: MissingData[]): Promise<{ readonly signers: readonly Certificate[] }> {
    const chain = await this.#chain();
    if (chain === undefined) {
      missing.push(this.#missingIssuer());
      return { signers: [] };
    }
    for (const { raw } of chain.path) data.add('certificates', raw);
    const signers: Certificate[] = [];
    for (let i = 0; i < chain.path.length - 1; i++) {
      const certificate = chain.path[i]!;
      if (!this.#isAskedAbout(certificate, i)) continue;
      const statement = await this.#statement(chain.path, i);
      if (statement === undefined) {
        if (this.#isDemanded(certificate)) missing.push(this.#missingRevocation(certificate));
        continue;
      }
      this.#take(statement, data);
      signers.push(...signersOf(statement));
    }
    return { signers };
  }

  /** The likeliest chain to an anchor; CA certificates are fetched while there is none. */
  async #chain(): Promise<StructuralPath | undefined> {
    for (let round = 0; round < MAX_DEPTH; round++) {
      const chain = this.#chainAtHand();
      if (chain !== undefined) return chain;
      const { web } = this.#settings;
      const mayFetch = this.#question.mayFetch && !isSelfIssued(this.#top());
      if (!mayFetch || !(await web.issuerOf(this.#top(), this.#failures))) return undefined;
    }
    return undefined;
  }

  #chainAtHand(): StructuralPath | undefined {
    let first: StructuralPath | undefined;
    for (const chain of structuralPaths(this.#pathOptions())) {
      if (chain.trust === 'trusted') return chain;
      first ??= chain;
    }
    return first;
  }

  #pathOptions(): PathOptions {
    const { certificate, anchors, extendedKeyUsage, signsRevocation } = this.#question;
    const { at, memo, pool } = this.#settings;
    return {
      certificate,
      intermediates: pool.certificates,
      trustAnchors: anchors,
      at,
      crls: pool.crls,
      ocspResponses: pool.ocspResponses,
      revocation: 'require',
      ...(extendedKeyUsage === undefined ? {} : { extendedKeyUsage }),
      ...(signsRevocation === true ? { keyUsage: 'any' } : {}),
      memo,
    };
  }

  /** The last certificate above the one in question that is at hand. */
  #top(): Certificate {
    const { memo, pool } = this.#settings;
    let top = memo.certificate(this.#question.certificate);
    for (let depth = 0; depth < MAX_DEPTH && !isSelfIssued(top); depth++) {
      const below = top;
      const above = pool.certificates
        .flatMap((der) => tryCertificate(der, memo))
        .find((c) => mayIssue(c, below.issuer) && memo.signedBy(below, c).result === 'valid');
      if (above === undefined) break;
      top = above;
    }
    return top;
  }

  /** The CA at the top answers for itself; a responder may say that nobody need ask about it (RFC 6960 4.2.2.2.1). */
  #isAskedAbout(certificate: Certificate, index: number): boolean {
    if (this.#settings.revocation === 'none') return false;
    const isResponder = index === 0 && this.#question.signsRevocation === true;
    return !(isResponder && certificate.extensions.has(OID.ocspNoCheck));
  }

  #isDemanded(certificate: Certificate): boolean {
    const { revocation } = this.#settings;
    return (
      revocation === 'require' || (revocation === 'require-where-declared' && declaresRevocation(certificate))
    );
  }

  /** The newest statement about a certificate; places are asked while none is fresh. */
  async #statement(path: readonly Certificate[], index: number): Promise<RevocationStatement | undefined> {
    const newest = (): RevocationStatement | undefined => this.#newestOf(path, index);
    const isFresh = (): boolean => {
      const statement = newest();
      return statement !== undefined && speaksUntil(statement) >= this.#settings.at;
    };
    if (this.#question.mayFetch && !isFresh()) {
      this.#failures.push(
        ...(await this.#settings.web.revocationOf(path[index]!, path[index + 1]!, isFresh)),
      );
    }
    return newest();
  }

  #newestOf(path: readonly Certificate[], index: number): RevocationStatement | undefined {
    for (const chain of structuralPaths(this.#pathOptions())) {
      const isSame =
        chain.path.length === path.length && chain.path.every((c, i) => equalBytes(c.raw, path[i]!.raw));
      if (!isSame) continue;
      const told = chain.statements[index]!.filter(({ status }) => status !== 'unknown');
      return [...told].sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime())[0];
    }
    return undefined;
  }

  #take(statement: RevocationStatement, data: DataPool): void {
    const { memo, pool } = this.#settings;
    for (const crl of statement.alsoRaw ?? []) data.add('crls', crl);
    if (statement.source === 'crl') data.add('crls', statement.raw);
    else {
      // Files hold whole responses; a statement names the BasicOCSPResponse in it.
      const whole = pool.ocspResponses.find((der) => isResponseOf(der, statement.raw, memo));
      data.add('ocspResponses', whole ?? statement.raw);
    }
    for (const signer of signersOf(statement)) data.add('certificates', signer.raw);
  }

  #missingIssuer(): MissingData {
    const top = this.#top();
    const detail = isSelfIssued(top)
      ? 'its chain ends at a root that `trust` does not hold for this purpose: give the root there, if it is to be believed'
      : 'the certificate of its issuer is not at hand: give it in validationData, or a certificateSource';
    return this.#missing('certificate', top, detail);
  }

  #missingRevocation(certificate: Certificate): MissingData {
    const detail = 'there is no CRL and no OCSP response about it: give one in validationData, or a fetcher';
    return this.#missing('revocation', certificate, detail);
  }

  #missing(what: MissingData['what'], certificate: Certificate, detail: string): MissingData {
    return {
      signature: this.#question.signature,
      what,
      certificate: {
        issuer: certificate.issuer.text,
        serialNumber: toHex(certificate.serialNumber),
      },
      detail,
      asked: [...this.#failures],
    };
  }
}

/** Who signed a statement, where it was not the issuer of the certificate. */
function signersOf(statement: RevocationStatement): Certificate[] {
  return [statement, ...(statement.alsoSigned ?? [])].flatMap(({ signerPath }) =>
    signerPath === undefined ? [] : [signerPath[0]!],
  );
}

function isResponseOf(der: Uint8Array, basic: Uint8Array, memo: PkiMemo): boolean {
  try {
    const known = memo.ocspResponse(der).basic?.raw;
    return known !== undefined && equalBytes(known, basic);
  } catch (error) {
    if (isYinxinError(error)) return false;
    throw error;
  }
}

function tryCertificate(der: Uint8Array, memo: PkiMemo): Certificate[] {
  try {
    return [memo.certificate(der)];
  } catch (error) {
    if (isYinxinError(error)) return [];
    throw error;
  }
}
