import { formatTime, utf8 } from '../../foundation/core/index.ts';
import {
  CATALOGUE_NAME,
  CONTENT_FOLDER,
  EXPLANATION_NAME,
  HANDOVER_NAME,
  METADATA_FOLDER,
  type TransferParty,
} from './model.ts';

/** 说明文件: what a batch is, and how it is checked with sed, digest tools and openssl alone. */
export function explanationText(batch: {
  readonly id: string;
  readonly from: TransferParty;
  readonly to: TransferParty;
  readonly madeAt: Date;
  readonly items: number;
  readonly bytes: number;
}): Uint8Array {
  const { id, from, to, madeAt, items, bytes } = batch;
  return utf8(`电子档案移交批次 说明文件

移交批次    ${id}
移交单位    ${from.name}（${from.code}）
接收单位    ${to.name}（${to.code}）
制作时间    ${formatTime(madeAt)}
总件数      ${items}
总字节数    ${bytes}

内容
  ${CATALOGUE_NAME}   每件的档号、题名、大小、SHA-256 与 SM3，及其元数据的 SHA-256
  ${METADATA_FOLDER}        每件一个元数据文件（XML）
  ${CONTENT_FOLDER}          电子档案，按原始字节保存
  ${HANDOVER_NAME}   移交单位签名的凭证（CMS，内含 JSON）：目录文件与本文件的摘要、件数、字节数

不依赖专用软件的校验方法
  1. 验证凭证：  openssl cms -verify -binary -inform DER -in ${HANDOVER_NAME} -CAfile 根证书.pem
     输出的 JSON 中 catalogue.sha256 应等于 sha256sum ${CATALOGUE_NAME} 的值，explanation.sha256 应等于 ${EXPLANATION_NAME} 的值
  2. 核对每件：  sed -n 's/.* path="\\([^"]*\\)".* sha256="\\([0-9a-f]*\\)".*/\\2  \\1/p' ${CATALOGUE_NAME} | sha256sum -c
     元数据：    sed -n 's/.* metadata="\\([^"]*\\)" metadata_sha256="\\([0-9a-f]*\\)".*/\\2  \\1/p' ${CATALOGUE_NAME} | sha256sum -c
  3. 核对没有多余文件：除 ${EXPLANATION_NAME}、${CATALOGUE_NAME}、${HANDOVER_NAME} 外，每个文件都列在目录文件中

How to check this batch without special software: verify the CMS, compare the digests of catalogue and explanation in it,
compare every item and its metadata with the catalogue, and see that no other file is there. Commands stand above.
`);
}
