import { describe, expect, it } from 'vitest';
import {
  ACCEPTANCE_RULES,
  type AcceptanceRule,
  type AgencyAnswer,
  acceptanceBreaches,
  assertAcceptance,
} from '../../../src/policy/index.ts';

const answer = (change: Partial<AgencyAnswer> = {}): AgencyAnswer => ({
  decision: 'accepted',
  matter: 'M1',
  electronic: true,
  ...change,
});
const rules = (change: Partial<AgencyAnswer>, list?: readonly AcceptanceRule[]) =>
  acceptanceBreaches(answer(change), list).map(({ rule, subject }) => `${rule} ${subject}`.trim());
const ground = { code: 'NOT_QUALIFIED', basis: '食品安全法 第三十五条' };
const paper = { material: '身份证明', medium: 'paper' } as const;
const electronic = { material: '身份证明', medium: 'electronic' } as const;

describe('rules of acceptance', () => {
  it.each([
    ['an acceptance', {}],
    ['a supplement that asks once', { decision: 'supplement', demands: [electronic] }],
    ['the same asked again', { decision: 'supplement', demands: [electronic], askedBefore: ['身份证明'] }],
    ['a refusal with its ground', { decision: 'rejected', grounds: [ground] }],
    ['paper for one who came on paper', { decision: 'supplement', electronic: false, demands: [paper] }],
    ['an excluded matter on paper', { electronic: false, kinds: ['personal-status'] }],
    ['an excluded matter refused', { decision: 'rejected', kinds: ['personal-status'], grounds: [ground] }],
  ] as const)('%s breaks none', (_, change) => {
    expect(rules(change)).toEqual([]);
    expect(() => assertAcceptance(answer(change))).not.toThrow();
  });

  it.each([
    ['paper as well', { decision: 'supplement', demands: [paper] }, 'NO_DUAL_PAPER 身份证明'],
    [
      'what is proved already',
      {
        decision: 'supplement',
        demands: [electronic],
        materials: {
          exempt: [{ material: '身份证明', ground: { kind: 'license', identifier: 'i', type: 't' } }],
        },
      },
      'NO_REPEATED_PROOF 身份证明',
    ],
    ['an excluded matter', { kinds: ['utility-stop'] }, 'EXCLUDED_MATTER M1'],
    [
      'exclusion as a ground where none is',
      { decision: 'rejected', grounds: [{ code: 'EXCLUDED_MATTER', basis: '惯例' }] },
      'EXCLUDED_MATTER M1',
    ],
    ['a refusal without ground', { decision: 'rejected' }, 'REFUSAL_NEEDS_GROUND'],
    [
      'a ground without law',
      { decision: 'rejected', grounds: [{ code: 'BUSY', basis: ' ' }] },
      'REFUSAL_NEEDS_GROUND BUSY',
    ],
    [
      'something new the second time',
      { decision: 'supplement', demands: [electronic], askedBefore: ['住所证明'] },
      'SUPPLEMENT_AT_ONCE 身份证明',
    ],
    ['a supplement of nothing', { decision: 'supplement' }, 'SUPPLEMENT_AT_ONCE'],
  ] as const)('%s is a breach, and the error names the rule', (_, change, expected) => {
    expect(rules(change)).toEqual([expected]);
    expect(() => assertAcceptance(answer(change))).toThrow(
      expect.objectContaining({
        code: 'POLICY_DENIED',
        details: expect.objectContaining({ rules: expected.split(' ')[0] }),
      }),
    );
  });

  it('an exception by law lifts a rule for its matters alone', () => {
    const exceptions = [{ matter: 'M1', basis: '某法 第九条' }];
    const local = ACCEPTANCE_RULES.map((rule) =>
      rule.code === 'NO_DUAL_PAPER' ? { ...rule, exceptions } : rule,
    );
    const change = { decision: 'supplement', demands: [paper] } as const;
    expect(rules(change, local)).toEqual([]);
    expect(rules({ ...change, matter: 'M2' }, local)).toEqual(['NO_DUAL_PAPER 身份证明']);
  });

  it('tells every breach at once, each with its source', () => {
    const found = acceptanceBreaches(answer({ decision: 'rejected', demands: [paper], kinds: ['x'] }));
    expect(found.map(({ rule }) => rule)).toEqual(['NO_DUAL_PAPER', 'REFUSAL_NEEDS_GROUND']);
    for (const { source } of found) expect(source).toMatch(/令|法/);
  });
});
