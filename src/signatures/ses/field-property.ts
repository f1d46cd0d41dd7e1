import { utf8 } from '../../foundation/core/index.ts';

/**
 * The property information of a seal in a PDF: the fully qualified name of its signature field. It is an IA5String, so
 * what is not printable ASCII, and `%` itself, is written as `%` and the hexadecimal digits of its UTF-8 octets
 * (RFC 3986 2.1): two names never give one text.
 */
export function fieldProperty(fieldName: string): string {
  let out = '';
  for (const character of fieldName) {
    const plain = character >= ' ' && character <= '~' && character !== '%';
    out += plain ? character : [...utf8(character)].map(encoded).join('');
  }
  return out;
}

function encoded(octet: number): string {
  return `%${octet.toString(16).toUpperCase().padStart(2, '0')}`;
}
