/** Name of the attached metadata of a license file (GB/T 36905). */
export const METADATA_FILE_NAME = 'metadata.xml';

/** Key of the marked content that holds the bars of the code, so that a verifier reads the code that is drawn. */
export const QR_MARK = 'YX_QR';
