import { crc32 } from '../../../src/formats/zip/index.ts';
import { concatBytes } from '../../../src/foundation/core/index.ts';

/** An entry for {@link buildZip}; every field that a hostile packer may falsify can be set apart. */
export interface RawEntry {
  readonly name: Uint8Array;
  readonly data: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly extra?: Uint8Array;
  /** External attributes as Unix mode. */
  readonly mode?: number;
  readonly localName?: Uint8Array;
  readonly localMethod?: number;
  readonly localFlags?: number;
  readonly localCrc?: number;
  readonly localSize?: number;
  readonly localCompressedSize?: number;
  readonly descriptor?: 'plain' | 'signed' | 'plain64' | 'signed64' | 'lying';
  /** Bytes put before the local header. */
  readonly gap?: Uint8Array;
}

export interface RawZipOptions {
  readonly comment?: Uint8Array;
  readonly gapBefore?: Uint8Array;
  readonly gapBeforeDirectory?: Uint8Array;
  readonly count?: number;
  readonly secondAtFirst?: boolean;
  readonly zip64?: 'right' | 'contradicting';
}

/** A ZIP built field by field, independent of the writer under test. */
export function buildZip(entries: readonly RawEntry[], options: RawZipOptions = {}): Uint8Array {
  const parts: Uint8Array[] = [options.gapBefore ?? new Uint8Array(0)];
  const central: Uint8Array[] = [];
  let offset = parts[0]!.length;
  entries.forEach((entry, index) => {
    const extra = entry.extra ?? new Uint8Array(0);
    const crc = entry.crc ?? crc32(entry.data);
    const size = entry.size ?? entry.data.length;
    const flags = entry.flags ?? 0;
    const method = entry.method ?? 0;
    const gap = entry.gap ?? new Uint8Array(0);
    offset += gap.length;
    const localName = entry.localName ?? entry.name;
    const local = concatBytes(
      gap,
      le(4, 0x04034b50),
      le(2, 20, entry.localFlags ?? flags, entry.localMethod ?? method, 0, 33),
      le(4, entry.localCrc ?? crc, entry.localCompressedSize ?? entry.data.length, entry.localSize ?? size),
      le(2, localName.length, extra.length),
      localName,
      extra,
      entry.data,
      descriptor(entry, crc, size),
    );
    central.push(
      concatBytes(
        le(4, 0x02014b50),
        le(2, entry.mode === undefined ? 20 : 0x0314, 20, flags, method, 0, 33),
        le(4, crc, entry.data.length, size),
        le(2, entry.name.length, extra.length, 0, 0, 0),
        le(4, (entry.mode ?? 0) * 0x10000, options.secondAtFirst && index > 0 ? 0 : offset),
        entry.name,
        extra,
      ),
    );
    parts.push(local);
    offset += local.length - gap.length;
  });
  const gap = options.gapBeforeDirectory ?? new Uint8Array(0);
  const directory = concatBytes(...central);
  const start = offset + gap.length;
  const count = options.count ?? entries.length;
  const comment = options.comment ?? new Uint8Array(0);
  return concatBytes(
    ...parts,
    gap,
    directory,
    zip64Records(options.zip64, count, directory.length, start),
    le(4, 0x06054b50),
    le(2, 0, 0, count, count),
    le(4, directory.length, options.zip64 === 'right' ? 0xffffffff : start),
    le(2, comment.length),
    comment,
  );
}

function zip64Records(kind: RawZipOptions['zip64'], count: number, size: number, start: number): Uint8Array {
  if (kind === undefined) return new Uint8Array(0);
  const entries = kind === 'contradicting' ? count + 1 : count;
  return concatBytes(
    le(4, 0x06064b50),
    le(8, 44),
    le(2, 45, 45),
    le(4, 0, 0),
    le(8, entries, entries, size, start),
    le(4, 0x07064b50, 0),
    le(8, start + size),
    le(4, 1),
  );
}

function descriptor(entry: RawEntry, crc: number, size: number): Uint8Array {
  const packed = entry.data.length;
  switch (entry.descriptor) {
    case 'plain':
      return le(4, crc, packed, size);
    case 'signed':
      return le(4, 0x08074b50, crc, packed, size);
    case 'plain64':
      return concatBytes(le(4, crc), le(8, packed, size));
    case 'signed64':
      return concatBytes(le(4, 0x08074b50, crc), le(8, packed, size));
    case 'lying':
      return le(4, 0x08074b50, crc, packed + 1, size);
    default:
      return new Uint8Array(0);
  }
}

function le(width: 2 | 4 | 8, ...values: number[]): Uint8Array {
  const bytes = new Uint8Array(width * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    if (width === 2) view.setUint16(i * 2, value, true);
    else if (width === 4) view.setUint32(i * 4, value >>> 0, true);
    else view.setBigUint64(i * 8, BigInt(value), true);
  });
  return bytes;
}
