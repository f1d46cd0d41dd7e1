import { buildSignedData, parseSignedData } from '../../foundation/cms/index.ts';
import type { Signer, SignOptions } from '../../foundation/core/index.ts';
import type { AlgorithmProfile } from '../../foundation/crypto/index.ts';
import { buildIssuerList, type IssuerList } from '../../foundation/pki/index.ts';
import { signCms } from '../../signatures/cades/index.ts';

/** Options of {@link signIssuerList}. */
export interface SignIssuerListOptions {
  readonly list: IssuerList;
  /** Its certificate is what readers pin; it must be in its dates at the list's issuedAt. */
  readonly signer: Signer;
  /** Algorithms that a rule allows; unset: all that the library makes. */
  readonly algorithmProfile?: AlgorithmProfile;
  readonly signOptions?: SignOptions;
}

/** A signed issuer list: two files, or one. */
export interface SignedIssuerList {
  /** Canonical JSON: `issuers.json`. */
  readonly list: Uint8Array;
  /** Detached CMS over it: `issuers.json.p7s`, beside it. */
  readonly signature: Uint8Array;
  /** The same with the list inside: `issuers.p7m`, alone. */
  readonly attached: Uint8Array;
}

/**
 * Writes and signs an issuer list (`docs/issuer-list.md`) with CAdES-B attributes; SM2 by GB/T 35275. One value serves
 * both forms. ISSUER_LIST_INVALID, and what `signCms` throws.
 */
export async function signIssuerList(options: SignIssuerListOptions): Promise<SignedIssuerList> {
  const list = buildIssuerList(options.list);
  const { algorithmProfile, signOptions } = options;
  const common = {
    signer: options.signer,
    content: { bytes: list },
    claimedTime: options.list.issuedAt,
    ...(algorithmProfile === undefined ? {} : { algorithmProfile }),
    ...(signOptions === undefined ? {} : { signOptions }),
  };
  const { cms: signature } = await signCms({ ...common, detached: true });
  return { list, signature, attached: attach(signature, list) };
}

/** The content put into a detached signature: the value does not cover where it stands, and nothing is signed twice. */
function attach(signature: Uint8Array, content: Uint8Array): Uint8Array {
  const { contentType, eContentType, digestAlgorithms, certificates, crls, signerInfos } =
    parseSignedData(signature);
  return buildSignedData({
    contentType,
    eContentType,
    eContent: content,
    digestAlgorithms: digestAlgorithms.map(({ raw }) => raw),
    certificates,
    crls,
    signerInfos: signerInfos.map(({ raw }) => raw),
  });
}
