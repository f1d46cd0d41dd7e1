import { signingSchemeOf } from '../../../../src/foundation/crypto/index.ts';
import type {
  RevokedCertificate,
  TestAlgorithm,
  TestIdentity,
  TestKey,
  TestPki,
} from '../../../../src/testing/index.ts';
import type { CertificatePlan, ChainPlan } from './plan.ts';

/** A plan made with keys. */
export interface MadeChain {
  /** From the root to the certificate in question. */
  readonly line: readonly TestIdentity[];
  readonly anchor: number;
  readonly beside: readonly TestIdentity[];
  readonly crls: readonly { readonly issuer: TestIdentity; readonly bytes: Uint8Array }[];
}

/** Labels that have an RSA key of their own; the same keys serve every chain. */
const KEY_LABELS = [
  'root',
  'intermediate',
  'signer',
  'sealSigner',
  'sealMaker',
  'licenseIssuer',
  'statusIssuer',
  'tsa',
  'ocspResponder',
  'encryptionOnly',
  'expired',
];

/** Makes certificates and CRLs of a plan; `algorithmOf` says the algorithm of each key. */
export async function makeChain(
  pki: TestPki,
  plan: ChainPlan,
  algorithmOf: (place: number) => TestAlgorithm,
): Promise<MadeChain> {
  const made = new Map<string, TestIdentity>();
  const keyLabels: string[] = [];
  const keyLabel = (label: string): string => {
    if (!keyLabels.includes(label)) keyLabels.push(label);
    return KEY_LABELS[keyLabels.indexOf(label)]!;
  };
  const keyOf = async (label: string, place: number): Promise<TestKey> =>
    (await pki.issue({ name: label, key: keyLabel(label), algorithm: algorithmOf(place), issuer: 'self' }))
      .key;
  const make = async (one: CertificatePlan, place: number): Promise<TestIdentity> => {
    const { faults = {}, issuer } = one;
    const { otherInnerAlgorithm, signedBy, ...kept } = faults;
    const issuerPlace = Math.max(0, place - 1);
    const identity = await pki.issue({
      ...one.options,
      issuer: issuer === undefined ? 'self' : made.get(issuer)!,
      key: one.key === undefined ? keyLabel(one.label) : made.get(one.key)!.key,
      algorithm: algorithmOf(place),
      faults: {
        ...kept,
        ...(signedBy === undefined ? {} : { signedBy: await keyOf(signedBy, issuerPlace) }),
        ...(otherInnerAlgorithm === true
          ? { innerSignatureAlgorithm: otherAlgorithm(algorithmOf(issuerPlace)) }
          : {}),
      },
    });
    made.set(one.label, identity);
    return identity;
  };
  const line: TestIdentity[] = [];
  for (const [place, one] of plan.line.entries()) line.push(await make(one, place));
  const beside: TestIdentity[] = [];
  // Issuers first; the plan has them last.
  for (const one of [...plan.beside].reverse()) beside.unshift(await make(one, 0));
  const crls: MadeChain['crls'][number][] = [];
  for (const { issuer, revoked = [], signedBy, ...options } of plan.crls ?? []) {
    const entries: RevokedCertificate[] = revoked.map(({ certificate, at, reason }) => ({
      certificate: typeof certificate === 'bigint' ? certificate : made.get(certificate)!,
      at,
      ...(reason === undefined ? {} : { reason }),
    }));
    const issuing = made.get(issuer)!;
    const place = plan.line.findIndex(({ label }) => label === issuer);
    const bytes = await pki.crl({
      ...options,
      issuer: issuing,
      revoked: entries,
      ...(signedBy === undefined ? {} : { signedBy: await keyOf(signedBy, place) }),
    });
    crls.push({ issuer: issuing, bytes });
  }
  return { line, anchor: plan.anchor ?? 0, beside, crls };
}

function otherAlgorithm(algorithm: TestAlgorithm): Uint8Array {
  return signingSchemeOf(algorithm === 'RSA' ? 'RS384' : 'ES384').signatureAlgorithmIdentifier;
}
