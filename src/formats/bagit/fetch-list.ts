import { type BagFinding, bagFault } from './model.ts';
import { bagPath } from './paths.ts';
import { linesOf } from './tag-file.ts';

/** fetch.txt: `URL LENGTH PATH`, the length `-` where it is unknown. Nothing is fetched here. */
export function parseFetchList(text: string): {
  readonly paths: ReadonlySet<string>;
  readonly findings: BagFinding[];
} {
  const paths = new Set<string>();
  const findings: BagFinding[] = [];
  for (const [index, line] of linesOf(text).entries()) {
    const path = /^[^\s]+[ \t]+(?:\d+|-)[ \t]+(.+)$/s.exec(line)?.[1];
    const found = path === undefined ? undefined : bagPath(path);
    if (path === undefined)
      findings.push(bagFault('BAGIT_FETCH', '2.2.3', `fetch.txt, line ${index + 1}: malformed`));
    else if (found === undefined || !found.path.startsWith('data/'))
      findings.push(
        bagFault('BAGIT_PATH_OUTSIDE', '2.2.3', `fetch.txt, line ${index + 1}: the path leads out`),
      );
    else paths.add(found.path);
  }
  return { paths, findings };
}
