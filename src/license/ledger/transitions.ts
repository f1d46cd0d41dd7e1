import { YinxinError } from '../../foundation/core/index.ts';
import type { LicenseStatus } from '../status/index.ts';
import type { LedgerState, LedgerStep, StatusEvent } from './port.ts';
import type { StoredRecord } from './record-codec.ts';

/** States from which a step may be stored. */
const BEFORE: Readonly<Record<LedgerStep['step'], readonly LedgerState[]>> = {
  QR: ['RESERVED'],
  PREPARED: ['RESERVED'],
  SIGNED: ['PREPARED'],
  SEALED: ['SIGNED'],
  PUBLISHED: ['SEALED'],
  // After PREPARED a value may exist somewhere: such a job can only be finished.
  ABANDONED: ['RESERVED'],
};

/** The record after a step; LEDGER_CONFLICT when the step does not follow its state. */
export function applyStep(record: StoredRecord, step: LedgerStep): StoredRecord {
  if (!BEFORE[step.step].includes(record.state)) {
    throw conflict('out-of-order', `the job is ${record.state}: ${step.step} cannot follow`);
  }
  switch (step.step) {
    case 'QR':
      if (record.qr !== undefined) throw conflict('out-of-order', 'the code of the job is stored already');
      return { ...record, qr: step.qr };
    case 'PREPARED':
      if (record.qr === undefined)
        throw conflict('out-of-order', 'store the code before the face is prepared');
      return { ...record, state: 'PREPARED', toSignDigest: step.toSignDigest };
    case 'SIGNED':
      return { ...record, state: 'SIGNED', sealValue: step.sealValue };
    case 'SEALED':
      return { ...record, state: 'SEALED', fileDigest: step.fileDigest };
    case 'PUBLISHED':
      return { ...withStatus(record, record.status, step.event), state: 'PUBLISHED' };
    case 'ABANDONED':
      return { ...record, state: 'ABANDONED' };
  }
}

/** The record after a change of status; LEDGER_CONFLICT when its status is another than the change was decided on. */
export function withStatus(record: StoredRecord, from: LicenseStatus, event: StatusEvent): StoredRecord {
  if (record.status !== from) throw conflict('status-changed', `the license is ${record.status} by now`);
  return { ...record, status: event.state, history: [...record.history, event] };
}

/** LEDGER_CONFLICT with its reason. */
export function conflict(
  reason:
    | 'in-work'
    | 'fenced'
    | 'out-of-order'
    | 'number-taken'
    | 'identifier-taken'
    | 'status-changed'
    | 'unknown',
  message: string,
): YinxinError {
  return new YinxinError('LEDGER_CONFLICT', message, { details: { reason } });
}
