import { isYinxinError } from '../../foundation/core/index.ts';
import type { Check, CheckStatus, NotChecked } from '../../foundation/validation/index.ts';
import { parseCertificate } from '../../foundation/x509/index.ts';
import { parseLicenseId } from '../identifier/index.ts';
import { usccOfCertificate } from '../issuers/index.ts';
import {
  type LicenseMetadata,
  type MetadataFile,
  metadataOfFields,
  readMetadataXml,
} from '../metadata/index.ts';
import { expectationChecks, judgeValidity, type LicenseQrVerdict, verifyLicenseQr } from '../qr/index.ts';
import { codeAgreesChecks } from './code-agrees.ts';
import { type JudgeLicenseOptions, type LicenseBlock, licenseCheck } from './license-block.ts';
import { metadataRootCheck } from './metadata-root.ts';
import { visibleFieldChecks } from './visible-fields.ts';

/**
 * Judges the license in a file whose seal was judged already, and gives the license block of the report.
 *
 * Usable: the seal passed; the code is signed by a listed issuer; code, metadata and visible fields agree; seal and
 * code belong to the issuing body; the dates hold; a current status list says valid; nothing contradicts `expect`.
 * Not usable: any of these failed. Otherwise unknown. The glyphs behind the text layer, the photo and the picture of
 * the seal are not compared. Never throws for a bad license.
 * @throws XML_INVALID, LICENSE_INVALID when the metadata cannot be read at all (then there is no license to judge).
 */
export async function judgeLicense(options: JudgeLicenseOptions): Promise<LicenseBlock> {
  const file = readMetadataXml(options.metadataXml);
  const metadata = metadataOfFields(file.fields);
  const code =
    options.qrText === undefined ? undefined : await verifyLicenseQr(options.qrText, codeOptions(options));
  const groups = {
    qrRoot: [...codeAgreesChecks(code, file, metadata), ...codeFailures(code)],
    metadataRoot: [metadataRootCheck(file)],
    visibleFields: visibleFieldChecks(file.fields, options.visibleText, options.visibleByField),
    issuerAuthority: issuerAuthorityChecks(metadata, code, options),
    expectation: metadataExpectation(metadata, file, options),
  };
  const seal = sealCheck(options);
  const identifier = identifierCheck(metadata);
  const validity = validityOf(metadata, options.at);
  const status = code?.status ?? { state: 'unknown' as const };
  const statusCheck = licenseStatusCheck(code);
  const decisive = [
    seal,
    identifier,
    validity.check,
    statusCheck,
    ...Object.values(groups).flat(),
    ...copyChecks(metadata),
  ];
  return {
    identifier: metadata.identifier,
    type: metadata.typeCode,
    validity: {
      ...(metadata.validFrom === undefined ? {} : { from: metadata.validFrom }),
      ...(metadata.validTo === undefined ? {} : { to: metadata.validTo }),
      state: validity.state,
    },
    status: status.state,
    ...(status.asOf === undefined ? {} : { statusAsOf: status.asOf }),
    crossChecks: {
      qrRoot: worst(groups.qrRoot),
      metadataRoot: worst(groups.metadataRoot),
      visibleFields: worst(groups.visibleFields),
      issuerAuthority: worst(groups.issuerAuthority),
      expectation: worst(groups.expectation),
    },
    unprotectedOnPaper: [
      'photo',
      'seal-image',
      ...(code?.provenFields['CZZT'] === undefined ? ['holder'] : []),
    ],
    conclusion: conclude(decisive),
    checks: [...decisive, ...fileFindings(file), ...(code?.status.reading?.checks ?? [])],
    notChecked: notCheckedOf(decisive),
  };
}

function codeOptions(options: JudgeLicenseOptions): Parameters<typeof verifyLicenseQr>[1] {
  const { at, issuers, statusLists, statusMaxAgeSeconds, highestIat } = options;
  return {
    at,
    issuers,
    ...(statusLists === undefined ? {} : { statusLists }),
    ...(statusMaxAgeSeconds === undefined ? {} : { statusMaxAgeSeconds }),
    ...(highestIat === undefined ? {} : { highestIat }),
  };
}

/** Failures of the code that no other group counts: form, host, personal number. */
function codeFailures(code: LicenseQrVerdict | undefined): Check[] {
  const counted = ['LICENSE_STATUS', 'LICENSE_VALIDITY', ...ISSUER_CODES];
  return (code?.checks ?? []).filter(
    ({ code: name, status }) => status === 'failed' && name.startsWith('QR_') && !counted.includes(name),
  );
}

const ISSUER_CODES = [
  'QR_ISSUER_KEY',
  'QR_ISSUER_CODE',
  'QR_KEY_COMPROMISED',
  'QR_KEY_NOT_VALID_THEN',
  'QR_TYPE_NOT_AUTHORISED',
];

