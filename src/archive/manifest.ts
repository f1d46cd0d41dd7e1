import {
  attributeValue,
  childElements,
  parseXml,
  writeXml,
  type XmlElement,
  xmlNode,
} from '../formats/xml/index.ts';
import { type Limits, utf8, YinxinError } from '../foundation/core/index.ts';
import { MANIFEST_NAMESPACE } from './model.ts';

/** One line of 校验信息: a file of the package with both digests in lower-case hex. */
export interface ManifestEntry {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly sm3: string;
}

/** 校验信息 as read: its lines, and what it says of all files together. */
export interface Manifest {
  readonly entries: readonly ManifestEntry[];
  /** Number of files and of bytes; older manifests do not state them. */
  readonly files: number | undefined;
  readonly bytes: number | undefined;
}

/**
 * The manifest as bytes: one `<file/>` per line with attributes in fixed order, digests in hex as sha256sum prints
 * them, so that a shell with sed, unzip and openssl can check a package without this library.
 */
export function writeManifest(entries: readonly ManifestEntry[]): Uint8Array {
  const files = entries.map(({ path, size, sha256, sm3 }) =>
    xmlNode('file', { path, size: String(size), sha256, sm3 }),
  );
  const root = xmlNode(
    'manifest',
    {
      xmlns: MANIFEST_NAMESPACE,
      files: String(entries.length),
      bytes: String(entries.reduce((sum, { size }) => sum + size, 0)),
    },
    files,
  );
  return utf8(writeXml(root, { indent: true }));
}

/** Reads a manifest strictly. Throws XML_INVALID, LIMIT_EXCEEDED or PACKAGE_INVALID. */
export function readManifest(bytes: Uint8Array, limits?: Limits): Manifest {
  const root = parseXml(bytes, limits);
  if (root.name !== 'manifest' || root.namespace !== MANIFEST_NAMESPACE) {
    throw invalid('its root is not a manifest of this kind');
  }
  const seen = new Set<string>();
  const entries = childElements(root).map((element) => {
    const path = attributeValue(element, 'path') ?? '';
    const size = attributeValue(element, 'size') ?? '';
    const sha256 = attributeValue(element, 'sha256') ?? '';
    const sm3 = attributeValue(element, 'sm3') ?? '';
    const sound =
      element.name === 'file' &&
      element.attributes.length === 4 &&
      element.children.length === 0 &&
      path !== '' &&
      NUMBER.test(size) &&
      /^[0-9a-f]{64}$/.test(sha256) &&
      /^[0-9a-f]{64}$/.test(sm3);
    if (!sound) throw invalid(`the line of ${JSON.stringify(path)} is malformed`);
    if (seen.has(path)) throw invalid(`${JSON.stringify(path)} is listed twice`);
    seen.add(path);
    return { path, size: Number(size), sha256, sm3 };
  });
  return { entries, files: totalOf(root, 'files'), bytes: totalOf(root, 'bytes') };
}

function totalOf(root: XmlElement, name: string): number | undefined {
  const text = attributeValue(root, name);
  if (text === undefined) return undefined;
  if (!NUMBER.test(text)) throw invalid(`its ${name} is no number`);
  return Number(text);
}

const NUMBER = /^(?:0|[1-9]\d{0,14})$/;

function invalid(message: string): YinxinError {
  return new YinxinError('PACKAGE_INVALID', `the manifest (校验信息) is not usable: ${message}`);
}
