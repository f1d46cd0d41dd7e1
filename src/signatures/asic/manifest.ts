import {
  attributeValue,
  childElement,
  childElements,
  parseXml,
  writeXml,
  type XmlElement,
  xmlNode,
} from '../../formats/xml/index.ts';
import { fromBase64, type Limits, toBase64, utf8, YinxinError } from '../../foundation/core/index.ts';
import type { DigestName } from '../../foundation/crypto/index.ts';
import { digestMethodUri, digestOfMethodUri } from './digest-methods.ts';

/** Namespace of ASiC (EN 319 162-1 clause A.4) and of XML Signature. */
const ASIC = 'http://uri.etsi.org/02918/v1.2.1#';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';

/** One signed file: `uri` as written, the digest by name or, where the library has none, undefined. */
export interface DataObjectReference {
  readonly uri: string;
  readonly mediaType: string | undefined;
  readonly digestMethod: string;
  readonly digestName: DigestName | undefined;
  readonly digestValue: Uint8Array;
}

/** An ASiCManifest as read. */
export interface AsicManifest {
  readonly signatureUri: string;
  readonly references: readonly DataObjectReference[];
}

/** A file to list in a manifest. */
export interface ManifestFile {
  readonly name: string;
  readonly mediaType: string;
  readonly digest: Uint8Array;
}

/** The bytes of an ASiCManifest over these files; file names become relative URIs, percent-encoded as UTF-8. */
export function writeManifest(
  files: readonly ManifestFile[],
  digestName: DigestName,
  signatureName: string,
  signatureType = 'application/pkcs7-signature',
): Uint8Array {
  const method = digestMethodUri(digestName);
  if (method === undefined) {
    throw new YinxinError('ALGORITHM_UNSUPPORTED', `an ASiC manifest cannot name the digest ${digestName}`);
  }
  const references = files.map((file) =>
    xmlNode('asic:DataObjectReference', { MimeType: file.mediaType, URI: nameToUri(file.name) }, [
      xmlNode('ds:DigestMethod', { Algorithm: method }),
      xmlNode('ds:DigestValue', {}, [toBase64(file.digest)]),
    ]),
  );
  const signature = xmlNode('asic:SigReference', {
    MimeType: signatureType,
    URI: nameToUri(signatureName),
  });
  const root = xmlNode('asic:ASiCManifest', { 'xmlns:asic': ASIC, 'xmlns:ds': DSIG }, [
    signature,
    ...references,
  ]);
  return utf8(writeXml(root, { indent: true }));
}

/** Reads an ASiCManifest strictly by its schema. Throws XML_INVALID, LIMIT_EXCEEDED or ASIC_INVALID. */
export function readManifest(bytes: Uint8Array, limits?: Limits): AsicManifest {
  const root = parseXml(bytes, limits);
  if (root.localName !== 'ASiCManifest' || root.namespace !== ASIC) {
    throw invalid('the root is not asic:ASiCManifest');
  }
  const [signature, ...rest] = childElements(root);
  if (signature === undefined || !isAsic(signature, 'SigReference')) throw invalid('SigReference is missing');
  if (rest.length > 0 && isAsic(rest.at(-1)!, 'ASiCManifestExtensions')) assertNoCritical(rest.pop()!);
  if (rest.length === 0) throw invalid('it lists no file');
  const references = rest.map(readReference);
  const uris = new Set(references.map((reference) => reference.uri));
  if (uris.size !== references.length) throw invalid('it lists a file twice');
  return { signatureUri: required(signature, 'URI'), references };
}

function readReference(element: XmlElement): DataObjectReference {
  if (!isAsic(element, 'DataObjectReference'))
    throw invalid(`it holds an unknown element ${element.localName}`);
  const [method, value, extensions, ...more] = childElements(element);
  const shape =
    method !== undefined &&
    value !== undefined &&
    isDsig(method, 'DigestMethod') &&
    isDsig(value, 'DigestValue') &&
    (extensions === undefined || isAsic(extensions, 'DataObjectReferenceExtensions')) &&
    more.length === 0;
  if (!shape) throw invalid('a DataObjectReference is malformed');
  if (extensions !== undefined) assertNoCritical(extensions);
  const digestMethod = required(method, 'Algorithm');
  return {
    uri: required(element, 'URI'),
    mediaType: attributeValue(element, 'MimeType'),
    digestMethod,
    digestName: digestOfMethodUri(digestMethod),
    digestValue: readBase64(value),
  };
}

/** An extension marked critical must be understood (EN 319 162-1 clause A.4): none is. */
function assertNoCritical(extensions: XmlElement): void {
  const critical = childElements(extensions).some((e) =>
    /^(?:true|1)$/.test(attributeValue(e, 'Critical') ?? ''),
  );
  if (critical || childElement(extensions, 'ASiCManifest') !== undefined) {
    throw invalid('it holds a critical extension that is not understood');
  }
}

function readBase64(element: XmlElement): Uint8Array {
  try {
    return fromBase64(element.text.replace(/[ \t\r\n]/g, ''));
  } catch (cause) {
    throw new YinxinError('ASIC_INVALID', 'a DigestValue is not base64', { cause });
  }
}

/** A name as relative URI reference: each segment percent-encoded, slashes kept. */
export function nameToUri(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}

/**
 * The names a URI may mean: percent-decoded, or literal as some writers leave it. Absolute URIs and fragments mean
 * none. Two different names that both exist would be two readings: the caller refuses that.
 */
export function uriToNames(uri: string): readonly string[] {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri) || uri.startsWith('/') || uri.includes('#')) return [];
  let decoded: string;
  try {
    decoded = decodeURIComponent(uri);
  } catch {
    return [uri];
  }
  return decoded === uri ? [uri] : [decoded, uri];
}

function isAsic(element: XmlElement, localName: string): boolean {
  return element.localName === localName && element.namespace === ASIC;
}

function isDsig(element: XmlElement, localName: string): boolean {
  return element.localName === localName && element.namespace === DSIG;
}

function required(element: XmlElement, name: string): string {
  const value = attributeValue(element, name);
  if (value === undefined || value === '') throw invalid(`${element.localName} lacks ${name}`);
  return value;
}

function invalid(message: string): YinxinError {
  return new YinxinError('ASIC_INVALID', `the ASiC manifest is malformed: ${message}`);
}
