import { memoryFiles, memoryJournal } from '../../src/entries/stores.ts';
import {
  buildStatusList,
  type FaceTemplate,
  type IssuedLicense,
  issueLicense,
  type LicenseDraft,
  ofdFace,
  ofdSeal,
  openJournalLedger,
  SAMPLE_TEMPLATE,
} from '../../src/license/index.ts';
import { fixedClock, seededRandom, TEST_AGENCY_CODE, type TestPki } from '../../src/testing/index.ts';
import { DRAFT, ENTRY, HOST } from '../unit/license/fixture.ts';
import { FONTS, NOW, sampleSeal } from './life.ts';

const DAY = 24 * 3600;

/** A license issued as OFD, sealed with SM2, with its status list. */
export async function issuedOfd(
  change: Partial<LicenseDraft> = {},
  template: FaceTemplate = SAMPLE_TEMPLATE,
): Promise<{ pki: TestPki; seal: Uint8Array; license: IssuedLicense; statusList: Uint8Array }> {
  const { pki, seal } = await sampleSeal('SM2', undefined, 72);
  const codeSigner = await pki.licenseIssuer.signer();
  const ledger = await openJournalLedger({
    journal: memoryJournal(),
    files: memoryFiles(),
    clock: fixedClock(NOW),
    random: seededRandom('ofd license'),
  });
  const license = await issueLicense(
    { entry: ENTRY, draft: { ...DRAFT, issueDate: '2026-07-01', validFrom: '2026-07-01', ...change } },
    {
      ledger,
      codeSigner,
      carrier: { kind: 'url', host: HOST },
      face: ofdFace({ template, fonts: FONTS }),
      seal: ofdSeal({ seal, signer: await pki.sealSigner.signer() }),
    },
  );
  const list = license.record.statusList;
  const issuedAt = new Date(Math.floor(NOW.getTime() / 1000) * 1000);
  const statusList = await buildStatusList({
    entries: [{ index: license.record.statusIndex, state: 'valid' }],
    size: ledger.statusListSize,
    issuerCode: TEST_AGENCY_CODE,
    list,
    uri: `https://${HOST}/s/${list}`,
    issuedAt,
    expiresAt: new Date(issuedAt.getTime() + 7 * DAY * 1000),
    ttlSeconds: DAY,
    signer: codeSigner,
  });
  return { pki, seal, license, statusList };
}
