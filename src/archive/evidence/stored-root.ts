import { equalBytes, YinxinError } from '../../foundation/core/index.ts';
import { digestLength } from '../../foundation/crypto/index.ts';
import { parseTimestampToken } from '../../foundation/pki/index.ts';
import { BlockSource } from './block-source.ts';
import { type EvidenceState, newestChain } from './state.ts';
import { type EvidenceStore, levelName } from './store.ts';
import { TreeBuilder } from './tree-builder.ts';

/** Root of the newest tree as stored. EVIDENCE_CORRUPT where it is not what was stamped. */
export async function stampedRoot(store: EvidenceStore, state: EvidenceState): Promise<Uint8Array> {
  const { hash, counts, tokens } = newestChain(state);
  const source = await store.open(levelName(state.chains.length, counts.length - 1));
  const top = new BlockSource(source, digestLength(hash));
  try {
    return assertStamped(await top.read(0, digestLength(hash)), tokens[0]!);
  } finally {
    await top.close();
  }
}

/**
 * Makes the newest tree anew from its stored leaves: nobody may go on building on leaves that were changed.
 * EVIDENCE_CORRUPT where they do not lead to the stamped root.
 */
export async function assertTree(store: EvidenceStore, state: EvidenceState): Promise<Uint8Array> {
  const { hash, arity, tokens } = newestChain(state);
  const length = digestLength(hash);
  const leaves = new BlockSource(await store.open(levelName(state.chains.length, 0)), length * 8192);
  const builder = new TreeBuilder(hash, arity, async () => undefined);
  try {
    for (let i = 0; i < state.objects; i++) {
      const read = leaves.read(i * length, length);
      if (builder.add(read instanceof Uint8Array ? read : await read)) await builder.flush();
    }
    return assertStamped((await builder.finish()).root, tokens[0]!);
  } finally {
    await leaves.close();
  }
}

function assertStamped(root: Uint8Array, token: Uint8Array): Uint8Array {
  if (equalBytes(root, parseTimestampToken(token).info.messageImprint)) return root.slice();
  throw new YinxinError('EVIDENCE_CORRUPT', 'the stored tree is not the one that was stamped: restore it');
}
