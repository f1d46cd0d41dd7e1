import type { IssuerList, IssuerListEntry } from '../../../../src/foundation/pki/index.ts';
import { signIssuerList } from '../../../../src/sign/index.ts';
import {
  createTestPki,
  type TestAlgorithm,
  type TestIdentity,
  type TestPki,
} from '../../../../src/testing/index.ts';

export const NOW = new Date('2026-11-23T03:00:00Z');
export const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

const pkis = new Map<string, Promise<TestPki>>();

/** The same PKI for all tests of an algorithm. */
export function pkiOf(algorithm: TestAlgorithm): Promise<TestPki> {
  const pki = pkis.get(algorithm) ?? createTestPki({ algorithm, now: NOW });
  pkis.set(algorithm, pki);
  return pki;
}

/** An active entry for licenses and states, in force in 2026. */
export function entryOf(identity: TestIdentity, more: Partial<IssuerListEntry> = {}): IssuerListEntry {
  return {
    certificate: identity.certificate,
    names: [identity.name],
    from: day('2026-01-01'),
    to: day('2027-01-01'),
    state: 'active',
    purposes: ['licenseIssuers'],
    ...more,
  };
}

/** A list of these entries, fresh at {@link NOW}. */
export function listOf(entries: readonly IssuerListEntry[], more: Partial<IssuerList> = {}): IssuerList {
  return {
    issuer: '示例省电子证照管理平台（样）',
    sequence: 7,
    issuedAt: day('2026-11-01'),
    nextUpdate: day('2026-12-01'),
    entries,
    ...more,
  };
}

/** The body that keeps the list signs it: here the status issuer. */
export async function signedList(pki: TestPki, list: IssuerList, by: TestIdentity = pki.statusIssuer) {
  return signIssuerList({ list, signer: await by.signer() });
}
