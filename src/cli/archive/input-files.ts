import { openFile } from '../../adapters/files/index.ts';
import type { EvidenceInput } from '../../archive/index.ts';

/** Files as objects of evidence, each opened when its turn comes; as a `group` they are one object together. */
export async function* inputFiles(names: readonly string[], group: boolean): AsyncGenerator<EvidenceInput> {
  if (!group) {
    for (const name of names) {
      const source = await openFile(name);
      try {
        yield { source };
      } finally {
        await source.close();
      }
    }
    return;
  }
  const sources = await Promise.all(names.map(openFile));
  try {
    yield { group: sources.map((source) => ({ source })) };
  } finally {
    for (const source of sources) await source.close();
  }
}
