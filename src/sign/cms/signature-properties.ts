import { der, TAG } from '../../foundation/asn1/index.ts';
import { CMS_OID, encodeAttribute } from '../../foundation/cms/index.ts';
import { utf8, YinxinError } from '../../foundation/core/index.ts';
import {
  algorithmIdentifier,
  type DigestName,
  digest,
  digestLength,
  oidOfDigest,
} from '../../foundation/crypto/index.ts';

/** What a signer commits to (ETSI EN 319 122-1 5.2.3). */
export type CommitmentType =
  | 'proof-of-origin'
  | 'proof-of-receipt'
  | 'proof-of-delivery'
  | 'proof-of-sender'
  | 'proof-of-approval'
  | 'proof-of-creation';

/** The rules that a signature was made under (ETSI EN 319 122-1 5.2.9). */
export interface SignaturePolicy {
  /** Object identifier of the policy, dotted. */
  readonly id: string;
  /** The policy document, whose SHA-256 is signed, or a digest of it that is known. */
  readonly document: Uint8Array | { readonly hash: DigestName; readonly digest: Uint8Array };
  /** Where the document stands (SPuri); ASCII. */
  readonly url?: string;
}

/** Where the signer says to be (ETSI EN 319 122-1 5.2.5); at least one part. */
export interface SignerLocation {
  readonly country?: string;
  readonly locality?: string;
  /** One to six lines. */
  readonly address?: readonly string[];
}

/** Statements that a signature makes about itself, under the signature. */
export interface SignatureProperties {
  readonly policy?: SignaturePolicy;
  /** A named commitment, or the object identifier of another, dotted. */
  readonly commitment?: CommitmentType | { readonly id: string };
  /** For CMS alone: a PDF says it in its dictionary (ETSI EN 319 142-1 6.3). */
  readonly signerLocation?: SignerLocation;
}

/** id-aa-ets-commitmentType, and the arc of the commitments (RFC 5126 5.11.1). */
const COMMITMENT_TYPE = '1.2.840.113549.1.9.16.2.16';
const COMMITMENTS = '1.2.840.113549.1.9.16.6';
const NUMBER: Readonly<Record<CommitmentType, number>> = {
  'proof-of-origin': 1,
  'proof-of-receipt': 2,
  'proof-of-delivery': 3,
  'proof-of-sender': 4,
  'proof-of-approval': 5,
  'proof-of-creation': 6,
};
/** id-spq-ets-uri. */
const POLICY_URI = '1.2.840.113549.1.9.16.5.1';

/** Signed attributes (DER) for statements; none where there are none. ARGUMENT_INVALID. */
export function encodeSignatureProperties(properties: SignatureProperties): Uint8Array[] {
  const { policy, commitment, signerLocation } = properties;
  return [
    ...(policy === undefined ? [] : [encodeAttribute(CMS_OID.signaturePolicy, encodePolicy(policy))]),
    ...(commitment === undefined ? [] : [encodeAttribute(COMMITMENT_TYPE, encodeCommitment(commitment))]),
    ...(signerLocation === undefined
      ? []
      : [encodeAttribute(CMS_OID.signerLocation, encodeLocation(signerLocation))]),
  ];
}

/** SignaturePolicyId with its digest and, where one is given, SPuri. */
function encodePolicy({ id, document, url }: SignaturePolicy): Uint8Array {
  const known =
    document instanceof Uint8Array
      ? { hash: 'sha256' as const, digest: digest('sha256', document) }
      : document;
  if (known.digest.length !== digestLength(known.hash)) {
    throw new YinxinError('ARGUMENT_INVALID', `a digest by ${known.hash} has another length`, {
      details: { option: 'policy.document' },
    });
  }
  return der.sequence(
    oid('policy.id', id),
    der.sequence(algorithmIdentifier(oidOfDigest(known.hash)), der.octetString(known.digest)),
    ...(url === undefined ? [] : [der.sequence(der.sequence(der.oid(POLICY_URI), ia5String(url)))]),
  );
}

function encodeCommitment(commitment: NonNullable<SignatureProperties['commitment']>): Uint8Array {
  if (typeof commitment === 'object') return der.sequence(oid('commitment.id', commitment.id));
  const number = Object.hasOwn(NUMBER, commitment) ? NUMBER[commitment] : undefined;
  if (number === undefined) invalid('commitment', 'no commitment of that name is known');
  return der.sequence(der.oid(`${COMMITMENTS}.${number}`));
}

function encodeLocation({ country, locality, address }: SignerLocation): Uint8Array {
  const lines = address ?? [];
  if (country === undefined && locality === undefined && lines.length === 0)
    invalid('signerLocation', 'a place needs a country, a locality or an address');
  if (lines.length > 6) invalid('signerLocation.address', 'an address has six lines at most');
  return der.sequence(
    ...(country === undefined ? [] : [der.explicit(0, text(country))]),
    ...(locality === undefined ? [] : [der.explicit(1, text(locality))]),
    ...(lines.length === 0 ? [] : [der.explicit(2, der.sequence(...lines.map(text)))]),
  );
}

function text(value: string): Uint8Array {
  if (value === '') invalid('signerLocation', 'an empty text says nothing');
  return der.tlv(TAG.utf8String, utf8(value));
}

function ia5String(value: string): Uint8Array {
  if (!/^[\x21-\x7e]+$/.test(value)) invalid('policy.url', 'a URL is written in ASCII without blanks');
  return der.tlv(0x16, utf8(value));
}

function oid(option: string, dotted: string): Uint8Array {
  if (!/^[0-2](\.(0|[1-9]\d*))+$/.test(dotted)) invalid(option, 'an object identifier is written 1.2.3');
  return der.oid(dotted);
}

function invalid(option: string, message: string): never {
  throw new YinxinError('ARGUMENT_INVALID', message, { details: { option } });
}
