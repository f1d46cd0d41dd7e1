import {
  type Check,
  formatTime,
  isYinxinError,
  type NotChecked,
  type SubIndication,
  YinxinError,
} from '../../foundation/core/index.ts';
import { pkiMemo } from '../../foundation/pki/index.ts';
import { type Indication, type JudgeOptions, verdictOf } from '../../foundation/validation/index.ts';
import {
  readSeal,
  type Seal,
  type SealFindings,
  sealFacts,
  structureNotChecked,
} from '../../signatures/ses/index.ts';
import { checkAlgorithms, checkMaker, checkMakerSignature } from './check-maker.ts';
import { checkOwners } from './check-owners.ts';
import { checkPicture } from './check-picture.ts';
import { describeSeal, type SealDescription } from './describe-seal.ts';
import { type Findings, holds, leaves, refuses, together, unique } from './findings.ts';

/** Options of {@link verifySeal}: nothing is believed by default. `trust.sealMakers` lists makers, `trust.signers` the owners’ CAs. */
export type VerifySealOptions = JudgeOptions;

/** The verdict on one seal. */
export interface SealVerification {
  readonly indication: Exclude<Indication, 'NO_SIGNATURE_FOUND'>;
  readonly subIndication: SubIndication | null;
  /** Absent where the bytes are no seal. */
  readonly seal?: SealDescription;
  /** In the order of GB/T 38540-2020 6.3, as far as it could be followed. */
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}

/**
 * Verifies an electronic seal (电子印章, SESeal of GM/T 0031-2014 V1, GB/T 38540-2020 V4, GM/T 0031-2025 V5) by itself,
 * in the order of GB/T 38540-2020 6.3: structure and version, the maker's signature and its algorithms, the maker among
 * `trust.sealMakers` with its dates and revocation, critical extensions, the validity of the seal at `at`, the picture,
 * the certificates of those who may use it. All steps are taken and told; the first that refuses gives the verdict.
 *
 * Not checked: a timestamp on a V5 seal, pictures other than PNG, SVG and OFD beyond their first bytes, whether the name
 * belongs to the owner. A bad seal is never an exception: ARGUMENT_INVALID for a malformed call alone.
 */
export async function verifySeal(bytes: Uint8Array, options: VerifySealOptions): Promise<SealVerification> {
  assertOptions(options);
  let seal: Seal;
  try {
    seal = readSeal(bytes);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return verification(refuses('SEAL_STRUCTURE', 'FORMAT_FAILURE', error.message));
  }
  const found = sealFacts(seal, undefined, []);
  // One memo: maker and owners often stand under one CA.
  const told = { ...options, memo: options.memo ?? pkiMemo() };
  const steps = [
    structure(seal, found),
    checkMakerSignature(found),
    checkAlgorithms(found.algorithms, told),
    await checkMaker(seal, told),
    criticalExtensions(found),
    inForce(seal, told.at),
    await checkPicture(seal.picture, told.limits),
    await checkOwners(seal, told),
    ...(seal.timestamp === undefined
      ? []
      : [leaves('SEAL_TIMESTAMP_NOT_CHECKED', 'the timestamp of the seal was not looked at')]),
  ];
  return verification(together(steps), describeSeal(seal));
}

function verification(findings: Findings, seal?: SealDescription): SealVerification {
  const { subIndication } = findings;
  return {
    ...(subIndication === undefined
      ? { indication: 'TOTAL_PASSED', subIndication: null }
      : verdictOf(subIndication)),
    ...(seal === undefined ? {} : { seal }),
    checks: findings.checks,
    notChecked: unique(findings.notChecked),
  };
}

function structure(seal: Seal, { checks }: SealFindings): Findings {
  const { structure: shape, version } = seal;
  const right = holds('SEAL_STRUCTURE', `a seal of ${shape}, version ${version}`, structureNotChecked(seal));
  return { ...right, checks: [...right.checks, ...checks.filter(({ status }) => status === 'warning')] };
}

function criticalExtensions({ checks, formatFailure }: SealFindings): Findings {
  const failed = checks.filter(({ status }) => status === 'failed');
  return {
    checks: failed,
    notChecked: [],
    ...(formatFailure === undefined ? {} : { subIndication: formatFailure }),
  };
}

function inForce({ createdAt, validFrom, validTo }: Seal, at: Date): Findings {
  const window = `${formatTime(validFrom)} to ${formatTime(validTo)}`;
  if (at < validFrom || at > validTo) {
    const detail = `the seal is in force from ${window}, asked for ${formatTime(at)}`;
    return refuses('SEAL_EXPIRED', 'OUT_OF_BOUNDS_NO_POE', detail);
  }
  const right = holds('SEAL_IN_FORCE', `the seal is in force from ${window}`);
  if (createdAt <= at) return right;
  const detail = `the seal says it was made ${formatTime(createdAt)}, after the time asked for`;
  return {
    ...right,
    checks: [
      ...right.checks,
      { code: 'SEAL_MADE_LATER', status: 'warning', detail, clause: 'GB/T 38540-2020 6.1' },
    ],
  };
}

function assertOptions(options: VerifySealOptions): void {
  const sound =
    options?.at instanceof Date &&
    !Number.isNaN(options.at.getTime()) &&
    Array.isArray(options.trust?.signers) &&
    ['require', 'require-where-declared', 'if-available', 'none'].includes(options.revocation);
  if (sound) return;
  throw new YinxinError('ARGUMENT_INVALID', 'give `at`, `trust` with `signers`, and `revocation`');
}
