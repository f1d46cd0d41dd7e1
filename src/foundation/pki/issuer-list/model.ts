import type { Certificate } from '../../x509/index.ts';

/** For what a listed certificate may be believed: the purposes of trust. */
export type ListedPurpose = 'signers' | 'timestamps' | 'sealMakers' | 'licenseIssuers' | 'statusIssuers';

/** All purposes, in the order of the design. */
export const LISTED_PURPOSES: readonly ListedPurpose[] = [
  'signers',
  'timestamps',
  'sealMakers',
  'licenseIssuers',
  'statusIssuers',
];

/**
 * `active` signs; `retired` signs no more, and what it signed until `to` stays good; `compromised` is believed for
 * nothing but what is proved to be older than the compromise.
 */
export type ListedState = 'active' | 'retired' | 'compromised';

/** One certificate of an issuer list, for some purposes and some time. Keys that follow each other may overlap. */
export interface IssuerListEntry {
  /** DER. Under `signers` and `timestamps` it is an anchor: chains may end there. Else it is a pin. */
  readonly certificate: Uint8Array;
  /** Names for people, at least one. */
  readonly names: readonly string[];
  /** Acts count from here on … */
  readonly from: Date;
  /** … to here, both included. */
  readonly to: Date;
  readonly state: ListedState;
  /** Given exactly with `compromised`: nothing of the key counts that is not proved to be older. */
  readonly compromisedAt?: Date;
  readonly purposes: readonly ListedPurpose[];
  /** USCC of the issuing body (证照颁发机构代码); unset: the one in the certificate. */
  readonly issuerCode?: string;
  /** Type codes of licenses; unset: any type of the body. */
  readonly licenseTypes?: readonly string[];
  /** Hosts of the verification page, lower case; unset: any. */
  readonly hosts?: readonly string[];
  /** Prefix of the status lists: the URI of list n is the prefix followed by n. */
  readonly statusUriPrefix?: string;
}

/** Who may be believed for what, as one body says it. Times in whole seconds. */
export interface IssuerList<Entry extends IssuerListEntry = IssuerListEntry> {
  /** Name of the body that keeps the list, for people. */
  readonly issuer: string;
  /** Grows with every list of the body: an older list must not come back. At least 1. */
  readonly sequence: number;
  readonly issuedAt: Date;
  /** A newer list is there by then: after it this one is not enough to believe anybody. */
  readonly nextUpdate: Date;
  readonly entries: readonly Entry[];
}

/** An entry with its certificate read. */
export interface ListedIssuer extends IssuerListEntry {
  readonly parsed: Certificate;
}

/** The schema that this library reads and writes. Other fields mean another schema. */
export const ISSUER_LIST_SCHEMA = 'yinxin.issuer-list/1';
