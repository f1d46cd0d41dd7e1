/** How strings of a font come apart into codes, and what a code says without a ToUnicode map. */
export interface CodeReading {
  /** Bytes of the code that begins with this byte. */
  length(first: number): 1 | 2;
  text(code: number): string | undefined;
}

const two = (): 2 => 2;

/** Codes of an Identity CMap are glyph numbers of one font: they say nothing. */
const IDENTITY: CodeReading = { length: two, text: () => undefined };

/** Encodings behind the names of predefined CMaps (ISO 32000-1, table 118). */
const LEGACY: readonly (readonly [RegExp, string])[] = [
  [/^GBK2K-/, 'gb18030'],
  [/^(?:GBKp?|GB)-EUC-|^GBpc-EUC-/, 'gbk'],
  [/^(?:B5pc|ETen-B5|ETenms-B5|HKscs-B5)-/, 'big5'],
  [/^(?:83pv|90ms|90msp|90pv|Add)-RKSJ-|^RKSJ-/, 'shift_jis'],
  [/^EUC-/, 'euc-jp'],
  [/^KSC(?:ms|pc)?-(?:EUC|UHC)-/, 'euc-kr'],
];

/** How the codes of a predefined CMap are read; an unknown name is read as Identity. */
export function readingOfCMap(name: string): CodeReading {
  if (/^Uni.*-(?:UCS2|UTF16)(?:-HW)?-[HV]$/.test(name)) {
    return { length: two, text: (code) => String.fromCharCode(code) };
  }
  const encoding = LEGACY.find(([pattern]) => pattern.test(name))?.[1];
  if (encoding === undefined) return IDENTITY;
  return {
    length: (first) => (first < 0x81 || (encoding === 'shift_jis' && isHalfKana(first)) ? 1 : 2),
    text: decoderOf(encoding),
  };
}

function isHalfKana(byte: number): boolean {
  return byte >= 0xa0 && byte <= 0xdf;
}

/** Codes of one byte in WinAnsi or MacRoman (annex D); StandardEncoding is ASCII where it matters. */
export function readingOfByte(encoding: string | undefined): CodeReading {
  const label = encoding === 'MacRomanEncoding' ? 'macintosh' : 'windows-1252';
  const text = decoderOf(label);
  return { length: () => 1, text: (code) => (code < 0x20 ? undefined : text(code)) };
}

/** Decodes codes of one or two bytes, each once. */
function decoderOf(encoding: string): (code: number) => string | undefined {
  const decoder = openDecoder(encoding);
  if (decoder === undefined) return () => undefined;
  const known = new Map<number, string | undefined>();
  return (code) => {
    if (!known.has(code)) known.set(code, decoded(decoder, code < 0x100 ? [code] : [code >> 8, code & 0xff]));
    return known.get(code);
  };
}

/** Engines without the tables of old encodings know none: then the codes say nothing. */
function openDecoder(encoding: string): TextDecoder | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    return undefined;
  }
}

function decoded(decoder: TextDecoder, bytes: readonly number[]): string | undefined {
  try {
    return decoder.decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}
