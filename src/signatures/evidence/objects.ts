import { type FileInput, toSource } from '../../foundation/core/index.ts';
import type { EvidenceObject } from '../../foundation/evidence/index.ts';
import { digestOfSource } from '../cades/index.ts';

/** A file as an object of an evidence record; each digest is computed once, in pieces. */
export function objectFromFile(file: FileInput): EvidenceObject {
  const source = toSource(file);
  const digestOf = digestOfSource(source);
  return { size: source.size, digest: async (hash) => digestOf(hash) };
}
