import { sniffMediaType } from '../../formats/media/index.ts';
import { openOfd } from '../../formats/ofd/index.ts';
import { decodePng } from '../../formats/png/index.ts';
import { parseXml } from '../../formats/xml/index.ts';
import { isYinxinError, type Limits, sourceFromBytes, YinxinError } from '../../foundation/core/index.ts';
import type { SealPicture } from '../../signatures/ses/index.ts';
import { type Findings, holds, leaves, refuses } from './findings.ts';

/** Named by their first bytes alone: nobody here decodes them. */
const BY_MAGIC: Readonly<Record<string, string>> = {
  JPG: 'image/jpeg',
  JPEG: 'image/jpeg',
  GIF: 'image/gif',
  BMP: 'image/bmp',
};

/** Is the picture of the seal what it says it is? PNG is decoded, SVG and OFD are opened, others told by their magic. */
export async function checkPicture({ type, data }: SealPicture, limits?: Limits): Promise<Findings> {
  const name = type.toUpperCase();
  const code = 'SEAL_PICTURE';
  try {
    if (name === 'PNG') decodePng(data);
    else if (name === 'OFD') await openOfd(sourceFromBytes(data), limits);
    else if (name === 'SVG') assertSvg(data, limits);
    else if (Object.hasOwn(BY_MAGIC, name)) return byMagic(name, data);
    else
      return leaves(
        'SEAL_PICTURE_NOT_READ',
        `pictures of the type ${JSON.stringify(type.slice(0, 20))} are not read`,
      );
    return holds(code, `the picture is a ${name} that can be read`);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return refuses(code, 'SIG_CONSTRAINTS_FAILURE', `the picture is no readable ${name}: ${error.message}`);
  }
}

function assertSvg(data: Uint8Array, limits: Limits | undefined): void {
  const root = parseXml(data, limits);
  if (root.localName !== 'svg')
    throw new YinxinError('IMAGE_INVALID', `its root is ${root.localName.slice(0, 40)}`);
}

function byMagic(name: string, data: Uint8Array): Findings {
  if (sniffMediaType(data) !== BY_MAGIC[name]) {
    return refuses('SEAL_PICTURE', 'SIG_CONSTRAINTS_FAILURE', `the picture is called ${name} and is none`);
  }
  const detail = `the picture begins like a ${name}; it was not decoded`;
  return {
    ...leaves('SEAL_PICTURE_NOT_READ', detail),
    checks: [{ code: 'SEAL_PICTURE', status: 'passed', detail, clause: 'GB/T 38540-2020 6.1' }],
  };
}
