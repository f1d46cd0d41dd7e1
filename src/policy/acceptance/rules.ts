/** A rule that an agency keeps when it answers an application, with its source. */
export interface AcceptanceRule {
  readonly code: AcceptanceRuleCode;
  readonly source: string;
  readonly text: string;
  /** Where a law or regulation says otherwise: matters, each with its basis. The local catalog fills them in. */
  readonly exceptions: readonly RuleException[];
}

/** The rules that are known here. */
export type AcceptanceRuleCode =
  | 'NO_DUAL_PAPER'
  | 'NO_REPEATED_PROOF'
  | 'EXCLUDED_MATTER'
  | 'REFUSAL_NEEDS_GROUND'
  | 'SUPPLEMENT_AT_ONCE';

/** A matter for which a rule does not hold, or (EXCLUDED_MATTER) to which the exclusion applies. */
export interface RuleException {
  /** Code of the matter, or of its kind. */
  readonly matter: string;
  /** Law and article. */
  readonly basis: string;
}

/** Kinds of matters that 电子签名法 art. 3 keeps away from electronic form. */
export const EXCLUDED_KINDS: readonly RuleException[] = [
  { matter: 'personal-status', basis: '电子签名法 第三条: 涉及婚姻、收养、继承等人身关系' },
  { matter: 'utility-stop', basis: '电子签名法 第三条: 涉及停止供水、供热、供气等公用事业服务' },
];

/** The rules where a caller gives none of its own; exceptions by law are the catalog’s to add. */
export const ACCEPTANCE_RULES: readonly AcceptanceRule[] = [
  {
    code: 'NO_DUAL_PAPER',
    source: '浙江省政府令第354号',
    text: 'who applies electronically is not asked for paper or another form as well',
    exceptions: [],
  },
  {
    code: 'NO_REPEATED_PROOF',
    source: '国务院令第716号 第七条; 浙江省政府令第354号',
    text: 'what a held license or the public-data platform proves is not asked for',
    exceptions: [],
  },
  {
    code: 'EXCLUDED_MATTER',
    source: '电子签名法 第三条',
    text: 'these matters are not done electronically; everything else must be accepted',
    exceptions: EXCLUDED_KINDS,
  },
  {
    code: 'REFUSAL_NEEDS_GROUND',
    source: '浙江省政府令第354号',
    text: 'an electronic application is refused only on a ground that a law or regulation gives',
    exceptions: [],
  },
  {
    code: 'SUPPLEMENT_AT_ONCE',
    source: '行政许可法 第三十二条',
    text: 'everything that is missing is told at once (一次性告知)',
    exceptions: [],
  },
];
