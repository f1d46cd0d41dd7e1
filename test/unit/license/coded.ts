import type { CalendarDate } from '../../../src/foundation/core/index.ts';
import { buildLicenseId } from '../../../src/license/identifier/index.ts';
import { buildFieldTree } from '../../../src/license/merkle/index.ts';
import { fieldsOfMetadata } from '../../../src/license/metadata/index.ts';
import { clearFields, encodeLicenseQr, type LicenseQrPayload } from '../../../src/license/qr/index.ts';
import { buildStatusList, type LicenseStatus } from '../../../src/license/status/index.ts';
import { TEST_AGENCY_CODE } from '../../../src/testing/index.ts';
import { DRAFT, ENTRY, HOST, issuersOf, NOW, pkiOf, STATUS_PREFIX, TYPE_CODE } from './fixture.ts';

export const INDEX = 4711;

/** A license with its code, as an issuer makes it. */
export async function codedLicense(algorithm: 'P-256' | 'SM2', change: Partial<LicenseQrPayload> = {}) {
  const hash = algorithm === 'SM2' ? 'sm3' : 'sha256';
  const pki = await pkiOf(algorithm);
  const { text: identifier } = buildLicenseId({
    typeCode: TYPE_CODE,
    issuerCode: TEST_AGENCY_CODE,
    serial: 'CODED000000000000001',
  });
  const metadata = { ...DRAFT, identifier, version: '001' };
  const tree = buildFieldTree(hash, new Uint8Array(32).fill(9), fieldsOfMetadata(metadata));
  const code = await encodeLicenseQr({
    payload: {
      issuedAt: NOW,
      identifier,
      issueDate: DRAFT.issueDate,
      validFrom: DRAFT.validFrom!,
      validTo: DRAFT.validTo!,
      status: { list: 0, index: INDEX },
      anchor: { hash, leafCount: tree.leafCount, root: tree.root },
      clear: clearFields(tree.fields, ENTRY),
      ...change,
    },
    signer: await pki.licenseIssuer.signer(),
    carrier: { kind: 'url', host: HOST },
  });
  return { pki, code, tree, issuers: issuersOf(pki), identifier };
}

/** A status list of P-256 that says one thing of {@link INDEX}. */
export async function statusListOf(state: LicenseStatus, issuedAt: Date, from?: CalendarDate) {
  const pki = await pkiOf('P-256');
  return buildStatusList({
    entries: [{ index: INDEX, state, ...(from === undefined ? {} : { from }) }],
    size: 131_072,
    issuerCode: TEST_AGENCY_CODE,
    list: 0,
    uri: `${STATUS_PREFIX}0`,
    issuedAt,
    expiresAt: new Date(issuedAt.getTime() + 24 * 3600 * 1000),
    ttlSeconds: 12 * 3600,
    signer: await pki.statusIssuer.signer(),
  });
}

/** Codes of the checks that failed. */
export function failures(verdict: { checks: readonly { code: string; status: string }[] }): string[] {
  return verdict.checks.filter(({ status }) => status === 'failed').map(({ code }) => code);
}
