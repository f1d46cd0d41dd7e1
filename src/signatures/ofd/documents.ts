import {
  type Box,
  type OfdBody,
  type OfdDocument,
  type OfdPackage,
  type OfdPage,
  pageBoxOf,
  readDocument,
} from '../../formats/ofd/index.ts';
import { indexOfBytes, isYinxinError, utf8 } from '../../foundation/core/index.ts';

/** A document as the stamps on its pages need it. */
export interface SeenDocument {
  readonly document: OfdDocument;
  /** Number of a page, from 1, by its identifier. Of two pages with one identifier the first. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Size of a page in millimetres, by its number; absent where the page cannot be read or states none. */
  sizeOf(page: number): Promise<{ readonly width: number; readonly height: number } | undefined>;
}

/** Documents of a package, each read once; `undefined` where one cannot be read. */
export class Documents {
  readonly #ofd: OfdPackage;
  readonly #known = new Map<string, Promise<SeenDocument | undefined>>();

  constructor(ofd: OfdPackage) {
    this.#ofd = ofd;
  }

  of(body: OfdBody): Promise<SeenDocument | undefined> {
    const known = this.#known.get(body.document) ?? this.#read(body);
    this.#known.set(body.document, known);
    return known;
  }

  async #read(body: OfdBody): Promise<SeenDocument | undefined> {
    const document = await readable(readDocument(this.#ofd, body));
    if (document === undefined) return undefined;
    const numbers = new Map<string, number>();
    for (const [index, { id }] of document.pages.entries()) {
      if (!numbers.has(id)) numbers.set(id, index + 1);
    }
    const sizes = new Map<number, ReturnType<SeenDocument['sizeOf']>>();
    const sizeOf: SeenDocument['sizeOf'] = (page) => {
      const size = sizes.get(page) ?? readable(sizeOfPage(this.#ofd, document, document.pages[page - 1]!));
      sizes.set(page, size);
      return size;
    };
    return { document, numbers, sizeOf };
  }
}

const BOX_NAME = utf8('PhysicalBox');

/** A page that never names a box of its own is as large as the document says: its content need not be parsed for that. */
async function sizeOfPage(ofd: OfdPackage, document: OfdDocument, page: OfdPage): Promise<Box | undefined> {
  const bytes = await ofd.read(page.name);
  // Names of elements stand in the bytes as they are, unless the file is in UTF-16.
  const plain = bytes[0] === 0x3c || bytes[0] === 0xef;
  if (plain && indexOfBytes(bytes, BOX_NAME) === -1) return document.pageBox;
  return pageBoxOf(ofd, document, page);
}

/** What cannot be read is told where it is needed; an error of reading goes on its way. */
async function readable<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isYinxinError(error) && error.code !== 'IO_FAILED') return undefined;
    throw error;
  }
}
