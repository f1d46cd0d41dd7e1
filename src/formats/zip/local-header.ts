import { type ByteSource, equalBytes, YinxinError } from '../../foundation/core/index.ts';
import type { CentralHeader } from './central-directory.ts';
import { readExtraFields } from './extra-fields.ts';
import {
  DATA_DESCRIPTOR,
  FLAG_DESCRIPTOR,
  LOCAL_HEADER,
  LOCAL_HEADER_SIZE,
  uint64,
  viewOf,
  type ZipFinding,
} from './structure.ts';

/** The bytes one entry owns: local header, data and data descriptor. */
export interface Extent {
  readonly start: number;
  readonly dataOffset: number;
  readonly end: number;
}

/**
 * Reads the local header and demands that it says what the central one says: streaming readers believe the local
 * header, seeking readers the central one, and nobody may see two different files.
 */
export async function readLocalHeader(
  source: ByteSource,
  central: CentralHeader,
  directoryOffset: number,
  findings: ZipFinding[],
): Promise<Extent> {
  const start = central.headerOffset;
  if (start + LOCAL_HEADER_SIZE > directoryOffset) throw differs(central, 'stands outside the file');
  // The name is known, and few headers have extra fields: one reading is mostly enough.
  const likely = Math.min(LOCAL_HEADER_SIZE + central.rawName.length, directoryOffset - start);
  const head = await source.read(start, likely);
  const fixed = viewOf(head);
  if (fixed.getUint32(0, true) !== LOCAL_HEADER) throw differs(central, 'has no local header');
  const nameLength = fixed.getUint16(26, true);
  const extraLength = fixed.getUint16(28, true);
  const dataOffset = start + LOCAL_HEADER_SIZE + nameLength + extraLength;
  if (dataOffset + central.compressedSize > directoryOffset)
    throw differs(central, 'runs into the directory');
  const variable =
    dataOffset - start <= head.length
      ? head.subarray(LOCAL_HEADER_SIZE, dataOffset - start)
      : await source.read(start + LOCAL_HEADER_SIZE, nameLength + extraLength);
  if (!equalBytes(variable.subarray(0, nameLength), central.rawName)) {
    throw differs(central, 'has another name in its local header');
  }
  const same =
    fixed.getUint16(6, true) === central.flags &&
    fixed.getUint16(8, true) === central.method &&
    fixed.getUint16(10, true) === central.time &&
    fixed.getUint16(12, true) === central.date;
  if (!same) throw differs(central, 'has other flags, method or time in its local header');
  const { size, compressedSize } = readExtraFields(
    variable.subarray(nameLength),
    { compressedSize: fixed.getUint32(18, true), size: fixed.getUint32(22, true), headerOffset: 0 },
    central.name,
    findings,
  );
  const local = { crc32: fixed.getUint32(14, true), size, compressedSize };
  const dataEnd = dataOffset + central.compressedSize;
  if ((central.flags & FLAG_DESCRIPTOR) === 0) {
    if (!sameContent(local, central)) throw differs(central, 'has another size or CRC in its local header');
    return { start, dataOffset, end: dataEnd };
  }
  const blank = local.crc32 === 0 && local.size === 0 && local.compressedSize === 0;
  if (!blank && !sameContent(local, central)) {
    throw differs(central, 'has another size or CRC in its local header');
  }
  const available = Math.min(24, directoryOffset - dataEnd);
  const descriptor = await source.read(dataEnd, available);
  return { start, dataOffset, end: dataEnd + descriptorLength(descriptor, central) };
}

interface Content {
  readonly crc32: number;
  readonly size: number;
  readonly compressedSize: number;
}

function sameContent(a: Content, b: Content): boolean {
  return a.crc32 === b.crc32 && a.size === b.size && a.compressedSize === b.compressedSize;
}

/** Length of the data descriptor: with or without signature, 32 or 64 bits wide (APPNOTE 4.3.9). */
function descriptorLength(bytes: Uint8Array, central: CentralHeader): number {
  const view = viewOf(bytes);
  for (const signature of [4, 0]) {
    if (signature === 4 && (bytes.length < 4 || view.getUint32(0, true) !== DATA_DESCRIPTOR)) continue;
    for (const wide of [true, false]) {
      const length = signature + (wide ? 20 : 12);
      if (bytes.length < length || view.getUint32(signature, true) !== central.crc32) continue;
      const [compressedSize, size] = wide
        ? [uint64(view, signature + 4), uint64(view, signature + 12)]
        : [view.getUint32(signature + 4, true), view.getUint32(signature + 8, true)];
      if (compressedSize === central.compressedSize && size === central.size) return length;
    }
  }
  throw differs(central, 'has a data descriptor that contradicts the directory');
}

function differs(central: CentralHeader, fault: string): YinxinError {
  return new YinxinError('ZIP_INVALID', `the entry ${JSON.stringify(central.name)} ${fault}`, {
    details: { name: central.name },
  });
}
