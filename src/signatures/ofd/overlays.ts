import type { Check, NotChecked } from '../../foundation/core/index.ts';
import type { SealFacts, SignatureFacts } from '../../foundation/validation/index.ts';
import { common, isLess, quirk } from '../ses/index.ts';
import type { CoveredSignature } from './coverage.ts';
import { failed, unchecked } from './frame.ts';

type Placement = SealFacts['placements'][number];

/** A signature with its facts, as the question of what lies over what sees it. */
export interface DrawnSignature {
  readonly facts: readonly SignatureFacts[];
  /** Absent where Signature.xml cannot be read: then nothing of it is drawn either. */
  readonly covered: CoveredSignature | undefined;
}

/** True when the first was put on the document after the second. */
type IsLater = (other: CoveredSignature, signature: CoveredSignature) => boolean;

const CLAUSE = 'GB/T 33190-2016 18.2.3';
/** Stamps of one page that are compared with each other: every one with every other. */
const MAX_ON_PAGE = 500;

/**
 * Seals over which a later signature draws its own. It is told: seals on one line often overlap. A slice of a riding
 * seal that lies under another stamp with all of its area joins no pages that anybody can see: such a seal is not passed.
 */
export function withOverlays(drawn: readonly DrawnSignature[], isLater: IsLater): SignatureFacts[] {
  const pages = byPage(drawn);
  return drawn.flatMap((below) => {
    const isAbove = ({ covered }: DrawnSignature): boolean =>
      below.covered !== undefined && covered !== undefined && isLater(covered, below.covered);
    return below.facts.map((facts) => overlaid(facts, below, isAbove, pages));
  });
}

/** All stamps of one page; of how many signatures they are. */
interface StampedPage {
  readonly stamps: (readonly [DrawnSignature, SignatureFacts, Placement])[];
  readonly signatures: Set<DrawnSignature>;
}

type Pages = ReadonlyMap<number, StampedPage>;

function byPage(drawn: readonly DrawnSignature[]): Pages {
  const pages = new Map<number, StampedPage>();
  for (const signature of drawn) {
    for (const facts of signature.facts) {
      for (const placement of facts.seal?.placements ?? []) {
        const page = pages.get(placement.page) ?? { stamps: [], signatures: new Set() };
        pages.set(placement.page, page);
        page.stamps.push([signature, facts, placement]);
        page.signatures.add(signature);
      }
    }
  }
  return pages;
}

function overlaid(
  facts: SignatureFacts,
  below: DrawnSignature,
  isAbove: (other: DrawnSignature) => boolean,
  pages: Pages,
): SignatureFacts {
  const rides = facts.checks.some(({ code }) => code === 'RIDING_SEAL');
  const found = new Map<string, Check>();
  const notChecked: NotChecked[] = [];
  for (const placement of facts.seal?.placements ?? []) {
    const { stamps: others, signatures } = pages.get(placement.page)!;
    if (signatures.size === 1) continue;
    if (others.length > MAX_ON_PAGE) {
      const detail = `page ${placement.page} carries more than ${MAX_ON_PAGE} stamps: which lies over which was not looked at`;
      notChecked.push(unchecked('SEAL_OVERLAY', detail));
      break;
    }
    for (const [other, { id }, over] of others) {
      const shared = other === below || !isAbove(other) ? undefined : common(placement, over);
      if (shared === undefined) continue;
      const check = overlayCheck(id, placement, !isLess(shared, placement), rides);
      if (!found.has(check.code)) found.set(check.code, check);
    }
  }
  if (found.size + notChecked.length === 0) return facts;
  const hidden = found.get('SEAL_STAMP_COVERED')?.status === 'failed';
  return {
    ...facts,
    ...(hidden && facts.formatFailure === undefined && facts.cryptography !== 'broken'
      ? { formatFailure: 'SIG_CONSTRAINTS_FAILURE' as const }
      : {}),
    checks: [...facts.checks, ...found.values()],
    notChecked: [...facts.notChecked, ...notChecked],
  };
}

function overlayCheck(over: string, { page }: Placement, whole: boolean, rides: boolean): Check {
  const detail = `on page ${page} the stamp lies ${whole ? 'wholly' : 'partly'} under that of ${over}`;
  if (!whole) return quirk('SEAL_STAMP_OVERLAPPED', detail, CLAUSE);
  return rides ? failed('SEAL_STAMP_COVERED', detail, CLAUSE) : quirk('SEAL_STAMP_COVERED', detail, CLAUSE);
}
