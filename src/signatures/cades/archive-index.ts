import { asOctetString, type Der, der, isContext, sequenceOf, TAG } from '../../foundation/asn1/index.ts';
import { type CmsSignerInfo, ocspResponsesOf, type SignedData } from '../../foundation/cms/index.ts';
import { concatBytes, toHex, YinxinError } from '../../foundation/core/index.ts';
import {
  type DigestName,
  digest,
  digestNameOfOid,
  parseAlgorithmIdentifier,
} from '../../foundation/crypto/index.ts';

/** What an archive timestamp names by digest: the objects of the SignedData, and values of unsigned attributes. */
export interface Indexed {
  /** Certificates, CRLs and OCSP responses, DER. */
  readonly objects: readonly Uint8Array[];
  readonly attributeValues: readonly Uint8Array[];
}

/** Digests in one index: as many as members of the sets, and some attributes. */
const MAX_DIGESTS = 20_000;

/**
 * Looks up what the hash indexes of archive timestamps over one signature name (ats-hash-index-v3, ETSI EN 319 122-1
 * 5.5.2). What stands in the signature is hashed once for each algorithm, however many timestamps there are.
 */
export class ArchiveIndex {
  readonly #signedData: SignedData;
  readonly #signer: CmsSignerInfo;
  readonly #known = new Map<DigestName, StoredByDigest>();

  constructor(signedData: SignedData, signer: CmsSignerInfo) {
    this.#signedData = signedData;
    this.#signer = signer;
  }

  /**
   * What one index names. DER_INVALID where it is malformed, CMS_INVALID where it names something that is not there:
   * then nobody knows what was stamped.
   */
  lookUp(index: Der): Indexed {
    const reader = sequenceOf(index, 'ATSHashIndexV3');
    const { oid } = parseAlgorithmIdentifier(reader.expect(TAG.sequence, 'hashIndAlgorithm'));
    const hash = digestNameOfOid(oid);
    if (hash === undefined) throw new YinxinError('CMS_INVALID', `the index uses the unknown digest ${oid}`);
    const parts = ['certificatesHashIndex', 'crlsHashIndex', 'unsignedAttrValuesHashIndex'].map((name) =>
      digestsOf(reader.expect(TAG.sequence, name)),
    );
    reader.end();
    const stored = this.#known.get(hash) ?? hashStored(this.#signedData, this.#signer, hash);
    this.#known.set(hash, stored);
    const [certificates, crls, values] = parts;
    return {
      objects: [...pick(certificates!, stored.certificates), ...pick(crls!, stored.revocation)].flat(),
      attributeValues: pick(values!, stored.attributeValues),
    };
  }
}

interface StoredByDigest {
  readonly certificates: ReadonlyMap<string, readonly Uint8Array[]>;
  readonly revocation: ReadonlyMap<string, readonly Uint8Array[]>;
  readonly attributeValues: ReadonlyMap<string, Uint8Array>;
}

function hashStored(signedData: SignedData, signer: CmsSignerInfo, hash: DigestName): StoredByDigest {
  const nameOf = (...parts: Uint8Array[]): string => toHex(digest(hash, concatBytes(...parts)));
  return {
    certificates: new Map(signedData.certificateChoices.map((choice) => [nameOf(choice.raw), [choice.raw]])),
    revocation: new Map(
      signedData.revocationChoices.map((choice) => [
        nameOf(choice.raw),
        isContext(choice, 1) ? ocspResponsesOf(choice) : [choice.raw],
      ]),
    ),
    attributeValues: new Map(
      signer.unsignedAttributes.flatMap(({ oid, values }) =>
        values.map((value) => [nameOf(der.oid(oid), value.raw), value.raw] as const),
      ),
    ),
  };
}

function digestsOf(list: Der): string[] {
  const members = sequenceOf(list, 'hash index').rest();
  if (members.length > MAX_DIGESTS) throw new YinxinError('DER_INVALID', 'the hash index is endless');
  return members.map((member) => toHex(asOctetString(member)));
}

function pick<T>(digests: readonly string[], stored: ReadonlyMap<string, T>): T[] {
  return digests.map((name) => {
    const found = stored.get(name);
    if (found === undefined) {
      throw new YinxinError(
        'CMS_INVALID',
        'the archive timestamp names something that is not in the signature',
      );
    }
    return found;
  });
}
