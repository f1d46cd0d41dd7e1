import { canonicalJsonBytes, type Signer, type TimestampAuthority } from '../../../foundation/core/index.ts';
import { signCms } from '../../../signatures/cades/index.ts';
import { party } from '../describe-application.ts';
import { asJson, type Party } from '../model.ts';
import { timeText } from '../time-window.ts';
import { MANDATE_SCHEMA, type Mandate, type MandateAct, readMandate } from './model.ts';

/** What goes into {@link signMandate}. */
export interface SignMandateInput {
  readonly id: string;
  readonly principal: Party;
  readonly agent: Party;
  /** Codes of the matters. */
  readonly matters: readonly string[];
  readonly acts: readonly MandateAct[];
  readonly validFrom: Date;
  /** Included. */
  readonly validTo: Date;
  /** Of the principal. */
  readonly signer: Signer;
  readonly tsa?: TimestampAuthority;
  readonly at: Date;
}

/**
 * A mandate signed by the principal: canonical JSON inside a CMS (CAdES), to be attached to applications as
 * `授权委托书.p7m`. Throws APPLICATION_INVALID for empty fields, and what signer and timestamp authority throw.
 */
export async function signMandate(
  input: SignMandateInput,
): Promise<{ readonly file: Uint8Array; readonly mandate: Mandate }> {
  const mandate: Mandate = {
    schema: MANDATE_SCHEMA,
    id: input.id,
    principal: party(input.principal),
    agent: party(input.agent),
    matters: input.matters,
    acts: input.acts,
    validFrom: timeText(input.validFrom, 'validFrom'),
    validTo: timeText(input.validTo, 'validTo'),
  };
  const content = canonicalJsonBytes(asJson(mandate));
  readMandate(content);
  const { cms } = await signCms({
    signer: input.signer,
    content: { bytes: content },
    detached: false,
    claimedTime: input.at,
    ...(input.tsa === undefined ? {} : { tsa: input.tsa }),
  });
  return { file: cms, mandate };
}
