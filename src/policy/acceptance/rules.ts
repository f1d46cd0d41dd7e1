/** A rule that an agency keeps when it answers an application, with its source. */
export interface AcceptanceRule {
  readonly code: AcceptanceRuleCode;
  readonly source: string;
  readonly text: string;
  /** What may say otherwise; an exception by anything lower does not count. */
  readonly exceptionsBy: readonly LegalRank[];
  /** Where it says otherwise: matters, each with its basis. The local catalog fills them in. */
  readonly exceptions: readonly RuleException[];
  /** Days of work within which it must happen, where the rule has a time. */
  readonly withinWorkingDays?: number;
}

/** The rules that are known here. */
export type AcceptanceRuleCode =
  | 'NO_DUAL_PAPER'
  | 'NO_REPEATED_PROOF'
  | 'EXCLUDED_MATTER'
  | 'ELECTRONIC_EQUALS_PAPER'
  | 'REFUSAL_NEEDS_GROUND'
  | 'SUPPLEMENT_AT_ONCE'
  | 'SUPPLEMENT_IN_TIME';

/** Rank of what a rule or an exception rests on: 法律, 行政法规, 地方性法规, 规章, or anything below. */
export type LegalRank = 'law' | 'administrative-regulation' | 'local-regulation' | 'rule' | 'document';

/** A matter for which a rule does not hold, or (EXCLUDED_MATTER) to which the exclusion applies. */
export interface RuleException {
  /** Code of the matter, or of its kind. */
  readonly matter: string;
  /** Law and article: an exception without one does not count. */
  readonly basis: string;
  readonly rank: LegalRank;
}

/** Kinds of matters that 电子签名法 art. 3 keeps away from electronic form. */
export const EXCLUDED_KINDS: readonly RuleException[] = [
  {
    matter: 'personal-status',
    basis: '电子签名法 第三条: 涉及婚姻、收养、继承等人身关系',
    rank: 'law',
  },
  {
    matter: 'utility-stop',
    basis: '电子签名法 第三条: 涉及停止供水、供热、供气等公用事业服务',
    rank: 'law',
  },
];

/** 法律、法规另有规定的除外 (浙江省政府令第354号). */
const LAWS_AND_REGULATIONS: readonly LegalRank[] = ['law', 'administrative-regulation', 'local-regulation'];
/** 法律、行政法规另有规定的除外 (国务院令第716号; 电子签名法 第三条). */
const NATIONAL: readonly LegalRank[] = ['law', 'administrative-regulation'];

/** The rules where a caller gives none of its own; exceptions by law are the catalog’s to add. */
export const ACCEPTANCE_RULES: readonly AcceptanceRule[] = [
  {
    code: 'NO_DUAL_PAPER',
    source: '浙江省政府令第354号',
    text: 'who applies electronically is not asked for paper or another form as well',
    exceptionsBy: LAWS_AND_REGULATIONS,
    exceptions: [],
  },
  {
    code: 'NO_REPEATED_PROOF',
    source: '国务院令第716号 第七条; 浙江省政府令第354号',
    text: 'what a held license or the public-data platform proves is not asked for',
    exceptionsBy: NATIONAL,
    exceptions: [],
  },
  {
    code: 'EXCLUDED_MATTER',
    source: '电子签名法 第三条',
    text: 'these matters are not done electronically; everything else must be accepted',
    exceptionsBy: NATIONAL,
    exceptions: EXCLUDED_KINDS,
  },
  {
    code: 'ELECTRONIC_EQUALS_PAPER',
    source: '国务院令第716号 第八条至第十一条; 电子签名法 第十四条',
    text: 'electronic signatures, seals, licenses and materials are not refused for being electronic',
    exceptionsBy: NATIONAL,
    exceptions: [],
  },
  {
    code: 'REFUSAL_NEEDS_GROUND',
    source: '浙江省政府令第354号',
    text: 'an electronic application is refused only on a ground that a law or regulation gives',
    exceptionsBy: LAWS_AND_REGULATIONS,
    exceptions: [],
  },
  {
    code: 'SUPPLEMENT_AT_ONCE',
    source: '行政许可法 第三十二条',
    text: 'everything that is missing is told at once (一次性告知)',
    exceptionsBy: ['law'],
    exceptions: [],
  },
  {
    code: 'SUPPLEMENT_IN_TIME',
    source: '行政许可法 第三十二条',
    text: 'what is missing is told at once or within five days; after that the application counts as accepted',
    exceptionsBy: ['law'],
    exceptions: [],
    withinWorkingDays: 5,
  },
];
