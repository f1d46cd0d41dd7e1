import { childrenOf, type Der, explicitOf, isContext, sequenceOf } from '../../foundation/asn1/index.ts';
import { type CmsSignerInfo, singleValue } from '../../foundation/cms/index.ts';
import { isYinxinError, type NotChecked } from '../../foundation/core/index.ts';

/** adbe-revocationInfoArchival (ISO 32000-1 12.8.3.3.2). */
const REVOCATION_ARCHIVE = '1.2.840.113583.1.1.8';

/** Revocation data among the signed attributes, DER, and why there is none where it cannot be read. */
export interface RevocationArchive {
  readonly crls: readonly Uint8Array[];
  readonly ocspResponses: readonly Uint8Array[];
  readonly notChecked: readonly NotChecked[];
}

/**
 * What Acrobat and others store in the signature when it is made: SEQUENCE { crl [0] SEQUENCE OF, ocsp [1] SEQUENCE OF,
 * otherRevInfo [2] SEQUENCE OF }, each optional. Other kinds are not read.
 */
export function revocationArchive(signer: CmsSignerInfo): RevocationArchive {
  const value = singleValue(signer.signedAttributes?.list ?? [], REVOCATION_ARCHIVE);
  if (value === 'absent') return { crls: [], ocspResponses: [], notChecked: [] };
  try {
    if (value === 'duplicate') return unread('it stands there more than once');
    const parts = sequenceOf(value, 'RevocationInfoArchival').rest();
    return { crls: membersOf(parts, 0), ocspResponses: membersOf(parts, 1), notChecked: [] };
  } catch (error) {
    if (isYinxinError(error)) return unread(error.message);
    throw error;
  }
}

function membersOf(parts: readonly Der[], tag: number): Uint8Array[] {
  return parts
    .filter((part) => isContext(part, tag))
    .flatMap((part) => childrenOf(explicitOf(part)).map(({ raw }) => raw));
}

function unread(why: string): RevocationArchive {
  const detail = `adbe-revocationInfoArchival was passed over: ${why}`;
  return { crls: [], ocspResponses: [], notChecked: [{ code: 'REVOCATION_ARCHIVE_MALFORMED', detail }] };
}
