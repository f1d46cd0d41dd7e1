import type { Judgement, MissingData } from '../../foundation/validation/index.ts';
import type { ExtensionLevel, SignatureLevel } from './options.ts';

const ORDER: readonly SignatureLevel[] = ['none', 'B-B', 'B-T', 'B-LT', 'B-LTA'];

/** What an extension came to. */
export interface ReachedLevel {
  /** The lowest of all signatures. */
  readonly level: SignatureLevel;
  /** Signatures that stay below what was wanted, though their parts are there. */
  readonly missing: readonly MissingData[];
}

/** How a level is told. */
export interface LevelRules {
  readonly wanted: ExtensionLevel;
  /** Whether all validation data is there: B-LT means no less. */
  readonly isComplete: boolean;
  /** Without anchors of the caller nobody is asked to believe the authority: its token is right, and over the file. */
  readonly hasTrust: boolean;
}

/** The level that all signatures have by a verdict. */
export function reachedLevel({ signatures }: Judgement, rules: LevelRules): ReachedLevel {
  const { wanted, isComplete, hasTrust } = rules;
  const most = ORDER.indexOf(isComplete ? 'B-LTA' : 'B-T');
  const levels = signatures
    .filter(({ parent, kind }) => parent === undefined && (kind === 'signature' || kind === 'seal'))
    .map(({ id, level }) => ({ id, level: ORDER[Math.min(most, placeOf(level))]! }));
  const [lowest] = [...levels].sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
  if (!hasTrust && isComplete && lowest?.level !== 'none') return { level: wanted, missing: [] };
  if (!isComplete) return { level: lowest?.level ?? 'B-T', missing: [] };
  const lower = levels.filter(
    ({ level }) => level !== 'none' && ORDER.indexOf(level) < ORDER.indexOf(wanted),
  );
  return {
    level: lowest?.level ?? wanted,
    missing: lower.map(({ id, level }) => ({
      signature: id,
      what: 'timestamp',
      detail: `it stays ${level}: no timestamp leads to an anchor in trust.timestamps; give the root of the authority there`,
      asked: [],
    })),
  };
}

/** `PAdES-B-LT` and the like, by its place in the order. */
function placeOf(level: string): number {
  return Math.max(
    0,
    ORDER.findIndex((one) => level.endsWith(`-${one}`)),
  );
}
