import { platform } from '#platform';
import { concatBytes, fromLatin1 } from '../../../foundation/core/index.ts';
import { isPdfArray, nameOf, PdfDict, type PdfObject, PdfStream, PdfString } from '../object.ts';
import { pdfInvalid } from '../syntax.ts';
import { decryptAesCbc } from './aes.ts';
import { rc4 } from './rc4.ts';

/** How strings or streams are encrypted: not at all, RC4, or AES with keys by object (AESV2) or by file (AESV3). */
export type CryptMethod = 'Identity' | 'V2' | 'AESV2' | 'AESV3';

/** What a file encryption key opens. */
export interface CryptSettings {
  readonly key: Uint8Array;
  readonly strings: CryptMethod;
  readonly streams: CryptMethod;
  /** Methods of named crypt filters, which single streams may pick (ISO 32000-1, 7.4.10). */
  readonly named: ReadonlyMap<string, CryptMethod>;
  readonly encryptsMetadata: boolean;
  /** Number of the encryption dictionary, which is never encrypted itself. */
  readonly dictionary: number | undefined;
}

const AES_SALT = fromLatin1('sAlT');

/** Decrypts objects of one file (ISO 32000-1, 7.6.2). */
export class Decryptor {
  readonly #settings: CryptSettings;

  constructor(settings: CryptSettings) {
    this.#settings = settings;
  }

  /** The value of an indirect object with its strings decrypted. Objects of object streams come decrypted already. */
  value(value: PdfObject, num: number, gen: number): PdfObject {
    const method = this.#settings.strings;
    const isPlain = num === this.#settings.dictionary || (value instanceof PdfStream && isXref(value.dict));
    return isPlain || method === 'Identity' ? value : this.#strings(value, method, num, gen);
  }

  #strings(value: PdfObject, method: CryptMethod, num: number, gen: number): PdfObject {
    if (value instanceof PdfString) {
      return new PdfString(this.#open(method, value.bytes, num, gen), value.hex, value.start, value.end);
    }
    if (value instanceof PdfStream) {
      const dict = this.#strings(value.dict, method, num, gen) as PdfDict;
      return new PdfStream(dict, value.start, value.owner);
    }
    if (isPdfArray(value)) return value.map((item) => this.#strings(item, method, num, gen));
    if (!(value instanceof PdfDict)) return value;
    // The value of a signature is not encrypted (ISO 32000-1, 7.6.1).
    const isSignature = value.get('ByteRange') !== undefined;
    const entries = [...value.entries].map(([key, item]): [string, PdfObject] => [
      key,
      isSignature && key === 'Contents' ? item : this.#strings(item, method, num, gen),
    ]);
    return new PdfDict(new Map(entries), value.duplicateKeys);
  }

  /** Raw data of a stream, decrypted. */
  data(stream: PdfStream, raw: Uint8Array): Uint8Array {
    const method = this.#methodOf(stream.dict);
    if (method === 'Identity' || stream.owner === undefined) return raw;
    return this.#open(method, raw, stream.owner.num, stream.owner.gen);
  }

  #methodOf(dict: PdfDict): CryptMethod {
    if (isXref(dict)) return 'Identity';
    if (nameOf(dict.get('Type')) === 'Metadata' && !this.#settings.encryptsMetadata) return 'Identity';
    const filters = dict.get('Filter');
    const first = isPdfArray(filters) ? filters[0] : filters;
    if (nameOf(first) !== 'Crypt') return this.#settings.streams;
    const parameters = dict.get('DecodeParms');
    const own = isPdfArray(parameters) ? parameters[0] : parameters;
    const name = own instanceof PdfDict ? (nameOf(own.get('Name')) ?? 'Identity') : 'Identity';
    const method = name === 'Identity' ? 'Identity' : this.#settings.named.get(name);
    if (method === undefined) throw pdfInvalid(`the crypt filter ${name} is not there`);
    return method;
  }

  #open(method: CryptMethod, data: Uint8Array, num: number, gen: number): Uint8Array {
    if (method === 'Identity') return data;
    const key = method === 'AESV3' ? this.#settings.key : this.#objectKey(method, num, gen);
    return method === 'V2' ? rc4(key, data) : openAes(key, data);
  }

  /** Algorithm 1 (7.6.2). */
  #objectKey(method: CryptMethod, num: number, gen: number): Uint8Array {
    const { key } = this.#settings;
    const place = Uint8Array.of(num, num >>> 8, num >>> 16, gen, gen >>> 8);
    const hasher = platform.createHasher('md5').update(concatBytes(key, place));
    if (method === 'AESV2') hasher.update(AES_SALT);
    return hasher.digest().subarray(0, Math.min(key.length + 5, 16));
  }
}

/** Cross-reference streams are never encrypted, nor are strings in them (7.5.8.2). */
function isXref(dict: PdfDict): boolean {
  return nameOf(dict.get('Type')) === 'XRef';
}

/** The first block is the initialisation vector, the last byte counts the padding (7.6.2). */
function openAes(key: Uint8Array, data: Uint8Array): Uint8Array {
  if (data.length === 0) return data;
  if (data.length < 32 || data.length % 16 !== 0) {
    throw pdfInvalid('encrypted data that is no whole number of blocks');
  }
  const plain = decryptAesCbc(key, data.subarray(0, 16), data.subarray(16));
  const padding = plain.at(-1)!;
  if (padding < 1 || padding > 16) throw pdfInvalid('encrypted data with a wrong padding');
  return plain.subarray(0, plain.length - padding);
}
