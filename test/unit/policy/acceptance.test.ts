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
    ['a supplement on the fifth day', { decision: 'supplement', demands: [electronic], workingDays: 5 }],
    [
      'a refusal on a ground of the catalog',
      { decision: 'rejected', grounds: [ground], statutoryGrounds: ['NOT_QUALIFIED'] },
    ],
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
      { decision: 'rejected', grounds: [{ code: 'EXCLUDED_MATTER', basis: '电子签名法 第三条' }] },
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
    [
      'a ground without an article',
      { decision: 'rejected', grounds: [{ code: 'BUSY', basis: '有关规定' }] },
      'REFUSAL_NEEDS_GROUND BUSY',
    ],
    [
      'a ground that no law gives for the matter',
      { decision: 'rejected', grounds: [ground], statutoryGrounds: ['OTHER'] },
      'REFUSAL_NEEDS_GROUND NOT_QUALIFIED',
    ],
    [
      'a refusal for being electronic',
      { decision: 'rejected', grounds: [{ code: 'ELECTRONIC_FORM', basis: '某规定 第一条' }] },
      'ELECTRONIC_EQUALS_PAPER ELECTRONIC_FORM',
    ],
    [
      'coming in person',
      { decision: 'supplement', demands: [{ material: '签字', medium: 'in-person' }] },
      'NO_DUAL_PAPER 签字',
    ],
    [
      'a carrier as well',
      { decision: 'received', demands: [{ material: '光盘', medium: 'carrier' }] },
      'NO_DUAL_PAPER 光盘',
    ],
    [
      'a supplement after six days of work',
      { decision: 'supplement', demands: [electronic], workingDays: 6 },
      'SUPPLEMENT_IN_TIME',
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
    const exceptions = [{ matter: 'M1', basis: '某法 第九条', rank: 'law' }] as const;
    const local = ACCEPTANCE_RULES.map((rule) =>
      rule.code === 'NO_DUAL_PAPER' ? { ...rule, exceptions } : rule,
    );
    const change = { decision: 'supplement', demands: [paper] } as const;
    expect(rules(change, local)).toEqual([]);
    expect(rules({ ...change, matter: 'M2' }, local)).toEqual(['NO_DUAL_PAPER 身份证明']);
  });

  it.each([
    ['by something of lower rank', { basis: '某办法 第九条', rank: 'rule' }],
    ['without a basis', { basis: ' ', rank: 'law' }],
  ] as const)('an exception %s lifts nothing', (_, exception) => {
    const local = ACCEPTANCE_RULES.map((rule) => ({ ...rule, exceptions: [{ matter: 'M1', ...exception }] }));
    expect(rules({ decision: 'supplement', demands: [paper] }, local)).toEqual(['NO_DUAL_PAPER 身份证明']);
    expect(rules({ decision: 'accepted' }, local)).toEqual([]);
  });

  it('a local regulation may ask for paper, but exclude nothing from electronic form', () => {
    const exceptions = [{ matter: 'M1', basis: '某省条例 第九条', rank: 'local-regulation' }] as const;
    const local = ACCEPTANCE_RULES.map((rule) => ({ ...rule, exceptions }));
    expect(rules({ decision: 'supplement', demands: [paper] }, local)).toEqual([]);
    expect(rules({ decision: 'accepted' }, local)).toEqual([]);
    const national = local.map((rule) => ({
      ...rule,
      exceptions: [{ ...exceptions[0], rank: 'law' as const }],
    }));
    expect(rules({ decision: 'accepted' }, national)).toEqual(['EXCLUDED_MATTER M1']);
  });

  it('every rule has a source, and every exception of its own a basis of sufficient rank', () => {
    for (const { source, exceptionsBy, exceptions } of ACCEPTANCE_RULES) {
      expect(source).toMatch(/令|法/);
      expect(exceptionsBy.length).toBeGreaterThan(0);
      for (const { basis, rank } of exceptions) {
        expect(basis).toMatch(/第.条/);
        expect(exceptionsBy).toContain(rank);
      }
    }
  });

  it('tells every breach at once, each with its source', () => {
    const found = acceptanceBreaches(answer({ decision: 'rejected', demands: [paper], kinds: ['x'] }));
    expect(found.map(({ rule }) => rule)).toEqual(['NO_DUAL_PAPER', 'REFUSAL_NEEDS_GROUND']);
    for (const { source } of found) expect(source).toMatch(/令|法/);
  });
});
