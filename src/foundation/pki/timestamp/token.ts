import { CMS_OID, parseSignedData, type SignedData } from '../../cms/index.ts';
import { YinxinError } from '../../core/index.ts';
import { parseTstInfo, type TstInfo } from './tst-info.ts';

/** A timestamp token as stored. Syntax only; see `checkTimestampToken` and `verifyTimestamp`. */
export interface TimestampToken {
  readonly raw: Uint8Array;
  readonly signedData: SignedData;
  readonly info: TstInfo;
}

/**
 * Reads a timestamp token: SignedData of RFC 5652 or GB/T 35275 with exactly one signer over TSTInfo.
 * TIMESTAMP_INVALID, CMS_INVALID.
 */
export function parseTimestampToken(bytes: Uint8Array): TimestampToken {
  const signedData = parseSignedData(bytes);
  const content = signedData.eContent;
  if (signedData.eContentType !== CMS_OID.tstInfo || content === undefined) {
    throw new YinxinError('TIMESTAMP_INVALID', 'not a timestamp token: it holds no TSTInfo');
  }
  if (signedData.signerInfos.length !== 1) {
    throw new YinxinError('TIMESTAMP_INVALID', 'a timestamp token has exactly one signer (RFC 3161 2.4.2)');
  }
  return { raw: bytes, signedData, info: parseTstInfo(content) };
}