function issuerAuthorityChecks(
  metadata: LicenseMetadata,
  code: LicenseQrVerdict | undefined,
  { seal }: JudgeLicenseOptions,
): Check[] {
  const ofCode = (code?.checks ?? []).filter(({ code: name }) => ISSUER_CODES.includes(name));
  const named = code?.issuer === undefined ? undefined : code.issuer.issuerCode === metadata.issuerCode;
  const listed =
    named === undefined
      ? licenseCheck('ISSUER_LISTED', 'not-run', 'no listed issuer signed the code')
      : licenseCheck(
          'ISSUER_LISTED',
          named ? 'passed' : 'failed',
          'the issuing body of the metadata owns the key',
        );
  return [...ofCode, listed, sealOwnerCheck(metadata, seal.signerCertificate)];
}

function sealOwnerCheck(metadata: LicenseMetadata, certificate: Uint8Array | undefined): Check {
  const code = certificate === undefined ? undefined : usccOf(certificate);
  if (code === undefined) {
    return licenseCheck('SEAL_OWNER', 'not-run', "the seal's certificate names no social credit code");
  }
  return code === metadata.issuerCode
    ? licenseCheck('SEAL_OWNER', 'passed', 'the seal belongs to the issuing body (ZZBFJGDM)')
    : licenseCheck(
        'SEAL_OWNER',
        'failed',
        'the seal belongs to another body than the one that issued the license',
      );
}

function usccOf(certificate: Uint8Array): string | undefined {
  try {
    return usccOfCertificate(parseCertificate(certificate));
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

function metadataExpectation(
  metadata: LicenseMetadata,
  file: MetadataFile,
  { expect }: JudgeLicenseOptions,
): Check[] {
  if (expect === undefined) return [];
  const proven = Object.fromEntries(file.fields.map(({ key, value }) => [key, value]));
  try {
    return expectationChecks(metadata, proven, expect);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return [licenseCheck('EXPECT_IDENTIFIER', 'failed', 'the identifier of the license cannot be read')];
  }
}

/** GB/T 36903 has elements of annotated copies (加注件) alone: who states them says that this is no original. */
function copyChecks(metadata: LicenseMetadata): Check[] {
  const { copyCreationTime, copyCreator, copyCause, copyExpiringTime } = metadata;
  const stated = [copyCreationTime, copyCreator, copyCause, copyExpiringTime].some(
    (text) => text !== undefined,
  );
  if (!stated) return [];
  return [
    licenseCheck('LICENSE_IS_COPY', 'failed', 'the metadata is that of an annotated copy, not of a license'),
  ];
}

function sealCheck({ seal }: JudgeLicenseOptions): Check {
  const status = {
    TOTAL_PASSED: 'passed',
    TOTAL_FAILED: 'failed',
    INDETERMINATE: 'not-run',
    NO_SIGNATURE_FOUND: 'failed',
  } as const;
  return licenseCheck(
    'LICENSE_SEAL',
    status[seal.indication],
    `the signatures of the file: ${seal.indication}`,
  );
}

function identifierCheck(metadata: LicenseMetadata): Check {
  try {
    const { typeCode, issuerCode, version } = parseLicenseId(metadata.identifier);
    const agrees =
      typeCode === metadata.typeCode && issuerCode === metadata.issuerCode && version === metadata.version;
    return agrees
      ? licenseCheck('LICENSE_IDENTIFIER', 'passed', 'check character right; type, issuer and version agree')
      : licenseCheck('LICENSE_IDENTIFIER', 'failed', 'the identifier names another type, issuer or version');
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return licenseCheck('LICENSE_IDENTIFIER', 'failed', error.message);
  }
}

function validityOf(
  metadata: LicenseMetadata,
  at: Date,
): { state: LicenseBlock['validity']['state']; check: Check } {
  try {
    const { validity, check } = judgeValidity(metadata, at);
    return { state: validity, check };
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return {
      state: 'unknown',
      check: licenseCheck('LICENSE_VALIDITY', 'failed', 'a date of the license is no date'),
    };
  }
}

function licenseStatusCheck(code: LicenseQrVerdict | undefined): Check {
  return (
    code?.checks.find(({ code: name }) => name === 'LICENSE_STATUS') ??
    licenseCheck('LICENSE_STATUS', 'not-run', 'the status index stands in the code, and no code was believed')
  );
}

function worst(checks: readonly Check[]): CheckStatus {
  if (checks.some(({ status }) => status === 'failed')) return 'failed';
  // An empty group (nothing expected) was not run.
  return checks.length === 0 || checks.some(({ status }) => status === 'not-run') ? 'not-run' : 'passed';
}

function conclude(checks: readonly Check[]): LicenseBlock['conclusion'] {
  if (checks.some(({ status }) => status === 'failed')) return 'not-usable';
  return checks.every(({ status }) => status === 'passed' || status === 'warning') ? 'usable' : 'unknown';
}

function fileFindings(file: MetadataFile): Check[] {
  return file.findings.map(({ code, field }) =>
    licenseCheck(
      `METADATA_${code}`,
      'warning',
      field === undefined ? 'in the metadata' : `field ${field.slice(0, 64)}`,
    ),
  );
}

function notCheckedOf(checks: readonly Check[]): NotChecked[] {
  const glyphs = {
    code: 'VISIBLE_GLYPHS',
    detail: 'whether the glyphs drawn look like the text layer was not checked',
  };
  const open = checks
    .filter(({ status }) => status === 'not-run')
    .map(({ code, detail }) => ({ code, detail }));
  return [...open, glyphs];
}
