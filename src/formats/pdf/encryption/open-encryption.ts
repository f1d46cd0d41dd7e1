import { countOf, isPdfArray, nameOf, PdfDict, type PdfObject, PdfRef, PdfString } from '../object.ts';
import type { CryptMethod } from './crypt-settings.ts';
import { Decryptor } from './decryptor.ts';
import { fileKey, isOwnerPassword, type KeySettings } from './file-key.ts';

/** What reads the objects of the file: its newest state. */
interface Objects {
  resolve(value: PdfObject | undefined): PdfObject | undefined;
  dict(value: PdfObject | undefined): PdfDict | undefined;
}

/**
 * Opens the standard security handler of a file (ISO 32000-2, 7.6.4; revisions 2 to 6) with a password, as user or
 * owner. Undefined when the password is wrong, or the handler is another one.
 */
export function openEncryption(view: Objects, trailer: PdfDict, password: string): Decryptor | undefined {
  const stored = trailer.get('Encrypt');
  const dict = view.resolve(stored);
  if (!(dict instanceof PdfDict) || nameOf(view.resolve(dict.get('Filter'))) !== 'Standard') return undefined;
  const version = countOf(view.resolve(dict.get('V'))) ?? 0;
  const methods = methodsOf(view, dict, version);
  const settings = keySettings(view, dict, version, trailer);
  if (methods === undefined || settings === undefined) return undefined;
  const key = fileKey(settings, password);
  if (key === undefined) return undefined;
  return new Decryptor({
    ...methods,
    key,
    encryptsMetadata: settings.encryptsMetadata,
    dictionary: stored instanceof PdfRef ? stored.num : undefined,
    permissions: settings.permissions,
    asOwner: () => isOwnerPassword(settings, password),
  });
}

interface Methods {
  readonly strings: CryptMethod;
  readonly streams: CryptMethod;
  readonly named: ReadonlyMap<string, CryptMethod>;
}

const METHODS: Readonly<Record<string, CryptMethod>> = {
  None: 'Identity',
  V2: 'V2',
  AESV2: 'AESV2',
  AESV3: 'AESV3',
};

function methodsOf(view: Objects, dict: PdfDict, version: number): Methods | undefined {
  if (version === 1 || version === 2) return { strings: 'V2', streams: 'V2', named: new Map() };
  if (version !== 4 && version !== 5) return undefined;
  const named = new Map<string, CryptMethod>([['Identity', 'Identity']]);
  for (const [name, value] of view.dict(dict.get('CF'))?.entries ?? []) {
    const method = METHODS[nameOf(view.resolve(view.dict(value)?.get('CFM'))) ?? 'None'];
    if (method !== undefined) named.set(name, method);
  }
  const pick = (key: string): CryptMethod | undefined =>
    named.get(nameOf(view.resolve(dict.get(key))) ?? 'Identity');
  const [strings, streams] = [pick('StrF'), pick('StmF')];
  return strings === undefined || streams === undefined ? undefined : { strings, streams, named };
}

function keySettings(
  view: Objects,
  dict: PdfDict,
  version: number,
  trailer: PdfDict,
): KeySettings | undefined {
  const revision = countOf(view.resolve(dict.get('R'))) ?? 0;
  const permissions = view.resolve(dict.get('P'));
  const bits = version === 1 ? 40 : version === 4 ? 128 : (countOf(view.resolve(dict.get('Length'))) ?? 40);
  const known = revision >= 2 && revision <= 6 && typeof permissions === 'number';
  if (!known || bits % 8 !== 0 || bits < 40 || bits > 256) return undefined;
  const bytes = (value: PdfObject | undefined): Uint8Array => {
    const string = view.resolve(value);
    return string instanceof PdfString ? string.bytes : new Uint8Array(0);
  };
  const id = view.resolve(trailer.get('ID'));
  return {
    revision,
    keyLength: Math.min(16, bits / 8),
    owner: bytes(dict.get('O')),
    user: bytes(dict.get('U')),
    ownerKey: bytes(dict.get('OE')),
    userKey: bytes(dict.get('UE')),
    permissions,
    encryptsMetadata: view.resolve(dict.get('EncryptMetadata')) !== false,
    id: isPdfArray(id) ? bytes(id[0]) : new Uint8Array(0),
  };
}
