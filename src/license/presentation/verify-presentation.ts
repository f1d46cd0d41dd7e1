import { equalBytes, isYinxinError, toHex, YinxinError } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { Check, NotChecked } from '../../foundation/validation/index.ts';
import { carryCode, MAX_CODE_BYTES, readCode } from '../carrier/index.ts';
import { COSE_HEADER, type CoseSign1, parseCoseSign1, sigStructure, verifyCoseSign1 } from '../cose/index.ts';
import {
  type LicenseQrVerdict,
  unreadableVerdict,
  type VerifyLicenseQrOptions,
  verifyLicenseQr,
} from '../qr/index.ts';
import {
  decodePresentation,
  MAX_LIFETIME_SECONDS,
  PRESENTATION_TYPE,
  type PresentationPayload,
} from './payload.ts';
import { presenterOf } from './present-license.ts';
import type { PresentationMemory } from './replays.ts';

/** What {@link verifyPresentation} needs beside what a code needs. */
export interface VerifyPresentationOptions extends Omit<VerifyLicenseQrOptions, 'disclosed'> {
  /** The nonce given to the presenter. It must stand in the presentation; use each once. */
  readonly nonce?: Uint8Array;
  /** Presentations seen before; without it (and without a nonce) a recorded one passes again within its minute. */
  readonly memory?: PresentationMemory;
  /** How far the presenter's clock may be off, in seconds: 0 to 300; unset: 30. */
  readonly clockSkewSeconds?: number;
}

/** The result of {@link verifyPresentation}: the verdict on the license's code, and when it was shown. */
export interface PresentationVerdict extends LicenseQrVerdict {
  readonly presentedAt?: Date;
  readonly expiresAt?: Date;
}

const CLAUSE = 'LicenseQR v1, presentation';
const DEFAULT_SKEW = 30;
const MAX_SKEW = 300;

/**
 * Verifies a presentation (亮证) as scanned: the license's own code as `verifyLicenseQr` does, and that the key which the
 * issuer bound to it signed this presentation, for this nonce, within the last minute, and not once before.
 *
 * Checks: PRESENTATION_STRUCTURE, _KEY, _SIGNATURE, _LIFETIME, _TIME, _NONCE, _REPLAY. A failed one is `not-usable`. Like a
 * code, a presentation is never `usable` by itself. Not checked: who holds the device, and whether somebody passes on a
 * presentation that is being made elsewhere at this moment. Never throws for a bad presentation.
 * @throws ARGUMENT_INVALID for a skew out of range, and what `memory` throws.
 */
export async function verifyPresentation(
  text: string,
  options: VerifyPresentationOptions,
): Promise<PresentationVerdict> {
  const skew = skewOf(options);
  const read = readOrCheck(text);
  if (!('cose' in read)) return unreadableVerdict(read);
  const { cose, payload } = read;
  const verdict = await verifyLicenseQr(carryCode(payload.code, { kind: 'offline' }).text, options);
  const proofs = [keyCheck(payload, verdict), signatureCheck(cose, payload)];
  const times = [lifetimeCheck(payload), timeCheck(payload, options.at, skew), nonceCheck(payload, options)];
  const good =
    verdict.cryptography === 'intact' && [...proofs, ...times].every(({ status }) => status !== 'failed');
  // What is refused anyway is not remembered: nobody can fill the memory with rubbish.
  const replay = good ? await replayCheck(cose, payload, options, skew) : undefined;
  const own = [...proofs, ...times, ...(replay === undefined ? [] : [replay])];
  return {
    ...verdict,
    conclusion: own.some(({ status }) => status === 'failed') ? 'not-usable' : verdict.conclusion,
    presentedAt: payload.presentedAt,
    expiresAt: payload.expiresAt,
    checks: [
      check('PRESENTATION_STRUCTURE', 'passed', 'a presentation of a license'),
      ...own,
      ...verdict.checks,
    ],
    notChecked: [...verdict.notChecked, ...notCheckedOf(own)],
  };
}

function skewOf({ clockSkewSeconds = DEFAULT_SKEW }: VerifyPresentationOptions): number {
  if (clockSkewSeconds >= 0 && clockSkewSeconds <= MAX_SKEW) return clockSkewSeconds;
  throw new YinxinError('ARGUMENT_INVALID', `clocks may differ by 0 to ${MAX_SKEW} seconds`);
}

