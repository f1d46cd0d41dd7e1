import {
  attributesOf,
  CMS_OID,
  type CmsAttribute,
  encodeAttribute,
  parseSignedData,
} from '../../foundation/cms/index.ts';
import type { Random, SignOptions, TimestampAuthority } from '../../foundation/core/index.ts';
import { digest, digestNameOfOid } from '../../foundation/crypto/index.ts';
import { obtainTimestamp, parseTimestampToken } from '../../foundation/pki/index.ts';
import { addToSignedData } from './edit-signed-data.ts';

/** What signature timestamps are asked for with. */
export interface StampOptions {
  readonly tsa: TimestampAuthority;
  readonly random?: Random;
  readonly signOptions?: SignOptions;
}

/** A CMS with timestamps, and the newest time that they tell; absent where none was missing. */
export interface StampedCms {
  readonly cms: Uint8Array;
  readonly time?: Date;
}

/**
 * Adds a signature timestamp (ETSI EN 319 122-1 5.3) to every signer that has none. The value, and all that is signed,
 * keep their bytes. TIMESTAMP_FAILED, CMS_INVALID.
 */
export async function stampCms(cms: Uint8Array, options: StampOptions): Promise<StampedCms> {
  const unsigned = new Map<number, readonly Uint8Array[]>();
  let newest: Date | undefined;
  for (const [i, signer] of parseSignedData(cms).signerInfos.entries()) {
    if (attributesOf(signer.unsignedAttributes, CMS_OID.signatureTimestamp).length > 0) continue;
    const hash = digestNameOfOid(signer.digestAlgorithm.oid) === 'sm3' ? 'sm3' : 'sha256';
    const token = await obtainTimestamp(options.tsa, hash, digest(hash, signer.signature), {
      ...(options.random === undefined ? {} : { random: options.random }),
      ...(options.signOptions === undefined ? {} : { signOptions: options.signOptions }),
    });
    const { genTime } = parseTimestampToken(token).info;
    if (newest === undefined || genTime > newest) newest = genTime;
    unsigned.set(i, [encodeAttribute(CMS_OID.signatureTimestamp, token)]);
  }
  if (newest === undefined) return { cms };
  return { cms: addToSignedData(cms, { unsigned }), time: newest };
}

/** How many signers of a CMS have no signature timestamp. */
export function signersWithoutTimestamp(cms: Uint8Array): number {
  const isOpen = (attributes: readonly CmsAttribute[]): boolean =>
    attributesOf(attributes, CMS_OID.signatureTimestamp).length === 0;
  return parseSignedData(cms).signerInfos.filter((signer) => isOpen(signer.unsignedAttributes)).length;
}
