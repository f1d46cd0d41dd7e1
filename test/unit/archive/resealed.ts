import { writeManifest } from '../../../src/archive/manifest.ts';
import { readZip, writeZip } from '../../../src/formats/zip/index.ts';
import { sourceFromBytes, toHex } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import { signCms } from '../../../src/signatures/cades/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import { NOW } from '../asic/fixtures.ts';

const MANIFEST = 'META-INF/manifest.xml';
const SIGNATURE = 'META-INF/signature001.p7s';

/** What another packer could have made: entries changed, removed (`null`) or added, then listed and sealed again. */
export interface Reseal {
  readonly entries?: Readonly<Record<string, Uint8Array | null>>;
  /** Paths that the list leaves out. */
  readonly unlisted?: readonly string[];
  /** Changes the text of the list before it is signed. */
  readonly manifest?: (text: string) => string;
}

/** An item package made anew with these changes under a right seal. */
export async function resealed(pki: TestPki, file: Uint8Array, change: Reseal): Promise<Uint8Array> {
  const zip = await readZip(sourceFromBytes(file));
  const left = new Map(Object.entries(change.entries ?? {}));
  const files: { name: string; data: Uint8Array; stored: true }[] = [];
  for (const entry of zip.entries) {
    const own = left.get(entry.name);
    left.delete(entry.name);
    if (own === null || entry.name === MANIFEST || entry.name === SIGNATURE) continue;
    files.push({ name: entry.name, data: own ?? (await zip.read(entry)), stored: true });
  }
  for (const [name, data] of left) if (data !== null) files.push({ name, data, stored: true });
  const listed = files
    .filter(({ name }) => !(change.unlisted ?? []).includes(name))
    .map(({ name, data }) => ({
      path: name,
      size: data.length,
      sha256: toHex(digest('sha256', data)),
      sm3: toHex(digest('sm3', data)),
    }));
  const text = new TextDecoder().decode(writeManifest(listed));
  const manifest = new TextEncoder().encode(change.manifest?.(text) ?? text);
  const { cms } = await signCms({
    signer: await pki.sealSigner.signer(),
    content: { bytes: manifest },
    detached: true,
    claimedTime: NOW,
  });
  return writeZip(
    [
      ...files,
      { name: MANIFEST, data: manifest, stored: true },
      { name: SIGNATURE, data: cms, stored: true },
    ],
    { time: NOW },
  );
}

/** The text of one file of a package. */
export async function textIn(file: Uint8Array, name: string): Promise<string> {
  const zip = await readZip(sourceFromBytes(file));
  return new TextDecoder().decode(await zip.read(zip.find(name)!));
}
