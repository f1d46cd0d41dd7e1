import { assertStoredNames, writeStoredZip } from '../../formats/zip/index.ts';
import { fromHex, type Signer, type TimestampAuthority, utf8 } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { obtainTimestamp } from '../../foundation/pki/index.ts';
import {
  ARCHIVE_MANIFEST_NAME,
  ASIC_E,
  MIMETYPE,
  manifestName,
  signatureName,
  TIMESTAMP_NAME,
  TIMESTAMP_TYPE,
  writeAsicManifest,
} from '../../signatures/asic/index.ts';
import { signCms } from '../../signatures/cades/index.ts';
import { chunksOf } from '../ingest/index.ts';
import { MANIFEST_FILE_NAME, MANIFEST_NAME, SIGNATURE_NAME } from '../model.ts';
import { type PackagePart, partOf } from './part.ts';

/** Who seals, and when. */
export interface PackageSigning {
  readonly signer: Signer;
  readonly tsa?: TimestampAuthority;
  readonly at: Date;
}

/** A package that is signed and only needs to be written out. */
export interface SignedPackage {
  /** The bytes that were signed. */
  readonly signed: Uint8Array;
  readonly timestamped: boolean;
  chunks(): AsyncIterable<Uint8Array>;
}

/** The ZIP of GB/T 42727: 校验信息 in META-INF, sealed by a detached CAdES signature. */
export async function signItemPackage(
  parts: readonly PackagePart[],
  manifest: Uint8Array,
  signing: PackageSigning,
): Promise<SignedPackage> {
  // Names are proved before anybody signs: a signature is an act that cannot be taken back.
  assertStoredNames([...parts.map(({ path }) => path), MANIFEST_NAME, SIGNATURE_NAME]);
  const { cms, timestamped } = await detached(manifest, signing);
  const entries = [
    ...parts,
    await partOf(MANIFEST_NAME, '校验信息', manifest),
    await partOf(SIGNATURE_NAME, '签名', cms),
  ];
  return { signed: manifest, timestamped, chunks: () => zipOf(entries, signing.at) };
}

/**
 * An ASiC-E with CAdES (ETSI EN 319 162-1 4.4): its ASiCManifest lists every file, 校验信息 among them. With a TSA an
 * ASiCArchiveManifest over files, manifest and signature is stamped too.
 */
export async function signAsicPackage(
  parts: readonly PackagePart[],
  manifest: Uint8Array,
  signing: PackageSigning,
): Promise<SignedPackage> {
  assertStoredNames([MIMETYPE, ...parts.map(({ path }) => path), MANIFEST_FILE_NAME, manifestName(1)]);
  const digestName = (await signing.signer.info()).algorithm === 'SM2-SM3' ? 'sm3' : 'sha256';
  const data = [...parts, await partOf(MANIFEST_FILE_NAME, '校验信息', manifest)];
  const listed = data.map((part) => ({
    name: part.path,
    mediaType: part.mediaType,
    digest: fromHex(part[digestName]),
  }));
  const asicManifest = writeAsicManifest(listed, digestName, signatureName(1));
  const { cms, timestamped } = await detached(asicManifest, signing);
  const meta = [
    await partOf(manifestName(1), 'ASiCManifest', asicManifest),
    await partOf(signatureName(1), '签名', cms),
  ];
  if (signing.tsa !== undefined) {
    const all = [
      ...listed,
      { name: manifestName(1), mediaType: 'application/xml', digest: digest(digestName, asicManifest) },
      { name: signatureName(1), mediaType: 'application/pkcs7-signature', digest: digest(digestName, cms) },
    ];
    const archive = writeAsicManifest(all, digestName, TIMESTAMP_NAME, TIMESTAMP_TYPE);
    const token = await obtainTimestamp(signing.tsa, digestName, digest(digestName, archive));
    meta.push(await partOf(ARCHIVE_MANIFEST_NAME, 'ASiCArchiveManifest', archive));
    meta.push(await partOf(TIMESTAMP_NAME, '时间戳', token));
  }
  const entries = [await partOf(MIMETYPE, 'mimetype', utf8(ASIC_E)), ...data, ...meta];
  return { signed: asicManifest, timestamped, chunks: () => zipOf(entries, signing.at) };
}

function detached(
  bytes: Uint8Array,
  { signer, tsa, at }: PackageSigning,
): Promise<{ readonly cms: Uint8Array; readonly timestamped: boolean }> {
  return signCms({
    signer,
    content: { bytes },
    detached: true,
    claimedTime: at,
    ...(tsa === undefined ? {} : { tsa }),
  });
}

function zipOf(parts: readonly PackagePart[], time: Date): AsyncIterable<Uint8Array> {
  const files = parts.map(({ path, size, crc32, source }) => ({
    name: path,
    size,
    crc32,
    chunks: () => chunksOf(source),
  }));
  return writeStoredZip(files, { time });
}