function readOrCheck(text: string): { cose: CoseSign1; payload: PresentationPayload } | Check {
  try {
    const cose = parseCoseSign1(readCode(text, 'presentation').bytes, MAX_CODE_BYTES);
    if (cose.unprotectedHeader.size > 0 || cose.protectedHeader.get(COSE_HEADER.type) !== PRESENTATION_TYPE) {
      return check(
        'PRESENTATION_STRUCTURE',
        'failed',
        'QR_INVALID: the headers are not those of a presentation',
      );
    }
    return { cose, payload: decodePresentation(cose.payload) };
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return check('PRESENTATION_STRUCTURE', 'failed', `${error.code}: ${error.message}`);
  }
}

function keyCheck({ publicKey }: PresentationPayload, verdict: LicenseQrVerdict): Check {
  const presenter = verdict.cryptography === 'intact' ? verdict.payload?.presenter : undefined;
  if (verdict.cryptography !== 'intact') {
    return check('PRESENTATION_KEY', 'not-run', 'the code of the license is not believed');
  }
  if (presenter === undefined) return check('PRESENTATION_KEY', 'failed', 'the license is bound to no key');
  return equalBytes(presenter, presenterOf(publicKey))
    ? check('PRESENTATION_KEY', 'passed', 'the key is the one that the issuer bound to the license')
    : check('PRESENTATION_KEY', 'failed', 'the license is bound to another key');
}

function signatureCheck(cose: CoseSign1, { publicKey }: PresentationPayload): Check {
  try {
    const outcome = verifyCoseSign1(cose, publicKey);
    return outcome === 'valid'
      ? check('PRESENTATION_SIGNATURE', 'passed', 'the value is right under that key')
      : check('PRESENTATION_SIGNATURE', 'failed', `the value is ${outcome}`);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return check('PRESENTATION_SIGNATURE', 'failed', 'the key cannot be read');
  }
}

function lifetimeCheck({ presentedAt, expiresAt }: PresentationPayload): Check {
  const seconds = (expiresAt.getTime() - presentedAt.getTime()) / 1000;
  return seconds > 0 && seconds <= MAX_LIFETIME_SECONDS
    ? check('PRESENTATION_LIFETIME', 'passed', `it lives ${seconds} seconds`)
    : check(
        'PRESENTATION_LIFETIME',
        'failed',
        `a presentation lives ${MAX_LIFETIME_SECONDS} seconds at most`,
      );
}

function timeCheck({ presentedAt, expiresAt }: PresentationPayload, at: Date, skew: number): Check {
  const early = (presentedAt.getTime() - at.getTime()) / 1000 > skew;
  const late = (at.getTime() - expiresAt.getTime()) / 1000 >= skew;
  if (early) return check('PRESENTATION_TIME', 'failed', 'it claims to be shown later than now');
  return late
    ? check('PRESENTATION_TIME', 'failed', 'it is over: have it shown anew')
    : check('PRESENTATION_TIME', 'passed', 'shown within the last minute');
}

function nonceCheck({ nonce }: PresentationPayload, options: VerifyPresentationOptions): Check {
  if (options.nonce === undefined)
    return check('PRESENTATION_NONCE', 'not-run', 'no nonce was given to the presenter');
  return nonce !== undefined && equalBytes(nonce, options.nonce)
    ? check('PRESENTATION_NONCE', 'passed', 'it answers the nonce given')
    : check(
        'PRESENTATION_NONCE',
        'failed',
        'it does not answer the nonce given: it was made for somebody else',
      );
}

/** By what was signed, not by the value: an ECDSA value has a twin that is as good. */
async function replayCheck(
  cose: CoseSign1,
  { expiresAt }: PresentationPayload,
  { memory, at, nonce }: VerifyPresentationOptions,
  skew: number,
): Promise<Check> {
  if (memory === undefined) {
    return nonce === undefined
      ? check('PRESENTATION_REPLAY', 'not-run', 'presentations seen before are not remembered')
      : check('PRESENTATION_REPLAY', 'passed', 'the nonce is fresh, as long as each is used once');
  }
  const id = toHex(digest('sha256', sigStructure(cose.protectedBytes, cose.payload)));
  return (await memory.first(id, new Date(expiresAt.getTime() + skew * 1000), at))
    ? check('PRESENTATION_REPLAY', 'passed', 'seen for the first time')
    : check('PRESENTATION_REPLAY', 'failed', 'this very presentation was shown before');
}

function notCheckedOf(checks: readonly Check[]): NotChecked[] {
  const open = checks.filter(({ code, status }) => status === 'not-run' && code !== 'PRESENTATION_NONCE');
  return [
    ...open.map(({ code, detail }) => ({ code, detail })),
    { code: 'PRESENTATION_HOLDER', detail: 'who holds the device that shows the code was not checked' },
  ];
}

function check(code: string, status: Check['status'], detail: string): Check {
  return { code, status, detail, clause: CLAUSE };
}
