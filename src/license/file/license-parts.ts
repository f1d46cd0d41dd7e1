/** The parts of a license that a file holds, as they stand in it; nothing is believed yet. */
export interface LicenseParts {
  readonly metadataXml: Uint8Array;
  /** Text of the code that is drawn on the page; absent when none could be read. */
  readonly qrText?: string;
  /** Text layer of all pages, painted text alone; absent when it could not be read. */
  readonly visibleText?: string;
  /** Text of single fields by metadata key, where the face marks them. */
  readonly visibleByField: Readonly<Record<string, string>>;
  /** Keys that the description of the document (OFD CustomDatas) gives another value than the metadata. */
  readonly contradicted?: readonly string[];
}
