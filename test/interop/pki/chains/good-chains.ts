import { der } from '../../../../src/foundation/asn1/index.ts';
import { encodeName } from '../../../../src/testing/index.ts';
import type { Dice } from './dice.ts';
import { days, EMAIL_PROTECTION, ORGANIZATION, POLICY, plainChain, subjectOf } from './plain-chain.ts';
import { type CertificatePlan, type ChainPlan, last, withCertificate, withExtensions } from './plan.ts';

type Variety = (plan: ChainPlan, dice: Dice) => ChainPlan;

/** A chain that holds, with up to three things in it that a validator may stumble over. */
export function goodChain(dice: Dice): ChainPlan {
  const chosen = new Set(dice.shuffled(VARIETIES).slice(0, dice.between(0, 3)));
  // In the order of the list: names and policies must know the certificates put in between.
  return VARIETIES.filter((variety) => chosen.has(variety)).reduce(
    (plan, variety) => variety(plan, dice),
    plainChain(dice),
  );
}

/**
 * CRLs of every CA of the line, each for end entities, for CAs, or for its distribution point alone (RFC 5280 5.2.5):
 * the scope holds what is asked.
 */
function scopedCrls(plan: ChainPlan, dice: Dice): ChainPlan {
  if (plan.crls === undefined) return plan;
  let out = plan;
  const crls = plan.crls.map((crl, place) => {
    // OpenSSL asks about the root as well, in a CRL of the root: that one stays as it is.
    if (place === 0) return crl;
    const url = `http://pki.example.invalid/${crl.issuer}-part.crl`;
    const named = dice.chance(50);
    if (named) out = withExtensions(out, place + 1, { crlDistributionPoints: [url] });
    const kind = place + 1 === last(plan) ? { onlyContainsUserCerts: true } : { onlyContainsCACerts: true };
    return {
      ...crl,
      issuingDistributionPoint: {
        ...(named ? { fullName: { uri: [`${url}?other`, url] } } : {}),
        ...(!named || dice.chance(50) ? kind : {}),
      },
    };
  });
  return { ...out, crls, variant: `${plan.variant} of a scope` };
}

/** An intermediate CA is believed, and nothing above it is asked. */
function anchoredBelow(plan: ChainPlan, dice: Dice): ChainPlan {
  if (last(plan) < 2) return plan;
  const anchor = dice.between(1, last(plan) - 1);
  return { ...plan, anchor, variant: `${plan.variant}, anchor at ${anchor}` };
}

/** CRLs of every CA of the line, fresh; some revoke what is not in question. */
export function withCrls(plan: ChainPlan, dice: Dice): ChainPlan {
  // OpenSSL asks for a CRL about an anchor below the root as well; here a believed certificate is not asked about.
  if (plan.anchor !== undefined) return plan;
  const crls = plan.line.slice(0, -1).map(({ label }) => ({
    issuer: label,
    thisUpdate: days(-dice.pick([0.1, 1, 5])),
    nextUpdate: days(dice.pick([0.1, 3, 30])),
    ...(dice.chance(50)
      ? { revoked: [{ certificate: 4711n, at: days(-9), reason: 'keyCompromise' as const }] }
      : {}),
  }));
  return { ...plan, crls, variant: `${plan.variant}, with CRLs` };
}

const VARIETIES: readonly Variety[] = [
  selfIssued,
  anchoredBelow,
  criticalKnown,
  heldConstraints,
  heldPolicies,
  otherSpelling,
  purposes,
  crossCertified,
  decoys,
  withCrls,
  scopedCrls,
];

/** A CA certifies its next key under its own name: it does not count as a CA below (RFC 5280 4.2.1.9). */
function selfIssued(plan: ChainPlan, dice: Dice): ChainPlan {
  const at = dice.below(last(plan));
  const old = plan.line[at]!;
  const next: CertificatePlan = {
    label: 'rollover',
    issuer: old.label,
    options: {
      ...old.options,
      notBefore: days(-2),
      notAfter: days(2),
      extensions: { keyUsage: ['keyCertSign', 'cRLSign'] },
    },
  };
  const below = plan.line[at + 1]!;
  return {
    ...plan,
    line: [...plan.line.slice(0, at + 1), next, { ...below, issuer: next.label }, ...plan.line.slice(at + 2)],
    variant: `${plan.variant}, self-issued below ${at}`,
  };
}

/** A CA of the line is also certified by a root that nobody trusts. */
function crossCertified(plan: ChainPlan, dice: Dice): ChainPlan {
  if (last(plan) < 2 || plan.beside.length > 0) return plan;
  const crossed = plan.line[dice.between(1, last(plan) - 1)]!;
  const foreign: CertificatePlan = {
    label: 'foreign',
    options: {
      name: 'Foreign',
      subject: encodeName({ country: 'CN', commonName: 'Foreign root' }),
      ca: true,
      extensions: { authorityKeyIdentifier: false },
    },
  };
  const cross: CertificatePlan = {
    ...crossed,
    label: 'cross',
    issuer: 'foreign',
    key: crossed.key ?? crossed.label,
  };
  return { ...plan, beside: [cross, foreign], variant: `${plan.variant}, ${crossed.label} cross-certified` };
}

