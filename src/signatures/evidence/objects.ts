import { type FileInput, latin1, toSource } from '../../foundation/core/index.ts';
import type { EvidenceObject } from '../../foundation/evidence/index.ts';
import { digestOfSource } from '../cades/index.ts';

/** Where XML shows itself, white space before it included. */
const HEAD_BYTES = 256;

/** A file as an object of an evidence record; each digest is computed once, in pieces. */
export function objectFromFile(file: FileInput): EvidenceObject {
  const source = toSource(file);
  const digestOf = digestOfSource(source);
  return {
    size: source.size,
    digest: async (hash) => digestOf(hash),
    async isXml() {
      const head = await source.read(0, Math.min(HEAD_BYTES, source.size));
      return /^(?:\u00ef\u00bb\u00bf)?\s*</.test(latin1(head));
    },
  };
}
