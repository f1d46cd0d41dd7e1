import { asBitString, asSmallInteger, der, isUniversal, readDer, TAG } from '../asn1/index.ts';
import { YinxinError } from '../core/index.ts';

/** Reasons of revocation (RFC 5280 5.3.1). */
export type RevocationReason =
  | 'unspecified'
  | 'keyCompromise'
  | 'cACompromise'
  | 'affiliationChanged'
  | 'superseded'
  | 'cessationOfOperation'
  | 'certificateHold'
  | 'removeFromCRL'
  | 'privilegeWithdrawn'
  | 'aACompromise';

const REASONS: readonly (RevocationReason | undefined)[] = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  undefined,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
];

/** Reasons that a CRL can be restricted to (ReasonFlags, RFC 5280 4.2.1.13), bit 1 to bit 8. */
const FLAGS: readonly RevocationReason[] = [
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
];

/** All reasons: a list that is not restricted covers them (RFC 5280 6.3.3, all-reasons). Bit 0 is unused. */
export const ALL_REASONS: ReadonlySet<RevocationReason> = /* @__PURE__ */ new Set(FLAGS);

/** Reason code from the value of a reasonCode extension or an OCSP RevokedInfo. DER_INVALID for one that is none. */
export function reasonOf(code: number): RevocationReason {
  const reason = REASONS[code];
  if (reason === undefined) throw new YinxinError('DER_INVALID', `unknown revocation reason ${code}`);
  return reason;
}

/** reasonCode (RFC 5280 5.3.1). DER_INVALID. */
export function parseReasonCode(value: Uint8Array): RevocationReason {
  const code = readDer(value);
  if (!isUniversal(code, TAG.enumerated))
    throw new YinxinError('DER_INVALID', 'reasonCode is not ENUMERATED');
  return reasonOf(asSmallInteger(code));
}

/** ReasonFlags from the content of its BIT STRING; flags that are not assigned are passed over. DER_INVALID. */
export function parseReasonFlags(content: Uint8Array): Set<RevocationReason> {
  const { bytes } = asBitString(readDer(der.tlv(TAG.bitString, content)));
  return new Set(FLAGS.filter((_, i) => ((bytes[(i + 1) >> 3] ?? 0) & (0x80 >> ((i + 1) & 7))) !== 0));
}
