import { equalBytes } from '../../foundation/core/index.ts';
import type { Check } from '../../foundation/validation/index.ts';
import type { LicenseMetadata, MetadataFile } from '../metadata/index.ts';
import type { LicenseQrVerdict } from '../qr/index.ts';
import { licenseCheck } from './license-block.ts';

/** Whether the code is believed, and speaks of exactly this metadata: root, count, digest, identifier and dates. */
export function codeAgreesChecks(
  code: LicenseQrVerdict | undefined,
  file: MetadataFile,
  metadata: LicenseMetadata,
): Check[] {
  if (code === undefined) return [licenseCheck('QR_ROOT', 'not-run', 'no code was read')];
  if (code.cryptography === 'not-checked' || code.payload === undefined) {
    const failed = code.cryptography === 'broken';
    return [licenseCheck('QR_ROOT', failed ? 'failed' : 'not-run', 'the code could not be verified')];
  }
  if (code.cryptography === 'broken')
    return [licenseCheck('QR_ROOT', 'failed', "the code's signature is wrong")];
  const { payload } = code;
  if (file.anchor === undefined) return [licenseCheck('QR_ROOT', 'not-run', 'the metadata states no root')];
  const { anchor } = file;
  const sameRoot =
    equalBytes(payload.anchor.root, anchor.root) &&
    payload.anchor.leafCount === anchor.leafCount &&
    payload.anchor.hash === anchor.hash;
  if (!sameRoot) {
    return [
      licenseCheck(
        'QR_ROOT',
        'failed',
        'the code belongs to another license: its root is not that of the file',
      ),
    ];
  }
  const sameFacts =
    payload.identifier === metadata.identifier &&
    payload.issueDate === metadata.issueDate &&
    payload.validFrom === metadata.validFrom &&
    payload.validTo === metadata.validTo;
  return sameFacts
    ? [licenseCheck('QR_ROOT', 'passed', 'code and metadata have one root')]
    : [
        licenseCheck(
          'QR_ROOT',
          'failed',
          'the code says another identifier or other dates than the metadata',
        ),
      ];
}
