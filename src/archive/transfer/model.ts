import type { ByteSink, FileInput, FileTree } from '../../foundation/core/index.ts';

/** A folder that a batch is written to. `create` gives a sink whose file appears whole on `close`, flushed. */
export interface BatchFolder extends FileTree {
  create(name: string): Promise<ByteSink>;
}

/** Who hands over, and who takes over: name and 统一社会信用代码. */
export interface TransferParty {
  readonly name: string;
  readonly code: string;
}

/** One thing to be handed over: a package, or a file. */
export interface TransferItem {
  /** Portable name below 内容/. */
  readonly name: string;
  /** 档号 or 电子文件号. */
  readonly recordCode: string;
  readonly title: string;
  readonly source: FileInput;
  /** More metadata, by the element names of DA/T 46 (`fonds_identifier`, `retention_period`, …), in this order. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Fixed names of a batch (in the manner of DA/T 93-2022, appendix B). */
export const EXPLANATION_NAME = '说明文件.txt';
export const CATALOGUE_NAME = '目录文件.xml';
export const METADATA_FOLDER = '元数据/';
export const CONTENT_FOLDER = '内容/';
/** The signed word of who hands over. It is written last: without it there is no batch. */
export const HANDOVER_NAME = '移交凭证.p7m';

/** Items of one batch. */
export const MAX_ITEMS = 100_000;
