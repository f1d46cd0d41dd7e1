/**
 * What a sharing service answers. 0, 11, 100 and 103 are those of implementations of GB/T 36906; the norm's own table
 * was not available, so everything else has a number of this profile from 1001 on, where it collides with none of them.
 */
export const SHARING_SERVICE_CODES = {
  OK: 0,
  AUTHENTICATION_FAILED: 11,
  /** For this type of license, or for this license; a license that is not there is answered the same way. */
  NO_PERMISSION: 100,
  HOLDER_TYPE_UNKNOWN: 103,
  REQUEST_INVALID: 1001,
  USE_REASON_MISSING: 1002,
  USE_REASON_TOO_LONG: 1003,
  PURPOSE_MISSING: 1004,
  NOT_FOUND: 1005,
  APPROVAL_PENDING: 1006,
  CODE_INVALID: 1007,
  /** Unknown, deleted, changed, or another requester's: which of these is not told. */
  LINK_INVALID: 1008,
  LINK_EXPIRED: 1009,
  LINK_USED_UP: 1010,
  LICENSE_NOT_VALID: 1011,
  FILE_TYPE_ABSENT: 1012,
  FILE_NOT_LICENSE: 1013,
  /** Nothing is bound to the port that the operation needs. */
  NOT_OFFERED: 1014,
  /** A store or another port failed. */
  SERVICE_FAILED: 1015,
} as const;

/** Name of a code of {@link SHARING_SERVICE_CODES}. */
export type SharingServiceCode = keyof typeof SHARING_SERVICE_CODES;
