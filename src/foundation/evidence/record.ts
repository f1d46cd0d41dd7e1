import type { AlgorithmIdentifier, DigestName } from '../crypto/index.ts';

/** Hash values of one list; stored in any order, hashed in ascending order (RFC 4998 4.2). */
export type HashList = readonly Uint8Array[];

/** ArchiveTimeStamp (RFC 4998 4.1) or its like in XML (RFC 6283 3.1.2), as stored. */
export interface ArchiveTimeStamp {
  /** As the file names it; absent: that of the imprint counts. */
  readonly digestAlgorithm?: AlgorithmIdentifier;
  /** Absent: the token is over the value itself. */
  readonly hashTree?: readonly HashList[];
  /** The token, DER. */
  readonly token: Uint8Array;
  /** What a renewal of this timestamp hashes; absent where the library does not make that form (canonical XML). */
  readonly renewalInput?: Uint8Array;
  /** Attributes that are not interpreted. */
  readonly attributes: number;
}

/** ArchiveTimeStampChain: one digest algorithm, each timestamp over the one before. */
export interface ArchiveTimeStampChain {
  readonly stamps: readonly ArchiveTimeStamp[];
  /** DER of the chain; absent in XML. */
  readonly raw?: Uint8Array;
  /** RFC 6283 names the digest for the chain; RFC 4998 in each timestamp. */
  readonly digestName?: DigestName;
  /** It names one that is not known here. */
  readonly unknownDigest?: true;
}

/** An evidence record as stored. Syntax only; see `checkEvidenceRecord`. */
export interface EvidenceRecord {
  readonly form: 'RFC4998' | 'RFC6283';
  /** Digests that the record says it uses; `undefined` for those not known here. */
  readonly digestNames: readonly (DigestName | undefined)[];
  readonly chains: readonly ArchiveTimeStampChain[];
  /** The hashes are over encrypted objects (EncryptionInfo): its type. */
  readonly encryption?: string;
  /** Supporting data beside the timestamps (CryptoInfos) that is not interpreted, counted. */
  readonly supportingData: number;
}
