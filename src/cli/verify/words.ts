import type { Language } from '../language.ts';

/** Code -> words for people. A code without words is shown as it is. */
const WORDS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  TOTAL_PASSED: ['验证通过', 'passed'],
  TOTAL_FAILED: ['验证不通过', 'failed'],
  INDETERMINATE: ['无法确定', 'indeterminate'],
  NO_SIGNATURE_FOUND: ['未发现签名', 'no signature found'],
  signature: ['签名', 'signature'],
  seal: ['电子印章', 'seal'],
  'document-timestamp': ['文档时间戳', 'document timestamp'],
  timestamp: ['时间戳', 'timestamp'],
  countersignature: ['反签', 'countersignature'],
  'evidence-record': ['证据记录', 'evidence record'],
  qr: ['二维码', 'QR code'],
  license: ['电子证照', 'license'],
  usable: ['可用', 'usable'],
  'not-usable': ['不可用', 'not usable'],
  unknown: ['状态未知', 'unknown'],
  validity: ['有效期', 'validity'],
  status: ['状态', 'status'],
  mismatch: ['不一致', 'mismatch'],
  failed: ['未通过', 'failed'],
  warning: ['警告', 'warning'],
  'not-run': ['未执行', 'not run'],
  'not-checked': ['未检查', 'not checked'],
  change: ['其后更改', 'changed since'],
  'renewal-due': ['证明须更新的期限', 'renew the proof before'],
  unreadable: ['无法读取', 'unreadable'],
  'unknown-signer': ['签名人未知', 'unknown signer'],
};

/** Looks words up in one language. */
export function words(language: Language): (code: string) => string {
  const column = language === 'zh' ? 0 : 1;
  return (code) => (Object.hasOwn(WORDS, code) ? (WORDS[code]?.[column] ?? code) : code);
}
