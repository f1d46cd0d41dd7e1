import {
  type ByteSource,
  type Check,
  isYinxinError,
  type Limits,
  toHex,
} from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { FileFacts, SignatureFacts } from '../../foundation/validation/index.ts';
import { digestOfSource, inspectTimestampToken } from '../cades/index.ts';
import { readSidecar, type Sidecar } from './read-sidecar.ts';

/** Certificates and revocation data of sidecars, for the judge. */
export interface SidecarData {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocspResponses: readonly Uint8Array[];
}

/** A file with what its sidecars prove. */
export interface FactsWithSidecars {
  readonly facts: FileFacts;
  readonly data: SidecarData;
}

const CLAUSE = 'ETSI EN 319 102-1 5.6.2.3';

/**
 * Facts of a file with those of sidecars of validation data: a timestamp over a sidecar proves the data in it, and the
 * signatures of the file where its manifest names the digest of that very file. The data itself proves what it is by its
 * own signatures, whatever file it was collected for. A sidecar that cannot be read is told and proves nothing.
 */
export async function withSidecars(
  facts: FileFacts,
  sidecars: readonly ByteSource[],
  file: ByteSource,
  limits?: Limits,
): Promise<FactsWithSidecars> {
  const digestOf = digestOfSource(file);
  const found: SignatureFacts[] = [];
  const checks: Check[] = [];
  const read: Sidecar[] = [];
  for (const [i, source] of sidecars.entries()) {
    const id = `sidecar-${i + 1}`;
    try {
      const sidecar = await readSidecar(source, limits);
      read.push(sidecar);
      const same =
        sidecar.file.size === file.size && sidecar.file.digest === toHex((await digestOf(sidecar.hash))!);
      checks.push(boundCheck(id, same));
      found.push(...(await timestampFacts(id, sidecar, facts.signatures, same)));
    } catch (error) {
      if (!isYinxinError(error) || error.code === 'IO_FAILED') throw error;
      checks.push({ code: error.code, status: 'failed', detail: `${id}: ${error.message}`, clause: CLAUSE });
    }
  }
  return {
    facts: { ...facts, signatures: [...facts.signatures, ...found], checks: [...facts.checks, ...checks] },
    data: {
      certificates: read.flatMap(({ certificates }) => certificates),
      crls: read.flatMap(({ crls }) => crls),
      ocspResponses: read.flatMap(({ ocspResponses }) => ocspResponses),
    },
  };
}

function boundCheck(id: string, same: boolean): Check {
  const code = 'VALIDATION_DATA_FILE';
  if (same) return { code, status: 'passed', detail: `${id} was collected for this file`, clause: CLAUSE };
  const detail = `${id} was collected for another file: its timestamps prove nothing about this one`;
  return { code, status: 'warning', detail, clause: CLAUSE };
}

/** Timestamps stand under the first signature: a bad one proves nothing and must not speak for the whole file. */
async function timestampFacts(
  id: string,
  sidecar: Sidecar,
  signatures: readonly SignatureFacts[],
  same: boolean,
): Promise<SignatureFacts[]> {
  const parent = signatures.find((facts) => facts.parent === undefined)?.id;
  if (parent === undefined) return [];
  const { certificates, crls, ocspResponses, issuerLists, timestamps, manifest } = sidecar;
  const found: SignatureFacts[] = [];
  for (const [i, token] of timestamps.entries()) {
    const facts = await inspectTimestampToken(token, {
      id: `${id}.t${i + 1}`,
      parent,
      kind: 'document-timestamp',
      digestOf: (name) => digest(name, manifest),
      coverage: 'whole-file',
      modification: 'not-applicable',
      covers: {
        signatures: same ? signatures.map((one) => one.id) : [],
        objects: [...certificates, ...crls, ...ocspResponses, ...issuerLists],
      },
      certificates,
      crls,
      ocspResponses,
    });
    found.push(withHash(facts, sidecar));
  }
  return found;
}

/** What the token proves goes through the digests of the manifest: they must count as long as its own. */
function withHash(facts: SignatureFacts, { hash }: Sidecar): SignatureFacts {
  if (facts.algorithms === undefined) return facts;
  if (facts.algorithms.some((use) => use.kind === 'digest' && use.digest === hash)) return facts;
  return { ...facts, algorithms: [...facts.algorithms, { kind: 'digest', digest: hash }] };
}
