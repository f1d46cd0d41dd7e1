import { platform } from '#platform';
import { fromLatin1 } from '../../../foundation/core/index.ts';
import { isPdfArray, nameOf, PdfDict } from '../object.ts';
import { pdfInvalid } from '../syntax.ts';

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
  /** /P: what is permitted to users (table 22). */
  readonly permissions: number;
  /** True where the password was that of the owner, who may do everything. */
  readonly asOwner: () => boolean;
}

const AES_SALT: Uint8Array = /* @__PURE__ */ fromLatin1('sAlT');

/** Algorithm 1 (ISO 32000-1, 7.6.2): the key of one object. */
export function objectKey(
  settings: CryptSettings,
  method: CryptMethod,
  num: number,
  gen: number,
): Uint8Array {
  const { key } = settings;
  if (method === 'AESV3') return key;
  const place = Uint8Array.of(num, num >>> 8, num >>> 16, gen, gen >>> 8);
  const hasher = platform.createHasher('md5').update(key).update(place);
  if (method === 'AESV2') hasher.update(AES_SALT);
  return hasher.digest().subarray(0, Math.min(key.length + 5, 16));
}

/** How the data of a stream is encrypted. */
export function streamMethod(settings: CryptSettings, dict: PdfDict): CryptMethod {
  if (isXrefStream(dict)) return 'Identity';
  if (nameOf(dict.get('Type')) === 'Metadata' && !settings.encryptsMetadata) return 'Identity';
  const filters = dict.get('Filter');
  const first = isPdfArray(filters) ? filters[0] : filters;
  if (nameOf(first) !== 'Crypt') return settings.streams;
  const parameters = dict.get('DecodeParms');
  const own = isPdfArray(parameters) ? parameters[0] : parameters;
  const name = own instanceof PdfDict ? (nameOf(own.get('Name')) ?? 'Identity') : 'Identity';
  const method = name === 'Identity' ? 'Identity' : settings.named.get(name);
  if (method === undefined) throw pdfInvalid(`the crypt filter ${name} is not there`);
  return method;
}

/** Cross-reference streams are never encrypted, nor are strings in them (7.5.8.2). */
export function isXrefStream(dict: PdfDict): boolean {
  return nameOf(dict.get('Type')) === 'XRef';
}
