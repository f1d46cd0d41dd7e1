import {
  canonicalJsonBytes,
  equalBytes,
  readAll,
  type Signer,
  type TimestampAuthority,
  toHex,
  YinxinError,
} from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { signCms } from '../../signatures/cades/index.ts';
import { asOneWriter, type Closable, type EvidenceStore, putFile } from '../evidence/index.ts';
import { assertApproved } from './approvals.ts';
import { examineRecord, isRefusal } from './examine.ts';
import { type DisposalProposal, proposalDigest } from './propose-disposal.ts';
import type { DisposalEntry, RetentionRules } from './record.ts';
import {
  type DisposalApproval,
  type DisposalRegister,
  readDisposalRegister,
  writeDisposalRegister,
} from './register.ts';

/** What {@link disposeRecords} needs. */
export interface DisposeRecordsInput extends RetentionRules {
  readonly proposal: DisposalProposal;
  readonly approvals: readonly DisposalApproval[];
  /** 监销人, two at least. */
  readonly supervisors: readonly string[];
  /** Where registers are kept, for ever: nothing here ever deletes one. */
  readonly store: EvidenceStore;
  /** Deletes the content of a record. Called again after a crash: what is gone already is no error. */
  readonly remove: (entry: DisposalEntry) => Promise<void>;
  /** Signs the register (detached CMS); unset: it is not signed. */
  readonly signer?: Signer;
  readonly tsa?: TimestampAuthority;
}

/** A disposal that was done. */
export interface DisposedRecords {
  readonly register: DisposalRegister;
  /** The register as stored. */
  readonly bytes: Uint8Array;
  /** Its detached CMS signature; absent without a signer. */
  readonly signature?: Uint8Array;
  /** Names of the files in the store. */
  readonly names: readonly string[];
}

/**
 * Deletes what was approved: each record is examined once more (term, holds), the register (销毁清册) is stored and signed
 * first, then the records go, then the store says that all are gone. Killed at any instant it is finished by the same
 * call: by the register in the store, not by what is said then. The evidence of other records is not touched: the digests
 * of deleted ones stay where they are.
 *
 * Not checked: that the named persons are who they are, and really approved: whoever calls has to know.
 *
 * @throws DISPOSAL_REFUSED before anything is deleted, or where a hold comes meanwhile before its record is, with `details.code` DISPOSAL_NOT_APPROVED or with
 * `details.refusals`, each with its code; DISPOSAL_INVALID where the proposal or a stored register was changed;
 * EVIDENCE_CONFLICT while somebody else writes to the store; what `remove` throws.
 */
export function disposeRecords(input: DisposeRecordsInput): Promise<DisposedRecords> {
  return asOneWriter(input.store, () => dispose(input));
}

async function dispose(input: DisposeRecordsInput): Promise<DisposedRecords> {
  const { proposal, store } = input;
  const names = namesOf(proposal.id);
  const stored = await readFile(store, names.register);
  const bytes = stored ?? (await decide(input));
  const register = readDisposalRegister(bytes);
  if (register.proposal !== proposal.sha256 || !isOwn(register)) {
    throw new YinxinError('DISPOSAL_INVALID', 'another disposal of this number stands in the store');
  }
  if (stored === undefined) await putFile(store, names.register, bytes);
  const signature = (await readFile(store, names.signature)) ?? (await sign(input, register, bytes));
  if (signature !== undefined) await putFile(store, names.signature, signature);
  const done = await readFile(store, names.done);
  const completion = completionOf(register, bytes);
  if (done === undefined) {
    // A hold may have come while a killed run was not taken up again.
    await assertStillDue(register.entries, input);
    for (const entry of register.entries) {
      // Deleting takes hours where there are many: a hold that comes meanwhile stops it before its record.
      await assertStillDue([entry], input);
      await input.remove(entry);
    }
    await putFile(store, names.done, completion);
  } else if (!equalBytes(done, completion)) {
    throw new YinxinError('DISPOSAL_INVALID', 'the store says that another register was carried out');
  }
  return {
    register,
    bytes,
    ...(signature === undefined ? {} : { signature }),
    names: [names.register, ...(signature === undefined ? [] : [names.signature]), names.done],
  };
}

/** Everything that must be right before a register comes into being. */
async function decide(input: DisposeRecordsInput): Promise<Uint8Array> {
  const { proposal, approvals, supervisors, at } = input;
  const { id, proposedAt, entries, sha256 } = proposal;
  if (proposalDigest(id, proposedAt, entries) !== sha256) {
    throw new YinxinError('DISPOSAL_INVALID', 'the proposal is not the one that its digest names');
  }
  if (entries.length === 0) throw new YinxinError('ARGUMENT_INVALID', 'the proposal names no record');
  assertApproved(proposal, approvals, supervisors, at);
  await assertStillDue(entries, input);
  return writeDisposalRegister({
    ...{ id, proposedAt, decidedAt: at, proposal: sha256, supervisors, entries },
    approvals: approvals.map(({ proposal: of, approver, name, at: time, basis }) => {
      return { proposal: of, approver, name, at: time, basis };
    }),
  });
}

/** Detached CMS over the register as stored. */
async function sign(
  { signer, tsa }: DisposeRecordsInput,
  { decidedAt }: DisposalRegister,
  bytes: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (signer === undefined) return undefined;
  const { cms } = await signCms({
    ...{ signer, content: { bytes }, detached: true, claimedTime: decidedAt },
    ...(tsa === undefined ? {} : { tsa }),
  });
  return cms;
}

async function assertStillDue(entries: readonly DisposalEntry[], rules: RetentionRules): Promise<void> {
  const answers = await Promise.all(entries.map((entry) => examineRecord(entry, rules)));
  const refusals = answers.filter(isRefusal);
  if (refusals.length === 0) return;
  const [first] = refusals;
  throw new YinxinError('DISPOSAL_REFUSED', `${refusals.length} records must stay (${first!.code})`, {
    details: { code: first!.code, refusals },
  });
}

function isOwn({ id, proposedAt, entries, proposal }: DisposalRegister): boolean {
  return proposalDigest(id, proposedAt, entries) === proposal;
}

/** What the store says when all records of a register are gone; no time in it, so that every run says the same. */
function completionOf({ id, entries }: DisposalRegister, bytes: Uint8Array): Uint8Array {
  const register = toHex(digest('sha256', bytes));
  return canonicalJsonBytes({ schema: 'yinxin.disposal-done/1', id, register, removed: entries.length });
}

function namesOf(id: string): {
  readonly register: string;
  readonly signature: string;
  readonly done: string;
} {
  const name = `disposal-${id}`;
  return { register: `${name}.json`, signature: `${name}.p7s`, done: `${name}.done.json` };
}

async function readFile(store: EvidenceStore, name: string): Promise<Uint8Array | undefined> {
  if (!(await store.list()).includes(name)) return undefined;
  const source: Closable = await store.open(name);
  try {
    return await readAll(source);
  } finally {
    await source.close?.();
  }
}
