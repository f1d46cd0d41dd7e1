import { toHex, YinxinError } from '../../foundation/core/index.ts';
import { type Certificate, parseCertificate } from '../../foundation/x509/index.ts';
import { isUscc } from '../codes/index.ts';
import { coseKeyId } from '../cose/index.ts';

/** What a listed key may sign. */
export type IssuerPurpose = 'license' | 'status';

/**
 * One key that is trusted to issue licenses or status lists, because somebody pinned or listed it for that.
 * A chain to a general CA never makes an issuer.
 */
export interface IssuerEntry {
  /** USCC of the issuing body (证照颁发机构代码). */
  readonly issuerCode: string;
  /** DER. */
  readonly certificate: Uint8Array;
  /** First 8 bytes of SHA-256 of the certificate. Several entries may share one: all are tried. */
  readonly keyId: Uint8Array;
  readonly purposes: readonly IssuerPurpose[];
  /** The key signs from here on; default the certificate's own dates. */
  readonly from: Date;
  /** And no longer after this. */
  readonly to: Date;
  /** `compromised` refuses every code of the key, whenever it claims to be signed. */
  readonly state: 'active' | 'retired' | 'compromised';
  /** Type codes it may issue; absent: any type of its body. */
  readonly licenseTypes?: readonly string[];
  /** Hosts of its verification page, lower case; absent: any. */
  readonly hosts?: readonly string[];
  /** Prefix of its status lists: the URI of list n is the prefix followed by n. */
  readonly statusUriPrefix?: string;
}

/** What may be said about a key beside its certificate. */
export interface IssuerEntryOptions {
  /** Default: the USCC in the certificate's subject, see {@link usccOfCertificate}. */
  readonly issuerCode?: string;
  /** Default `['license', 'status']`. */
  readonly purposes?: readonly IssuerPurpose[];
  readonly from?: Date;
  readonly to?: Date;
  readonly state?: IssuerEntry['state'];
  readonly licenseTypes?: readonly string[];
  readonly hosts?: readonly string[];
  readonly statusUriPrefix?: string;
}

/** organizationIdentifier, serialNumber, OU: where Chinese and European CAs put an organisation's code. */
const CODE_ATTRIBUTES = ['2.5.4.97', '2.5.4.5', '2.5.4.11'];

/**
 * The social credit code of a certificate's owner: the first of organizationIdentifier, serialNumber and
 * organizationalUnitName that is a USCC with right check characters, a prefix like `NTRCN-` or `USCC` taken off.
 */
export function usccOfCertificate(certificate: Certificate): string | undefined {
  for (const oid of CODE_ATTRIBUTES) {
    const code = certificate.subject.attribute(oid)?.trim().slice(-18);
    if (code !== undefined && isUscc(code)) return code;
  }
  return undefined;
}

/**
 * An entry for a pinned certificate. The certificate's own chain and revocation are not looked at: pinning it is the
 * act of trust. @throws CERTIFICATE_INVALID, ARGUMENT_INVALID when no issuer code is given and the subject has none.
 */
export function issuerEntry(certificate: Uint8Array, options: IssuerEntryOptions = {}): IssuerEntry {
  const parsed = parseCertificate(certificate);
  const issuerCode = options.issuerCode ?? usccOfCertificate(parsed);
  if (issuerCode === undefined) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      "the certificate's subject names no social credit code: give the issuerCode with it",
      { details: { certificate: toHex(coseKeyId(certificate)) } },
    );
  }
  const { licenseTypes, hosts, statusUriPrefix } = options;
  return {
    issuerCode,
    certificate,
    keyId: coseKeyId(certificate),
    purposes: options.purposes ?? ['license', 'status'],
    from: options.from ?? parsed.notBefore,
    to: options.to ?? parsed.notAfter,
    state: options.state ?? 'active',
    ...(licenseTypes === undefined ? {} : { licenseTypes }),
    ...(hosts === undefined ? {} : { hosts: hosts.map((host) => host.toLowerCase()) }),
    ...(statusUriPrefix === undefined ? {} : { statusUriPrefix }),
  };
}
