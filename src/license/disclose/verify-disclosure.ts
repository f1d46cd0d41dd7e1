import { isYinxinError } from '../../foundation/core/index.ts';
import { type LicenseQrVerdict, type VerifyLicenseQrOptions, verifyLicenseQr } from '../qr/index.ts';
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
  const read = readOrFault(file);
  if (typeof read === 'string') return unreadable(read);
  const verdict = await verifyLicenseQr(read.code, { ...options, disclosed: read.fields });
  const keys = read.fields.map(({ key }) => key);
  return { ...verdict, disclosed: keys.filter((key) => Object.hasOwn(verdict.provenFields, key)) };
}

function readOrFault(file: Uint8Array): LicenseDisclosure | string {
  try {
    return readDisclosure(file);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

function unreadable(detail: string): DisclosureVerdict {
  return {
    conclusion: 'not-usable',
    cryptography: 'broken',
    trust: 'unknown',
    validity: 'unknown',
    status: { state: 'unknown' },
    provenFields: {},
    checks: [
      { code: 'DISCLOSURE_STRUCTURE', status: 'failed', detail, clause: 'yinxin.license-disclosure/1' },
    ],
    notChecked: [],
    unprotectedOnPaper: [],
    disclosed: [],
  };
}
