import { der } from '../../../../src/foundation/asn1/index.ts';
import { encodeName } from '../../../../src/testing/index.ts';
import type { Dice } from './dice.ts';
import { days, plainChain, subjectOf } from './plain-chain.ts';
import {
  type CertificatePlan,
  type ChainPlan,
  last,
  withCertificate,
  withExtensions,
  withOptions,
} from './plan.ts';

export function brokenSignature(dice: Dice): ChainPlan {
  const plan = plainChain(dice);
  const at = dice.between(1, last(plan));
  const style = dice.pick(['corrupt', 'other key', 'other algorithm inside', 'forged root'] as const);
  const variant = `${plan.variant}, ${style} at ${at}`;
  if (style === 'forged root') {
    // The whole line again under keys of somebody else: every name and key identifier is as in the true root.
    const forged = withCertificate(plan, 1, (one) => ({ ...one, faults: { signedBy: 'attacker' } }));
    return { ...forged, variant };
  }
  const faults: CertificatePlan['faults'] =
    style === 'corrupt'
      ? { corruptSignature: true }
      : style === 'other key'
        ? { signedBy: 'attacker' }
        : { otherInnerAlgorithm: true };
  return { ...withCertificate(plan, at, (one) => ({ ...one, faults })), variant };
}

export function outOfDates(dice: Dice): ChainPlan {
  const plan = plainChain(dice);
  const at = dice.between(0, last(plan));
  const second = 1 / 86400;
  const by = dice.pick([second, 1, 3000]);
  const early = dice.chance(40);
  const dates = early
    ? { notBefore: days(by), notAfter: days(by + 400) }
    : { notBefore: days(-by - 400), notAfter: days(-by) };
  return {
    ...withOptions(plan, at, dates),
    variant: `${plan.variant}, ${early ? 'early' : 'expired'} by ${by} days at ${at}`,
  };
}

export function noCa(dice: Dice): ChainPlan {
  const plan = plainChain(dice, 2);
  const at = dice.between(0, last(plan) - 1);
  const style = dice.pick(['absent', 'false', 'end entity', 'version 1'] as const);
  const variant = `${plan.variant}, ${style} at ${at}`;
  if (style === 'absent') return { ...withExtensions(plan, at, { basicConstraints: false }), variant };
  if (style === 'false') return { ...withExtensions(plan, at, { basicConstraints: { ca: false } }), variant };
  const below = Math.max(1, at);
  if (style === 'version 1') return { ...withOptions(plan, below, { version: 1 }), variant };
  return {
    ...withExtensions(plan, below, { basicConstraints: false, keyUsage: ['digitalSignature'] }),
    variant,
  };
}

export function tooLong(dice: Dice): ChainPlan {
  const plan = plainChain(dice, 2);
  const at = dice.below(last(plan) - 1);
  const room = last(plan) - 1 - at;
  const pathLength = dice.below(room);
  const bound = withExtensions(plan, at, { basicConstraints: { ca: true, pathLength } });
  return { ...bound, variant: `${plan.variant}, path length ${pathLength} at ${at}` };
}

export function unknownCritical(dice: Dice): ChainPlan {
  const plan = plainChain(dice);
  const at = dice.between(0, last(plan));
  const oid = dice.pick(['2.25.303030303.98', '1.3.6.1.4.1.99999.1', '2.5.29.9', '1.3.6.1.5.5.7.1.24']);
  const value = dice.pick([der.null(), der.octetString(dice.bytes(9)), der.sequence(der.integer(1))]);
  return {
    ...withExtensions(plan, at, { further: [{ oid, critical: true, value }] }),
    variant: `${plan.variant}, ${oid} at ${at}`,
  };
}

export function nameMismatch(dice: Dice): ChainPlan {
  const plan = plainChain(dice);
  const at = dice.between(1, last(plan));
  const style = dice.pick([
    'other name',
    'longer name',
    'shorter name',
    'own name',
    'key identifier',
  ] as const);
  const variant = `${plan.variant}, ${style} at ${at}`;
  if (style === 'key identifier') {
    return { ...withExtensions(plan, at, { authorityKeyIdentifier: dice.bytes(20) }), variant };
  }
  const issuerName = {
    'other name': encodeName({
      country: 'CN',
      organization: '示例机构（样）',
      commonName: `Test ${at - 1}x`,
    }),
    'longer name': encodeName({
      country: 'CN',
      organization: '示例机构（样）',
      organizationalUnit: 'x',
      commonName: `Test ${at - 1}`,
    }),
    'shorter name': encodeName({ country: 'CN', commonName: `Test ${at - 1}` }),
    // A certificate that says it issued itself, and was signed by another key.
    'own name': subjectOf(at),
  }[style];
  return { ...withCertificate(plan, at, (one) => ({ ...one, faults: { issuerName } })), variant };
}
