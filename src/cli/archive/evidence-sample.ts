import { Command } from 'commander';
import { type FileSource, openFile, openFolderStore } from '../../adapters/files/index.ts';
import { sampleEvidence } from '../../archive/index.ts';
import { groupBy, YinxinError } from '../../foundation/core/index.ts';

/** `yinxin evidence sample STORE N=FILE…`: are some objects still what was anchored? */
export function evidenceSampleCommand(): Command {
  return new Command('sample')
    .description(
      'open some objects and compare them with the digests recorded at ingest; ends with 1 if one differs',
    )
    .argument('<STORE>', 'folder that keeps the evidence')
    .argument('<N=FILE...>', 'object number and its file; those of a group several times, in their order')
    .action(sample);
}

async function sample(path: string, given: readonly string[]): Promise<void> {
  const pairs = given.map(pairOf);
  const files = groupBy(pairs, ({ object }) => String(object));
  let last: FileSource | undefined;
  const open = async (object: number, document: number): Promise<FileSource> => {
    await last?.close();
    last = undefined;
    const found = files.get(String(object))?.[document];
    if (found === undefined) throw missing(object, document);
    last = await openFile(found.name);
    return last;
  };
  try {
    const { sampled, of, differing, origin } = await sampleEvidence(openFolderStore(path), {
      objects: [...files.keys()].map(Number),
      open,
    });
    process.stdout.write(`${path}: ${sampled} of ${of} objects opened (${origin})\n`);
    for (const { object, document } of differing) {
      process.stdout.write(`  ${files.get(String(object))![document]!.name}: not what was anchored\n`);
    }
    process.exitCode = differing.length > 0 ? 1 : 0;
  } finally {
    await last?.close();
  }
}

function pairOf(text: string): { readonly object: number; readonly name: string } {
  const match = /^(\d{1,15})=(.+)$/s.exec(text);
  if (match === null) throw new YinxinError('ARGUMENT_INVALID', 'give N=FILE, such as 17=license.pdf');
  return { object: Number(match[1]), name: match[2]! };
}

function missing(object: number, document: number): YinxinError {
  return new YinxinError('ARGUMENT_INVALID', `object ${object} has more files: give all, in their order`, {
    details: { object, document },
  });
}
