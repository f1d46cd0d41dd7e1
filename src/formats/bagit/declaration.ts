import type { FileTree } from '../../foundation/core/index.ts';
import { type BagFinding, bagFault } from './model.ts';
import { linesOf, readTagFile, tagText } from './tag-file.ts';

/** What bagit.txt says. */
export interface BagDeclaration {
  readonly version: string;
  readonly encoding: string;
}

const NAME = 'bagit.txt';
const CLAUSE = '2.1.1';
/** Versions whose rules are known: the drafts 0.93 to 0.97, and RFC 8493. */
const VERSIONS: readonly string[] = ['0.93', '0.94', '0.95', '0.96', '0.97', '1.0'];

/** bagit.txt: two lines in UTF-8 without a byte order mark, in this order and spelled like this. */
export async function readDeclaration(
  tree: FileTree,
  names: ReadonlySet<string>,
): Promise<BagDeclaration | BagFinding> {
  if (!names.has(NAME)) return bagFault('BAGIT_DECLARATION', CLAUSE, `${NAME} is missing`);
  const bytes = await readTagFile(tree, NAME);
  if (bytes[0] === 0xef) return bagFault('BAGIT_DECLARATION', CLAUSE, `${NAME} has a byte order mark`);
  const [first = '', second = '', ...more] = linesOf(tagText(bytes, 'utf-8') ?? '');
  const version = /^BagIt-Version: (\d+\.\d+) ?$/.exec(first)?.[1];
  const encoding = /^Tag-File-Character-Encoding: ([A-Za-z0-9._:-]+) ?$/.exec(second)?.[1];
  if (version === undefined || encoding === undefined || more.length > 0)
    return bagFault('BAGIT_DECLARATION', CLAUSE, `${NAME} is not the two lines of a bag declaration`);
  if (!VERSIONS.includes(version))
    return bagFault('BAGIT_DECLARATION', CLAUSE, `the rules of BagIt ${version} are not known here`);
  return { version, encoding };
}
