import type { Check, NotChecked, SubIndication, Trust } from '../core/index.ts';
import { validatePath } from '../pki/index.ts';
import { type Certificate, parseCertificate } from '../x509/index.ts';
import type { SignatureFacts, TrustPurpose } from './facts.ts';
import type { JudgeOptions } from './options.ts';
import type { BestTime } from './report.ts';

/** Answer to "do we believe who signed", with what led to it. */
export interface TrustResult {
  readonly trust: Trust;
  readonly subIndication: SubIndication | null;
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
  readonly path: readonly Certificate[];
}

/** A result that neither adds nor objects. */
export const TRUSTED: TrustResult = {
  trust: 'trusted',
  subIndication: null,
  checks: [],
  notChecked: [],
  path: [],
};

const ID_KP_TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/**
 * Is the signer's certificate believed for this purpose? First at the validation time; if it is expired or revoked
 * by then and a good timestamp proves an earlier time, at that time (ETSI EN 319 102-1 clause 5.5).
 */
export async function trustSignature(
  facts: SignatureFacts,
  best: { readonly time: Date; readonly source: BestTime['source'] },
  options: JudgeOptions,
): Promise<TrustResult> {
  if (facts.signerCertificate === undefined) {
    return refused(
      'unknown',
      'NO_SIGNING_CERTIFICATE_FOUND',
      'the signer’s certificate is not in the file and was not given',
    );
  }
  const now = await trustAt(facts, options.at, options);
  const late = now.trust === 'expired' || now.trust === 'revoked';
  if (!late || best.source !== 'signature-timestamp') return now;
  const then = await trustAt(facts, best.time, options);
  return then.trust === 'trusted' ? then : now;
}

/** Weak algorithms fail unless the caller admits legacy, and are told in both cases. */
export function algorithmCheck(facts: SignatureFacts, options: JudgeOptions): TrustResult {
  const weaknesses = facts.weaknesses ?? [];
  if (weaknesses.length === 0) return TRUSTED;
  const detail = `too weak today: ${weaknesses.join(', ')}`;
  const clause = 'ETSI TS 119 312';
  if (options.allowLegacy === true) {
    return { ...TRUSTED, checks: [{ code: 'ALGORITHM_LEGACY', status: 'warning', detail, clause }] };
  }
  return {
    ...TRUSTED,
    trust: 'untrusted',
    subIndication: 'CRYPTO_CONSTRAINTS_FAILURE',
    checks: [{ code: 'ALGORITHM_LEGACY', status: 'failed', detail, clause }],
  };
}

/** The anchors that the caller gave for a purpose; none given means nobody is believed. */
export function anchorsFor(purpose: TrustPurpose, options: JudgeOptions): readonly Uint8Array[] {
  return options.trust[purpose] ?? [];
}

async function trustAt(facts: SignatureFacts, at: Date, options: JudgeOptions): Promise<TrustResult> {
  const report = await validatePath({
    certificate: facts.signerCertificate!,
    intermediates: [...facts.certificates, ...(options.intermediates ?? [])],
    trustAnchors: anchorsFor(facts.purpose, options),
    at,
    crls: [...facts.crls, ...(options.crls ?? [])],
    ocspResponses: [...facts.ocspResponses, ...(options.ocspResponses ?? [])],
    revocation: options.revocation,
    ...(facts.purpose === 'timestamps' ? { extendedKeyUsage: ID_KP_TIME_STAMPING } : {}),
    ...(options.allowLegacy === undefined ? {} : { allowLegacy: options.allowLegacy }),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  return {
    trust: report.trust,
    subIndication: report.subIndication ?? null,
    checks: report.checks,
    notChecked: report.notChecked,
    path: report.path,
  };
}

/** The certificate as parsed, or nothing when it is malformed (the format handler has reported that). */
export function tryCertificate(der: Uint8Array | undefined): Certificate | undefined {
  if (der === undefined) return undefined;
  try {
    return parseCertificate(der);
  } catch {
    return undefined;
  }
}

/** A refusal with one failed check. */
export function refused(
  trust: Trust,
  subIndication: SubIndication,
  detail: string,
  code: string = subIndication,
): TrustResult {
  return {
    trust,
    subIndication,
    checks: [{ code, status: 'failed', detail, clause: 'ETSI EN 319 102-1 5.2' }],
    notChecked: [],
    path: [],
  };
}
