/** The four properties (四性) of DA/T 70-2018. */
export type ArchiveProperty = 'authenticity' | 'integrity' | 'usability' | 'safety';

/** Outcome of one item. `not-run`: needed, and nobody did it; such a package is never 合格. */
export type ItemStatus = 'passed' | 'failed' | 'not-applicable' | 'not-run';

/**
 * Items of DA/T 70-2018 as implementations name them. The norm itself was not at hand: 1-9, 2-8 and 3-7, whose content
 * nobody confirmed, are left out; 3-4, 3-5 and 4-4 to 4-6 are named by what they are about. `notChecked` tells both.
 */
export const ITEMS = {
  'GD-1-1': '固化信息有效性检测',
  'GD-1-2': '元数据项长度检测',
  'GD-1-3': '元数据数据类型、格式检测',
  'GD-1-4': '设定值域的元数据项值域符合度检测',
  'GD-1-5': '元数据项数据值合理性检测',
  'GD-1-6': '元数据项数据包含特殊字符检测',
  'GD-1-7': '档号规范性检测',
  'GD-1-8': '元数据项数据重复性检测',
  'GD-1-10': '内容数据的电子属性一致性检测',
  'GD-1-11': '元数据是否关联内容数据检测',
  'GD-1-12': '说明文件和目录文件规范性检测',
  'GD-1-13': '信息包目录结构规范性检测',
  'GD-1-14': '信息包一致性检测',
  'GD-2-1': '总件数相符性检测',
  'GD-2-2': '总字节数相符性检测',
  'GD-2-3': '元数据项完整性检测',
  'GD-2-4': '元数据必填著录项目检测',
  'GD-2-5': '过程信息完整性检测',
  'GD-2-6': '连续性元数据项检测',
  'GD-2-7': '内容数据完整性检测',
  'GD-2-9': '归档范围检测',
  'GD-2-10': '信息包元数据完整性检测',
  'GD-2-11': '信息包内容数据完整性检测',
  'GD-3-1': '信息包中元数据的可读性检测',
  'GD-3-2': '目标数据库中元数据的可访问性检测',
  'GD-3-3': '内容数据格式检测',
  'GD-3-4': '内容数据的可读性检测',
  'GD-3-5': '内容数据的长期可用性检测',
  'GD-3-6': '软硬件环境合规性检测',
  'GD-3-8': '信息包中包含的内容数据格式合规性检测',
  'GD-4-1': '系统环境中是否安装杀毒软件检测',
  'GD-4-2': '病毒感染检测',
  'GD-4-3': '载体中多余文件检测',
  'GD-4-4': '载体读取速度检测',
  'GD-4-5': '载体外观检测',
  'GD-4-6': '载体合格性检测',
  'GD-4-7': '归档过程安全性检测',
} as const;

/** Code of one item. */
export type ItemCode = keyof typeof ITEMS;

/** Result of one item: what came out and, per object, why. */
export interface ItemResult {
  readonly code: ItemCode;
  readonly property: ArchiveProperty;
  readonly name: string;
  readonly status: ItemStatus;
  readonly details: readonly string[];
}

const PROPERTIES: readonly ArchiveProperty[] = ['authenticity', 'integrity', 'usability', 'safety'];

/** A result with property and name filled in from the code. */
export function itemResult(code: ItemCode, status: ItemStatus, ...details: readonly string[]): ItemResult {
  return { code, property: PROPERTIES[Number(code[3]) - 1]!, name: ITEMS[code], status, details };
}

/** Not run because something it needs could not be read: another item says so as a failure. */
export function unreadable(code: ItemCode, fault: string): ItemResult {
  return itemResult(code, 'not-run', `cannot be checked: ${fault}`);
}

/** More details than this are counted, not listed: a report on 100,000 files must stay a report. */
const MAX_DETAILS = 100;

/** The first details, and how many more there are. */
export function limited(details: readonly string[]): readonly string[] {
  const more = details.length - MAX_DETAILS;
  return more > 0 ? [...details.slice(0, MAX_DETAILS), `… and ${more} more`] : details;
}

/** Passed when there is no fault, else failed with all of them. */
export function byFaults(code: ItemCode, faults: readonly string[], passed: string): ItemResult {
  return faults.length === 0
    ? itemResult(code, 'passed', passed)
    : itemResult(code, 'failed', ...limited(faults));
}
