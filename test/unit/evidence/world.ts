import type { EvidenceInput } from '../../../src/archive/index.ts';
import type { TimestampAuthority } from '../../../src/foundation/core/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import type { JudgeOptions } from '../../../src/foundation/validation/index.ts';
import { OID } from '../../../src/foundation/x509/index.ts';
import { createTestPki, type TestIdentity, type TestPki } from '../../../src/testing/index.ts';

export const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

/** Authorities of three ages under one CA that lasts from 2023 to 2033 (its root to 2041). */
export interface World {
  readonly pki: TestPki;
  /** 2026 to 2030, 2029 to 2032, 2031 to 2033. */
  readonly tsas: readonly [TestIdentity, TestIdentity, TestIdentity];
}

let made: Promise<World> | undefined;

/** Made once for all tests of a file. */
export function world(): Promise<World> {
  made ??= make();
  return made;
}

async function make(): Promise<World> {
  const pki = await createTestPki({ algorithm: 'P-256', now: day('2026-07-01') });
  const authority = (name: string, from: string, to: string): Promise<TestIdentity> =>
    pki.issue({
      name,
      notBefore: day(from),
      notAfter: day(to),
      extensions: {
        keyUsage: ['digitalSignature'],
        extendedKeyUsage: [OID.ekuTimeStamping],
        critical: { extendedKeyUsage: true },
      },
    });
  return {
    pki,
    tsas: [
      await authority('时间戳一', '2026-01-01', '2030-01-01'),
      await authority('时间戳二', '2029-01-01', '2032-01-01'),
      await authority('时间戳三', '2031-01-01', '2033-01-01'),
    ],
  };
}

/** A TSA of the world at a time. */
export async function tsaAt(index: 0 | 1 | 2, at: Date): Promise<TimestampAuthority> {
  const { pki, tsas } = await world();
  return pki.timestampAuthority({ identity: tsas[index], at });
}

/** The root of the world is believed about time. */
export async function trusting(at: Date, more: Partial<JudgeOptions> = {}): Promise<JudgeOptions> {
  const { pki } = await world();
  return {
    at,
    trust: { signers: [], timestamps: [pki.root.certificate] },
    revocation: 'none',
    ...more,
  };
}

/** Document number i. */
export const documentOf = (i: number): Uint8Array => utf8(`样张第 ${i} 号`);

/** Documents from 0. */
export function* documents(count: number): Generator<EvidenceInput> {
  for (let i = 0; i < count; i++) yield { source: documentOf(i) };
}
