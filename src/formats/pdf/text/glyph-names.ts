/** ASCII characters that are no letters, by the names that fonts give them (Adobe Glyph List), from U+0020 on. */
const ASCII_NAMES =
  'space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma ' +
  'hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal greater question at';
const BRACKET_NAMES = 'bracketleft backslash bracketright asciicircum underscore grave';
const BRACE_NAMES = 'braceleft bar braceright asciitilde';
/** From U+00A1 to U+00BF, and letters with marks. */
const LATIN_NAMES =
  'exclamdown cent sterling currency yen brokenbar section dieresis copyright ordfeminine guillemotleft logicalnot ' +
  'uni00AD registered macron degree plusminus twosuperior threesuperior acute mu paragraph periodcentered cedilla ' +
  'onesuperior ordmasculine guillemotright onequarter onehalf threequarters questiondown Agrave Aacute Acircumflex ' +
  'Atilde Adieresis Aring AE Ccedilla Egrave Eacute Ecircumflex Edieresis Igrave Iacute Icircumflex Idieresis Eth ' +
  'Ntilde Ograve Oacute Ocircumflex Otilde Odieresis multiply Oslash Ugrave Uacute Ucircumflex Udieresis Yacute ' +
  'Thorn germandbls agrave aacute acircumflex atilde adieresis aring ae ccedilla egrave eacute ecircumflex ' +
  'edieresis igrave iacute icircumflex idieresis eth ntilde ograve oacute ocircumflex otilde odieresis divide ' +
  'oslash ugrave uacute ucircumflex udieresis yacute thorn ydieresis';
const OTHERS: Readonly<Record<string, string>> = {
  quoteleft: '‘',
  quoteright: '’',
  quotedblleft: '“',
  quotedblright: '”',
  quotesinglbase: '‚',
  quotedblbase: '„',
  endash: '–',
  emdash: '—',
  bullet: '•',
  ellipsis: '…',
  fi: 'fi',
  fl: 'fl',
  Euro: '€',
  nbspace: ' ',
  minus: '−',
};

let made: ReadonlyMap<string, string> | undefined;

function known(): ReadonlyMap<string, string> {
  made ??= makeNames();
  return made;
}

function makeNames(): ReadonlyMap<string, string> {
  const names = new Map<string, string>(Object.entries(OTHERS));
  const from = (first: number, list: string): void => {
    for (const [i, name] of list.split(' ').entries()) names.set(name, String.fromCharCode(first + i));
  };
  from(0x20, ASCII_NAMES);
  from(0x5b, BRACKET_NAMES);
  from(0x7b, BRACE_NAMES);
  from(0xa1, LATIN_NAMES);
  return names;
}

/** Text of a glyph by its name, of the simple rules of the Adobe Glyph List; undefined where they do not tell. */
export function textOfGlyphName(name: string): string | undefined {
  const base = name.split('.')[0]!;
  if (/^[A-Za-z]$/.test(base)) return base;
  const hex = /^uni((?:[0-9A-F]{4})+)$/.exec(base)?.[1] ?? /^u([0-9A-F]{4,6})$/.exec(base)?.[1];
  if (hex === undefined) return known().get(base);
  const units = base.startsWith('uni') ? (hex.match(/.{4}/g) ?? []) : [hex];
  const points = units.map((unit) => Number.parseInt(unit, 16));
  return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : undefined;
}
