import type { FileInput } from '../foundation/core/index.ts';

/** The three content folders of an item package (GB/T 42727-2023 clause 7, facts of a package in use). */
export const FOLDERS = ['申报文件', '过程文件', '结果文件'] as const;

/** 申报文件: what came in; 过程文件: what the agency did; 结果文件: what went out. */
export type ItemFolder = (typeof FOLDERS)[number];

/** Sharing class of one file (Order 354; 受限共享 is 有条件共享 in national catalogs). */
export type SharingClass = '无条件共享' | '受限共享' | '非共享';
export const SHARING_CLASSES: readonly SharingClass[] = ['无条件共享', '受限共享', '非共享'];

/** Retention (国家档案局令第8号). */
export type RetentionPeriod = '永久' | '30年' | '10年';
export const RETENTION_PERIODS: readonly RetentionPeriod[] = ['永久', '30年', '10年'];

/** 基本信息: what the archive must know about one item (办件). Times as Date, codes as written. */
export interface ItemInfo {
  /** 电子文件号, unique in the archive. */
  readonly recordCode: string;
  /** 行政区划. */
  readonly regionCode: string;
  /** 事项编码, 事项名称 and version. */
  readonly taskCode: string;
  readonly taskName: string;
  readonly taskVersion?: string;
  readonly taskType?: string;
  /** 业务流水号 and 办件名称. */
  readonly projectId: string;
  readonly projectName: string;
  /** 信息系统描述. */
  readonly informationSystem: string;
  /** 室编件号: the number of the item in its year and term, which a batch counts on without gaps. */
  readonly itemNumber?: string;
  /** 档案馆名称, 立档单位, 全宗号, 责任处室. */
  readonly archivesName?: string;
  readonly fondsName: string;
  readonly fondsIdentifier: string;
  readonly leadDepartment: string;
  /** 统一社会信用代码 of the agency. */
  readonly socialCode: string;
  readonly retentionPeriod: RetentionPeriod;
  readonly securityClassification?: string;
  /** 归档时间. */
  readonly archiveTime: Date;
  /** 行政相对人 with type and code of the certificate shown. */
  readonly applyName: string;
  readonly applyType: string;
  readonly cardType: string;
  readonly cardNumber: string;
  /** 受理单位, 受理编号, 受理时间, 办结时间. */
  readonly receiveDepartment: string;
  readonly acceptNumber: string;
  readonly receiveTime: Date;
  readonly transactTime: Date;
  /** 办理结果 and 结果证照编号. */
  readonly result: string;
  readonly resultCode?: string;
  readonly remarks?: string;
}

/** One file to keep. */
export interface ItemFile {
  readonly folder: ItemFolder;
  /** Portable name inside the folder. */
  readonly name: string;
  /** File code: A for 申报, B for 过程, C for 结果, with a number. */
  readonly code: string;
  /** 文件标准名称. */
  readonly title: string;
  /** Read twice: when it is digested, and when it is written. */
  readonly data: FileInput;
  readonly createdAt: Date;
  readonly sharing: SharingClass;
  /** Conditions for 受限共享, legal basis for 非共享: both must be given. */
  readonly sharingConditions?: string;
}

/** One step of the business process (业务实体): who did what, when, on what basis. */
export interface ProcessStep {
  /** 1 收件, 2 受理, 3 审核, 4 办结, 11 补齐补正, 12 挂起, 99 其他. */
  readonly code: ProcessCode;
  readonly action: string;
  readonly actor: string;
  readonly organisation: string;
  readonly time: Date;
  readonly basis?: string;
  readonly description?: string;
}

export type ProcessCode = '1' | '2' | '3' | '4' | '11' | '12' | '99';
export const PROCESS_NAMES: Readonly<Record<ProcessCode, string>> = Object.freeze({
  '1': '收件',
  '2': '受理',
  '3': '审核',
  '4': '办结',
  '11': '补齐补正',
  '12': '挂起',
  '99': '其他',
});

/** How an item is written: the folders of GB/T 42727, the XML of DA/T 48, or ASiC-E with CAdES. */
export type PackageForm = 'item-package' | 'eep' | 'asic';

/** Fixed names inside a package. */
export const BASE_INFO_NAME = '基本信息元数据.xml';
export const PROCESS_NAME = '管理过程元数据.xml';
export const README_NAME = '说明.txt';
/** Reports on the signatures inside, made before the package was sealed. */
export const REPORT_FOLDER = '验证报告/';
/** Certificates and revocation data of the time of packaging. */
export const VALIDATION_FOLDER = '验证数据/';
/** Schemas and the script that check a package without this library. */
export const METHOD_FOLDER = '验证方法/';
/** 校验信息: the sealed list of all files with both digests, where the form has a place of its own for it … */
export const MANIFEST_NAME = 'META-INF/manifest.xml';
/** … and where it is a file like the others. */
export const MANIFEST_FILE_NAME = '校验信息.xml';
export const SIGNATURE_NAME = 'META-INF/signature001.p7s';
export const MANIFEST_NAMESPACE = 'urn:yinxin:archive:manifest:1';
/** Files that may stand at the root, and in META-INF. */
export const ROOT_FILES: readonly string[] = [README_NAME, BASE_INFO_NAME, PROCESS_NAME, MANIFEST_FILE_NAME];
export const META_INF: readonly string[] = [MANIFEST_NAME, SIGNATURE_NAME];
/** Folders that may stand beside those of the content. */
export const SUPPORT_FOLDERS: readonly string[] = [REPORT_FOLDER, VALIDATION_FOLDER, METHOD_FOLDER];
