import type { ExtensionOptions } from '../../../../src/testing/index.ts';
import type { Dice } from './dice.ts';
import { POLICY, plainChain } from './plain-chain.ts';
import { type ChainPlan, last, type Question, withExtensions } from './plan.ts';

/** What is different at a place; `undefined` leaves the policies out. */
type Extensions = (
  place: number,
  plan: ChainPlan,
) => Omit<ExtensionOptions, 'certificatePolicies'> & { certificatePolicies?: readonly string[] | undefined };

/** Policies of every certificate below the root, then what is different somewhere. */
function policies(plan: ChainPlan, extensions: Extensions): ChainPlan {
  let out = plan;
  for (let i = 1; i <= last(plan); i++) {
    const { certificatePolicies, ...others } = { certificatePolicies: [POLICY.a], ...extensions(i, plan) };
    out = withExtensions(out, i, {
      ...others,
      ...(certificatePolicies === undefined ? {} : { certificatePolicies }),
    });
  }
  return out;
}

const EXPLICIT = { requireExplicitPolicy: true } as const;

interface PolicyFault {
  readonly name: string;
  /** Certificates below the root that it needs. */
  readonly least: number;
  readonly asked: NonNullable<Question['policies']>;
  readonly extensions: (dice: Dice) => Extensions;
}

const FAULTS: readonly PolicyFault[] = [
  {
    name: 'another policy than asked for',
    least: 1,
    asked: { ...EXPLICIT, initialPolicySet: [POLICY.b] },
    extensions: () => () => ({}),
  },
  {
    name: 'a certificate without policies',
    least: 1,
    asked: { ...EXPLICIT, initialPolicySet: [POLICY.a] },
    extensions: (dice) => {
      const pick = dice.below(100);
      return (place, plan) => (place === 1 + (pick % last(plan)) ? { certificatePolicies: undefined } : {});
    },
  },
  {
    name: 'policies that do not meet',
    least: 2,
    asked: EXPLICIT,
    extensions: () => (place, plan) => (place === last(plan) ? { certificatePolicies: [POLICY.b] } : {}),
  },
  {
    name: 'required by a CA and missing below',
    least: 2,
    asked: {},
    extensions: (dice) => {
      const skip = dice.below(2);
      return (place, plan) =>
        place === last(plan)
          ? { certificatePolicies: [POLICY.b] }
          : place === 1
            ? { policyConstraints: { requireExplicitPolicy: Math.min(skip, last(plan) - 1) } }
            : {};
    },
  },
  {
    name: 'anyPolicy inhibited by a CA',
    least: 2,
    asked: { ...EXPLICIT, initialPolicySet: [POLICY.a] },
    extensions: () => (place, plan) =>
      place === 1
        ? { inhibitAnyPolicy: 0 }
        : place === last(plan)
          ? { certificatePolicies: [POLICY.any] }
          : {},
  },
  {
    name: 'anyPolicy inhibited by the question',
    least: 1,
    asked: { ...EXPLICIT, initialPolicySet: [POLICY.a], inhibitAnyPolicy: true },
    extensions: () => (place, plan) => (place === last(plan) ? { certificatePolicies: [POLICY.any] } : {}),
  },
  {
    name: 'mapping inhibited by the question',
    least: 2,
    asked: { ...EXPLICIT, initialPolicySet: [POLICY.a], inhibitPolicyMapping: true },
    extensions: () => (place) =>
      place === 1 ? { policyMappings: [[POLICY.a, POLICY.b]] } : { certificatePolicies: [POLICY.b] },
  },
  {
    name: 'mapping inhibited by a CA',
    least: 3,
    asked: { ...EXPLICIT, initialPolicySet: [POLICY.a] },
    extensions: () => (place) =>
      place === 1
        ? { policyConstraints: { inhibitPolicyMapping: 0 } }
        : place === 2
          ? { policyMappings: [[POLICY.a, POLICY.b]] }
          : { certificatePolicies: [POLICY.b] },
  },
  {
    name: 'mapped away',
    least: 2,
    asked: { ...EXPLICIT, initialPolicySet: [POLICY.a] },
    extensions: () => (place) => (place === 1 ? { policyMappings: [[POLICY.a, POLICY.b]] } : {}),
  },
  {
    name: 'anyPolicy mapped',
    least: 2,
    asked: {},
    extensions: (dice) => {
      const to = dice.chance(50);
      return (place) =>
        place === 1 ? { policyMappings: [to ? [POLICY.a, POLICY.any] : [POLICY.any, POLICY.a]] } : {};
    },
  },
];

/** Policies are required, and none holds over the whole line. */
export function brokenPolicy(dice: Dice): ChainPlan {
  const fault = dice.pick(FAULTS);
  const plain = plainChain(dice, fault.least);
  const plan = policies(plain, fault.extensions(dice));
  return {
    ...plan,
    question: { ...plan.question, policies: fault.asked },
    variant: `${plan.variant}, ${fault.name}`,
  };
}
