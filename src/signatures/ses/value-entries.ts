import type { NotChecked } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { SignatureFacts } from '../../foundation/validation/index.ts';
import { inspectTimestampToken } from '../cades/index.ts';
import type { Seal } from './seal.ts';
import type { SesSignature } from './ses-signature.ts';

/** The timestamp over a SES value, as an entry below it (GB/T 38540-2020 7.1: a token of GB/T 20520 over the octets of the value). */
export async function sesTimestamp(
  signature: SesSignature,
  parent: SignatureFacts,
): Promise<SignatureFacts[]> {
  if (signature.timestamp === undefined) return [];
  const token = await inspectTimestampToken(signature.timestamp, {
    id: `${parent.id}.t1`,
    parent: parent.id,
    kind: 'timestamp',
    digestOf: (name) => digest(name, signature.signature),
    coverage: parent.coverage,
    modification: parent.modification,
    covers: { signatures: [parent.id], objects: [] },
    certificates: parent.certificates,
  });
  return [token];
}

/** What nobody looks at in a SES signature, by name. */
export function sesNotChecked({ timeToken, seal }: SesSignature): NotChecked[] {
  const out = structureNotChecked(seal);
  if (timeToken !== undefined) {
    const detail =
      'the timestamp in timeInfo of a V1 signature was not looked at: what it is over is not defined';
    out.push({ code: 'SES_V1_TIMESTAMP_NOT_CHECKED', detail });
  }
  if (seal.timestamp !== undefined) {
    const detail = 'the timestamp of the seal itself was not looked at';
    out.push({ code: 'SEAL_TIMESTAMP_NOT_CHECKED', detail });
  }
  return out;
}

/** V5 is read and written as one implementation does: a genuine one may differ. */
export function structureNotChecked({ structure }: Seal): NotChecked[] {
  if (structure !== 'V5') return [];
  const detail =
    'the structure of V5 was read as one implementation writes it: the text of GM/T 0031-2025 was not at hand';
  return [{ code: 'SES_V5_STRUCTURE', detail }];
}
