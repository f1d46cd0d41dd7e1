import { dirname, join } from 'node:path';
import type { packageArchive } from '../archive/index.ts';
import { fromUtf8, YinxinError } from '../foundation/core/index.ts';
import { instant } from './arguments.ts';
import { readNamed } from './key-options.ts';

type PackageInput = Parameters<typeof packageArchive>[0];
type ItemParts = Pick<PackageInput, 'item' | 'files' | 'processes'>;

/** A description as it stands in JSON: each file by its path instead of its bytes. */
interface DescribedItem extends Omit<ItemParts, 'files'> {
  readonly files: readonly (Omit<ItemParts['files'][number], 'data'> & { readonly path: string })[];
}

/** Members that are times; in JSON they are ISO 8601 with offset. */
const TIMES: ReadonlySet<string> = new Set([
  ...['archiveTime', 'receiveTime', 'transactTime', 'createdAt', 'time'],
  ...['validFrom', 'validTo'],
]);

/** JSON of a description with its times as Date. JSON_INVALID, and ARGUMENT_INVALID for a time without offset. */
export async function readDescription(option: string, path: string): Promise<unknown> {
  const text = fromUtf8(await readNamed(option, path));
  try {
    return JSON.parse(text, (key, value: unknown) =>
      TIMES.has(key) && typeof value === 'string' && value.includes('T') ? instant(value) : value,
    );
  } catch (error) {
    if (error instanceof YinxinError) throw error;
    throw new YinxinError('JSON_INVALID', `${option} is no JSON`, { cause: error });
  }
}

/** The item, its files (read from `path`, relative to the JSON) and its process, for `yinxin package`. */
export async function readItem(path: string): Promise<ItemParts> {
  const description = (await readDescription('ITEM', path)) as DescribedItem | null;
  const { item, files, processes } = description ?? {};
  if (item === undefined || !Array.isArray(files) || processes === undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'the description needs item, files and processes', {
      details: { option: 'ITEM' },
    });
  }
  const read = await Promise.all(
    (files as DescribedItem['files']).map(async ({ path: name, ...rest }) => ({
      ...rest,
      data: await readNamed('files', join(dirname(path), name)),
    })),
  );
  return { item, files: read, processes };
}
