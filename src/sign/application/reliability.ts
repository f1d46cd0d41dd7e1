import type { Application } from './model.ts';
import type { JudgedSignature, PartyMatch } from './signers/index.ts';

/** One condition of a reliable electronic signature (电子签名法 art. 13). */
export interface ReliabilityCondition {
  /** Number in the article. */
  readonly item: 1 | 2 | 3 | 4;
  readonly code:
    | 'EXCLUSIVE_TO_SIGNER'
    | 'SOLE_CONTROL_AT_SIGNING'
    | 'SIGNATURE_CHANGES_DETECTABLE'
    | 'CONTENT_CHANGES_DETECTABLE';
  /**
   * `proved`: by computation on this file. `asserted`: somebody says so, and no file can prove it. `not-met`: it does not
   * hold here.
   */
  readonly status: 'proved' | 'asserted' | 'not-met';
  /** What proved it, or who asserts it. */
  readonly by: readonly string[];
}

/** The four conditions for one signature. */
export interface SignatureReliability {
  /** Id of the signature in the report. */
  readonly signature: string;
  readonly conditions: readonly ReliabilityCondition[];
}

/** What the conditions are judged from. */
export interface ReliabilityInput {
  readonly application: Application;
  readonly signatures: readonly JudgedSignature[];
  /** True when every file of the container is the one that was listed. */
  readonly contentIntact: boolean;
  /** Signature id → by what its certificate names a signatory. */
  readonly matches: ReadonlyMap<string, PartyMatch>;
}

/**
 * The conditions of 电子签名法 art. 13 for each signature, one by one. Possession and control of the key (items 1, 2)
 * follow from no file: they are asserted by the CA and its rules at best, and not met where a platform's key signs for a
 * citizen. That later changes are detectable (items 3, 4) is proved by computing.
 */
export function reliabilityOf(input: ReliabilityInput): SignatureReliability[] {
  return input.signatures.map((signature) => ({
    signature: signature.facts.id,
    conditions: [
      ...custody(input, signature),
      signatureChanges(signature),
      contentChanges(signature, input.contentIntact),
    ],
  }));
}

function custody(
  { application, matches }: ReliabilityInput,
  { facts, report }: JudgedSignature,
): ReliabilityCondition[] {
  const conditions = [
    { item: 1, code: 'EXCLUSIVE_TO_SIGNER' },
    { item: 2, code: 'SOLE_CONTROL_AT_SIGNING' },
  ] as const;
  if (application.platform !== undefined) {
    const by = [`the key is the platform’s (${application.platform.means}), not the citizen’s`];
    return conditions.map((condition) => ({ ...condition, status: 'not-met', by }));
  }
  const match = matches.get(facts.id);
  const trusted = report.indication === 'TOTAL_PASSED' && match !== undefined;
  const by = trusted ? [`certificate of ${report.signer?.issuer}, which names the signatory (${match})`] : [];
  return conditions.map((condition) => ({ ...condition, status: trusted ? 'asserted' : 'not-met', by }));
}

/** The value holds under the certificate that the signer bound to it; a timestamp fixes the value as well. */
function signatureChanges({ report }: JudgedSignature): ReliabilityCondition {
  const { cryptography, level, algorithm, bestTime } = report;
  const holds = cryptography === 'intact' && level !== 'none';
  return {
    item: 3,
    code: 'SIGNATURE_CHANGES_DETECTABLE',
    status: holds ? 'proved' : 'not-met',
    by: holds
      ? [
          `${algorithm} value over signed attributes with the signer’s certificate (${level})`,
          ...(bestTime.source === 'signature-timestamp'
            ? [`timestamp of ${bestTime.time} over the value`]
            : []),
        ]
      : [`cryptography ${cryptography}, level ${level}`],
  };
}

function contentChanges({ report }: JudgedSignature, contentIntact: boolean): ReliabilityCondition {
  const holds = report.cryptography === 'intact' && report.coverage === 'whole-file' && contentIntact;
  return {
    item: 4,
    code: 'CONTENT_CHANGES_DETECTABLE',
    status: holds ? 'proved' : 'not-met',
    by: holds
      ? ['digests of every file under the signature, and both digests of each in application.json']
      : [
          `cryptography ${report.cryptography}, coverage ${report.coverage}, files ${contentIntact ? '' : 'not '}as listed`,
        ],
  };
}
