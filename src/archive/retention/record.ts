import type { RetentionPeriod, RetentionPolicy } from '../../policy/index.ts';

/** One thing that the archive holds, as far as keeping it is concerned. */
export interface HeldRecord {
  /** 档号 or 电子文件号, unique in the archive. */
  readonly id: string;
  readonly title: string;
  /** 事项编码 and 文件代码: what the retention table goes by. */
  readonly taskCode: string;
  readonly fileCode: string;
  /** When it was closed (办结, 归档): its term begins on 1 January after. */
  readonly closedAt: Date;
  /** Period that it was registered with; where the table says another one, the longer counts. */
  readonly period?: RetentionPeriod;
  /** SHA-256 in lower-case hex of what would be deleted: the register keeps it. */
  readonly sha256: string;
  /** Where its evidence is: name of the store and number of the object. Its digest stays there for the others. */
  readonly evidence?: { readonly store: string; readonly object: number };
}

/** By what deletions are judged. */
export interface RetentionRules {
  readonly policy: RetentionPolicy;
  /** Why a record must not be touched (litigation, audit, request for access); undefined: nothing holds it. */
  readonly holdOf: (id: string) => Promise<string | undefined>;
  /** The present. */
  readonly at: Date;
}

/** Why one record stays. */
export type DisposalRefusalCode =
  | 'DISPOSAL_PERMANENT'
  | 'DISPOSAL_PERIOD_UNKNOWN'
  | 'DISPOSAL_TOO_EARLY'
  | 'DISPOSAL_UNDER_HOLD';

/** A record that stays, and why. */
export interface DisposalRefusal {
  readonly id: string;
  readonly code: DisposalRefusalCode;
  readonly detail: string;
}

/** A record whose term is full. */
export interface DisposalEntry extends HeldRecord {
  readonly period: RetentionPeriod;
  /** First instant at which it may go. */
  readonly retainedUntil: Date;
}
