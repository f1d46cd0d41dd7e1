import type { OfdPackage, OfdSignatureFile } from '../../formats/ofd/index.ts';
import type { Check, Cryptography, SubIndication } from '../../foundation/core/index.ts';
import type { AlgorithmUse } from '../../foundation/crypto/index.ts';
import type { Covers, SignatureFacts } from '../../foundation/validation/index.ts';
import type { SealMemo } from '../ses/index.ts';
import { inspectCmsValue } from './cms-value.ts';
import type { CoverageResult, CoveredSignature } from './coverage.ts';
import type { Documents } from './documents.ts';
import { failed, malformedFacts, type NamedFile, type ValueContext } from './frame.ts';
import { entryChecks } from './list-checks.ts';
import { type ListedSignature, readNamed } from './listed.ts';
import { placementsOf } from './placements.ts';
import { inspectRawValue } from './raw-value.ts';
import { checkReferences, type EntryDigests, type ReferenceResult } from './references.ts';
import { inspectSesValue } from './ses-value.ts';
import { type ValueKind, valueKindOf } from './value-kind.ts';

/** What all signatures of a package share. */
export interface OfdTools {
  readonly ofd: OfdPackage;
  readonly digests: EntryDigests;
  readonly documents: Documents;
  /** Certificates that the caller gave for signatures that hold none. */
  readonly certificates: readonly Uint8Array[];
  /** Seals known from other files. */
  readonly seals?: SealMemo;
}

/** One listed signature with all that is known before the others are looked at. */
export interface InspectedSignature {
  readonly listed: ListedSignature;
  /** One for each signer, children after their parent. */
  readonly facts: readonly SignatureFacts[];
  /** Absent where Signature.xml cannot be read. */
  readonly references?: ReferenceResult;
}

const CLAUSE = 'GB/T 33190-2016 18.2';

/** Facts of one signature of a list: value, digests, what its line in the list claims. */
export async function inspectListed(listed: ListedSignature, tools: OfdTools): Promise<InspectedSignature> {
  const { file } = listed;
  if (file === undefined) return unreadable(listed, listed.fault ?? 'it cannot be read');
  const value = await readNamed(tools.ofd, file.signedValue);
  if ('fault' in value) return unreadable(listed, value.fault);
  const references = await checkReferences(tools.ofd, file, tools.digests);
  const kind = valueKindOf(value.bytes);
  if (kind === undefined) {
    const detail = `${file.signedValue} is neither an SES signature, nor SignedData, nor an SM2 value`;
    const check = failed('OFD_VALUE_STRUCTURE', detail, CLAUSE);
    return { listed, facts: [malformedFacts(listed.id, check)], references };
  }
  const facts = await inspectValue(kind, await contextOf(listed, file, value.bytes, tools));
  const more = [...entryChecks(listed, kind), ...file.checks, ...references.checks];
  return {
    listed,
    facts: facts.map((one) => (one.parent === undefined ? withReferences(one, references, more) : one)),
    references,
  };
}

function unreadable(listed: ListedSignature, why: string): InspectedSignature {
  const check = failed('OFD_SIGNATURE_MALFORMED', `${listed.entry.file}: ${why}`, CLAUSE);
  return { listed, facts: [malformedFacts(listed.id, check)] };
}

async function contextOf(
  listed: ListedSignature,
  file: OfdSignatureFile,
  value: Uint8Array,
  { ofd, documents, certificates, seals }: OfdTools,
): Promise<ValueContext> {
  const sealFile = await namedFile(file.seal, ofd);
  const stampImage = await namedFile(file.stampImage, ofd);
  return {
    id: listed.id,
    file,
    value,
    ...(sealFile === undefined ? {} : { sealFile }),
    ...(stampImage === undefined ? {} : { stampImage }),
    placements: (picture) => placementsOf(file.stamps, () => documents.of(listed.body), picture),
    certificates,
    limits: ofd.limits,
    ...(seals === undefined ? {} : { seals }),
  };
}

async function namedFile(name: string | undefined, ofd: OfdPackage): Promise<NamedFile | undefined> {
  if (name === undefined) return undefined;
  const read = await readNamed(ofd, name);
  return { name, bytes: 'bytes' in read ? read.bytes : undefined };
}

