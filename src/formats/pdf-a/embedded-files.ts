import { nameOf, type PdfDict, type PdfObject, PdfRef, PdfStream } from '../pdf/index.ts';
import type { PdfACase } from './findings.ts';

const RELATIONSHIPS = new Set([
  'Source',
  'Data',
  'Alternative',
  'Supplement',
  'Unspecified',
  'EncryptedPayload',
  'FormData',
  'Schema',
]);
/** type/subtype of RFC 2046. */
const MEDIA_TYPE = /^[A-Za-z0-9!#$&^_.+-]+\/[A-Za-z0-9!#$&^_.+-]+$/;

/** Embedded files (6.8): named twice, of a media type, with their relationship, and associated with something. */
export function checkEmbeddedFiles(file: PdfACase): void {
  const view = file.document.view();
  const associated = associatedFiles(file);
  for (let num = 1; num < file.document.nextObjectNumber; num++) {
    const dict = view.dict(new PdfRef(num));
    if (dict === undefined || view.dict(dict.get('EF')) === undefined) continue;
    checkSpecification(file, dict, num);
    if (!associated.has(num))
      file.find('PDFA_EMBEDDED_FILE', 'the file is associated with nothing (/AF)', num);
  }
  checkOptionalContent(file);
}

function checkSpecification(file: PdfACase, dict: PdfDict, num: number): void {
  if (dict.get('F') === undefined || dict.get('UF') === undefined) {
    file.find('PDFA_EMBEDDED_FILE', 'the file specification lacks /F or /UF', num);
  }
  const relationship = nameOf(file.resolve(dict.get('AFRelationship')));
  if (relationship === undefined || !RELATIONSHIPS.has(relationship)) {
    file.find('PDFA_EMBEDDED_FILE', 'the file specification has no /AFRelationship', num);
  }
  for (const [key, value] of file.entries(dict.get('EF'))) {
    if (!(value instanceof PdfStream)) {
      file.find('PDFA_EMBEDDED_FILE', `/${key.slice(0, 8)} of the file is no stream`, num);
      continue;
    }
    const type = nameOf(file.resolve(value.dict.get('Subtype')));
    if (type === undefined || !MEDIA_TYPE.test(type)) {
      file.find('PDFA_EMBEDDED_FILE', 'the embedded file has no media type (/Subtype)', num);
    }
  }
}

/** Numbers of the file specifications that some /AF names. */
function associatedFiles(file: PdfACase): ReadonlySet<number> {
  const found = new Set<number>();
  const view = file.document.view();
  const note = (value: PdfObject | undefined): void => {
    for (const item of view.array(value) ?? []) if (item instanceof PdfRef) found.add(item.num);
  };
  for (let num = 1; num < file.document.nextObjectNumber; num++) note(view.dict(new PdfRef(num))?.get('AF'));
  return found;
}

/** Configurations of optional content (6.9): named, each name once, nothing switched by viewers on their own. */
function checkOptionalContent(file: PdfACase): void {
  const properties = file.dict(file.document.catalog().get('OCProperties'));
  if (properties === undefined) return;
  const configurations = [properties.get('D'), ...(file.document.array(properties.get('Configs')) ?? [])].map(
    (one) => file.dict(one),
  );
  const names = new Set<string>();
  for (const configuration of configurations) {
    const name = file.resolve(configuration?.get('Name'));
    const text =
      name !== null && typeof name === 'object' && 'bytes' in name ? name.bytes.join(',') : undefined;
    if (text === undefined || text === '' || names.has(text)) {
      file.find('PDFA_OPTIONAL_CONTENT', 'a configuration of optional content has no name of its own');
    }
    names.add(text ?? '');
    if (configuration?.get('AS') !== undefined) {
      file.find('PDFA_OPTIONAL_CONTENT', 'optional content is switched by events (/AS)');
    }
  }
}
