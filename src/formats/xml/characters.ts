import { YinxinError } from '../../foundation/core/index.ts';

/** Anything outside Char of XML 1.0 (production 2), lone surrogates among it. */
const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const NAME_START =
  'A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}';
const NCNAME = `[${NAME_START}][${NAME_START}\\-.0-9\\u00b7\\u0300-\\u036f\\u203f\\u2040]*`;
const QNAME = new RegExp(`^(?:${NCNAME}:)?${NCNAME}$`, 'u');

/** Throws XML_INVALID when a character has no form in XML 1.0; `where` names the element or attribute. */
export function assertCharacters(text: string, where: string): void {
  const match = FORBIDDEN.exec(text);
  if (match === null) return;
  const codePoint = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  throw new YinxinError('XML_INVALID', `${where} holds U+${codePoint}, which XML cannot carry: remove it`, {
    details: { codePoint, where },
  });
}

/** Throws XML_INVALID unless the name is a QName. */
export function assertName(name: string): void {
  if (!QNAME.test(name)) {
    throw new YinxinError('XML_INVALID', `${JSON.stringify(name)} is no name in XML`, { details: { name } });
  }
}
