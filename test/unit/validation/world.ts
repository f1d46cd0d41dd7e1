import { utf8 } from '../../../src/foundation/core/index.ts';
import {
  type AlgorithmPolicy,
  algorithmUses,
  digest,
  ETSI_TS_119_312,
} from '../../../src/foundation/crypto/index.ts';
import { obtainTimestamp } from '../../../src/foundation/pki/index.ts';
import {
  type Covers,
  type JudgeOptions,
  judge,
  type SignatureFacts,
  type SignatureReport,
} from '../../../src/foundation/validation/index.ts';
import { OID } from '../../../src/foundation/x509/index.ts';
import { inspectTimestampToken } from '../../../src/signatures/cades/index.ts';
import { createTestPki, type TestIdentity, type TestPki } from '../../../src/testing/index.ts';

export const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
export const NOW = day('2026-07-01');

/** A PKI whose CA lasts from 2023 to 2033 and whose root lasts to 2041. */
export interface World {
  readonly pki: TestPki;
  /** From 2026 to 2028. */
  readonly signer: TestIdentity;
  /** From 2026 to 2030. */
  readonly tsa: TestIdentity;
  /** From 2029 to 2032. */
  readonly laterTsa: TestIdentity;
  /** Of a CA that nobody trusts. */
  readonly strangeTsa: TestIdentity;
}

const TIME_STAMPING = {
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: [OID.ekuTimeStamping],
  critical: { extendedKeyUsage: true },
} as const;

let made: Promise<World> | undefined;

/** Made once for all tests of a file. */
export function world(): Promise<World> {
  made ??= make();
  return made;
}

async function make(): Promise<World> {
  const pki = await createTestPki({ algorithm: 'P-256', now: NOW });
  const between = (from: string, to: string) => ({ notBefore: day(from), notAfter: day(to) });
  const strangers = await createTestPki({ algorithm: 'P-256', now: NOW, seed: 'strangers' });
  return {
    pki,
    signer: await pki.issue({ name: '测试人丁', ...between('2026-01-01', '2028-01-01') }),
    tsa: await pki.issue({
      name: '时间戳一',
      ...between('2026-01-01', '2030-01-01'),
      extensions: TIME_STAMPING,
    }),
    laterTsa: await pki.issue({
      name: '时间戳二',
      ...between('2029-01-01', '2032-01-01'),
      extensions: TIME_STAMPING,
    }),
    strangeTsa: await strangers.issue({
      name: '陌生时间戳',
      ...between('2026-01-01', '2040-01-01'),
      extensions: TIME_STAMPING,
    }),
  };
}

/** Facts of a good signature, changed as told. */
export function signature(signer: TestIdentity, change: Partial<SignatureFacts> = {}): SignatureFacts {
  return {
    id: 's',
    kind: 'signature',
    format: 'PAdES',
    cryptography: 'intact',
    coverage: 'whole-file',
    modification: 'none',
    purpose: 'signers',
    signerCertificate: signer.certificate,
    certificates: signer.chain,
    crls: [],
    ocspResponses: [],
    algorithm: 'ES256',
    algorithms: algorithmUses(signer.key.publicKey, undefined, 'sha256'),
    baselineAttributes: true,
    checks: [],
    notChecked: [],
    ...change,
  };
}

/** What a test says of a token. */
export interface TokenOptions {
  readonly id?: string;
  readonly parent?: string;
  readonly kind?: 'timestamp' | 'document-timestamp';
  readonly covers: Covers;
  /** The token was made over other data. */
  readonly overOtherData?: boolean;
  readonly change?: Partial<SignatureFacts>;
}

const STAMPED = utf8('signature value');

/** Facts of a real token; a signature timestamp over `s` unless told otherwise. */
export async function timestamp(
  tsa: TestIdentity,
  at: Date,
  options: Partial<TokenOptions> = {},
): Promise<SignatureFacts> {
  const { pki } = await world();
  const kind = options.kind ?? 'timestamp';
  const parent = options.parent ?? (kind === 'timestamp' ? 's' : undefined);
  const imprint = digest('sha256', options.overOtherData === true ? utf8('another value') : STAMPED);
  const authority = pki.timestampAuthority({ at, identity: tsa });
  const facts = await inspectTimestampToken(await obtainTimestamp(authority, 'sha256', imprint), {
    id: options.id ?? 't',
    ...(parent === undefined ? {} : { parent }),
    kind,
    digestOf: (hash) => digest(hash, STAMPED),
    coverage: 'whole-file',
    modification: 'none',
    covers: options.covers ?? { signatures: ['s'], objects: [] },
  });
  return { ...facts, ...options.change };
}

/** ECDSA for ever, RSA for ever: for tests about other things than algorithms. */
export const LASTING: AlgorithmPolicy = {
  ...ETSI_TS_119_312,
  name: 'lasting',
  signatures: { ...ETSI_TS_119_312.signatures, 'rsa-pkcs1': [{ minBits: 2048, source: 'test' }] },
};

/** Judges entries as one file; nobody but the root is believed, and revocation is not asked for unless told. */
export async function judgeAll(entries: readonly SignatureFacts[], options: Partial<JudgeOptions> = {}) {
  const { pki } = await world();
  const anchors = [pki.root.certificate];
  const facts = { format: 'pdf' as const, signatures: entries, checks: [], notChecked: [] };
  return judge(facts, {
    at: NOW,
    trust: { signers: anchors, timestamps: anchors },
    revocation: 'none',
    algorithms: LASTING,
    ...options,
  });
}

/** The report on the entry `s`. */
export async function judgeOne(
  entries: readonly SignatureFacts[],
  options: Partial<JudgeOptions> = {},
): Promise<SignatureReport> {
  const { signatures } = await judgeAll(entries, options);
  return signatures.find(({ id }) => id === 's')!;
}

/** In one word: the sub-indication, or the indication where there is none. */
export const verdictOf = ({ indication, subIndication }: SignatureReport): string =>
  subIndication ?? indication;

/** The codes of checks with a status. */
export const codes = ({ checks }: SignatureReport, status: string): string[] =>
  checks.filter((check) => check.status === status).map(({ code }) => code);
