import { crc32 } from '../../formats/zip/index.ts';
import {
  type FileInput,
  type Limits,
  readAll,
  type Signer,
  toSource,
  YinxinError,
} from '../../foundation/core/index.ts';
import { digestContent } from '../ingest/index.ts';
import { type ItemInfo, MANIFEST_FILE_NAME, type ProcessStep } from '../model.ts';
import { decodeData, type Eep, type EepFile, nestedOriginal, readEep, sealEep } from './eep/index.ts';
import { type PackagePart, partOf } from './part.ts';
import type { PackageSigning, SignedPackage } from './write-package.ts';

/** What an EEP needs beside its parts. */
export interface EepPackaging extends PackageSigning {
  readonly item: ItemInfo;
  readonly processes: readonly ProcessStep[];
  /** The package that is modified: nested byte for byte. */
  readonly previous?: FileInput;
  readonly lockSigner?: Signer;
  readonly limits?: Limits;
}

/**
 * An EEP of DA/T 48-2009: 原始型, or 修改型 around the package before, whose data is referred to where a file is the same.
 * PACKAGE_INVALID without 密级, which the norm demands and nobody may guess.
 */
export async function signEepPackage(
  parts: readonly PackagePart[],
  manifest: Uint8Array,
  packaging: EepPackaging,
): Promise<SignedPackage> {
  const { item, processes, at, previous, limits } = packaging;
  if (item.securityClassification === undefined || item.securityClassification === '') {
    throw new YinxinError('PACKAGE_INVALID', 'an EEP states 密级: give securityClassification');
  }
  const before = previous === undefined ? undefined : readEep(await readAll(toSource(previous)), limits);
  const known = before === undefined ? new Map<string, string>() : await dataByDigest(before);
  const all = [...parts, await partOf(MANIFEST_FILE_NAME, '校验信息', manifest)];
  const files: EepFile[] = [];
  for (const part of all) files.push(await fileOf(part, known));
  const sealed = await sealEep(
    {
      item,
      processes,
      files,
      at,
      layer: 0,
      ...(before === undefined ? {} : nestedOriginal(before)),
    },
    packaging,
  );
  return {
    signed: sealed.signedObject,
    timestamped: sealed.timestamped,
    async *chunks() {
      yield sealed.file;
    },
  };
}

async function fileOf(part: PackagePart, known: ReadonlyMap<string, string>): Promise<EepFile> {
  const { path, title, mediaType, size, file } = part;
  const refersTo = known.get(part.sha256 + part.sm3);
  return {
    path,
    title,
    mediaType,
    size,
    main: file?.folder === '结果文件',
    data: refersTo === undefined ? await sameBytes(part) : { refersTo },
    ...(file === undefined ? {} : { sharing: sharingOf(file.sharing, file.sharingConditions) }),
  };
}

/** What was digested is what is written. */
async function sameBytes({ path, source, size, crc32: expected }: PackagePart): Promise<Uint8Array> {
  const data = await readAll(source);
  if (data.length !== size || crc32(data) !== expected) {
    throw new YinxinError('PACKAGE_INVALID', `${path} was changed while it was packed`);
  }
  return data;
}

function sharingOf(sharing: string, conditions: string | undefined): string {
  return conditions === undefined || conditions === '' ? sharing : `${sharing}：${conditions}`;
}

/** Identifiers of the data in a package, by both digests. */
async function dataByDigest(eep: Eep): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for (const { documents } of eep.layers) {
    for (const { dataId, base64 } of documents) {
      const bytes = decodeData(base64);
      const { sha256, sm3 } = await digestContent(onePiece(bytes));
      known.set(sha256 + sm3, dataId);
    }
  }
  return known;
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
