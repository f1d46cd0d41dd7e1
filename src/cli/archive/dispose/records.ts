import type { DisposalApproval, HeldRecord } from '../../../archive/index.ts';
import { fromUtf8, YinxinError } from '../../../foundation/core/index.ts';
import {
  parseRetentionPeriod,
  type RetentionPolicy,
  retentionRulesOfCsv,
  retentionRulesOfJson,
  retentionTable,
} from '../../../policy/index.ts';
import { instant } from '../../arguments.ts';
import { readNamed } from '../../key-options.ts';

/** A record as it stands in JSON, with the file that would be deleted, relative to the JSON. */
export interface RecordFile extends HeldRecord {
  readonly path: string;
}

/** Approvals as they stand in JSON. */
export interface Approvals {
  readonly proposedAt: Date;
  readonly approvals: readonly DisposalApproval[];
  readonly supervisors: readonly string[];
}

/** The records of `yinxin dispose`. ARGUMENT_INVALID, JSON_INVALID. */
export async function readRecords(path: string): Promise<readonly RecordFile[]> {
  return listOf(await readJson('RECORDS', path), 'RECORDS').map((value): RecordFile => {
    const of = (field: string): string => textOf(value, field, 'RECORDS');
    const period = has(value, 'period') ? parseRetentionPeriod(of('period')) : undefined;
    if (has(value, 'period') && period === undefined) throw wrong('RECORDS', 'period');
    return {
      ...{ id: of('id'), title: of('title'), taskCode: of('taskCode'), fileCode: of('fileCode') },
      ...{ closedAt: instant(of('closedAt')), sha256: of('sha256'), path: of('path') },
      ...(period === undefined ? {} : { period }),
    };
  });
}

/** The approvals of `yinxin dispose`. ARGUMENT_INVALID, JSON_INVALID. */
export async function readApprovals(path: string): Promise<Approvals> {
  const option = '--approvals';
  const json = await readJson(option, path);
  const member = (name: string): unknown => (json as Record<string, unknown> | null)?.[name];
  return {
    proposedAt: instant(textOf(json, 'proposedAt', option)),
    approvals: listOf(member('approvals'), option).map((value) => {
      const of = (field: string): string => textOf(value, field, option);
      const [proposal, approver, name, basis] = ['proposal', 'approver', 'name', 'basis'].map(of) as [
        ...[string, string, string, string],
      ];
      return { proposal, approver, name, basis, at: instant(of('at')) };
    }),
    supervisors: listOf(member('supervisors'), option).map((value) => {
      if (typeof value !== 'string') throw wrong(option, 'supervisors');
      return value;
    }),
  };
}

/** What holds records: JSON of reasons by number. Unset: nothing does. */
export async function readHolds(
  path: string | undefined,
): Promise<(id: string) => Promise<string | undefined>> {
  if (path === undefined) return async () => undefined;
  const json = await readJson('--hold', path);
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw wrong('--hold', 'reasons by number');
  const holds = new Map(Object.entries(json).map(([id, reason]) => [id, String(reason)]));
  return async (id) => holds.get(id);
}

/** The retention table: JSON by its ending, else CSV. */
export async function readTable(path: string): Promise<RetentionPolicy> {
  const text = fromUtf8(await readNamed('--table', path));
  return retentionTable(path.endsWith('.json') ? retentionRulesOfJson(text) : retentionRulesOfCsv(text));
}

async function readJson(option: string, path: string): Promise<unknown> {
  try {
    return JSON.parse(fromUtf8(await readNamed(option, path)));
  } catch (cause) {
    if (cause instanceof YinxinError) throw cause;
    throw new YinxinError('JSON_INVALID', `${option} is no JSON`, { cause });
  }
}

function listOf(value: unknown, option: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrong(option, 'a list');
  return value;
}

function textOf(value: unknown, field: string, option: string): string {
  const found = (value as Record<string, unknown> | null)?.[field];
  if (typeof found !== 'string') throw wrong(option, field);
  return found;
}

function has(value: unknown, field: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, field);
}

function wrong(option: string, field: string): YinxinError {
  return new YinxinError('ARGUMENT_INVALID', `${option} lacks ${field}, or it is of another kind`, {
    details: { option, field },
  });
}
