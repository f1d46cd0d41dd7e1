/** What a status list says about a license. The default of a list is `not-issued`: an unissued index is never valid. */
export type LicenseStatus =
  | 'not-issued'
  | 'valid'
  | 'suspended'
  | 'revoked'
  | 'cancelled'
  | 'expired'
  | 'superseded'
  | 'transferred'
  | 'withdrawn'
  | 'other';

/** Values of 4 bits. 10 to 14 are not assigned and read as an unknown state. */
const VALUES: Readonly<Record<LicenseStatus, number>> = {
  'not-issued': 0,
  /** 有效 */
  valid: 1,
  /** 暂扣 */
  suspended: 2,
  /** 撤销: takes effect backwards */
  revoked: 3,
  /** 注销 */
  cancelled: 4,
  /** 失效(过期) */
  expired: 5,
  /** replaced by a later version (延续, 变更) */
  superseded: 6,
  /** 办理转出 */
  transferred: 7,
  /** 吊销: a penalty, from its day on */
  withdrawn: 8,
  /** 其他, with a description kept by the issuer */
  other: 15,
};

const STATES: ReadonlyMap<number, LicenseStatus> = new Map(
  (Object.entries(VALUES) as [LicenseStatus, number][]).map(([state, value]) => [value, state]),
);

/** The value of a state in a list. */
export function valueOfStatus(state: LicenseStatus): number {
  return VALUES[state];
}

/** The state of a value; `undefined` for one that is not assigned. */
export function statusOfValue(value: number): LicenseStatus | undefined {
  return STATES.get(value);
}
