/** Namespace of DA/T 48-2009; every implementation seen uses Chinese element names in it. */
export const EEP_NAMESPACE = 'http://www.saac.gov.cn/standards/ERM/encapsulation';

/** Fixed texts of DA/T 48-2009. */
export const FORMAT_TEXT = '本EEP根据中华人民共和国档案行业标准DA/T 48-2009《基于XML的电子文件封装规范》生成';
export const VERSION = '2009';
export const ORIGINAL_TEXT = '本封装包包含电子文件数据及其元数据，原始封装，未经修改';
export const MODIFIED_TEXT =
  '本封装包包含电子文件数据及其元数据，系修改封装，在保留原封装包的基础上，添加了修改层';
export const ENCODING_TEXT =
  '本封装包中“编码数据”元素存储的是计算机文件二进制流的Base64编码，有关Base64编码规则参见IETF RFC 2045多用途邮件扩展(MIME)第一部分：互联网信息体格式。当提取和显现封装在编码数据元素中的计算机文件时，应对Base64编码进行反编码，并依据封装包中“反编码关键字”元素中记录的值还原计算机文件的扩展名';

/**
 * What is signed, and how. The norm leaves the canonical form to the producer: ours is none at all. The octets of the
 * element as they stand in the file are signed, so that a nested package needs nothing but to be copied.
 */
export const SIGNATURE_RULE =
  'urn:yinxin:eep:octets:1 签名数据为“被签名对象”元素在封装包文件中的原始字节（UTF-8，自起始标签的“<”至结束标签的“>”，含首尾标签），不作任何规范化；签名结果为CAdES分离式签名（CMS，DER）的Base64编码';
export const LOCK_RULE =
  'urn:yinxin:eep:octets:1 锁定签名数据为被锁定的“电子签名”元素在封装包文件中的原始字节（UTF-8，含首尾标签），不作任何规范化；签名结果为CAdES分离式签名（CMS，DER）的Base64编码';

/** The part of a rule that tells how its octets are found. */
export const RULE_MARK = 'urn:yinxin:eep:octets:1';
