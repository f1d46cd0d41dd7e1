import { isPdfArray, PdfDict, type PdfObject, PdfStream, PdfString } from '../object.ts';
import { pdfInvalid } from '../syntax.ts';
import { decryptAesCbc } from './aes.ts';
import {
  type CryptMethod,
  type CryptSettings,
  isXrefStream,
  objectKey,
  streamMethod,
} from './crypt-settings.ts';
import { Encryptor } from './encryptor.ts';
import { rc4 } from './rc4.ts';

/** Decrypts objects of one file (ISO 32000-1, 7.6.2). */
export class Decryptor {
  readonly #settings: CryptSettings;

  constructor(settings: CryptSettings) {
    this.#settings = settings;
  }

  /** What writes into the same file. */
  encryptor(): Encryptor {
    return new Encryptor(this.#settings);
  }

  /** True where the owner permits all of these (bits of /P, ISO 32000-1, table 22), or opened the file. */
  permits(flags: number): boolean {
    return (this.#settings.permissions & flags) === flags || this.#settings.asOwner();
  }

  /** The value of an indirect object with its strings decrypted. Objects of object streams come decrypted already. */
  value(value: PdfObject, num: number, gen: number): PdfObject {
    const method = this.#settings.strings;
    const isPlain =
      num === this.#settings.dictionary || (value instanceof PdfStream && isXrefStream(value.dict));
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
    const method = streamMethod(this.#settings, stream.dict);
    if (method === 'Identity' || stream.owner === undefined) return raw;
    return this.#open(method, raw, stream.owner.num, stream.owner.gen);
  }

  #open(method: CryptMethod, data: Uint8Array, num: number, gen: number): Uint8Array {
    if (method === 'Identity') return data;
    const key = method === 'AESV3' ? this.#settings.key : objectKey(this.#settings, method, num, gen);
    return method === 'V2' ? rc4(key, data) : openAes(key, data);
  }
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
