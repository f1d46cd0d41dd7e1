import { parseSignedData } from '../../foundation/cms/index.ts';
import { type FileInput, sourceFromBytes, toSource, YinxinError } from '../../foundation/core/index.ts';
import type { DigestName } from '../../foundation/crypto/index.ts';
import {
  Collector,
  type DataPool,
  distrusted,
  type FileFacts,
  type MissingData,
} from '../../foundation/validation/index.ts';
import { digestOfSource, inspectCms } from '../../signatures/cades/index.ts';
import {
  assertExtension,
  assertPresent,
  assertSound,
  type ExtendOptions,
  type ExtensionLevel,
  reachedLevel,
  refuseMissing,
  type SignatureLevel,
} from '../long-term/index.ts';
import { archiveCms } from './archive-timestamp.ts';
import { addToSignedData } from './edit-signed-data.ts';
import { signersWithoutTimestamp, stampCms } from './signature-timestamp.ts';

/** Options of {@link extendCms}. */
export interface ExtendCmsOptions extends ExtendOptions {
  /** DER. */
  readonly cms: Uint8Array;
  readonly level: ExtensionLevel;
  /** The content of a detached signature: without it nothing can be checked, and nothing is extended. */
  readonly detached?: FileInput;
}

/** A CMS with more proof in it. */
export interface ExtendedCms {
  readonly cms: Uint8Array;
  /** Level that all signers have now; `none` where one lacks the attributes of a CAdES baseline signature. */
  readonly level: SignatureLevel;
  readonly added: {
    readonly certificates: number;
    readonly crls: number;
    readonly ocspResponses: number;
    readonly timestamps: number;
  };
  /** Only with `incomplete: 'report'`. */
  readonly missing: readonly MissingData[];
}

/**
 * Brings all signers of a CMS to a level (ETSI EN 319 122-1): B-T adds a signature timestamp where there is none; B-LT
 * also chains, CRLs and OCSP responses in SignedData.certificates and SignedData.crls (RFC 5940), without what is there.
 * Content, signed attributes and values keep their bytes. B-LTA adds an archive timestamp (version 3, 5.5.3) over all of it;
 * again B-LTA renews. A CMS with an older kind of archive timestamp is refused (ARGUMENT_INVALID).
 *
 * Checked first: values, digests and timestamps (SIGNATURE_INVALID, also where detached content was not given); then the
 * finished CMS by the rules of `verify` (VALIDATION_DATA_MISSING). TIMESTAMP_FAILED, ARGUMENT_INVALID, CMS_INVALID.
 */
export async function extendCms(options: ExtendCmsOptions): Promise<ExtendedCms> {
  assertExtension(options, ['B-T', 'B-LT', 'B-LTA']);
  const { level } = options;
  assertExtensible(options.cms);
  const collector = new Collector(options);
  assertSound(await inspect(options.cms, options));
  const stamped = await stamp(options);
  const at = stamped.time !== undefined && stamped.time > options.at ? stamped.time : options.at;
  const complete =
    level === 'B-T'
      ? { cms: stamped.cms, missing: [], added: undefined }
      : await withValidationData(stamped.cms, at, collector, options);
  refuseMissing(complete.missing, options);
  const archived =
    level === 'B-LTA' ? await archive(complete.cms, options) : { cms: complete.cms, timestamps: 0 };
  const last = archived.time !== undefined && archived.time > at ? archived.time : at;
  const facts = await inspect(archived.cms, options);
  assertSound(facts);
  const judgement = await collector.judge(facts, new Date(last.getTime() + 1), 'all', 'if-available');
  const isComplete = complete.missing.length === 0;
  const hasTrust = options.trust !== undefined;
  const reached = reachedLevel(judgement, { wanted: level, isComplete, hasTrust });
  refuseMissing(reached.missing, options);
  return {
    cms: archived.cms,
    level: reached.level,
    added: { ...sizes(complete.added), timestamps: stamped.timestamps + archived.timestamps },
    missing: [...complete.missing, ...reached.missing],
  };
}

/** Older archive timestamps, which hash certificates and revocation data as they stand: nothing may come beside these. */
const ARCHIVE_TIMESTAMPS: ReadonlySet<string> = new Set([
  '0.4.0.1733.2.2',
  '1.2.840.113549.1.9.16.2.48',
  '1.2.840.113549.1.9.16.2.27',
]);

function assertExtensible(cms: Uint8Array): void {
  const { signerInfos } = parseSignedData(cms);
  if (
    signerInfos.every((signer) => signer.unsignedAttributes.every(({ oid }) => !ARCHIVE_TIMESTAMPS.has(oid)))
  )
    return;
  throw new YinxinError(
    'ARGUMENT_INVALID',
    'the CMS holds an archive timestamp of an older kind, which an extension would spoil',
  );
}

function inspect(cms: Uint8Array, { detached }: ExtendCmsOptions): Promise<FileFacts> {
  return inspectCms(sourceFromBytes(cms), detached === undefined ? {} : { detached: toSource(detached) });
}

interface Stamped {
  readonly cms: Uint8Array;
  readonly time?: Date;
  readonly timestamps: number;
}

async function stamp({ cms, level, tsa, at, random }: ExtendCmsOptions): Promise<Stamped> {
  const open = signersWithoutTimestamp(cms);
  if (open === 0) return { cms, timestamps: 0 };
  if (tsa === undefined) {
    throw new YinxinError('ARGUMENT_INVALID', `${level} needs a timestamp here: give a tsa`, {
      details: { option: 'tsa' },
    });
  }
  const stamped = await stampCms(cms, { tsa, ...(random === undefined ? {} : { random }) });
  if (stamped.time !== undefined) assertPresent(stamped.time, at);
  return { ...stamped, timestamps: open };
}

/** An archive timestamp over every signer, and all that stands beside it. */
async function archive(cms: Uint8Array, { tsa, at, random, detached }: ExtendCmsOptions): Promise<Stamped> {
  if (tsa === undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'B-LTA needs a timestamp: give a tsa', {
      details: { option: 'tsa' },
    });
  }
  const { eContent, signerInfos } = parseSignedData(cms);
  const content = eContent === undefined ? toSource(detached!) : sourceFromBytes(eContent);
  const digestOf = async (hash: DigestName): Promise<Uint8Array> => (await digestOfSource(content)(hash))!;
  const archived = await archiveCms(cms, digestOf, { tsa, ...(random === undefined ? {} : { random }) });
  if (archived.time !== undefined) assertPresent(archived.time, at);
  return { ...archived, timestamps: signerInfos.length };
}

interface Completed {
  readonly cms: Uint8Array;
  readonly missing: readonly MissingData[];
  readonly added: DataPool | undefined;
}

async function withValidationData(
  cms: Uint8Array,
  at: Date,
  collector: Collector,
  options: ExtendCmsOptions,
): Promise<Completed> {
  const { added, missing } = await collector.collect(await inspect(cms, options), at);
  const complete = added.isEmpty ? cms : addToSignedData(cms, { data: added });
  const unproved = distrusted(await collector.judge(await inspect(complete, options), at, 'file'));
  const named = new Set(missing.map(({ signature }) => signature));
  return {
    cms: complete,
    missing: [...missing, ...unproved.filter(({ signature }) => !named.has(signature))],
    added,
  };
}

function sizes(
  added: DataPool | undefined,
): Pick<ExtendedCms['added'], 'certificates' | 'crls' | 'ocspResponses'> {
  return {
    certificates: added?.certificates.length ?? 0,
    crls: added?.crls.length ?? 0,
    ocspResponses: added?.ocspResponses.length ?? 0,
  };
}
