import { writeXml, xmlNode } from '../../formats/xml/index.ts';
import { utf8, YinxinError } from '../../foundation/core/index.ts';
import type { TransferItem } from './model.ts';

const NAME = /^[a-z][a-z0-9_]{0,63}$/;
const FIXED = ['electronic_record_code', 'title', 'computer_file_name'];

/** Metadata of one item as XML: the names of DA/T 46-2009 as elements, the fixed ones first. ARGUMENT_INVALID. */
export function itemMetadata({ recordCode, title, name, metadata = {} }: TransferItem): Uint8Array {
  const own = Object.entries(metadata);
  const wrong = own.find(([key]) => !NAME.test(key) || FIXED.includes(key));
  if (wrong !== undefined || recordCode === '' || title === '') {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'metadata have element names of DA/T 46, each once, and a title',
      {
        details: { item: name, ...(wrong === undefined ? {} : { element: wrong[0] }) },
      },
    );
  }
  const fixed = [recordCode, title, name].map((text, i) => xmlNode(FIXED[i]!, {}, [text]));
  const elements = [...fixed, ...own.map(([key, text]) => xmlNode(key, {}, [text]))];
  const root = xmlNode('record_metadata', { xmlns: 'urn:yinxin:archive:transfer:1' }, elements);
  return utf8(writeXml(root, { indent: true }));
}
