import type { ExtensionOptions } from '../../../../src/testing/index.ts';
import type { Dice } from './dice.ts';
import { EMAIL_PROTECTION, plainChain } from './plain-chain.ts';
import { type ChainPlan, last, withExtensions } from './plan.ts';

export function wrongUsage(dice: Dice): ChainPlan {
  const plan = plainChain(dice);
  const ca = last(plan) > 1 && dice.chance(60);
  const at = ca ? dice.between(1, last(plan) - 1) : last(plan);
  const keyUsage = ca
    ? dice.pick([
        ['digitalSignature'] as const,
        ['cRLSign'] as const,
        ['nonRepudiation', 'keyEncipherment'] as const,
      ])
    : dice.pick([
        ['keyEncipherment'] as const,
        ['dataEncipherment', 'keyEncipherment'] as const,
        ['keyAgreement', 'encipherOnly'] as const,
        ['cRLSign'] as const,
      ]);
  return {
    ...withExtensions(plan, at, { keyUsage }),
    variant: `${plan.variant}, ${keyUsage.join('+')} at ${at}`,
  };
}

const CLIENT_AUTH = { oid: '1.3.6.1.5.5.7.3.2', openssl: 'sslclient' } as const;
const TIME_STAMPING = { oid: '1.3.6.1.5.5.7.3.8', openssl: 'timestampsign' } as const;

export function wrongPurpose(dice: Dice): ChainPlan {
  const plain = plainChain(dice);
  const purpose = dice.pick([EMAIL_PROTECTION, CLIENT_AUTH, TIME_STAMPING]);
  const stamping = purpose === TIME_STAMPING;
  const plan = { ...plain, question: { ...plain.question, purpose } };
  const leaf = last(plan);
  const usage: ExtensionOptions = { keyUsage: ['digitalSignature'], critical: { extendedKeyUsage: true } };
  const style = dice.pick([
    'other purpose',
    'absent',
    ...(stamping ? (['not critical', 'not alone'] as const) : (['other purpose of a CA'] as const)),
  ] as const);
  const variant = `${plan.variant}, ${style}, asked for ${purpose.openssl}`;
  const give = (extensions: ExtensionOptions): ChainPlan => ({
    ...withExtensions(plan, leaf, { ...usage, ...extensions }),
    variant,
  });
  if (style === 'absent')
    return { ...withExtensions(plan, leaf, { keyUsage: ['digitalSignature'] }), variant };
  if (style === 'not critical') {
    return give({ extendedKeyUsage: [purpose.oid], critical: { extendedKeyUsage: false } });
  }
  if (style === 'not alone') return give({ extendedKeyUsage: [purpose.oid, CLIENT_AUTH.oid] });
  if (style === 'other purpose of a CA' && leaf > 1) {
    const at = dice.between(1, leaf - 1);
    return withExtensions(give({ extendedKeyUsage: [purpose.oid] }), at, {
      extendedKeyUsage: [TIME_STAMPING.oid],
    });
  }
  const others = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.3', '1.3.6.1.5.5.7.3.9'];
  return give({ extendedKeyUsage: dice.shuffled(others).slice(0, dice.between(1, 2)) });
}
