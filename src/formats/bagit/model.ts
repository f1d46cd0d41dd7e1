/** What is wrong with a bag, or odd about it. `failed` makes it invalid (RFC 8493 3); `warning` is a tolerated quirk. */
export interface BagFinding {
  readonly code: BagFindingCode;
  readonly status: 'failed' | 'warning';
  readonly detail: string;
  /** Section of RFC 8493. */
  readonly clause: string;
}

/** Codes of {@link BagFinding}. */
export type BagFindingCode =
  | 'BAGIT_DECLARATION'
  | 'BAGIT_TAG_FILE'
  | 'BAGIT_MANIFEST'
  | 'BAGIT_MANIFEST_ABSENT'
  | 'BAGIT_PATH_OUTSIDE'
  | 'BAGIT_PATH_RELATIVE'
  | 'BAGIT_MD5SUM_MARK'
  | 'BAGIT_DUPLICATE_ENTRY'
  | 'BAGIT_NAME_CLASH'
  | 'BAGIT_FILE_MISSING'
  | 'BAGIT_FILE_UNLISTED'
  | 'BAGIT_DIGEST_MISMATCH'
  | 'BAGIT_SYSTEM_FILE'
  | 'BAGIT_FETCH'
  | 'BAGIT_INFO'
  | 'BAGIT_PAYLOAD_OXUM';

/** What a bag turned out to be. */
export interface Bag {
  /** `1.0`, `0.97` …; absent where bagit.txt cannot be read. */
  readonly version?: string;
  readonly findings: readonly BagFinding[];
  /** Algorithms of the payload manifests that were computed, as in their file names. */
  readonly algorithms: readonly string[];
  /** Algorithms of manifests that this library does not compute. */
  readonly unknownAlgorithms: readonly string[];
  /** Files that are listed, absent, and to be fetched from elsewhere: the bag is not complete without them. */
  readonly toFetch: readonly string[];
  /** Files of the payload that are there. */
  readonly payloadFiles: number;
  readonly payloadBytes: number;
}

/** A finding that makes the bag invalid. */
export function bagFault(code: BagFindingCode, clause: string, detail: string): BagFinding {
  return { code, status: 'failed', detail, clause: `RFC 8493 ${clause}` };
}

/** A tolerated quirk. */
export function bagQuirk(code: BagFindingCode, clause: string, detail: string): BagFinding {
  return { code, status: 'warning', detail, clause: `RFC 8493 ${clause}` };
}
