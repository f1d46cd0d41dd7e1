import { parseBeijingTime } from './beijing-time.ts';
import { METADATA_FIELDS, type MetadataField } from './metadata-fields.ts';
import { FOLDERS, PROCESS_NAMES, SHARING_CLASSES } from './model.ts';
import type { BaseInfo, FileRecord, ProcessRecord } from './read-metadata.ts';

/** One fault of metadata, under the item of DA/T 70-2018 that it fails. */
export interface MetadataFault {
  readonly code:
    | 'GD-1-2'
    | 'GD-1-3'
    | 'GD-1-4'
    | 'GD-1-5'
    | 'GD-1-6'
    | 'GD-2-3'
    | 'GD-2-4'
    | 'GD-2-5'
    | 'GD-3-6';
  readonly detail: string;
}

/** Controls, replacement and private-use characters: what a later reader cannot show or was lost already. */
const SPECIAL = /[\p{Cc}\p{Co}\p{Cs}\ufffd\ufeff]/u;
const MAX_FILE_TEXT = 512;

/** Faults of the metadata as such: lengths, forms, value sets, reason, special characters, presence. */
export function metadataFaults(
  baseInfo: BaseInfo,
  process: readonly ProcessRecord[],
  at: Date,
): MetadataFault[] {
  return [
    ...METADATA_FIELDS.flatMap((field) => fieldFaults(field, baseInfo.fields.get(field.tag))),
    ...baseInfo.files.flatMap(fileFaults),
    ...process.flatMap(stepFaults),
    ...timeFaults(baseInfo, process, at),
    ...completenessFaults(process),
  ];
}

function fieldFaults(field: MetadataField, value: string | undefined): MetadataFault[] {
  const name = `${field.label} (${field.tag})`;
  if (value === undefined || value === '') {
    if (!field.required) return [];
    return value === undefined
      ? [fault(field.presence ?? 'GD-2-3', `${name} is missing`)]
      : [fault(field.presence ?? 'GD-2-4', `${name} is empty`)];
  }
  const faults: MetadataFault[] = [];
  if (value.length > field.maxLength)
    faults.push(fault('GD-1-2', `${name} is longer than ${field.maxLength}`));
  if (SPECIAL.test(value)) faults.push(fault('GD-1-6', `${name} holds a special character`));
  if (field.type === 'time' && parseBeijingTime(value) === undefined) {
    faults.push(fault('GD-1-3', `${name} is no time like 2026-11-23 10:20:30`));
  } else if (field.pattern !== undefined && !field.pattern.test(value)) {
    // A closed list of values is another item of the norm than a form.
    faults.push(fault(field.key === 'retentionPeriod' ? 'GD-1-4' : 'GD-1-3', `${name} has another form`));
  }
  return faults;
}

function fileFaults(file: FileRecord): MetadataFault[] {
  const faults: MetadataFault[] = [];
  const required = { file_code: file.code, file_standard_name: file.title, format_information: file.format };
  for (const [tag, value] of Object.entries(required)) {
    if (value === '') faults.push(fault('GD-2-4', `${file.path}: ${tag} is empty`));
    if (value.length > MAX_FILE_TEXT) faults.push(fault('GD-1-2', `${file.path}: ${tag} is too long`));
    if (SPECIAL.test(value)) faults.push(fault('GD-1-6', `${file.path}: ${tag} holds a special character`));
  }
  if (SPECIAL.test(file.actualName))
    faults.push(fault('GD-1-6', `${file.path}: the name holds a special character`));
  if (!/^(?:0|[1-9]\d*)$/.test(file.size))
    faults.push(fault('GD-1-3', `${file.path}: the size is no number`));
  if (parseBeijingTime(file.createdAt) === undefined) {
    faults.push(fault('GD-1-3', `${file.path}: the creation time is no time`));
  }
  if (!(FOLDERS as readonly string[]).includes(file.folder)) {
    faults.push(fault('GD-1-4', `${file.path}: ${file.folder} is none of the three folders`));
  }
  const letter = { 申报文件: 'A', 过程文件: 'B', 结果文件: 'C' }[file.folder];
  if (file.code !== '' && letter !== undefined && !new RegExp(`^${letter}\\d{1,4}$`).test(file.code)) {
    faults.push(fault('GD-1-4', `${file.path}: the file code is not ${letter} with a number`));
  }
  if (!(SHARING_CLASSES as readonly string[]).includes(file.sharing)) {
    faults.push(fault('GD-1-4', `${file.path}: the sharing class is none of ${SHARING_CLASSES.join(', ')}`));
  } else if (file.sharing !== '无条件共享' && file.sharingConditions === '') {
    faults.push(fault('GD-2-4', `${file.path}: ${file.sharing} needs its conditions or legal basis`));
  }
  return faults;
}

function stepFaults(step: ProcessRecord, index: number): MetadataFault[] {
  const name = `process step ${index + 1}`;
  const faults: MetadataFault[] = [];
  if (!Object.hasOwn(PROCESS_NAMES, step.code)) faults.push(fault('GD-1-4', `${name} has an unknown code`));
  if (parseBeijingTime(step.time) === undefined) faults.push(fault('GD-1-3', `${name} has no valid time`));
  for (const [tag, value] of Object.entries({
    行为: step.action,
    人员: step.actor,
    机构: step.organisation,
  })) {
    if (value === '') faults.push(fault('GD-2-4', `${name}: ${tag} is empty`));
    if (SPECIAL.test(value)) faults.push(fault('GD-1-6', `${name}: ${tag} holds a special character`));
  }
  return faults;
}

/** 合理性: received before finished before archived, nothing in the future, steps in order. */
function timeFaults(baseInfo: BaseInfo, process: readonly ProcessRecord[], at: Date): MetadataFault[] {
  const time = (tag: string): number | undefined =>
    parseBeijingTime(baseInfo.fields.get(tag) ?? '')?.getTime();
  const faults: MetadataFault[] = [];
  const [received, finished, archived] = [time('receive_time'), time('transact_time'), time('archive_time')];
  const later = (a: number | undefined, b: number | undefined): boolean =>
    a !== undefined && b !== undefined && a > b;
  if (later(received, finished)) faults.push(fault('GD-1-5', '受理时间 is after 办结时间'));
  if (later(finished, archived)) faults.push(fault('GD-1-5', '办结时间 is after 归档时间'));
  if (later(archived, at.getTime())) faults.push(fault('GD-1-5', '归档时间 lies in the future'));
  for (const file of baseInfo.files) {
    if (later(parseBeijingTime(file.createdAt)?.getTime(), archived)) {
      faults.push(fault('GD-1-5', `${file.path} was created after 归档时间`));
    }
  }
  const steps = process.map((step) => parseBeijingTime(step.time)?.getTime());
  if (steps.some((step, i) => i > 0 && later(steps[i - 1], step))) {
    faults.push(fault('GD-1-5', 'the process steps run backwards in time'));
  }
  return faults;
}

/** 过程信息完整: an item begins with 收件 or 受理 and ends with 办结. */
function completenessFaults(process: readonly ProcessRecord[]): MetadataFault[] {
  const codes = new Set(process.map((step) => step.code));
  const faults: MetadataFault[] = [];
  if (!codes.has('1') && !codes.has('2')) faults.push(fault('GD-2-5', 'neither 收件 nor 受理 is recorded'));
  if (!codes.has('4')) faults.push(fault('GD-2-5', '办结 is not recorded'));
  return faults;
}

function fault(code: MetadataFault['code'], detail: string): MetadataFault {
  return { code, detail };
}
