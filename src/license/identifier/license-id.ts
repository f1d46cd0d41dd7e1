import { YinxinError } from '../../foundation/core/index.ts';
import { containsResidentId, isUscc, mod37_36 } from '../codes/index.ts';

/** Root of all license identifiers (GB/T 36904). */
export const LICENSE_ID_ROOT = '1.2.156.3005.2';

/** Real identifiers run to 105 characters; the metadata element ZZBS allows 128. */
const MAX_LENGTH = 128;

/** The segments of a license identifier (证照标识, GB/T 36904). */
export interface LicenseId {
  /** The whole text, with root, dots and check character. */
  readonly text: string;
  /** 证照类型代码: USCC of the defining body and a three-digit sequence. */
  readonly typeCode: string;
  /** 颁发机构代码: normally a USCC; real data also shows other 18 digits and six-digit region codes. */
  readonly issuerCode: string;
  /** 流水号, unique inside issuer and type. */
  readonly serial: string;
  /** Three digits, `001` first. */
  readonly version: string;
  readonly check: string;
  /** What a strict writer would not have written, by code: ISSUER_NOT_USCC, TYPE_NOT_USCC. */
  readonly findings: readonly LicenseIdFinding[];
}

/** A named deviation of an identifier that is read nevertheless. */
export type LicenseIdFinding = 'ISSUER_NOT_USCC' | 'TYPE_NOT_USCC';

/** What {@link buildLicenseId} needs. */
export interface LicenseIdParts {
  readonly typeCode: string;
  readonly issuerCode: string;
  readonly serial: string;
  /** Default `001`. */
  readonly version?: string;
}

/**
 * Reads a license identifier. Checked: root, segment forms, the MOD 37,36 check character. Lenient about the
 * issuer and the defining body (see `findings`); whether the identifier was ever issued is not checked.
 * @throws LICENSE_ID_INVALID with `details.segment`.
 */
export function parseLicenseId(text: string): LicenseId {
  if (text.length > MAX_LENGTH) throw invalid('length');
  if (!text.startsWith(`${LICENSE_ID_ROOT}.`)) throw invalid('root');
  const segments = text.slice(LICENSE_ID_ROOT.length + 1).split('.');
  if (segments.length !== 5) throw invalid('count');
  const [typeCode, issuerCode, serial, version, check] = segments as [string, string, string, string, string];
  if (!/^[0-9A-Z]{18}[0-9]{3}$/.test(typeCode)) throw invalid('type');
  if (!/^(?:[0-9A-Z]{18}|[0-9]{6})$/.test(issuerCode)) throw invalid('issuer');
  if (!/^[0-9A-Z]+$/.test(serial)) throw invalid('serial');
  if (!/^[0-9]{3}$/.test(version)) throw invalid('version');
  if (check !== mod37_36(typeCode + issuerCode + serial + version)) throw invalid('check');
  const findings: LicenseIdFinding[] = [];
  if (!isUscc(issuerCode)) findings.push('ISSUER_NOT_USCC');
  if (!isUscc(typeCode.slice(0, 18))) findings.push('TYPE_NOT_USCC');
  return { text, typeCode, issuerCode, serial, version, check, findings };
}

/**
 * Writes a license identifier with its check character, strictly: both bodies are USCCs with right check
 * characters, the serial has 1 to 32 characters and hides no resident identity number.
 * @throws LICENSE_ID_INVALID with `details.segment`.
 */
export function buildLicenseId(parts: LicenseIdParts): LicenseId {
  const { typeCode, issuerCode, serial, version = '001' } = parts;
  if (!/^[0-9]{3}$/.test(typeCode.slice(18)) || !isUscc(typeCode.slice(0, 18))) throw invalid('type');
  if (!isUscc(issuerCode)) throw invalid('issuer');
  if (!/^[0-9A-Z]{1,32}$/.test(serial) || containsResidentId(serial)) throw invalid('serial');
  if (!/^[0-9]{3}$/.test(version) || version === '000') throw invalid('version');
  const body = typeCode + issuerCode + serial + version;
  return parseLicenseId([LICENSE_ID_ROOT, typeCode, issuerCode, serial, version, mod37_36(body)].join('.'));
}

/**
 * The identifier of the next version of the same license (延续, 变更): same type, issuer and serial.
 * @throws LICENSE_ID_INVALID after version 999.
 */
export function nextLicenseVersion(id: LicenseId): LicenseId {
  return buildLicenseId({ ...id, version: nextVersion(id.version) });
}

/** `002` after `001`; LICENSE_ID_INVALID after `999`. */
export function nextVersion(version: string): string {
  const next = Number(version) + 1;
  if (!/^[0-9]{3}$/.test(version) || next > 999) throw invalid('version');
  return String(next).padStart(3, '0');
}

const REMEDY = {
  length: `an identifier has at most ${MAX_LENGTH} characters`,
  root: `an identifier starts with ${LICENSE_ID_ROOT}.`,
  count: 'after the root stand type, issuer, serial, version and check character, parted by dots',
  type: 'the type is the USCC of the defining body followed by three digits',
  issuer: 'the issuer is its USCC (18 characters, capital letters)',
  serial: 'the serial holds digits and capital letters only, and no personal number',
  version: 'the version is three digits from 001 to 999',
  check: 'the check character does not fit: the identifier was mistyped or changed',
} as const;

function invalid(segment: keyof typeof REMEDY): YinxinError {
  return new YinxinError('LICENSE_ID_INVALID', `license identifier: ${REMEDY[segment]} (GB/T 36904)`, {
    details: { segment },
  });
}