/** Name constraints that hold, at any CA. */
function heldConstraints(plan: ChainPlan, dice: Dice): ChainPlan {
  const at = dice.below(last(plan));
  const constrained = withExtensions(plan, at, {
    nameConstraints: {
      permitted: {
        directory: [encodeName({ country: 'CN', organization: ORGANIZATION })],
        dns: ['example.invalid'],
        email: dice.pick([['example.invalid'], ['person@example.invalid'], ['.invalid', 'example.invalid']]),
        uri: ['www.example.invalid', '.example.invalid'],
        ip: ['192.0.2.0/24', '2001:db8::/32'],
      },
      excluded: {
        directory: [encodeName({ country: 'CN', organization: 'Other' })],
        dns: ['bad.example.invalid'],
        ip: ['192.0.2.128/25'],
      },
    },
  });
  const named = withExtensions(constrained, last(plan), {
    subjectAltName: dice.pick([
      { dns: ['a.example.invalid', 'EXAMPLE.invalid'] },
      { email: ['person@example.invalid'], ip: ['192.0.2.7', '2001:db8::7'] },
      { uri: ['https://www.example.invalid/a?b#c'], directory: [subjectOf(9)] },
    ]),
  });
  return { ...named, variant: `${plan.variant}, name constraints at ${at}` };
}

/** Policies asked for and found: named, through anyPolicy, or mapped. */
function heldPolicies(plan: ChainPlan, dice: Dice): ChainPlan {
  const style = dice.pick(['named', 'any', 'mapped', 'constrained', 'inhibited'] as const);
  let out = plan;
  // What an anchor maps does not count: it is not part of the path (RFC 5280 6.1).
  const mapAt = (plan.anchor ?? 0) + 1;
  for (let i = 1; i <= last(plan); i++) {
    const leaf = i === last(plan);
    const mapped = style === 'mapped' && !leaf;
    const own = style === 'mapped' && i > mapAt ? POLICY.b : POLICY.a;
    out = withExtensions(out, i, {
      certificatePolicies: style === 'any' && !leaf ? [POLICY.any] : [own],
      ...(mapped && i === mapAt ? { policyMappings: [[POLICY.a, POLICY.b] as const] } : {}),
      ...(style === 'constrained' && !leaf
        ? { policyConstraints: { requireExplicitPolicy: dice.below(3) } }
        : {}),
      ...(style === 'inhibited' && !leaf
        ? { inhibitAnyPolicy: 0, policyConstraints: { inhibitPolicyMapping: 0 } }
        : {}),
      critical: { certificatePolicies: dice.chance(30) },
    });
  }
  const policies = { initialPolicySet: [POLICY.a], requireExplicitPolicy: true };
  return { ...out, question: { ...out.question, policies }, variant: `${plan.variant}, policies ${style}` };
}

/** The issuer's name written in other letters, with other blanks and another string type: the same name (RFC 5280 7.1). */
function otherSpelling(plan: ChainPlan, dice: Dice): ChainPlan {
  const at = dice.between(1, last(plan));
  const place = plan.line.findIndex(({ label }) => label === plan.line[at]!.issuer);
  const attribute = (oid: string, value: Uint8Array) => der.setOf([der.sequence(der.oid(oid), value)]);
  const issuerName = der.sequence(
    attribute('2.5.4.6', der.printableString('CN')),
    attribute('2.5.4.10', der.utf8String(` ${ORGANIZATION}  `)),
    attribute('2.5.4.3', der.printableString(`tEST  ${at - 1}`)),
  );
  if (plan.line[place]!.label !== `c${at - 1}`) return plan;
  const spelled = withCertificate(plan, at, (one) => ({ ...one, faults: { issuerName } }));
  return { ...spelled, variant: `${plan.variant}, other spelling of the issuer in ${at}` };
}

/** Purposes that agree with what is asked for. */
function purposes(plan: ChainPlan, dice: Dice): ChainPlan {
  const extendedKeyUsage = dice.pick([[EMAIL_PROTECTION.oid], ['1.3.6.1.5.5.7.3.2', EMAIL_PROTECTION.oid]]);
  const critical = { extendedKeyUsage: dice.chance(50) };
  const question = { ...plan.question, purpose: EMAIL_PROTECTION };
  return {
    ...withExtensions(plan, last(plan), { extendedKeyUsage, critical }),
    question,
    variant: `${plan.variant}, purposes`,
  };
}

/** Certificates that only look like an issuer: its name under another key. */
function decoys(plan: ChainPlan, dice: Dice): ChainPlan {
  if (plan.beside.length > 0) return plan;
  const model = plan.line[dice.below(last(plan))]!;
  const decoy: CertificatePlan = { label: 'decoy', options: { ...model.options, extensions: {} } };
  return { ...plan, beside: [decoy], variant: `${plan.variant}, decoy of ${model.label}` };
}

/** Extensions that every validator knows, critical. */
function criticalKnown(plan: ChainPlan, dice: Dice): ChainPlan {
  const at = dice.between(1, last(plan));
  const names = withExtensions(plan, at, {
    certificatePolicies: [POLICY.a],
    crlDistributionPoints: ['http://pki.example.invalid/critical.crl'],
    critical: dice.chance(50) ? { certificatePolicies: true } : { crlDistributionPoints: true },
  });
  return { ...names, variant: `${plan.variant}, critical and known at ${at}` };
}
