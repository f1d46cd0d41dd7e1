import {
  assertWithin,
  type ByteSource,
  type Check,
  DEFAULT_LIMITS,
  type Limits,
  YinxinError,
} from '../../foundation/core/index.ts';
import { attributeValue, parseXml, type XmlElement } from '../xml/index.ts';
import { readZip, type ZipArchive, type ZipEntry } from '../zip/index.ts';
import { assertRoot, children, malformed, OFD_NAMESPACE, only, textOfChild } from './elements.ts';
import { folderOf, resolveLocation } from './location.ts';

/** The entry that every OFD begins with (GB/T 33190-2016 clause 7.4). */
export const ROOT_NAME = 'OFD.xml';

/** One document of a package (DocBody). Names are entry names, resolved. */
export interface OfdBody {
  /** Document.xml. */
  readonly document: string;
  /** Signatures.xml, where the body names one. */
  readonly signatures?: string;
  /** Older or newer states of the document (Versions): which one a reader shows is not decided here. */
  readonly versions: readonly string[];
  /** Cover picture of DocInfo. */
  readonly cover?: string;
  /** Entries that are encrypted (GM/T 0099): digests hold over the cipher text only. */
  readonly encryptions?: string;
}

/** An opened package: its ZIP was read strictly, its OFD.xml too; everything else is read when asked for. */
export interface OfdPackage {
  readonly zip: ZipArchive;
  readonly limits: Limits;
  /** Entries that are files, in the order of the directory. */
  readonly files: readonly ZipEntry[];
  readonly bodies: readonly OfdBody[];
  /** Bytes of the file belong to no entry: no signature can cover them. */
  readonly strayBytes: boolean;
  readonly checks: readonly Check[];
  /** The entry of that name as bytes. OFD_INVALID when it is not there, ZIP_INVALID when it is damaged. */
  read(name: string): Promise<Uint8Array>;
  /** The entry of that name as XML. OFD_INVALID, XML_INVALID, ZIP_INVALID, LIMIT_EXCEEDED. */
  readXml(name: string): Promise<XmlElement>;
}

const CLAUSE = 'GB/T 33190-2016 7.4';
/** Documents in one package: real ones hold one. */
const MAX_BODIES = 1000;
const STRAY: readonly string[] = ['ZIP_PREFIX', 'ZIP_GAP', 'ZIP_TRAILING_BYTES'];

/**
 * Opens an OFD (GB/T 33190-2016): a ZIP with one reading only, OFD.xml at its root, every location in it resolved
 * inside the package. DOCTYPEs, `..`, duplicate entries, names that differ in case only, and entries that are larger
 * than they say are refused. ZIP_INVALID, XML_INVALID, OFD_INVALID, LIMIT_EXCEEDED.
 */
export async function openOfd(source: ByteSource, limits: Limits = DEFAULT_LIMITS): Promise<OfdPackage> {
  const zip = await readZip(source, limits);
  const small = new SmallEntries(zip);
  const read = async (name: string): Promise<Uint8Array> => {
    const entry = zip.find(name);
    if (entry === undefined || entry.directory) throw malformed(`${name} is not in the package`);
    return small.read(entry);
  };
  const readXml = async (name: string): Promise<XmlElement> => {
    const entry = zip.find(name);
    // Structure is small; what it lists may be large.
    if (entry !== undefined) assertWithin('inflatedBytes', entry.size, limits);
    return parseXml(await read(name), limits);
  };
  const root = await readXml(ROOT_NAME);
  assertRoot(root, 'OFD', ROOT_NAME);
  const elements = children(root, 'DocBody');
  if (elements.length === 0) throw malformed(`${ROOT_NAME} names no document`);
  if (elements.length > MAX_BODIES) throw malformed(`${ROOT_NAME} names more than ${MAX_BODIES} documents`);
  const bodies = elements.map(readBody);
  return {
    zip,
    limits,
    files: zip.entries.filter((entry) => !entry.directory),
    bodies,
    strayBytes: zip.findings.some(({ code }) => STRAY.includes(code)),
    checks: [...zipChecks(zip), ...rootChecks(root, bodies)],
    read,
    readXml,
  };
}

/** Entries up to this size are kept: structure is parsed and hashed, and inflated once for both. */
const SMALL_BYTES = 256 * 1024;
const MAX_KEPT_BYTES = 4 * 1024 * 1024;

/** Small entries that were read already. Nobody writes into what was read. */
class SmallEntries {
  readonly #zip: ZipArchive;
  readonly #kept = new Map<string, Promise<Uint8Array>>();
  #bytes = 0;

  constructor(zip: ZipArchive) {
    this.#zip = zip;
  }

  read(entry: ZipEntry): Promise<Uint8Array> {
    const known = this.#kept.get(entry.name);
    if (known !== undefined) return known;
    const reading = this.#zip.read(entry);
    if (entry.size <= SMALL_BYTES && this.#bytes + entry.size <= MAX_KEPT_BYTES) {
      this.#bytes += entry.size;
      this.#kept.set(entry.name, reading);
    }
    return reading;
  }
}

function readBody(element: XmlElement): OfdBody {
  const signatures = locationIn(element, 'Signatures');
  const encryptions = locationIn(element, 'Encryptions');
  const info = only(element, 'DocInfo');
  const cover = info === undefined ? undefined : locationIn(info, 'Cover');
  const document = locationIn(element, 'DocRoot');
  if (document === undefined) throw malformed('a DocBody lacks DocRoot');
  const list = only(element, 'Versions');
  const versions = (list === undefined ? [] : children(list, 'Version')).map((version) =>
    locate(attributeValue(version, 'BaseLoc') ?? '', ROOT_NAME),
  );
  return {
    document,
    ...(signatures === undefined ? {} : { signatures }),
    versions,
    ...(cover === undefined ? {} : { cover }),
    ...(encryptions === undefined ? {} : { encryptions }),
  };
}

function locationIn(parent: XmlElement, localName: string): string | undefined {
  const text = textOfChild(parent, localName);
  // Writers leave empty elements behind where there is nothing to name.
  return text === undefined || text === '' ? undefined : locate(text, ROOT_NAME);
}

/** The entry name that a location in the file `base` means. OFD_INVALID for one that leaves the package. */
export function locate(location: string, base: string): string {
  const name = resolveLocation(location, folderOf(base));
  if (name === undefined) {
    throw new YinxinError('OFD_INVALID', `a location in ${base} is empty, leaves the package or is no path`, {
      details: { file: base },
    });
  }
  return name;
}

function zipChecks(zip: ZipArchive): Check[] {
  return zip.findings.map(({ code, detail }) => ({
    code,
    status: STRAY.includes(code) ? 'failed' : 'warning',
    detail,
    clause: CLAUSE,
  }));
}

function rootChecks(root: XmlElement, bodies: readonly OfdBody[]): Check[] {
  const checks: Check[] = [];
  const warn = (code: string, detail: string): void => {
    checks.push({ code, status: 'warning', detail, clause: CLAUSE });
  };
  if (root.namespace !== OFD_NAMESPACE) warn('OFD_NAMESPACE', `${ROOT_NAME} is written in another namespace`);
  if (bodies.length > 1) warn('OFD_SEVERAL_DOCUMENTS', `the package holds ${bodies.length} documents`);
  return checks;
}
