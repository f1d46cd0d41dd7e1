import { type ByteSource, isYinxinError, type Limits, readAll } from '../../foundation/core/index.ts';
import {
  type EvidenceObject,
  type EvidenceRecord,
  parseEvidenceRecord,
} from '../../foundation/evidence/index.ts';
import type { FileFacts, SignatureFacts } from '../../foundation/validation/index.ts';
import { inspectRecord } from './inspect-record.ts';
import { parseXmlEvidenceRecord } from './read-xml.ts';

/** Options of {@link inspectEvidenceFile}. */
export interface InspectEvidenceOptions {
  /** What the record is over, together one data group; none: nothing ties it to anything. */
  readonly objects?: readonly EvidenceObject[];
  readonly limits?: Limits;
}

/** Facts of an evidence record as a file. EVIDENCE_INVALID, LIMIT_EXCEEDED, XML_INVALID. */
export async function inspectEvidenceFile(
  source: ByteSource,
  options: InspectEvidenceOptions = {},
): Promise<FileFacts> {
  const record = await readEvidence(source, options.limits);
  const signatures = await inspectRecord(record, options.objects ?? [], { id: 'er-1' });
  return { format: 'evidence-record', signatures, checks: [], notChecked: [] };
}

/** Reads a record. EVIDENCE_INVALID, LIMIT_EXCEEDED. */
export async function readEvidence(source: ByteSource, limits?: Limits): Promise<EvidenceRecord> {
  const bytes = await readAll(source);
  // DER begins with a SEQUENCE; anything else can only be XML.
  return bytes[0] === 0x30 ? parseEvidenceRecord(bytes, limits) : parseXmlEvidenceRecord(bytes, limits);
}

/**
 * Facts of a file with those of evidence records over it: what is in the file is proved with it. `objects` is the data
 * group, the file among them; `beside` are certificates and revocation data in other files of the group. A malformed
 * record is an entry that failed, and proves nothing.
 */
export async function withEvidence(
  facts: FileFacts,
  records: readonly ByteSource[],
  objects: readonly EvidenceObject[],
  limits?: Limits,
  beside: readonly Uint8Array[] = [],
): Promise<FileFacts> {
  const covers = {
    signatures: facts.signatures.map(({ id }) => id),
    objects: facts.signatures
      .flatMap(({ certificates, crls, ocspResponses }) => [...certificates, ...crls, ...ocspResponses])
      .concat(beside),
  };
  const found: SignatureFacts[] = [];
  for (const [i, source] of records.entries()) {
    const id = `er-${i + 1}`;
    try {
      const record = await readEvidence(source, limits);
      found.push(...(await inspectRecord(record, objects, { id, covers })));
    } catch (error) {
      if (!isYinxinError(error) || error.code === 'IO_FAILED') throw error;
      found.push(malformed(id, error.code, error.message));
    }
  }
  return { ...facts, signatures: [...facts.signatures, ...found] };
}

function malformed(id: string, code: string, detail: string): SignatureFacts {
  return {
    id,
    kind: 'evidence-record',
    format: 'ERS',
    cryptography: 'not-checked',
    coverage: 'none',
    modification: 'not-applicable',
    purpose: 'timestamps',
    certificates: [],
    crls: [],
    ocspResponses: [],
    formatFailure: 'FORMAT_FAILURE',
    checks: [{ code, status: 'failed', detail, clause: 'RFC 4998 3.1' }],
    notChecked: [],
  };
}
