import { platform } from '#platform';
import { concatBytes } from '../../../foundation/core/index.ts';
import { type PdfDict, type PdfObject, PdfString } from '../object.ts';
import { encryptAesCbc } from './aes.ts';
import { type CryptMethod, type CryptSettings, objectKey, streamMethod } from './crypt-settings.ts';
import { rc4 } from './rc4.ts';
import { withStrings } from './string-walk.ts';

const BLOCK = 16;

/** Encrypts objects for an update of one file, with the key that opened it (ISO 32000-1, 7.6.2). */
export class Encryptor {
  readonly #settings: CryptSettings;

  constructor(settings: CryptSettings) {
    this.#settings = settings;
  }

  /** The value of an indirect object with its strings encrypted. */
  value<T extends PdfObject>(value: T, num: number, gen: number): T {
    const method = this.#settings.strings;
    if (method === 'Identity') return value;
    return withStrings(value, ({ bytes }) => new PdfString(this.#seal(method, bytes, num, gen), true)) as T;
  }

  /** Data of a stream with this dictionary. */
  data(dict: PdfDict, data: Uint8Array, num: number, gen: number): Uint8Array {
    return this.#seal(streamMethod(this.#settings, dict), data, num, gen);
  }

  #seal(method: CryptMethod, data: Uint8Array, num: number, gen: number): Uint8Array {
    if (method === 'Identity') return data;
    const key = objectKey(this.#settings, method, num, gen);
    if (method === 'V2') return rc4(key, data);
    const padding = BLOCK - (data.length % BLOCK);
    const padded = concatBytes(data, new Uint8Array(padding).fill(padding));
    const iv = this.#vector(data, num, gen);
    return concatBytes(iv, encryptAesCbc(key, iv, padded));
  }

  /**
   * The initialisation vector out of key, place and content: nobody can foretell it without the key, two objects with one
   * content have two, and equal input gives equal output.
   */
  #vector(data: Uint8Array, num: number, gen: number): Uint8Array {
    const place = new DataView(new ArrayBuffer(8));
    place.setUint32(0, num);
    place.setUint32(4, gen);
    const { key } = this.#settings;
    const hasher = platform
      .createHasher('sha256')
      .update(key)
      .update(new Uint8Array(place.buffer))
      .update(data);
    return hasher.digest().slice(0, BLOCK);
  }
}
