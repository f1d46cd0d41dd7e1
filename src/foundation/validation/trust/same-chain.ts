import { equalBytes } from '../../core/index.ts';
import { type PathReport, type StructuralPath, structuralPaths } from '../../pki/index.ts';
import { type JudgeContext, pathQuestion } from '../context.ts';
import type { SignatureFacts } from '../facts.ts';

/** The chain that was judged at the validation time, with all statements about it; undefined where it breaks a rule. */
export function sameChain(
  facts: SignatureFacts,
  { path }: PathReport,
  context: JudgeContext,
): StructuralPath | undefined {
  const [leaf] = path;
  if (leaf === undefined) return undefined;
  for (const chain of structuralPaths(pathQuestion(facts, leaf.raw, context.options.at, context))) {
    const same =
      chain.path.length === path.length && chain.path.every((c, i) => equalBytes(c.raw, path[i]!.raw));
    if (same) return chain.trust === 'trusted' ? chain : undefined;
  }
  return undefined;
}
