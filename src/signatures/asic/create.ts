import { readZip, writeZip } from '../../formats/zip/index.ts';
import {
  type Signer,
  sourceFromBytes,
  type TimestampAuthority,
  utf8,
  YinxinError,
} from '../../foundation/core/index.ts';
import { type DigestName, digest } from '../../foundation/crypto/index.ts';
import { signCms } from '../cades/index.ts';
import { ASIC_E, isDataName, MIMETYPE, manifestName, signatureName } from './container-names.ts';
import { writeManifest } from './manifest.ts';

/** One data object of a container. */
export interface AsicFile {
  readonly name: string;
  readonly data: Uint8Array;
  readonly mediaType: string;
}

/** What goes into {@link createAsic}. */
export interface CreateAsicInput {
  /** At least one; order is kept. Names are portable and lie outside META-INF. */
  readonly files: readonly AsicFile[];
  readonly signer: Signer;
  /** A signature timestamp is asked from it (level B-T); without it the level is B-B. */
  readonly tsa?: TimestampAuthority;
  /** Signing time as the signer claims it; also the time of the ZIP entries. */
  readonly claimedTime: Date;
  /** Digest of the manifest; SM3 for an SM2 key and SHA-256 for any other when unset. */
  readonly digest?: DigestName;
}

/** A finished container. */
export interface CreatedAsic {
  readonly file: Uint8Array;
  readonly manifest: Uint8Array;
  readonly signature: Uint8Array;
  readonly timestamped: boolean;
}

/**
 * An ASiC-E container with one CAdES signature over an ASiCManifest (ETSI EN 319 162-1 clause 4.4).
 * Everything is stored uncompressed, so that equal input gives equal bytes wherever it is written (the signature
 * value and timestamp aside). Throws ASIC_INVALID for file names, ZIP_INVALID, and what the signer throws.
 */
export async function createAsic(input: CreateAsicInput): Promise<CreatedAsic> {
  assertFiles(input.files);
  const digestName = input.digest ?? (await defaultDigest(input.signer));
  const manifest = writeManifest(
    input.files.map(({ name, mediaType, data }) => ({ name, mediaType, digest: digest(digestName, data) })),
    digestName,
    signatureName(1),
  );
  const container = (signature: Uint8Array): Uint8Array =>
    writeZip(
      [
        { name: MIMETYPE, data: utf8(ASIC_E), stored: true },
        ...input.files.map(({ name, data }) => ({ name, data, stored: true })),
        { name: manifestName(1), data: manifest, stored: true },
        { name: signatureName(1), data: signature, stored: true },
      ],
      { time: input.claimedTime },
    );
  // Names and sizes are proved before the signer is asked: a signature is an act that cannot be taken back.
  await readZip(sourceFromBytes(container(new Uint8Array(0))));
  const signed = await signCms({
    signer: input.signer,
    content: { bytes: manifest },
    detached: true,
    claimedTime: input.claimedTime,
    ...(input.tsa === undefined ? {} : { tsa: input.tsa }),
  });
  return {
    file: container(signed.cms),
    manifest,
    signature: signed.cms,
    timestamped: signed.timestamped,
  };
}

/** SM3 for an SM2 key, SHA-256 for any other. */
export async function defaultDigest(signer: Signer): Promise<DigestName> {
  return (await signer.info()).algorithm === 'SM2-SM3' ? 'sm3' : 'sha256';
}

function assertFiles(files: readonly AsicFile[]): void {
  if (files.length === 0) throw new YinxinError('ASIC_INVALID', 'a container needs at least one file');
  const reserved = files.find(({ name }) => !isDataName(name) || name.toLowerCase() === MIMETYPE);
  if (reserved !== undefined) {
    throw new YinxinError(
      'ASIC_INVALID',
      `the name ${JSON.stringify(reserved.name)} is reserved: rename the file`,
    );
  }
}