async function inspectValue(kind: ValueKind, context: ValueContext): Promise<SignatureFacts[]> {
  switch (kind) {
    case 'seal':
      return inspectSesValue(context);
    case 'cms':
      return inspectCmsValue(context);
    default:
      return [inspectRawValue(context)];
  }
}

/** The value holds for Signature.xml, Signature.xml for the files: the worse of both is the cryptography. */
function withReferences(
  facts: SignatureFacts,
  references: ReferenceResult,
  more: readonly Check[],
): SignatureFacts {
  const order: readonly Cryptography[] = ['intact', 'not-checked', 'broken'];
  const malformed = references.formatFailure !== undefined || more.some(isDemand);
  const cryptography =
    order.indexOf(references.cryptography) > order.indexOf(facts.cryptography)
      ? references.cryptography
      : facts.cryptography;
  const formatFailure =
    demandOf(facts, cryptography) ?? (malformed ? ('FORMAT_FAILURE' as const) : undefined);
  const weak = references.digest === 'sha1' ? ['SHA-1'] : [];
  const digests: AlgorithmUse[] =
    references.digest === undefined ? [] : [{ kind: 'digest', digest: references.digest }];
  const { formatFailure: _, ...rest } = facts;
  return {
    ...rest,
    cryptography,
    algorithms: [...(facts.algorithms ?? []), ...digests],
    weaknesses: [...new Set([...(facts.weaknesses ?? []), ...weak])],
    ...(formatFailure === undefined ? {} : { formatFailure }),
    checks: [...facts.checks, ...more],
    notChecked: [...facts.notChecked, ...references.notChecked],
  };
}

/** What the value demands. A constraint that is not kept does not soften a value or digest that is wrong. */
function demandOf({ formatFailure }: SignatureFacts, cryptography: Cryptography): SubIndication | undefined {
  const softer = cryptography === 'broken' && formatFailure === 'SIG_CONSTRAINTS_FAILURE';
  return softer ? undefined : formatFailure;
}

/** Contradictions of the list and of the references; a digest that is wrong has an axis of its own. */
function isDemand({ code, status }: Check): boolean {
  return status === 'failed' && !/DIGEST/.test(code);
}

/** The signature as the question of coverage sees it; `undefined` where there is nothing to cover with. */
export function coveredAs({ listed, facts, references }: InspectedSignature): CoveredSignature | undefined {
  const { file } = listed;
  if (file === undefined || references === undefined) return undefined;
  const tops = facts.filter(({ parent }) => parent === undefined);
  const sealed = tops.some(({ checks }) =>
    checks.some(({ code, status }) => code === 'SES_SEAL_FILE' && status === 'passed'),
  );
  return {
    id: listed.id,
    xml: file.name,
    value: file.signedValue,
    ...(sealed && file.seal !== undefined ? { seal: file.seal } : {}),
    covered: references.covered,
    sound: tops.every((one) => one.cryptography === 'intact' && one.formatFailure === undefined),
    changes: references.changes,
  };
}

/**
 * The facts with their second and third axis, and with the earlier signatures that this one signs; what hangs on a
 * signature inherits its axes.
 */
export function withCoverage(
  { facts, references }: InspectedSignature,
  result: CoverageResult | undefined,
  all: readonly InspectedSignature[],
): SignatureFacts[] {
  if (result === undefined) return [...facts];
  const signed = all.filter(({ listed }) => references?.covered.has(listed.file?.signedValue ?? '') === true);
  const inside = signed.flatMap((other) => other.facts.map(({ id }) => id));
  return facts.map((one) => {
    const axes = {
      coverage: one.coverage === 'none' ? one.coverage : result.coverage,
      modification: result.modification,
    };
    if (one.parent !== undefined) return { ...one, ...axes };
    return {
      ...one,
      ...axes,
      ...(inside.length === 0 ? {} : { covers: withInside(one.covers, inside) }),
      ...(result.changes.length === 0 ? {} : { changes: result.changes }),
      checks: [...one.checks, ...result.checks],
    };
  });
}

/** What a format below has found inside a value stays inside. */
function withInside(covers: Covers | undefined, inside: readonly string[]): Covers {
  return covers === undefined
    ? { signatures: inside, objects: [] }
    : { ...covers, signatures: [...covers.signatures, ...inside] };
}
