import {
  type FileInput,
  type Random,
  type TimestampAuthority,
  toHex,
  toSource,
} from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { obtainTimestamp } from '../../foundation/pki/index.ts';
import {
  Collector,
  type FileFacts,
  type MissingData,
  type SealFacts,
  type SignatureFacts,
} from '../../foundation/validation/index.ts';
import { assertSound, type LongTermOptions, refuseMissing } from '../../sign/index.ts';
import { digestOfSource } from '../../signatures/cades/index.ts';
import { inspectOfd } from '../../signatures/ofd/index.ts';
import { prepareSidecar, type SidecarHash } from '../../signatures/sidecar/index.ts';

/** Options of {@link collectValidationData}. */
export interface CollectValidationDataOptions extends Omit<LongTermOptions, 'limits'> {
  /** A sealed OFD. */
  readonly file: FileInput;
  /** The present: data must be fresh then, and a timestamp must tell about this time. */
  readonly at: Date;
  /** Asked for a timestamp over the data and the digest of the file. Unset: none, and the data proves no time. */
  readonly tsa?: TimestampAuthority;
  /** Nonce of the timestamp request. */
  readonly random?: Random;
  /** Signed issuer lists to keep, as they were published. They are carried, and not looked at. */
  readonly issuerLists?: readonly Uint8Array[];
  /** Digest of the sidecar and its timestamp. Unset: `sm3` where a signature of the file was made with it, else `sha256`. */
  readonly hash?: SidecarHash;
}

/** A sidecar of validation data. */
export interface CollectedValidationData {
  /** The sidecar: a ZIP for `verify` (`evidence`, on the command line `--evidence`), to be kept beside the file. */
  readonly bytes: Uint8Array;
  /** What a later verification may miss; empty unless `incomplete` is `report`, but for makers of seals. */
  readonly missing: readonly MissingData[];
}

/**
 * Collects what a sealed OFD needs to be verified when its certificates have ended: chains of signers, timestamps and
 * makers of seals, CRLs and OCSP responses about them, from what is at hand and where asked for on the web; with `tsa`
 * under a timestamp over all of it and the digest of the file. An OFD has no place for such data: the sidecar stands
 * beside it. Take it while everything is in force; when the timestamp of the sidecar nears its end, an evidence record
 * over file and sidecar carries both on.
 *
 * Checked: every value, digest and coverage of the file is right (SIGNATURE_INVALID), the data is complete and fresh at
 * `at` (VALIDATION_DATA_MISSING). The maker of a seal is believed for being listed: what is missing about its chain is
 * told, not refused. ARGUMENT_INVALID without signatures; TIMESTAMP_FAILED; ZIP_INVALID, XML_INVALID, OFD_INVALID,
 * LIMIT_EXCEEDED, IO_FAILED.
 */
export async function collectValidationData(
  options: CollectValidationDataOptions,
): Promise<CollectedValidationData> {
  const source = toSource(options.file);
  const facts = await inspectOfd(source);
  assertSound(facts);
  const collector = new Collector(options);
  const signers = await collector.collect(facts, options.at);
  refuseMissing(signers.missing, options);
  const makers = await collector.collect(makersOf(facts), options.at);
  const hash = options.hash ?? usualHash(facts);
  const data = gathered(
    [facts.signatures, [...signers.perEntry.values()], [...makers.perEntry.values()]].flat(),
  );
  const sidecar = prepareSidecar({
    hash,
    file: { size: source.size, digest: toHex((await digestOfSource(source)(hash))!) },
    ...data,
    issuerLists: options.issuerLists ?? [],
  });
  const timestamps: Uint8Array[] = [];
  if (options.tsa !== undefined) {
    const { random } = options;
    const imprint = digest(hash, sidecar.manifest);
    timestamps.push(
      await obtainTimestamp(options.tsa, hash, imprint, random === undefined ? {} : { random }),
    );
  }
  return { bytes: sidecar.finish(timestamps), missing: [...signers.missing, ...makers.missing] };
}

type Data = Pick<SignatureFacts, 'certificates' | 'crls' | 'ocspResponses'>;

/** Signers stand in the signatures, their chains do not: all of it, each once. */
function gathered(all: readonly (Data & Partial<Pick<SignatureFacts, 'signerCertificate'>>)[]): Data {
  const once = (list: readonly Uint8Array[]): Uint8Array[] => [
    ...new Map(list.map((der) => [toHex(digest('sha256', der)), der])).values(),
  ];
  return {
    certificates: once(
      all.flatMap(({ certificates, signerCertificate }) =>
        signerCertificate === undefined ? certificates : [signerCertificate, ...certificates],
      ),
    ),
    crls: once(all.flatMap(({ crls }) => crls)),
    ocspResponses: once(all.flatMap(({ ocspResponses }) => ocspResponses)),
  };
}

/** The makers of the seals as entries of their own, so that their chains are gathered like those of signers. */
function makersOf(facts: FileFacts): FileFacts {
  const signatures = facts.signatures.flatMap(({ id, seal }) =>
    seal === undefined ? [] : [makerEntry(`${id}.maker`, seal)],
  );
  return { ...facts, signatures };
}

function makerEntry(id: string, { makerCertificate, makerSignature }: SealFacts): SignatureFacts {
  return {
    id,
    kind: 'signature',
    format: 'SES',
    cryptography: makerSignature,
    coverage: 'whole-file',
    modification: 'not-applicable',
    purpose: 'signers',
    signerCertificate: makerCertificate,
    certificates: [makerCertificate],
    crls: [],
    ocspResponses: [],
    checks: [],
    notChecked: [],
  };
}

function usualHash({ signatures }: FileFacts): SidecarHash {
  const isSm3 = ({ algorithms = [] }: SignatureFacts): boolean =>
    algorithms.some((use) => use.kind === 'digest' && use.digest === 'sm3');
  return signatures.some(isSm3) ? 'sm3' : 'sha256';
}
