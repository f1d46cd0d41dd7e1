/** A normalisation that was applied to what a scanner typed. */
export type ScanNormalisation =
  | 'LINE_ENDS'
  | 'FULL_WIDTH'
  | 'CHINESE_PUNCTUATION'
  | 'HOST_CASE'
  | 'OFFLINE_CASE';

/** What Chinese input methods type for the keys of a scanner that poses as a keyboard. */
const CHINESE_PUNCTUATION: Readonly<Record<string, string>> = { '。': '.', '、': '/', '￥': '$' };

/**
 * The text of a code as it was before a scanner or an input method touched it, and what was undone: byte order mark
 * and line ends around it, full-width forms (U+FF01-U+FF5E), Chinese punctuation, upper-case scheme and host,
 * lower-case offline text. Nothing that could change the signed bytes: those are digits or base45 only.
 */
export function normaliseScannedText(scanned: string): {
  text: string;
  applied: readonly ScanNormalisation[];
} {
  const applied: ScanNormalisation[] = [];
  const step = (name: ScanNormalisation, before: string, after: string): string => {
    if (after !== before) applied.push(name);
    return after;
  };
  let text = step('LINE_ENDS', scanned, scanned.replace(/^[\s\p{Cc}]+|[\s\p{Cc}]+$/gu, ''));
  text = step(
    'FULL_WIDTH',
    text,
    text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)),
  );
  text = step(
    'CHINESE_PUNCTUATION',
    text,
    text.replace(/[。、￥]/g, (c) => CHINESE_PUNCTUATION[c]!),
  );
  text = step(
    'HOST_CASE',
    text,
    text.replace(/^https:\/\/[^/#?]*/i, (c) => c.toLowerCase()),
  );
  if (/^l[cp]1z?:/i.test(text)) text = step('OFFLINE_CASE', text, text.toUpperCase());
  return { text, applied };
}
