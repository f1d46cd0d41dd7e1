import { YinxinError } from '../../foundation/core/index.ts';
import type { LicenseStatus } from '../status/index.ts';

/** Operations that make a new license or version (操作类型): 新发, 延续, 转入, 变更. */
export type IssuingOperation = '01' | '02' | '08' | '09';
/** Operations on a license that is there: 暂扣, 过期失效, 注销(撤销/吊销/转出), 暂扣发还, 其他业务, 取消转出. */
export type StatusOperation = '03' | '04' | '05' | '06' | '07' | '10';
/** What operation 05 means: 注销, 撤销, 吊销, 办理转出. */
export type EndingKind = 'cancel' | 'revoke' | 'withdraw' | 'transfer-out';

interface Transition {
  readonly from: readonly LicenseStatus[];
  readonly to: LicenseStatus;
}

const STATUS_TRANSITIONS: Readonly<Record<Exclude<StatusOperation, '05' | '07'>, Transition>> = {
  '03': { from: ['valid'], to: 'suspended' },
  '04': { from: ['valid', 'suspended'], to: 'expired' },
  '06': { from: ['suspended'], to: 'valid' },
  '10': { from: ['transferred'], to: 'valid' },
};

const ENDINGS: Readonly<Record<EndingKind, Transition>> = {
  cancel: { from: ['valid', 'suspended', 'expired', 'transferred', 'other'], to: 'cancelled' },
  // 撤销 undoes the decision itself: it also reaches a license that ended in another way.
  revoke: {
    from: ['valid', 'suspended', 'expired', 'cancelled', 'superseded', 'transferred', 'other'],
    to: 'revoked',
  },
  withdraw: { from: ['valid', 'suspended', 'other'], to: 'withdrawn' },
  'transfer-out': { from: ['valid'], to: 'transferred' },
};

/** Statuses in which a license may be continued by a new one. */
const CONTINUED_FROM: Readonly<Record<Exclude<IssuingOperation, '01'>, readonly LicenseStatus[]>> = {
  '02': ['valid', 'expired'],
  '08': ['transferred'],
  '09': ['valid'],
};

/** A change of status as asked for. */
export interface StatusRequest {
  readonly operation: StatusOperation;
  /** For operation 05 only, and needed there. */
  readonly ending?: EndingKind;
  /** Mandatory for operation 07. */
  readonly description?: string;
}

/**
 * The status after an operation, by the table of operations. Operation 07 leads to `other`.
 * @throws LICENSE_STATE_FORBIDDEN with operation and status, ARGUMENT_INVALID for a missing kind or description.
 */
export function statusAfter(status: LicenseStatus, request: StatusRequest): LicenseStatus {
  const { from, to } = transitionOf(status, request);
  if (!from.includes(status)) throw forbidden(request.operation, status);
  return to;
}

/** Statuses in which a license may be continued. @throws nothing; `01` continues none. */
export function continuedFrom(operation: IssuingOperation): readonly LicenseStatus[] {
  return operation === '01' ? [] : CONTINUED_FROM[operation];
}

/** LICENSE_STATE_FORBIDDEN. */
export function forbidden(operation: string, status: string): YinxinError {
  return new YinxinError(
    'LICENSE_STATE_FORBIDDEN',
    `operation ${operation} is not allowed on a license that is ${status}`,
    { details: { operation, status } },
  );
}

function transitionOf(status: LicenseStatus, { operation, ending, description }: StatusRequest): Transition {
  if (operation === '05') {
    if (ending === undefined) {
      throw new YinxinError(
        'ARGUMENT_INVALID',
        'operation 05 needs its kind: cancel, revoke, withdraw or transfer-out',
      );
    }
    return ENDINGS[ending];
  }
  if (operation === '07') {
    if ((description ?? '').trim() === '') {
      throw new YinxinError('ARGUMENT_INVALID', 'operation 07 (其他业务) needs a description');
    }
    return { from: ['valid', 'suspended', 'other'], to: 'other' };
  }
  // A transition to where the license is already is a mistake of the caller, not a second success.
  return STATUS_TRANSITIONS[operation] ?? { from: [], to: status };
}
