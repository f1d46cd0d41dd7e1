import { JsonFields, parseCanonical } from '../json-fields.ts';
import type { Party } from '../model.ts';
import { readParty } from '../read-model.ts';

/** Schema name of a mandate. */
export const MANDATE_SCHEMA = 'yinxin.mandate/1';

/** What an agent may do: apply (申请), supplement (补正), withdraw (撤回), receive results (领取). */
export type MandateAct = 'apply' | 'supplement' | 'withdraw' | 'receive';

const ACTS: readonly MandateAct[] = ['apply', 'supplement', 'withdraw', 'receive'];

/** A mandate (授权委托书): who may do what for whom, in which matters, from when to when. */
export interface Mandate {
  readonly schema: typeof MANDATE_SCHEMA;
  readonly id: string;
  readonly principal: Party;
  readonly agent: Party;
  /** Codes of the matters; at least one. */
  readonly matters: readonly string[];
  readonly acts: readonly MandateAct[];
  /** ISO 8601 in Z; the end is included. */
  readonly validFrom: string;
  readonly validTo: string;
}

/** Reads a mandate strictly. Throws APPLICATION_INVALID. */
export function readMandate(bytes: Uint8Array): Mandate {
  const fields = new JsonFields(parseCanonical(bytes, 'the mandate'), 'mandate');
  const mandate: Mandate = {
    schema: fields.oneOf('schema', [MANDATE_SCHEMA]),
    id: fields.text('id'),
    principal: fields.nested('principal', readParty),
    agent: fields.nested('agent', readParty),
    matters: fields.texts('matters'),
    acts: fields.textsOf('acts', ACTS),
    validFrom: fields.time('validFrom'),
    validTo: fields.time('validTo'),
  };
  fields.end();
  return mandate;
}
