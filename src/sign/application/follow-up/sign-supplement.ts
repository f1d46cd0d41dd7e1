import {
  canonicalJsonBytes,
  type FormSchema,
  type JsonValue,
  type Signer,
  type TimestampAuthority,
  YinxinError,
} from '../../../foundation/core/index.ts';
import { createAsic } from '../../../signatures/asic/index.ts';
import { type AttachmentInput, attachmentPath, describeAttachment, describeFile } from '../attachments.ts';
import { party } from '../describe-application.ts';
import { digestsOf, sameDigests } from '../digests.ts';
import { assertForm } from '../form-check.ts';
import { asJson, FORM_PATH, type Party } from '../model.ts';
import { readReceipt } from '../read-model.ts';
import { statementContent } from '../statement.ts';
import { timeText } from '../time-window.ts';
import { openApplication, senderOf } from './open-application.ts';
import {
  itemsFault,
  readSupplement,
  SUPPLEMENT_PATH,
  SUPPLEMENT_SCHEMA,
  type Supplement,
} from './supplement-model.ts';

/** Answer to one item of the receipt. */
export interface SupplementItemInput {
  /** Code of the reason in the receipt. */
  readonly code: string;
  readonly statement?: string;
  /** Names of attachments. */
  readonly attachments?: readonly string[];
}

/** What goes into {@link signSupplement}. */
export interface SignSupplementInput {
  readonly id: string;
  /** The application as it was sent, byte for byte. */
  readonly application: Uint8Array;
  /** The receipt that asks for the supplement, byte for byte. */
  readonly receipt: Uint8Array;
  /** Who supplies: the agent where there is one, else the applicant, when unset. */
  readonly sender?: Party;
  readonly items: readonly SupplementItemInput[];
  readonly attachments: readonly AttachmentInput[];
  /** The whole form anew, where a field was wrong. */
  readonly form?: JsonValue;
  readonly formSchema?: FormSchema;
  readonly signer: Signer;
  readonly tsa?: TimestampAuthority;
  readonly at: Date;
}

/** A signed supplement. */
export interface SignedSupplement {
  /** ASiC-E container, `supplement.asice`. */
  readonly file: Uint8Array;
  readonly supplement: Supplement;
  readonly timestamped: boolean;
}

/**
 * What was missing (补正), signed: bound to the application and to the receipt by both digests, file by file to the items
 * of the receipt. APPLICATION_INVALID when the receipt is for another application or asks for nothing, for an item that
 * it does not name, an item without answer, a file without item, a sender who is no party, or a time before the receipt.
 * Not checked: the signature of the receipt (`verifyReceipt`).
 */
export async function signSupplement(input: SignSupplementInput): Promise<SignedSupplement> {
  const supplement = await describe(input);
  const manifest = canonicalJsonBytes(asJson(supplement));
  readSupplement(manifest);
  const { file, timestamped } = await createAsic({
    files: [
      { name: SUPPLEMENT_PATH, data: manifest, mediaType: 'application/json' },
      ...(input.form === undefined
        ? []
        : [{ name: FORM_PATH, data: canonicalJsonBytes(input.form), mediaType: 'application/json' }]),
      ...supplement.attachments.map(({ path, mediaType }, i) => ({
        name: path,
        data: input.attachments[i]!.data,
        mediaType,
      })),
    ],
    signer: input.signer,
    claimedTime: input.at,
    ...(input.tsa === undefined ? {} : { tsa: input.tsa }),
  });
  return { file, supplement, timestamped };
}

async function describe(input: SignSupplementInput): Promise<Supplement> {
  const { items, form, formSchema, at } = input;
  const application = await openApplication(input.application);
  const digests = digestsOf(input.application);
  const receipt = readReceipt(statementContent(input.receipt));
  if (!sameDigests(receipt.application, digests)) throw refused('the receipt is for another application');
  if (receipt.decision !== 'supplement') throw refused('the receipt asks for no supplement');
  if (at.getTime() < Date.parse(receipt.receivedAt)) throw refused('it is older than the receipt');
  const asked = new Set(receipt.reasons.map(({ code }) => code));
  if (items.some(({ code }) => !asked.has(code)))
    throw refused('it answers an item that the receipt does not name');
  if (form !== undefined && formSchema !== undefined) assertForm(form, formSchema);
  const supplement: Supplement = {
    schema: SUPPLEMENT_SCHEMA,
    id: input.id,
    applicationId: application.id,
    application: digests,
    receipt: digestsOf(input.receipt),
    matter: application.matter,
    sender: party(senderOf(application, input.sender)),
    receiver: receipt.receiver,
    submittedAt: timeText(at, 'at'),
    items: items.map(({ code, statement, attachments }) => ({
      code,
      ...(statement === undefined ? {} : { statement }),
      attachments: (attachments ?? []).map(attachmentPath),
    })),
    ...(form === undefined
      ? {}
      : { form: { ...describeFile(FORM_PATH, canonicalJsonBytes(form)), mediaType: 'application/json' } }),
    attachments: input.attachments.map(describeAttachment),
  };
  const fault = itemsFault(supplement);
  if (fault !== undefined) throw refused(fault);
  return supplement;
}

function refused(message: string): YinxinError {
  return new YinxinError('APPLICATION_INVALID', `the supplement: ${message}`);
}
