import { encodeName, type SubtreeNames } from '../../../../src/testing/index.ts';
import type { Dice } from './dice.ts';
import { ORGANIZATION, plainChain } from './plain-chain.ts';
import { type ChainPlan, last, withExtensions } from './plan.ts';

/** Names of one form, and subtrees that hold or do not hold them. */
interface Form {
  readonly name: keyof SubtreeNames;
  /** Alternative names of the certificate; absent: its subject. */
  readonly has?: SubtreeNames;
  /** Subtrees that hold it: excluding them is the fault. */
  readonly within: SubtreeNames;
  /** Subtrees that do not: permitting only them is the fault. */
  readonly outside: SubtreeNames;
}

const FORMS: readonly Form[] = [
  {
    name: 'directory',
    within: { directory: [encodeName({ country: 'CN', organization: ORGANIZATION })] },
    outside: { directory: [encodeName({ country: 'CN', organization: 'Other' })] },
  },
  {
    name: 'directory',
    has: { directory: [encodeName({ country: 'CN', organization: 'Third', commonName: 'x' })] },
    within: { directory: [encodeName({ country: 'CN', organization: 'THIRD' })] },
    // The certificate's subject is within, its alternative name is not.
    outside: { directory: [encodeName({ country: 'CN', organization: ORGANIZATION })] },
  },
  {
    name: 'dns',
    has: { dns: ['good.example.invalid', 'www.bad.invalid'] },
    within: { dns: ['bad.invalid'] },
    outside: { dns: ['example.invalid'] },
  },
  {
    name: 'dns',
    // No whole label: bad.invalid is not below it.
    has: { dns: ['notbad.invalid'] },
    within: { dns: ['NOTBAD.invalid'] },
    outside: { dns: ['bad.invalid'] },
  },
  {
    name: 'email',
    has: { email: ['person@mail.example.invalid'] },
    within: { email: ['mail.EXAMPLE.invalid'] },
    outside: { email: ['example.invalid', 'other@mail.example.invalid'] },
  },
  {
    name: 'email',
    has: { email: ['person@example.invalid'] },
    within: { email: ['person@example.invalid'] },
    outside: { email: ['.example.invalid'] },
  },
  {
    name: 'ip',
    has: { ip: ['192.0.2.130'] },
    within: { ip: ['192.0.2.128/25'] },
    outside: { ip: ['192.0.2.0/25', '2001:db8::/32'] },
  },
  {
    name: 'ip',
    has: { ip: ['2001:db8:1::7'] },
    within: { ip: ['2001:db8:1::/48'] },
    outside: { ip: ['2001:db8:2::/48', '192.0.2.0/24'] },
  },
  {
    name: 'uri',
    has: { uri: ['https://user@www.bad.invalid:8443/a?b=http://example.invalid/'] },
    within: { uri: ['.bad.invalid'] },
    outside: { uri: ['bad.invalid', '.example.invalid'] },
  },
];

/** A certificate below a CA has a name that the CA may not certify. */
export function brokenConstraints(dice: Dice): ChainPlan {
  const plan = plainChain(dice);
  const form = dice.pick(FORMS);
  const at = dice.below(last(plan));
  const excluded = dice.chance(50);
  const constrained = withExtensions(plan, at, {
    nameConstraints: excluded ? { excluded: form.within } : { permitted: form.outside },
  });
  // The subject of an intermediate CA may be the fault as well; alternative names are the leaf's.
  const named =
    form.has === undefined
      ? constrained
      : withExtensions(constrained, last(plan), { subjectAltName: form.has });
  return {
    ...named,
    variant: `${plan.variant}, ${form.name} ${excluded ? 'excluded' : 'not permitted'} at ${at}`,
  };
}
