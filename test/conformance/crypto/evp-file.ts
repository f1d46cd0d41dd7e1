/** One paragraph of an OpenSSL evptest file: names and values in order, quoted values as bytes of their text. */
export type EvpStanza = ReadonlyMap<string, string>;

/** Paragraphs of an evptest file; comments, titles and PEM blocks are left out. */
export function evpStanzas(text: string): EvpStanza[] {
  const stanzas: EvpStanza[] = [];
  for (const paragraph of text.split(/\n\s*\n/)) {
    const pairs = paragraph
      .split('\n')
      .filter((line) => !line.startsWith('#') && line.includes(' = '))
      .map(
        (line) =>
          [line.slice(0, line.indexOf(' = ')).trim(), line.slice(line.indexOf(' = ') + 3).trim()] as const,
      );
    const stanza = new Map(pairs.filter(([name]) => name !== 'Title' && name !== 'Availablein'));
    if (stanza.size > 0) stanzas.push(stanza);
  }
  return stanzas;
}

/** Bytes of a value: hexadecimal, or text in quotes. */
export function evpBytes(value: string): Uint8Array {
  return value.startsWith('"')
    ? new TextEncoder().encode(value.slice(1, -1))
    : Uint8Array.from(value.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
