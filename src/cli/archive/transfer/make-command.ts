import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { type FileSource, openFile, openFolderTarget } from '../../../adapters/files/index.ts';
import { type TransferBatchInput, type TransferItem, transferBatch } from '../../../archive/index.ts';
import { type ByteSource, YinxinError } from '../../../foundation/core/index.ts';
import { instant } from '../../arguments.ts';
import { readDescription } from '../../item-description.ts';
import { type KeyArguments, openSigner, withKeyOptions } from '../../key-options.ts';
import { counter } from '../counter.ts';

/** A batch as it stands in JSON: each item by its path instead of its bytes. */
type DescribedBatch = Pick<TransferBatchInput, 'id' | 'from' | 'to'> & {
  readonly items: readonly (Omit<TransferItem, 'source'> & { readonly path: string })[];
};

/** `yinxin transfer make BATCH.json --out DIR`. */
export function makeBatchCommand(): Command {
  const command = new Command('make')
    .description('make a batch: items, metadata, catalogue, explanation, signed handover')
    .argument(
      '<BATCH>',
      'JSON: id, from, to, items (recordCode, title, name, path relative to the JSON, metadata)',
    )
    .requiredOption('--out <DIR>', 'folder to write to: new, or left by an attempt that did not finish')
    .option('--at <ISO>', 'time of the batch; unset: now');
  return withKeyOptions(command).action(make);
}

async function make(path: string, args: KeyArguments & { out: string; at?: string }): Promise<void> {
  const at = args.at === undefined ? new Date() : instant(args.at);
  const { id, from, to, items } = assertBatch(await readDescription('BATCH', path));
  const signer = await openSigner(args, at);
  const bar = counter('items');
  const files = new Files(dirname(path));
  try {
    const sources: TransferItem[] = [];
    for (const { path: name, ...item } of items)
      sources.push({ ...item, source: await files.sourceOf(name) });
    const { handover } = await transferBatch({
      ...{ id, from, to, at, signer },
      items: sources,
      folder: await openFolderTarget(args.out),
      onProgress: bar.show,
    });
    bar.clear();
    process.stdout.write(`${args.out}: ${handover.items} items, ${handover.bytes} bytes handed over\n`);
  } finally {
    bar.clear();
    await files.close();
  }
}

/** Files that are opened when they are read, one at a time: a batch may have more than a process may hold open. */
class Files {
  readonly #folder: string;
  #open: { readonly path: string; readonly source: FileSource } | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async sourceOf(name: string): Promise<ByteSource> {
    const path = join(this.#folder, name);
    const { size } = await this.#take(path);
    return { size, read: async (offset, length) => (await this.#take(path)).read(offset, length) };
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.source.close();
  }

  async #take(path: string): Promise<FileSource> {
    if (this.#open?.path === path) return this.#open.source;
    await this.close();
    const source = await openFile(path);
    this.#open = { path, source };
    return source;
  }
}

function assertBatch(value: unknown): DescribedBatch {
  const batch = value as Partial<DescribedBatch> | null;
  const party = (one: unknown): boolean =>
    typeof one === 'object' && one !== null && isText(one, 'name') && isText(one, 'code');
  const items: readonly unknown[] = Array.isArray(batch?.items) ? batch.items : [];
  const sound =
    typeof batch?.id === 'string' &&
    party(batch.from) &&
    party(batch.to) &&
    items.every((item) => ['path', 'name', 'recordCode', 'title'].every((field) => isText(item, field)));
  if (!sound) {
    throw new YinxinError('ARGUMENT_INVALID', 'the description needs id, from, to and items', {
      details: { option: 'BATCH' },
    });
  }
  return batch as DescribedBatch;
}

function isText(value: unknown, field: string): boolean {
  return typeof (value as Record<string, unknown> | null)?.[field] === 'string';
}
