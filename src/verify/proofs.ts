import { type ByteSource, type FileInput, toSource } from '../foundation/core/index.ts';
import type { FileFacts } from '../foundation/validation/index.ts';
import { objectFromFile, withEvidence } from '../signatures/evidence/index.ts';
import { type SidecarData, withSidecars } from '../signatures/sidecar/index.ts';
import type { VerifyOptions } from './options.ts';
import { sha256Of } from './sha256-of.ts';

/** A file with all that stands beside it as proof, and the options with what the sidecars hold. */
export interface FactsWithProofs {
  readonly facts: FileFacts;
  readonly options: VerifyOptions;
}

/**
 * Adds the proofs that `evidence` names: sidecars of validation data (ZIP) and evidence records. Records are over the
 * file, alone or with the rest of their data group; the data of a sidecar is proved by a record only where the sidecar
 * itself belongs to that group, that is, stands in `data` too.
 */
export async function withProofs(
  facts: FileFacts,
  file: ByteSource,
  options: VerifyOptions,
): Promise<FactsWithProofs> {
  const { evidence, data = [], limits } = options;
  if (evidence === undefined) return { facts, options };
  const [sidecars, records] = await sorted(evidence.map(toSource));
  const objects = [file, ...data].map(objectFromFile);
  if (!(await haveAll(data, sidecars))) {
    const stamped = records.length === 0 ? facts : await withEvidence(facts, records, objects, limits);
    const found = await withSidecars(stamped, sidecars, file, limits);
    return { facts: found.facts, options: withData(options, found.data) };
  }
  const found = await withSidecars(facts, sidecars, file, limits);
  const { certificates, crls, ocspResponses } = found.data;
  const inside = [...certificates, ...crls, ...ocspResponses];
  return {
    facts:
      records.length === 0 ? found.facts : await withEvidence(found.facts, records, objects, limits, inside),
    options: withData(options, found.data),
  };
}

/** Sidecars are ZIPs; records are DER or XML. */
async function sorted(sources: readonly ByteSource[]): Promise<readonly [ByteSource[], ByteSource[]]> {
  const sidecars: ByteSource[] = [];
  const records: ByteSource[] = [];
  for (const source of sources) {
    const [p, k] = await source.read(0, Math.min(2, source.size));
    (p === 0x50 && k === 0x4b ? sidecars : records).push(source);
  }
  return [sidecars, records];
}

/** Every sidecar is one of the files, by its bytes. */
async function haveAll(files: readonly FileInput[], sidecars: readonly ByteSource[]): Promise<boolean> {
  if (sidecars.length === 0) return true;
  const known = await Promise.all(files.map((file) => sha256Of(toSource(file))));
  for (const sidecar of sidecars) {
    const digest = await sha256Of(sidecar);
    if (!known.includes(digest)) return false;
  }
  return true;
}

function withData(options: VerifyOptions, { certificates, crls, ocspResponses }: SidecarData): VerifyOptions {
  if (certificates.length + crls.length + ocspResponses.length === 0) return options;
  return {
    ...options,
    intermediates: [...(options.intermediates ?? []), ...certificates],
    crls: [...(options.crls ?? []), ...crls],
    ocspResponses: [...(options.ocspResponses ?? []), ...ocspResponses],
  };
}
