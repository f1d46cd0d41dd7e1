import { MANIFEST_NAME, SIGNATURE_NAME } from './model.ts';

/** 说明.txt: how to check the package with nothing but unzip, openssl and digest tools. Fixed text. */
export function readmeText(): string {
  return `政务服务事项电子文件归档信息包 说明

内容
  申报文件/ 过程文件/ 结果文件/   归档的电子文件，按原始字节保存
  基本信息元数据.xml             事项与文件的元数据
  管理过程元数据.xml             办理过程的元数据
  验证报告/                      封装前对各文件电子签名、电子印章的验证报告（如有）
  ${MANIFEST_NAME}          校验信息：除 META-INF 外每个文件的大小、SHA-256 与 SM3
  ${SIGNATURE_NAME}      对校验信息的分离式签名（CAdES，DER）

不依赖专用软件的校验方法
  1. 解包：            unzip 包名.zip
  2. 核对每个文件：    sed -n 's/.* path="\\([^"]*\\)".* sha256="\\([0-9a-f]*\\)".*/\\2  \\1/p' ${MANIFEST_NAME} | sha256sum -c
     国密摘要：        openssl dgst -sm3 文件名，与校验信息中 sm3 的值比较
  3. 核对没有多余文件：解包后的每个文件（META-INF 除外）都列在校验信息中
  4. 验证签名：        openssl cms -verify -binary -inform DER -in ${SIGNATURE_NAME} -content ${MANIFEST_NAME} -CAfile 根证书.pem
     （SM2 签名需支持国密的 OpenSSL）

How to check this package without special software: unpack it, compare every file with the digests in
${MANIFEST_NAME}, see that no file is unlisted, and verify the detached CMS signature over that list as above.
`;
}
