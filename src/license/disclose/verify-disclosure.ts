import { isYinxinError } from '../../foundation/core/index.ts';
import type { Check } from '../../foundation/validation/index.ts';
import {
  type LicenseQrVerdict,
  unreadableVerdict,
  type VerifyLicenseQrOptions,
  verifyLicenseQr,
} from '../qr/index.ts';
import { type LicenseDisclosure, readDisclosure } from './disclosure-file.ts';

/** What came out of {@link verifyLicenseDisclosure}: the verdict on the code, with the disclosed fields among `provenFields`. */
export interface DisclosureVerdict extends LicenseQrVerdict {
  /** Keys whose proofs are right; believe them when `cryptography` is intact and `trust` is trusted. */
  readonly disclosed: readonly string[];
}

/**
 * Verifies a disclosure: the code as `verifyLicenseQr` does, and the proof of each field against its signed root
 * (QR_DISCLOSURE). One wrong proof makes the license not usable. A file that cannot be read is a failed check
 * (DISCLOSURE_STRUCTURE), never an exception. Like a code, a disclosure is never `usable` by itself.
 */
export async function verifyLicenseDisclosure(
  file: Uint8Array,
  options: Omit<VerifyLicenseQrOptions, 'disclosed'>,
): Promise<DisclosureVerdict> {
  const read = readOrCheck(file);
  if ('status' in read) return { ...unreadableVerdict(read), disclosed: [] };
  const verdict = await verifyLicenseQr(read.code, { ...options, disclosed: read.fields });
  const keys = read.fields.map(({ key }) => key);
  return { ...verdict, disclosed: keys.filter((key) => Object.hasOwn(verdict.provenFields, key)) };
}

function readOrCheck(file: Uint8Array): LicenseDisclosure | Check {
  try {
    return readDisclosure(file);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    const detail = `${error.code}: ${error.message}`;
    return { code: 'DISCLOSURE_STRUCTURE', status: 'failed', detail, clause: 'yinxin.license-disclosure/1' };
  }
}
