import type { Report, SignatureReport } from '../../foundation/validation/index.ts';
import type { Language } from '../language.ts';
import type { Outcome } from './outcome.ts';
import { words } from './words.ts';

/** The outcome as a person reads it: the verdict first, then who signed, what failed, and what was not checked. */
export function humanText(outcome: Outcome, language: Language): string {
  const say = words(language);
  if ('failure' in outcome) return `${outcome.name}: ${say('unreadable')} — ${outcome.failure.line}`;
  const { report, name } = outcome;
  return [
    `${name}: ${say(report.conclusion.indication)}${reasons(report.conclusion.subIndications)}`,
    ...licenseLines(report, say),
    ...report.signatures.flatMap((signature) => signatureLines(signature, say)),
    ...renewalLines(report, say),
    ...report.checks
      .filter((c) => c.status !== 'passed')
      .map((c) => `  ${say(c.status)} ${c.code}: ${c.detail}`),
    ...report.notChecked.map((n) => `  ${say('not-checked')} ${n.code}: ${n.detail}`),
  ].join('\n');
}

type Say = (word: string) => string;

const reasons = (subIndications: readonly string[]): string =>
  subIndications.length === 0 ? '' : ` (${subIndications.join(', ')})`;

function licenseLines(report: Report, say: Say): string[] {
  const { license } = report;
  if (license === undefined) return [];
  const { from, to } = license.validity;
  const asOf = license.statusAsOf === null ? '' : ` @ ${license.statusAsOf}`;
  const mismatches = Object.entries(license.crossChecks).filter(([, result]) => result === 'mismatch');
  return [
    `  ${say('license')}: ${say(license.conclusion)} · ${license.identifier ?? '-'} · ${license.type ?? '-'}`,
    `    ${say('validity')}: ${from ?? '…'} – ${to ?? '…'} · ${say('status')}: ${license.status}${asOf}`,
    ...mismatches.map(([check]) => `    ${say('mismatch')}: ${check}`),
  ];
}

function renewalLines({ evidence }: Report, say: Say): string[] {
  return evidence.nextRenewalDue === null ? [] : [`  ${say('renewal-due')}: ${evidence.nextRenewalDue}`];
}

function signatureLines(signature: SignatureReport, say: Say): string[] {
  const indent = signature.parent === undefined ? '  ' : '    ';
  const who = signature.signer?.commonName ?? signature.signer?.subject ?? say('unknown-signer');
  const why = signature.subIndication === null ? '' : ` (${signature.subIndication})`;
  const axes = [signature.cryptography, signature.coverage, signature.modification, signature.trust];
  return [
    `${indent}${say(signature.kind)}: ${say(signature.indication)}${why} — ${who}`,
    `${indent}  ${signature.format} ${signature.level} ${signature.algorithm ?? ''} · ${axes.join(' · ')} · ${signature.bestTime.time}`,
    ...(signature.seal
      ? [`${indent}  ${say('seal')}: ${signature.seal.name} · ${signature.seal.maker}`]
      : []),
    ...(signature.changes ?? []).map(({ code, detail }) => `${indent}  ${say('change')} ${code}: ${detail}`),
    ...signature.checks
      .filter((check) => check.status === 'failed' || check.status === 'warning')
      .map((check) => `${indent}  ${say(check.status)} ${check.code}: ${check.detail}`),
  ];
}
