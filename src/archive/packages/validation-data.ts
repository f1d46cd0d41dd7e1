import { readAll } from '../../foundation/core/index.ts';
import type { FileFacts } from '../../foundation/validation/index.ts';
import { VALIDATION_FOLDER } from '../model.ts';
import type { Content } from './loaded.ts';

/** Certificates and revocation data that a package carries, DER each. */
export interface ArchivedValidationData {
  readonly certificates?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly ocspResponses?: readonly Uint8Array[];
}

const KINDS = [
  ['certificates', 'certificate', 'cer'],
  ['crls', 'crl', 'crl'],
  ['ocspResponses', 'ocsp', 'ors'],
] as const;

/** More than this in a package is not read as validation data. */
const MAX_FILES = 2_000;
const MAX_BYTES = 64 * 1024 * 1024;

/** The files of 验证数据/, numbered by kind in the order given. */
export function validationFiles(
  data: ArchivedValidationData,
): { readonly path: string; readonly data: Uint8Array }[] {
  return KINDS.flatMap(([field, name, ending]) =>
    (data[field] ?? []).map((bytes, i) => ({
      path: `${VALIDATION_FOLDER}${name}-${String(i + 1).padStart(3, '0')}.${ending}`,
      data: bytes,
    })),
  );
}

/** The same facts with what the package carries to judge them. Nothing in it is believed: it is judged like any other. */
export async function withValidationData(
  facts: FileFacts,
  contents: ReadonlyMap<string, Content>,
): Promise<FileFacts> {
  const files = [...contents].filter(
    ([path, content]) => path.startsWith(VALIDATION_FOLDER) && content.readable,
  );
  const found: Record<(typeof KINDS)[number][0], Uint8Array[]> = {
    certificates: [],
    crls: [],
    ocspResponses: [],
  };
  let bytes = 0;
  for (const [path, content] of files.slice(0, MAX_FILES)) {
    const kind = KINDS.find(([, , ending]) => path.endsWith(`.${ending}`));
    bytes += content.size;
    if (kind === undefined || bytes > MAX_BYTES) continue;
    found[kind[0]].push(await readAll(await content.open()));
  }
  if (Object.values(found).every((list) => list.length === 0)) return facts;
  const signatures = facts.signatures.map((signature) => ({
    ...signature,
    certificates: [...signature.certificates, ...found.certificates],
    crls: [...signature.crls, ...found.crls],
    ocspResponses: [...signature.ocspResponses, ...found.ocspResponses],
  }));
  return { ...facts, signatures };
}
