import { der, readSequence } from '../../foundation/asn1/index.ts';
import {
  type CmsSignerInfo,
  encodeAttribute,
  parseSignedData,
  type SignedData,
} from '../../foundation/cms/index.ts';
import { concatBytes } from '../../foundation/core/index.ts';
import {
  algorithmIdentifier,
  type DigestName,
  digest,
  digestNameOfOid,
  oidOfDigest,
} from '../../foundation/crypto/index.ts';
import { obtainTimestamp, parseTimestampToken } from '../../foundation/pki/index.ts';
import { addToSignedData } from './edit-signed-data.ts';
import type { StampedCms, StampOptions } from './signature-timestamp.ts';

/** archive-time-stamp-v3 and ats-hash-index-v3 (ETSI EN 319 122-1 5.5.3 and 5.5.2). */
const ARCHIVE_TIMESTAMP_V3 = '0.4.0.1733.2.4';
const ATS_HASH_INDEX_V3 = '0.4.0.19122.1.5';

/**
 * Puts an archive timestamp over every signer of a CMS: over the content, the signer's part, and all certificates,
 * revocation data and unsigned attributes that are there, earlier archive timestamps among them. TIMESTAMP_FAILED.
 */
export async function archiveCms(
  cms: Uint8Array,
  contentDigest: (hash: DigestName) => Promise<Uint8Array>,
  options: StampOptions,
): Promise<StampedCms> {
  const signedData = parseSignedData(cms);
  const unsigned = new Map<number, readonly Uint8Array[]>();
  let newest: Date | undefined;
  for (const [i, signer] of signedData.signerInfos.entries()) {
    const hash = digestNameOfOid(signer.digestAlgorithm.oid) === 'sm3' ? 'sm3' : 'sha256';
    const index = hashIndex(signedData, signer, hash);
    const content = await contentDigest(hash);
    const stamped = concatBytes(der.oid(signedData.eContentType), content, ...fieldsOf(signer), index);
    const token = await obtainTimestamp(options.tsa, hash, digest(hash, stamped), {
      ...(options.random === undefined ? {} : { random: options.random }),
      ...(options.signOptions === undefined ? {} : { signOptions: options.signOptions }),
    });
    const { genTime } = parseTimestampToken(token).info;
    if (newest === undefined || genTime > newest) newest = genTime;
    const indexed = addToSignedData(token, {
      unsigned: new Map([[0, [encodeAttribute(ATS_HASH_INDEX_V3, index)]]]),
    });
    unsigned.set(i, [encodeAttribute(ARCHIVE_TIMESTAMP_V3, indexed)]);
  }
  return { cms: addToSignedData(cms, { unsigned }), ...(newest === undefined ? {} : { time: newest }) };
}

/** What is stamped beside the signer, by digest: what comes later is not in it, and takes nothing away. */
function hashIndex(signedData: SignedData, signer: CmsSignerInfo, hash: DigestName): Uint8Array {
  const list = (values: readonly Uint8Array[]): Uint8Array =>
    der.sequence(...values.map((value) => der.octetString(digest(hash, value))));
  return der.sequence(
    algorithmIdentifier(oidOfDigest(hash)),
    list(signedData.certificateChoices.map(({ raw }) => raw)),
    list(signedData.revocationChoices.map(({ raw }) => raw)),
    list(
      signer.unsignedAttributes.flatMap(({ oid, values }) =>
        values.map(({ raw }) => concatBytes(der.oid(oid), raw)),
      ),
    ),
  );
}

/** All fields of a SignerInfo but its unsigned attributes, as stored. */
function fieldsOf({ raw }: CmsSignerInfo): Uint8Array[] {
  const fields = readSequence(raw, 'SignerInfo').rest();
  return fields
    .filter((field, i) => i < fields.length - 1 || field.raw[0] !== 0xa1)
    .map((field) => field.raw);
}
