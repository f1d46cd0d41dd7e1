import { fromUtf8, YinxinError } from '../../foundation/core/index.ts';
import { IN_ZIP64_32, uint64, viewOf, type ZipFinding } from './structure.ts';

const ZIP64 = 0x0001;
const UNICODE_PATH = 0x7075;
const AES = 0x9901;

/** Sizes and offset of a header, with zip64 values put in place of the 32-bit fields. */
export interface Sizes {
  readonly size: number;
  readonly compressedSize: number;
  readonly headerOffset: number;
}

/**
 * Resolves zip64 values (APPNOTE 4.5.3) and refuses extra fields that would make another reader see something
 * else: a second name (0x7075) that differs, AES, two zip64 fields.
 */
export function readExtraFields(
  extra: Uint8Array,
  fields: Sizes,
  name: string,
  findings: ZipFinding[],
): Sizes & { readonly zip64: boolean } {
  const { size, compressedSize, headerOffset } = fields;
  const needed = size === IN_ZIP64_32 || compressedSize === IN_ZIP64_32 || headerOffset === IN_ZIP64_32;
  // Most entries have none.
  if (extra.length === 0 && !needed) return { size, compressedSize, headerOffset, zip64: false };
  let resolved: Sizes | undefined;
  const view = viewOf(extra);
  let at = 0;
  while (at + 4 <= extra.length) {
    const [id, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    at += 4;
    if (at + length > extra.length) break;
    const value = extra.subarray(at, at + length);
    if (id === ZIP64) {
      if (resolved !== undefined) throw invalid(name, 'has two zip64 fields');
      resolved = resolveZip64(value, fields, name);
    } else if (id === UNICODE_PATH) assertSameName(value, name);
    else if (id === AES) throw invalid(name, 'is encrypted: decrypt the package first');
    at += length;
  }
  // Some packers pad for alignment; any other rest is noise that a reader may stumble over.
  if (at < extra.length && extra.subarray(at).some((byte) => byte !== 0)) {
    findings.push({ code: 'ZIP_EXTRA_FIELD', detail: `a malformed extra field at ${name}` });
  }
  if (needed && resolved === undefined) throw invalid(name, 'lacks its zip64 field');
  return { ...(resolved ?? fields), zip64: resolved !== undefined };
}

function resolveZip64(value: Uint8Array, fields: Sizes, name: string): Sizes {
  const view = viewOf(value);
  let at = 0;
  const next = (field: number): number => {
    if (field !== IN_ZIP64_32) return field;
    const wide = at + 8 <= value.length ? uint64(view, at) : undefined;
    if (wide === undefined) throw invalid(name, 'has a malformed zip64 field');
    at += 8;
    return wide;
  };
  const size = next(fields.size);
  const compressedSize = next(fields.compressedSize);
  return { size, compressedSize, headerOffset: next(fields.headerOffset) };
}

function assertSameName(value: Uint8Array, name: string): void {
  // version(1) crc32 of the header name(4) UTF-8 name
  if (value.length < 5) throw invalid(name, 'has a malformed Unicode path field');
  if (fromUtf8(value.subarray(5)) !== name) throw invalid(name, 'carries a second, different name');
}

function invalid(name: string, fault: string): YinxinError {
  return new YinxinError('ZIP_INVALID', `the entry ${JSON.stringify(name)} ${fault}`, { details: { name } });
}
