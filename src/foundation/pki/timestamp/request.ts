import { der } from '../../asn1/index.ts';
import { YinxinError } from '../../core/index.ts';
import {
  algorithmIdentifier,
  type DigestName,
  digestLength,
  ETSI_TS_119_312,
  oidOfDigest,
  usesEndingBefore,
} from '../../crypto/index.ts';

/** Options of {@link buildTimeStampReq}. */
export interface TimeStampReqOptions {
  /** Random octets that the token must repeat, 1 to 64, as an unsigned number; absent: none asked for. */
  readonly nonce?: Uint8Array;
  /** Policy asked for, dotted; absent: the authority chooses. */
  readonly policy?: string;
  /** Asks for the authority's certificate in the token. Default true: a token without it needs it from elsewhere. */
  readonly certReq?: boolean;
}

const MAX_NONCE_BYTES = 64;

/**
 * DER of a TimeStampReq (RFC 3161 2.4.1, GB/T 20520) over a digest. ARGUMENT_INVALID for a digest of another length, for
 * one that does not count any more (MD5, SHA-1), and for an empty or endless nonce.
 */
export function buildTimeStampReq(
  hash: DigestName,
  digest: Uint8Array,
  options: TimeStampReqOptions = {},
): Uint8Array {
  const { nonce, policy } = options;
  assertImprint(hash, digest);
  if (nonce !== undefined && (nonce.length === 0 || nonce.length > MAX_NONCE_BYTES)) {
    throw new YinxinError('ARGUMENT_INVALID', `give a nonce of 1 to ${MAX_NONCE_BYTES} bytes`);
  }
  return der.sequence(
    der.integer(1),
    der.sequence(algorithmIdentifier(oidOfDigest(hash), 'null'), der.octetString(digest)),
    ...(policy === undefined ? [] : [der.oid(policy)]),
    ...(nonce === undefined ? [] : [der.integer(nonce)]),
    // certReq is FALSE by default, and DER does not write defaults.
    ...(options.certReq === false ? [] : [der.boolean(true)]),
  );
}

function assertImprint(hash: DigestName, digest: Uint8Array): void {
  if (digest.length !== digestLength(hash)) {
    throw new YinxinError('ARGUMENT_INVALID', `a digest by ${hash} has ${digestLength(hash)} bytes`);
  }
  const [ended] = usesEndingBefore([{ kind: 'digest', digest: hash }], new Date(ETSI_TS_119_312.issued));
  if (ended !== undefined) {
    throw new YinxinError('ARGUMENT_INVALID', `${ended.name} proves nothing any more: use sha256 or sm3`);
  }
}
