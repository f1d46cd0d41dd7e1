import { der } from '../../../../src/foundation/asn1/index.ts';
import type { Dice } from './dice.ts';
import { withCrls } from './good-chains.ts';
import { days, plainChain } from './plain-chain.ts';
import { type ChainPlan, type CrlPlan, last, withExtensions } from './plan.ts';

const REASONS = ['keyCompromise', 'certificateHold', 'superseded', 'cACompromise', 'unspecified'] as const;

export function revoked(dice: Dice): ChainPlan {
  const plan = withCrls(plainChain(dice), dice);
  const at = dice.between(1, last(plan));
  const { issuer, label } = plan.line[at]!;
  const reason = dice.pick(REASONS);
  const entry = { certificate: label, at: days(-dice.pick([6, 100, 1000])), reason };
  const crls = plan.crls!.map((crl) =>
    crl.issuer === issuer ? { ...crl, revoked: dice.shuffled([...(crl.revoked ?? []), entry]) } : crl,
  );
  return { ...plan, crls, variant: `${plan.variant}, ${reason} at ${at}` };
}

export function staleCrl(dice: Dice): ChainPlan {
  const plan = withCrls(plainChain(dice), dice);
  const stale = dice.pick(plan.crls!).issuer;
  const by = dice.pick([1 / 86400, 1, 365]);
  const crls = plan.crls!.map((crl) =>
    crl.issuer === stale ? { ...crl, thisUpdate: days(-by - 7), nextUpdate: days(-by) } : crl,
  );
  return { ...plan, crls, variant: `${plan.variant}, CRL of ${stale} stale by ${by} days` };
}

export function unusableCrl(dice: Dice): ChainPlan {
  const plan = withCrls(plainChain(dice), dice);
  const place = dice.below(plan.crls!.length);
  const forCa = place + 1 < last(plan);
  const style = dice.pick([
    'absent',
    'corrupt',
    'other key',
    'unknown critical',
    'scope',
    'point',
    'no cRLSign',
  ] as const);
  const fault: Partial<CrlPlan> = {
    absent: {},
    corrupt: { corruptSignature: true },
    'other key': { signedBy: 'attacker' },
    'unknown critical': { extensions: [{ oid: '2.25.303030303.97', critical: true, value: der.null() }] },
    scope: {
      issuingDistributionPoint: dice.pick([
        forCa ? { onlyContainsUserCerts: true } : { onlyContainsCACerts: true },
        { onlyContainsAttributeCerts: true },
      ]),
    },
    point: { issuingDistributionPoint: { fullName: { uri: ['http://pki.example.invalid/elsewhere.crl'] } } },
    'no cRLSign': {},
  }[style];
  const crls =
    style === 'absent'
      ? plan.crls!.filter((_, i) => i !== place)
      : plan.crls!.map((crl, i) => (i === place ? { ...crl, ...fault } : crl));
  const usable = style === 'no cRLSign' ? withExtensions(plan, place, { keyUsage: ['keyCertSign'] }) : plan;
  return { ...usable, crls, variant: `${plan.variant}, ${style} of ${plan.crls![place]!.issuer}` };
}
