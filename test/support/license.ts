import type { VerifyOptions } from '../../src/entries/index.ts';
import { memoryFiles, memoryJournal } from '../../src/entries/stores.ts';
import {
  buildStatusList,
  type FaceTemplate,
  type IssuedLicense,
  issueLicense,
  type Ledger,
  type LicenseDraft,
  openJournalLedger,
  pdfFace,
  pdfSeal,
  SAMPLE_TEMPLATE,
} from '../../src/license/index.ts';
import { fixedClock, seededRandom, TEST_AGENCY_CODE, type TestPki } from '../../src/testing/index.ts';
import { DRAFT, ENTRY, HOST } from '../unit/license/fixture.ts';
import { FONTS, NOW, sampleSeal } from './life.ts';

export const AT = new Date(NOW.getTime() + 3600 * 1000);
const DAY = 24 * 3600;

/** An agency with its ledger, seal and keys; RSA agencies sign their codes with P-256 (COSE has no RS256 here). */
export interface Agency {
  readonly pki: TestPki;
  readonly ledger: Ledger;
  readonly seal: Uint8Array;
  issue(change?: Partial<LicenseDraft>): Promise<IssuedLicense>;
  statusList(license: IssuedLicense, at?: Date): Promise<Uint8Array>;
  options(lists: readonly Uint8Array[], change?: Partial<VerifyOptions>): VerifyOptions;
}

/** Sets up an agency. `template` for a smaller face. */
export async function agencyOf(
  algorithm: 'P-256' | 'SM2',
  template: FaceTemplate = SAMPLE_TEMPLATE,
  sealDpi = 100,
): Promise<Agency> {
  const { pki, seal } = await sampleSeal(algorithm, undefined, sealDpi);
  const ledger = await openJournalLedger({
    journal: memoryJournal(),
    files: memoryFiles(),
    clock: fixedClock(NOW),
    random: seededRandom('agency'),
  });
  const codeSigner = await pki.licenseIssuer.signer();
  const step = pdfSeal({
    seal,
    signer: await pki.sealSigner.signer(),
    validationData: await pki.validationData(),
  });
  return {
    pki,
    ledger,
    seal,
    issue: (change = {}) =>
      issueLicense(
        { entry: ENTRY, draft: { ...DRAFT, issueDate: '2026-07-01', validFrom: '2026-07-01', ...change } },
        {
          ledger,
          codeSigner,
          carrier: { kind: 'url', host: HOST },
          face: pdfFace({ template, fonts: FONTS }),
          seal: step,
        },
      ),
    async statusList(license, at = NOW) {
      const entries: { index: number; state: 'valid' }[] = [];
      const list = license.record.statusList;
      for await (const entry of ledger.statusEntries(list)) entries.push(entry as (typeof entries)[number]);
      const issuedAt = new Date(Math.floor(at.getTime() / 1000) * 1000);
      return buildStatusList({
        entries,
        size: ledger.statusListSize,
        issuerCode: TEST_AGENCY_CODE,
        list,
        uri: `https://${HOST}/s/${list}`,
        issuedAt,
        expiresAt: new Date(issuedAt.getTime() + 7 * DAY * 1000),
        ttlSeconds: DAY,
        signer: codeSigner,
      });
    },
    options: (lists, change = {}) => ({
      at: AT,
      revocation: 'require-where-declared',
      trust: {
        signers: [pki.root.certificate],
        sealMakers: [pki.sealMaker.certificate],
        licenseIssuers: [pki.licenseIssuer.certificate],
        statusIssuers: [pki.licenseIssuer.certificate],
      },
      statusLists: lists,
      ...change,
    }),
  };
}
