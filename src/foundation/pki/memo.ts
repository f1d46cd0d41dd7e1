import {
  type Certificate,
  type Crl,
  type OcspResponse,
  parseCertificate,
  parseCrl,
  parseOcspResponse,
  type SignedByResult,
  type SignedObject,
  verifyIssuedBy,
} from '../x509/index.ts';
import { type Capacity, ParsedOnce } from './parsed-once.ts';

/**
 * What is parsed and verified once for many questions. The same bytes give the same object while it is remembered; a
 * signature under a key is checked once. Nothing in it says that anything is believed, in its dates or not revoked.
 */
export interface PkiMemo {
  /** As `parseCertificate`; CERTIFICATE_INVALID. */
  certificate(bytes: Uint8Array): Certificate;
  /** As `parseCrl`; CERTIFICATE_INVALID. */
  crl(bytes: Uint8Array): Crl;
  /** As `parseOcspResponse`; CERTIFICATE_INVALID. */
  ocspResponse(bytes: Uint8Array): OcspResponse;
  /** As `verifyIssuedBy`. */
  signedBy(child: SignedObject, issuer: Certificate): SignedByResult;
}

const MIB = 1024 * 1024;

/** The CAs of some hundred issuers, and the leaves of the last files: more of these would only grow old in memory. */
const CERTIFICATES: Capacity = { entries: 256, bytes: 8 * MIB };
/** A large CA's CRL takes 1 to 20 MB. */
const CRLS: Capacity = { entries: 256, bytes: 64 * MIB };
/** Responses take 1 to 4 KB; they are seldom asked for twice. */
const OCSP_RESPONSES: Capacity = { entries: 256, bytes: 2 * MIB };

/** Keys that one signed object was checked under: there is one issuer, and now and then a cross-certificate. */
const MAX_ISSUERS = 8;

interface Link {
  readonly issuer: Certificate;
  readonly result: SignedByResult;
}

/** What is sure to be asked for again: there is room for it beside what the files bring. */
export interface MemoRoom {
  readonly certificates?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly ocspResponses?: readonly Uint8Array[];
}

/**
 * A memo of bounded size: structures by all their bytes, signatures by the parsed objects, for as long as these live.
 * A parsed object never changes what it was read from, so a result belongs to exactly these bytes under this key.
 */
export function pkiMemo(room: MemoRoom = {}): PkiMemo {
  const certificates = new ParsedOnce(parseCertificate, beside(CERTIFICATES, room.certificates));
  const crls = new ParsedOnce(parseCrl, beside(CRLS, room.crls));
  const ocspResponses = new ParsedOnce(parseOcspResponse, beside(OCSP_RESPONSES, room.ocspResponses));
  const links = new WeakMap<SignedObject, Link[]>();
  return {
    certificate: (bytes) => certificates.get(bytes),
    crl: (bytes) => crls.get(bytes),
    ocspResponse: (bytes) => ocspResponses.get(bytes),
    signedBy(child, issuer): SignedByResult {
      const known = links.get(child) ?? [];
      const link = known.find((one) => one.issuer === issuer);
      if (link !== undefined) return link.result;
      const result = verifyIssuedBy(child, issuer);
      known.push({ issuer, result });
      if (known.length > MAX_ISSUERS) known.shift();
      links.set(child, known);
      return result;
    },
  };
}

function beside({ entries, bytes }: Capacity, known: readonly Uint8Array[] = []): Capacity {
  return {
    entries: entries + known.length,
    bytes: known.reduce((sum, { length }) => sum + length, bytes),
  };
}
