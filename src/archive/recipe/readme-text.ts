import {
  MANIFEST_FILE_NAME,
  MANIFEST_NAME,
  METHOD_FOLDER,
  type PackageForm,
  SIGNATURE_NAME,
  VALIDATION_FOLDER,
} from '../model.ts';
import { SCRIPT_NAME } from './script.ts';

/** 说明.txt: what stands in the package, and how to check it with unzip, openssl and digest tools. Fixed text. */
export function readmeText(form: PackageForm): string {
  const manifest = form === 'item-package' ? MANIFEST_NAME : MANIFEST_FILE_NAME;
  return `政务服务事项电子文件归档信息包 说明

内容
  申报文件/ 过程文件/ 结果文件/   归档的电子文件，按原始字节保存
  基本信息元数据.xml             事项与文件的元数据
  管理过程元数据.xml             办理过程的元数据
  验证报告/                      封装前对各文件电子签名、电子印章的验证报告（如有）
  ${VALIDATION_FOLDER}                      封装时的证书与撤销信息（DER）：*.cer 证书，*.crl 撤销列表，*.ors OCSP响应
  ${METHOD_FOLDER}                      本包XML的模式（*.xsd）与验证脚本 ${SCRIPT_NAME}
  ${manifest}          校验信息：每个文件的大小、SHA-256 与 SM3
${SEALED[form]}
不依赖专用软件的校验方法
  一次完成：           sh ${METHOD_FOLDER}${SCRIPT_NAME} 包文件 根证书.pem
  分步进行：
${STEPS[form]}     （SM2 签名需支持国密的 OpenSSL）
  XML 与模式：         xmllint --noout --schema ${METHOD_FOLDER}base_info.xsd 基本信息元数据.xml

How to check this package without special software: run the script in ${METHOD_FOLDER} with the root certificates that
you trust, or follow the steps above. Not checked by them: revocation, and signatures inside the files; the data for
both stands in the package.
`;
}

const DIGEST_STEPS = (
  manifest: string,
): string => `  2. 核对每个文件：    sed -n 's/.* path="\\([^"]*\\)".* sha256="\\([0-9a-f]*\\)".*/\\2  \\1/p' ${manifest} | sha256sum -c
     国密摘要：        openssl dgst -sm3 文件名，与校验信息中 sm3 的值比较
  3. 核对没有多余文件：解包后的每个文件（META-INF、mimetype 与校验信息本身除外）都列在校验信息中
`;

const SEALED: Readonly<Record<PackageForm, string>> = {
  'item-package': `  ${SIGNATURE_NAME}      对校验信息的分离式签名（CAdES，DER）
`,
  asic: `  META-INF/ASiCManifest001.xml   被签名文件的清单（ETSI EN 319 162-1），校验信息列于其中
  ${SIGNATURE_NAME}      对该清单的分离式签名（CAdES，DER）
  META-INF/ASiCArchiveManifest001.xml 与 timestamp001.tst   对以上全部的归档时间戳（如有）
`,
  eep: `  电子签名块             对“被签名对象”原始字节的分离式签名（CAdES，DER，Base64），规则见“签名规则”
  锁定签名               对“电子签名”元素原始字节的签名
`,
};

const STEPS: Readonly<Record<PackageForm, string>> = {
  'item-package': `  1. 解包：            unzip 包名.zip
${DIGEST_STEPS(MANIFEST_NAME)}  4. 验证签名：        openssl cms -verify -binary -inform DER -in ${SIGNATURE_NAME} -content ${MANIFEST_NAME} -CAfile 根证书.pem
`,
  asic: `  1. 解包：            unzip 包名.asice
${DIGEST_STEPS(MANIFEST_FILE_NAME)}  4. 核对清单：        ASiCManifest001.xml 中校验信息.xml 的 DigestValue 等于其摘要的Base64
  5. 验证签名：        openssl cms -verify -binary -inform DER -in ${SIGNATURE_NAME} -content META-INF/ASiCManifest001.xml -CAfile 根证书.pem
`,
  eep: `  1. 取出文件：        将每个“编码数据”用 openssl base64 -d 解码，按“计算机文件名”保存；有“引用编码数据ID”的取所引用的数据
${DIGEST_STEPS(MANIFEST_FILE_NAME)}  4. 取出签名：        “被签名对象”自起始标签至结束标签的原始字节另存为文件；“签名结果”用 openssl base64 -d 解码
  5. 验证签名：        openssl cms -verify -binary -inform DER -in 签名结果 -content 被签名对象 -CAfile 根证书.pem
`,
};
