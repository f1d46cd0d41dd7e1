import { asSmallInteger, asText, DerReader, der, readSequence, TAG } from '../../asn1/index.ts';
import { YinxinError } from '../../core/index.ts';
import { algorithmIdentifier, type DigestName, oidOfDigest } from '../../crypto/index.ts';
import { readStructure } from '../../x509/index.ts';

/** Options of {@link buildTimeStampReq}. */
export interface TimeStampReqOptions {
  /** Random octets that the token must repeat; absent: none asked for. */
  readonly nonce?: Uint8Array;
  /** Policy asked for, dotted. */
  readonly policy?: string;
}

/** DER of a TimeStampReq (RFC 3161 2.4.1) over a digest; the authority's certificate is asked for. */
export function buildTimeStampReq(
  hash: DigestName,
  digest: Uint8Array,
  options: TimeStampReqOptions = {},
): Uint8Array {
  return der.sequence(
    der.integer(1),
    der.sequence(algorithmIdentifier(oidOfDigest(hash), 'null'), der.octetString(digest)),
    ...(options.policy === undefined ? [] : [der.oid(options.policy)]),
    ...(options.nonce === undefined ? [] : [der.integer(options.nonce)]),
    der.boolean(true),
  );
}

/** A TimeStampResp as stored. */
export interface TimeStampResp {
  /** PKIStatus; 0 granted, 1 granted with modifications. */
  readonly status: number;
  readonly statusText: string;
  /** The token (ContentInfo), DER; present when granted. */
  readonly token?: Uint8Array;
}

/** Reads a TimeStampResp (RFC 3161 2.4.2). TIMESTAMP_INVALID. The token itself is not checked here. */
export function parseTimeStampResp(bytes: Uint8Array): TimeStampResp {
  return readStructure('TIMESTAMP_INVALID', 'TimeStampResp', () => {
    const outer = readSequence(bytes, 'TimeStampResp');
    const info = outer.sequence('status');
    const status = asSmallInteger(info.expect(TAG.integer, 'status'));
    const text = info.optional(TAG.sequence);
    info.optional(TAG.bitString);
    info.end();
    const token = outer.done ? undefined : outer.expect(TAG.sequence, 'timeStampToken').raw;
    outer.end();
    const granted = status === 0 || status === 1;
    if (granted !== (token !== undefined)) {
      throw new YinxinError('DER_INVALID', 'token present and status do not agree');
    }
    const statusText = text === undefined ? '' : new DerReader(text).rest().map(asText).join('; ');
    return { status, statusText, ...(token === undefined ? {} : { token }) };
  });
}
