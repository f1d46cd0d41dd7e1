import { formatTime, isYinxinError, toHex } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { parseCertificate } from '../../foundation/x509/index.ts';
import type { Seal, SealStructure } from '../../signatures/ses/index.ts';

/** A seal (电子印章) as it describes itself. Nothing of this is verified. Times as ISO 8601 in Z. */
export interface SealDescription {
  /** V1 (GM/T 0031-2014), V4 (GB/T 38540-2020) or V5 (GM/T 0031-2025), by its shape. */
  readonly structure: SealStructure;
  /** The number written in its header. */
  readonly version: number;
  readonly vendor: string;
  readonly id: string;
  readonly name: string;
  /** As written; 1 is an organisation, 2 a person in V1, makers use others too. */
  readonly type: number;
  readonly createdAt: string;
  readonly validity: { readonly from: string; readonly to: string };
  readonly maker: SealParty;
  /** Those who may use it, by value … */
  readonly owners: readonly SealParty[];
  /** … or by digest, in hex. */
  readonly ownerDigests: readonly { readonly type: string; readonly value: string }[];
  readonly picture: {
    readonly type: string;
    readonly widthMm: number;
    readonly heightMm: number;
    readonly sha256: string;
  };
}

/** A certificate of a seal; `subject` is null where it cannot be read. */
export interface SealParty {
  readonly subject: string | null;
  readonly certificateSha256: string;
}

/** What a seal says of itself. */
export function describeSeal(seal: Seal): SealDescription {
  const { structure, version, vendor, id, name, type, picture } = seal;
  return {
    structure,
    version,
    vendor,
    id,
    name,
    type,
    createdAt: formatTime(seal.createdAt),
    validity: { from: formatTime(seal.validFrom), to: formatTime(seal.validTo) },
    maker: partyOf(seal.makerCertificate),
    owners: seal.certificates.map(partyOf),
    ownerDigests: seal.certificateDigests.map((listed) => ({
      type: listed.type,
      value: toHex(listed.value),
    })),
    picture: {
      type: picture.type,
      widthMm: picture.widthMm,
      heightMm: picture.heightMm,
      sha256: toHex(digest('sha256', picture.data)),
    },
  };
}

function partyOf(certificate: Uint8Array): SealParty {
  return { subject: subjectOf(certificate), certificateSha256: toHex(digest('sha256', certificate)) };
}

function subjectOf(certificate: Uint8Array): string | null {
  try {
    return parseCertificate(certificate).subject.text;
  } catch (error) {
    if (isYinxinError(error)) return null;
    throw error;
  }
}
