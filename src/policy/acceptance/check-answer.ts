import { YinxinError } from '../../foundation/core/index.ts';
import type { RequiredMaterials } from '../materials.ts';
import {
  ACCEPTANCE_RULES,
  type AcceptanceRule,
  type AcceptanceRuleCode,
  type RuleException,
} from './rules.ts';

/** Something that the applicant is asked for. */
export interface Demand {
  readonly material: string;
  /** `in-person`: the applicant is to come, sign or show something; `carrier`: a disk or the like. */
  readonly medium: 'electronic' | 'paper' | 'in-person' | 'carrier';
}

/** A ground for a refusal. */
export interface RefusalGround {
  /** `EXCLUDED_MATTER` and `ELECTRONIC_FORM` are looked at by rules of their own. */
  readonly code: string;
  /** Law or regulation, and article. */
  readonly basis: string;
}

/** An answer that an agency is about to give. */
export interface AgencyAnswer {
  readonly decision: 'received' | 'accepted' | 'supplement' | 'rejected';
  /** Code of the matter. */
  readonly matter: string;
  /** Kinds of the matter, for rules that name kinds (`personal-status`). */
  readonly kinds?: readonly string[];
  /** Was the application made electronically? */
  readonly electronic: boolean;
  /** Everything that the applicant is still asked for. */
  readonly demands?: readonly Demand[];
  /** What `requiredMaterials` said. */
  readonly materials?: Pick<RequiredMaterials, 'exempt'>;
  readonly grounds?: readonly RefusalGround[];
  /** Codes of the grounds that laws give for this matter, by the catalog. Unset: any that names its article. */
  readonly statutoryGrounds?: readonly string[];
  /** Days of work between receipt and this answer, by the calendar of the agency. Unset: not looked at. */
  readonly workingDays?: number;
  /** Materials asked for in earlier answers to the same application. */
  readonly askedBefore?: readonly string[];
}

/** A rule that an answer breaks. */
export interface RuleBreach {
  readonly rule: AcceptanceRuleCode;
  readonly source: string;
  /** The material, ground or matter in question. */
  readonly subject: string;
  readonly detail: string;
}

/**
 * Which acceptance rules an answer would break, all at once. A rule does not hold for the matters of its exceptions, where
 * these rest on something of sufficient rank; an excluded matter must not be accepted electronically. Not checked:
 * whether a ground or a basis that is named exists and fits the case, and whether the list of demands is complete.
 */
export function acceptanceBreaches(
  answer: AgencyAnswer,
  rules: readonly AcceptanceRule[] = ACCEPTANCE_RULES,
): RuleBreach[] {
  return rules.flatMap((rule) =>
    breaches(rule, answer).map(([subject, detail]) => ({
      rule: rule.code,
      source: rule.source,
      subject,
      detail,
    })),
  );
}

/** The same as an error: POLICY_DENIED names the rules broken, in `details.rules`. */
export function assertAcceptance(
  answer: AgencyAnswer,
  rules: readonly AcceptanceRule[] = ACCEPTANCE_RULES,
): void {
  const found = acceptanceBreaches(answer, rules);
  const [first] = found;
  if (first === undefined) return;
  throw new YinxinError('POLICY_DENIED', `the answer breaks a rule: ${first.detail} (${first.source})`, {
    details: {
      rules: found.map(({ rule }) => rule).join(', '),
      subjects: found.map(({ subject }) => subject).join(', '),
    },
  });
}

type Found = readonly (readonly [subject: string, detail: string])[];

function breaches(rule: AcceptanceRule, answer: AgencyAnswer): Found {
  const named = rule.exceptions.find((exception) => isOf(answer, exception) && mayExcept(rule, exception));
  if (rule.code === 'EXCLUDED_MATTER') return excluded(answer, named);
  if (named !== undefined || !answer.electronic) return [];
  const { demands = [], grounds = [], materials, decision, askedBefore = [] } = answer;
  switch (rule.code) {
    case 'NO_DUAL_PAPER':
      return demands
        .filter(({ medium }) => medium !== 'electronic')
        .map(({ material, medium }) => [
          material,
          `${WORDS[medium]} is asked for beside an electronic application`,
        ]);
    case 'NO_REPEATED_PROOF': {
      const exempt = new Set(materials?.exempt.map(({ material }) => material));
      return demands
        .filter(({ material }) => exempt.has(material))
        .map(({ material }) => [material, 'it is already proved and must not be asked for']);
    }
    case 'REFUSAL_NEEDS_GROUND':
      return decision === 'rejected' ? groundless(grounds, answer.statutoryGrounds) : [];
    case 'ELECTRONIC_EQUALS_PAPER':
      return grounds
        .filter(({ code }) => code === 'ELECTRONIC_FORM')
        .map(({ code }) => [code, 'being electronic is no ground']);
    case 'SUPPLEMENT_AT_ONCE':
      return decision === 'supplement' ? later(demands, askedBefore) : [];
    case 'SUPPLEMENT_IN_TIME':
      return decision === 'supplement' ? tooLate(answer.workingDays, rule.withinWorkingDays) : [];
  }
}

function excluded(
  { electronic, decision, matter, grounds = [] }: AgencyAnswer,
  named: RuleException | undefined,
): Found {
  if (named !== undefined)
    return electronic && decision === 'accepted'
      ? [[matter, `it is not done electronically: ${named.basis}`]]
      : [];
  // "Not a matter for electronic form" is no ground where no law excludes it.
  const claimed =
    electronic && decision === 'rejected' && grounds.some(({ code }) => code === 'EXCLUDED_MATTER');
  return claimed ? [[matter, 'no law or regulation excludes the matter from electronic form']] : [];
}

function groundless(grounds: readonly RefusalGround[], statutory: readonly string[] | undefined): Found {
  if (grounds.length === 0) return [['', 'the refusal names no ground']];
  return grounds.flatMap(({ code, basis }): Found => {
    if (!ARTICLE.test(basis)) return [[code, 'the ground names no article of a law or regulation']];
    const known = statutory === undefined || statutory.includes(code);
    return known ? [] : [[code, 'no law gives this ground for the matter']];
  });
}

/** 第三十二条, 第 32 条, art. 32. */
const ARTICLE = /第\s*[〇零一二三四五六七八九十百千\d]+\s*条|\bart(?:icle|\.)?\s*\d/i;

const WORDS: Readonly<Record<Demand['medium'], string>> = {
  electronic: 'an electronic file',
  paper: 'paper',
  'in-person': 'coming in person',
  carrier: 'a carrier',
};

function tooLate(days: number | undefined, within: number | undefined): Found {
  const late = days !== undefined && within !== undefined && days > within;
  return late ? [['', `it is told after ${days} days of work, and not within ${within}`]] : [];
}

/** An exception by a document of lower rank, or by none that is named, lifts nothing. */
function mayExcept({ exceptionsBy }: AcceptanceRule, { basis, rank }: RuleException): boolean {
  return exceptionsBy.includes(rank) && basis.trim() !== '';
}

function later(demands: readonly Demand[], askedBefore: readonly string[]): Found {
  if (demands.length === 0) return [['', 'a supplement names what is missing']];
  const known = new Set(askedBefore);
  if (known.size === 0) return [];
  return demands
    .filter(({ material }) => !known.has(material))
    .map(({ material }) => [material, 'it was not asked for the first time']);
}

function isOf({ matter, kinds = [] }: AgencyAnswer, exception: RuleException): boolean {
  return exception.matter === matter || kinds.includes(exception.matter);
}
