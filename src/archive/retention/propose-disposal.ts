import { canonicalJsonBytes, formatTime, toHex, YinxinError } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { examineRecord, isRefusal } from './examine.ts';
import type { DisposalEntry, DisposalRefusal, HeldRecord, RetentionRules } from './record.ts';
import { entryToJson } from './register.ts';

/** What {@link proposeDisposal} looks at. */
export interface ProposeDisposalInput extends RetentionRules {
  /** Number of the disposal: lower-case letters, digits and hyphens, e.g. `2058-001`. */
  readonly id: string;
  readonly records: readonly HeldRecord[];
}

/** What may go, to be approved as it stands (鉴定). */
export interface DisposalProposal {
  readonly id: string;
  readonly proposedAt: Date;
  readonly entries: readonly DisposalEntry[];
  /** Records that stay, each with its reason. */
  readonly refused: readonly DisposalRefusal[];
  /** SHA-256 in hex over number, time and entries: what approvals name. */
  readonly sha256: string;
}

/** Records of one disposal. */
const MAX_RECORDS = 100_000;
const ID = /^[a-z0-9][a-z0-9-]{0,59}$/;

/**
 * Sorts records into those whose term is full and those that stay. Nothing is deleted.
 *
 * @throws ARGUMENT_INVALID for a wrong number, a wrong digest and a record that stands twice; LIMIT_EXCEEDED.
 */
export async function proposeDisposal(input: ProposeDisposalInput): Promise<DisposalProposal> {
  assertRecords(input);
  const entries: DisposalEntry[] = [];
  const refused: DisposalRefusal[] = [];
  for (const record of input.records) {
    const answer = await examineRecord(record, input);
    if (isRefusal(answer)) refused.push(answer);
    else entries.push(answer);
  }
  const { id, at } = input;
  return { id, proposedAt: at, entries, refused, sha256: proposalDigest(id, at, entries) };
}

/** What an approval is bound to: another record, period or number is another digest. */
export function proposalDigest(id: string, at: Date, entries: readonly DisposalEntry[]): string {
  const json = { id, proposedAt: formatTime(at), entries: entries.map(entryToJson) };
  return toHex(digest('sha256', canonicalJsonBytes(json)));
}

function assertRecords({ id, records }: ProposeDisposalInput): void {
  if (!ID.test(id)) {
    throw new YinxinError('ARGUMENT_INVALID', 'number a disposal by lower-case letters, digits and hyphens');
  }
  if (records.length > MAX_RECORDS) {
    throw new YinxinError('LIMIT_EXCEEDED', `a disposal has at most ${MAX_RECORDS} records: make several`, {
      details: { limit: 'disposalRecords', allowed: MAX_RECORDS, value: records.length },
    });
  }
  const known = new Set<string>();
  for (const { id: record, sha256, closedAt } of records) {
    const sound = record !== '' && /^[0-9a-f]{64}$/.test(sha256) && !Number.isNaN(closedAt.getTime());
    if (!sound || known.has(record)) {
      throw new YinxinError(
        'ARGUMENT_INVALID',
        'a record stands twice, or lacks its number, digest or time',
        {
          details: { record },
        },
      );
    }
    known.add(record);
  }
}
