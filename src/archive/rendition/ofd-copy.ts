import { flattenStamps, openOfd, type StampPicture, stampFormat } from '../../formats/ofd/index.ts';
import { type ByteSource, type Limits, sourceFromBytes, YinxinError } from '../../foundation/core/index.ts';
import { signaturesToTake } from '../../signatures/ofd/index.ts';
import { keptValue, type Rendition } from './taken-signature.ts';

/** An OFD without signatures, and what they were. OFD_INVALID, XML_INVALID, ZIP_INVALID, LIMIT_EXCEEDED. */
export async function ofdCopy(source: ByteSource, at: Date, limits?: Limits): Promise<Rendition> {
  const ofd = await openOfd(source, limits);
  const signatures = await signaturesToTake(ofd);
  const pictures = signatures.flatMap(({ body, stamps, picture }): StampPicture[] => {
    if (stamps.length === 0) return [];
    if (picture === undefined) throw new YinxinError('PACKAGE_INVALID', 'a stamp has no picture to be drawn');
    return [{ body, stamps, picture: { format: stampFormat(picture.data), data: picture.data } }];
  });
  const removed = new Set(signatures.flatMap(({ files }) => files.map(({ name }) => name)));
  for (const { signatures: list } of ofd.bodies) if (list !== undefined) removed.add(list);
  const { file, drawn } = await flattenStamps(source, ofd, pictures, removed, at);
  const again = await openOfd(sourceFromBytes(file), limits);
  if (again.bodies.some((body) => body.signatures !== undefined)) {
    throw new YinxinError('OFD_INVALID', 'a signature could not be taken out of the OFD');
  }
  const taken = signatures.map(({ name, files }) => ({
    name,
    values: files.map((part) => keptValue(part.name, part.bytes)),
  }));
  return { file, taken, drawn };
}
