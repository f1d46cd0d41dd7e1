import { type ZipCopy, type ZipFile, zipChunks } from '../../formats/zip/index.ts';
import {
  concatBytes,
  DEFAULT_LIMITS,
  type Limits,
  type Signer,
  sourceFromBytes,
  type TimestampAuthority,
  YinxinError,
} from '../../foundation/core/index.ts';
import { type DigestName, digest } from '../../foundation/crypto/index.ts';
import { signCms } from '../cades/index.ts';
import { type Container, openContainer } from './container.ts';
import { manifestName, signatureName } from './container-names.ts';
import { defaultDigest } from './create.ts';
import { inspectAsic } from './inspect.ts';
import { type AsicManifest, type ManifestFile, readManifest, uriToNames, writeManifest } from './manifest.ts';

/** What goes into {@link addAsicSignature}. */
export interface AddAsicSignatureInput {
  /** The container as the signers before left it. */
  readonly file: Uint8Array;
  readonly signer: Signer;
  readonly tsa?: TimestampAuthority;
  /** Signing time as the signer claims it. */
  readonly claimedTime: Date;
  /** Digest of the manifest; SM3 for an SM2 key and SHA-256 for any other when unset. */
  readonly digest?: DigestName;
  readonly limits?: Limits;
}

/** A container with one more signature. */
export interface AddedAsicSignature {
  readonly file: Uint8Array;
  /** Name of the new signature file. */
  readonly signatureName: string;
  readonly timestamped: boolean;
}

/**
 * One more CAdES signature over the same files of an ASiC-E container, in parallel to those that are there (ETSI EN
 * 319 162-1 clause 4.4: each signature has its own manifest). Nothing that was there is changed.
 * Refused with ASIC_INVALID: ASiC-S, a container without manifest, bytes that belong to no entry, and signatures whose
 * value or digests do not hold (nobody should sign beside a broken one). Trust in the signers before is not checked.
 */
export async function addAsicSignature(input: AddAsicSignatureInput): Promise<AddedAsicSignature> {
  const { file, signer, claimedTime, limits = DEFAULT_LIMITS } = input;
  const container = await openContainer(sourceFromBytes(file), limits);
  await assertSound(container, file, limits);
  const manifests = await manifestsOf(container, limits);
  const digestName = input.digest ?? (await defaultDigest(signer));
  const number = freeNumber(container);
  const name = signatureName(number);
  const manifest = writeManifest(await listFiles(container, manifests, digestName), digestName, name);
  const signed = await signCms({
    signer,
    content: { bytes: manifest },
    detached: true,
    claimedTime,
    ...(input.tsa === undefined ? {} : { tsa: input.tsa }),
  });
  const added: ZipFile[] = [
    { name: manifestName(number), data: manifest, stored: true },
    { name, data: signed.cms, stored: true },
  ];
  const entries = [...copies(container, file), ...added];
  return {
    file: concatBytes(...zipChunks(entries, { time: claimedTime })),
    signatureName: name,
    timestamped: signed.timestamped,
  };
}

async function assertSound(container: Container, file: Uint8Array, limits: Limits): Promise<void> {
  if (container.kind !== 'ASiC-E') throw refused('it is ASiC-S, which holds one signature alone');
  if (container.zip.findings.length > 0) throw refused('it is no plain ZIP: bytes or fields would be lost');
  const { signatures } = await inspectAsic(sourceFromBytes(file), { limits });
  if (signatures.length === 0) throw refused('nobody has signed it');
  const bad = signatures.find(
    ({ cryptography, coverage, parent }) =>
      parent === undefined && (cryptography !== 'intact' || coverage !== 'whole-file'),
  );
  if (bad !== undefined) throw refused(`${bad.id} does not hold, or not for all files`);
}

async function manifestsOf(container: Container, limits: Limits): Promise<AsicManifest[]> {
  const manifests: AsicManifest[] = [];
  for (const entry of container.byRole('manifest'))
    manifests.push(readManifest(await container.zip.read(entry), limits));
  return manifests;
}

/** The files in their order, with the types that the signers before gave them. */
async function listFiles(
  { data, zip }: Container,
  manifests: readonly AsicManifest[],
  digestName: DigestName,
): Promise<ManifestFile[]> {
  const types = new Map<string, string>();
  for (const { uri, mediaType } of manifests.flatMap(({ references }) => references)) {
    for (const name of uriToNames(uri)) if (mediaType !== undefined) types.set(name, mediaType);
  }
  const files: ManifestFile[] = [];
  for (const entry of data) {
    files.push({
      name: entry.name,
      mediaType: types.get(entry.name) ?? 'application/octet-stream',
      digest: digest(digestName, await zip.read(entry)),
    });
  }
  return files;
}

function freeNumber({ zip }: Container): number {
  const taken = new Set(zip.entries.map(({ name }) => name.toLowerCase()));
  let number = 1;
  while ([manifestName(number), signatureName(number)].some((name) => taken.has(name.toLowerCase())))
    number++;
  return number;
}

function copies({ zip }: Container, file: Uint8Array): ZipCopy[] {
  return zip.entries.map((entry) => ({
    entry,
    compressed: file.subarray(entry.dataOffset, entry.dataOffset + entry.compressedSize),
  }));
}

function refused(why: string): YinxinError {
  return new YinxinError('ASIC_INVALID', `the container takes no further signature: ${why}`);
}
