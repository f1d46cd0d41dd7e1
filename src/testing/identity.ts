import type { Signer, SigningAlgorithm } from '../foundation/core/index.ts';
import { localSigner } from '../foundation/crypto/index.ts';
import type { TestKey } from './test-key.ts';

/** A certificate of the test PKI with its private key. */
export interface TestIdentity {
  readonly name: string;
  /** Subject, DER. */
  readonly subject: Uint8Array;
  readonly certificate: Uint8Array;
  /** This certificate and the CAs above it, without the root (a root's chain is itself). */
  readonly chain: readonly Uint8Array[];
  readonly serialNumber: bigint;
  /** Who issued it; absent for a self-signed one. */
  readonly issuer?: TestIdentity;
  readonly key: TestKey;
  /** The private key, PKCS#8 DER. */
  readonly pkcs8: Uint8Array;
  /** File name of its CRL and certificate under http://pki.example.invalid/. */
  readonly slug: string;
  /** Proved once; EC and SM2 values repeat (RFC 6979). Algorithms: `RS256` or `PS256` … for RSA. */
  signer(algorithm?: SigningAlgorithm): Promise<Signer>;
}

/** Puts certificate and key together. */
export function makeIdentity(parts: Omit<TestIdentity, 'signer' | 'chain' | 'pkcs8'>): TestIdentity {
  const { certificate, issuer, key } = parts;
  const above = issuer === undefined || issuer.issuer === undefined ? [] : issuer.chain;
  const chain = [certificate, ...above];
  return {
    ...parts,
    chain,
    pkcs8: key.pkcs8,
    signer: (algorithm) =>
      localSigner({ key: key.privateKey, chain, ...(algorithm === undefined ? {} : { algorithm }) }),
  };
}
