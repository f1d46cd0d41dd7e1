import {
  canonicalJsonBytes,
  formatTime,
  isYinxinError,
  type JsonValue,
  readCanonicalJson,
  YinxinError,
} from '../../foundation/core/index.ts';
import { containsResidentId } from '../codes/index.ts';

/** What an annotated copy (加注件) says of itself; GB/T 36903 has elements for most of it. */
export interface AnnotatedCopy {
  /** 证照标识 (ZZBS) of the original. */
  readonly identifier: string;
  /** SHA-256 of the original file, hex. */
  readonly originalDigest: string;
  /** The signed code of the original (LicenseQR v1) as text: it proves identifier, dates and issuer. */
  readonly code: string;
  /** 加注件制作事由 (JZJZZSY): what the copy may be used for. */
  readonly purpose: string;
  /** Who asked for it and may use it. */
  readonly requester: string;
  /** 加注件制作者 (JZJZZZ). */
  readonly maker: string;
  /** USCC of the maker, that of its seal. */
  readonly makerCode?: string;
  /** 加注件制作时间 (JZJZZSJ). */
  readonly madeAt: Date;
  /** 加注件有效期截止时间 (JZJYXQJZSJ): the copy is worth nothing from then on. */
  readonly expiresAt: Date;
}

/** Name under which the record is attached. */
export const COPY_RECORD_NAME = 'annotated-copy.json';

const SCHEMA = 'yinxin.annotated-copy/1';
const MAX_BYTES = 64 * 1024;
/** 用证事由 has 200 characters at most (GB/T 36906 as implemented). */
const MAX_TEXT = 200;
const TEXTS = ['purpose', 'requester', 'maker'] as const;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/**
 * ARGUMENT_INVALID for a text that is empty, longer than 200 characters, or holds control characters or a resident
 * identity number, and for an end that is not after the making.
 */
export function assertCopy(copy: AnnotatedCopy): void {
  for (const name of TEXTS) {
    const fault = faultOf(copy[name]);
    if (fault !== undefined) {
      throw new YinxinError('ARGUMENT_INVALID', `${name} of the annotated copy ${fault}`, {
        details: { field: name },
      });
    }
  }
  if (!(copy.expiresAt > copy.madeAt)) {
    throw new YinxinError('ARGUMENT_INVALID', 'an annotated copy ends after it is made');
  }
}

/** The record as a file: canonical JSON (RFC 8785), times in whole seconds of UTC. */
export function writeCopyRecord(copy: AnnotatedCopy): Uint8Array {
  const { madeAt, expiresAt, makerCode, ...texts } = copy;
  return canonicalJsonBytes({
    schema: SCHEMA,
    ...texts,
    ...(makerCode === undefined ? {} : { makerCode }),
    madeAt: formatTime(madeAt),
    expiresAt: formatTime(expiresAt),
  });
}

/** Reads {@link writeCopyRecord} strictly. LICENSE_INVALID, LIMIT_EXCEEDED. */
export function readCopyRecord(bytes: Uint8Array): AnnotatedCopy {
  if (bytes.length > MAX_BYTES)
    throw new YinxinError('LIMIT_EXCEEDED', 'the record of a copy has at most 64 KiB');
  const read = readCanonicalJson(bytes);
  if (!('value' in read)) throw invalid(read.fault);
  const { schema, identifier, originalDigest, code, makerCode, madeAt, expiresAt, ...rest } = membersOf(
    read.value,
  );
  const { purpose, requester, maker, ...others } = rest;
  if (schema !== SCHEMA || Object.keys(others).length > 0) throw invalid('has other members');
  if (typeof originalDigest !== 'string' || !/^[0-9a-f]{64}$/.test(originalDigest))
    throw invalid('names no digest');
  if (makerCode !== undefined && typeof makerCode !== 'string') throw invalid('has a maker of another form');
  const copy: AnnotatedCopy = {
    identifier: textOf(identifier),
    originalDigest,
    code: textOf(code),
    purpose: textOf(purpose),
    requester: textOf(requester),
    maker: textOf(maker),
    ...(makerCode === undefined ? {} : { makerCode }),
    madeAt: timeOf(madeAt),
    expiresAt: timeOf(expiresAt),
  };
  try {
    assertCopy(copy);
  } catch (error) {
    if (isYinxinError(error, 'ARGUMENT_INVALID')) throw invalid(`says: ${error.message}`);
    throw error;
  }
  return copy;
}

function faultOf(text: string): string | undefined {
  if (text.trim() === '') return 'is empty';
  if ([...text].length > MAX_TEXT) return `is longer than ${MAX_TEXT} characters`;
  if (/\p{Cc}/u.test(text)) return 'holds control characters';
  return containsResidentId(text) ? 'holds a resident identity number' : undefined;
}

function membersOf(value: JsonValue): Readonly<Record<string, JsonValue>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('is no object');
  return value as Readonly<Record<string, JsonValue>>;
}

function textOf(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw invalid('has a member of another form');
  return value;
}

function timeOf(value: JsonValue | undefined): Date {
  const time = new Date(typeof value === 'string' && TIME.test(value) ? value : Number.NaN);
  if (Number.isNaN(time.getTime()) || formatTime(time) !== value)
    throw invalid('has a time that cannot be read');
  return time;
}

function invalid(fault: string): YinxinError {
  return new YinxinError('LICENSE_INVALID', `the record of the annotated copy ${fault}`);
}
