import { type PdfObject, PdfStream, PdfString } from '../object.ts';
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
import { withStrings } from './string-walk.ts';

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
    if (isPlain || method === 'Identity') return value;
    return withStrings(
      value,
      ({ bytes, hex, start, end }) => new PdfString(this.#open(method, bytes, num, gen), hex, start, end),
    );
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
