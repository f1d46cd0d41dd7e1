import { toHex, utf8 } from '../../foundation/core/index.ts';
import type { CurrentDigestName } from '../../foundation/crypto/index.ts';

/** Digests of the documents of an object, each in the order of the algorithms. */
export type ObjectDigests = readonly (readonly Uint8Array[])[];

const HEAD = 'yinxin.digests/1';

/**
 * The digest manifest of an object: one line per document and algorithm, `number algorithm hex`, documents counted from
 * 1 in the order of the group. It is a document of the data group itself, so that the first timestamp covers digests
 * that are needed decades later; from the recorded digests it follows byte for byte, so it is not stored.
 */
export function digestManifest(digests: ObjectDigests, algorithms: readonly CurrentDigestName[]): Uint8Array {
  const lines = digests.flatMap((document, i) =>
    algorithms.map((name, j) => `${i + 1} ${name} ${toHex(document[j]!)}`),
  );
  return utf8(`${[HEAD, ...lines].join('\n')}\n`);
}
