import { readZip, type ZipArchive, type ZipEntry } from '../../formats/zip/index.ts';
import { type ByteSource, fromUtf8, type Limits, YinxinError } from '../../foundation/core/index.ts';
import { createHasher, type DigestName, type Hasher } from '../../foundation/crypto/index.ts';
import type { Check } from '../../foundation/validation/index.ts';
import {
  ASIC_E,
  ASIC_S,
  inMetaInf,
  isDataName,
  type MetaInfRole,
  MIMETYPE,
  metaInfRole,
} from './container-names.ts';

/** An opened container: what each entry is, before any signature is looked at. */
export interface Container {
  readonly zip: ZipArchive;
  readonly kind: 'ASiC-E' | 'ASiC-S';
  /** Entries outside META-INF but `mimetype` and folders: what must be covered. */
  readonly data: readonly ZipEntry[];
  byRole(role: MetaInfRole): readonly ZipEntry[];
  /** True when bytes of the file belong to no entry: nothing can cover them. */
  readonly strayBytes: boolean;
  readonly checks: readonly Check[];
}

const CLAUSE = 'ETSI EN 319 162-1 4.3.3, 4.4.3';
const STRAY: readonly string[] = ['ZIP_PREFIX', 'ZIP_GAP', 'ZIP_TRAILING_BYTES'];

/** Opens a ZIP as ASiC. Throws ZIP_INVALID, LIMIT_EXCEEDED, or ASIC_INVALID where `mimetype` is wrong or misplaced. */
export async function openContainer(source: ByteSource, limits?: Limits): Promise<Container> {
  const zip = await readZip(source, limits);
  const checks: Check[] = [];
  const kind = await containerKind(zip, checks);
  const roles = new Map<ZipEntry, MetaInfRole>();
  for (const entry of zip.entries) {
    if (!inMetaInf(entry.name) || entry.directory) continue;
    const role = metaInfRole(entry.name);
    roles.set(entry, role);
    if (role === 'unknown') {
      checks.push(
        warning('ASIC_META_INF_UNKNOWN', `${entry.name} is no part of ASiC and no signature covers it`),
      );
    }
  }
  for (const finding of zip.findings) {
    const stray = STRAY.includes(finding.code);
    checks.push({
      code: finding.code,
      status: stray ? 'failed' : 'warning',
      detail: finding.detail,
      clause: CLAUSE,
    });
  }
  return {
    zip,
    kind,
    data: zip.entries.filter((entry) => isDataName(entry.name)),
    byRole: (role) => [...roles].filter(([, r]) => r === role).map(([entry]) => entry),
    strayBytes: zip.findings.some((finding) => STRAY.includes(finding.code)),
    checks,
  };
}

async function containerKind(zip: ZipArchive, checks: Check[]): Promise<Container['kind']> {
  const mimetype = zip.find(MIMETYPE);
  if (mimetype === undefined) {
    checks.push(warning('ASIC_MIMETYPE_ABSENT', 'the container does not say what it is: read as ASiC-E'));
    return 'ASiC-E';
  }
  if (mimetype.size > 100) throw new YinxinError('ASIC_INVALID', 'the mimetype of the container is too long');
  if (mimetype.headerOffset !== 0 || mimetype.method !== 'stored') {
    checks.push(warning('ASIC_MIMETYPE_MISPLACED', 'mimetype is not the first, uncompressed entry'));
  }
  const value = fromUtf8(await zip.read(mimetype));
  if (value === ASIC_E) return 'ASiC-E';
  if (value === ASIC_S) return 'ASiC-S';
  throw new YinxinError('ASIC_INVALID', 'the mimetype of the container is not one of ASiC');
}

function warning(code: string, detail: string): Check {
  return { code, status: 'warning', detail, clause: CLAUSE };
}

/** Digests of an entry; `undefined` when it cannot be read (damaged data, wrong CRC). */
export type EntryDigests = ReadonlyMap<DigestName, Uint8Array> | undefined;

/** All wanted digests of one entry in one pass over its bytes. */
export async function digestEntry(
  zip: ZipArchive,
  entry: ZipEntry,
  names: ReadonlySet<DigestName>,
): Promise<EntryDigests> {
  const hashers = new Map<DigestName, Hasher>([...names].map((name) => [name, createHasher(name)]));
  try {
    for await (const chunk of zip.chunks(entry)) for (const hasher of hashers.values()) hasher.update(chunk);
  } catch (error) {
    if (error instanceof YinxinError && error.code === 'ZIP_INVALID') return undefined;
    throw error;
  }
  return new Map([...hashers].map(([name, hasher]) => [name, hasher.digest()]));
}
