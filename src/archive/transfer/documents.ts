import { canonicalJsonBytes, formatTime, type JsonValue, YinxinError } from '../../foundation/core/index.ts';
import { jsonReader } from '../json-document.ts';
import type { TransferParty } from './model.ts';

/** 移交凭证: what is handed over, in the words of who does so. */
export interface Handover {
  readonly batch: string;
  readonly from: TransferParty;
  readonly to: TransferParty;
  readonly madeAt: Date;
  readonly items: number;
  /** Bytes of all items. */
  readonly bytes: number;
  /** Digests in hex of 目录文件 and 说明文件. */
  readonly catalogue: { readonly sha256: string; readonly sm3: string };
  readonly explanation: { readonly sha256: string };
}

/** What became of one file of a batch. */
export type ReceivedStatus = 'accepted' | 'missing' | 'altered' | 'extra';

/** One item, or one file that no item names. */
export interface ReceivedItem {
  readonly path: string;
  readonly status: ReceivedStatus;
  /** Which part is missing or altered. */
  readonly part?: 'content' | 'metadata';
}

/** 接收回执: what arrived, in the words of who took it. */
export interface TransferReceipt {
  readonly batch: string;
  readonly from: TransferParty;
  readonly to: TransferParty;
  readonly receivedAt: Date;
  /** SHA-256 in hex of 移交凭证 as received. */
  readonly handover: string;
  /** `accepted`: every item and nothing else; `partly`; `refused`: nothing is believed or nothing arrived. */
  readonly conclusion: 'accepted' | 'partly' | 'refused';
  /** Codes of what stands against the batch as a whole. */
  readonly reasons: readonly string[];
  readonly items: readonly ReceivedItem[];
}

const read = /* @__PURE__ */ jsonReader(
  (message) => new YinxinError('TRANSFER_INVALID', `a document of a transfer is not usable: ${message}`),
);

const HANDOVER = 'yinxin.transfer/1';
const RECEIPT = 'yinxin.transfer-receipt/1';

/** Canonical JSON (RFC 8785) of a handover. */
export function writeHandover({ madeAt, ...handover }: Handover): Uint8Array {
  return canonicalJsonBytes({ schema: HANDOVER, ...copyOf(handover), madeAt: formatTime(madeAt) });
}

/** Canonical JSON (RFC 8785) of a receipt. */
export function writeReceipt({ receivedAt, ...receipt }: TransferReceipt): Uint8Array {
  return canonicalJsonBytes({ schema: RECEIPT, ...copyOf(receipt), receivedAt: formatTime(receivedAt) });
}

const copyOf = (value: object): { [key: string]: JsonValue } =>
  ({ ...value }) as { [key: string]: JsonValue };

/** Reads a handover strictly. @throws TRANSFER_INVALID. */
export function readHandover(bytes: Uint8Array): Handover {
  const json = read.document(bytes, HANDOVER, [
    ...(['batch', 'from', 'to', 'madeAt', 'items', 'bytes', 'catalogue', 'explanation'] as const),
  ]);
  const catalogue = read.fields(json.catalogue, ['sha256', 'sm3']);
  const explanation = read.fields(json.explanation, ['sha256']);
  return {
    batch: read.text(json.batch),
    from: readParty(json.from),
    to: readParty(json.to),
    madeAt: read.time(json.madeAt),
    items: read.whole(json.items),
    bytes: read.whole(json.bytes),
    catalogue: { sha256: read.hex(catalogue.sha256), sm3: read.hex(catalogue.sm3) },
    explanation: { sha256: read.hex(explanation.sha256) },
  };
}

/** Reads a receipt strictly. @throws TRANSFER_INVALID. */
export function readTransferReceipt(bytes: Uint8Array): TransferReceipt {
  const json = read.document(bytes, RECEIPT, [
    ...(['batch', 'from', 'to', 'receivedAt', 'handover', 'conclusion', 'reasons', 'items'] as const),
  ]);
  return {
    batch: read.text(json.batch),
    from: readParty(json.from),
    to: readParty(json.to),
    receivedAt: read.time(json.receivedAt),
    handover: read.hex(json.handover),
    conclusion: read.oneOf(json.conclusion, ['accepted', 'partly', 'refused']),
    reasons: read.list(json.reasons).map(read.text),
    items: read.list(json.items).map(readItem),
  };
}

function readItem(value: JsonValue): ReceivedItem {
  const partial = read.has(value, 'part') ? read.fields(value, ['path', 'status', 'part']) : undefined;
  const { path, status } = partial ?? read.fields(value, ['path', 'status']);
  return {
    path: read.text(path),
    status: read.oneOf(status, ['accepted', 'missing', 'altered', 'extra']),
    ...(partial === undefined ? {} : { part: read.oneOf(partial.part, ['content', 'metadata']) }),
  };
}

function readParty(value: JsonValue): TransferParty {
  const { name, code } = read.fields(value, ['name', 'code']);
  return { name: read.text(name), code: read.text(code) };
}
