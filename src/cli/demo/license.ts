import { qrMatrix, qrPng } from '../../formats/qr/index.ts';
import { beijingDate } from '../../foundation/core/index.ts';
import { type IssuedLicense, issueLicense, pdfFace, pdfSeal, SAMPLE_TEMPLATE } from '../../license/index.ts';
import { openLedger } from '../home/home.ts';
import { renewStatusList } from '../home/status-lists.ts';
import { SETTINGS } from './office.ts';
import { CATALOG_ENTRY, draftOf } from './scene.ts';
import type { Stage } from './stage.ts';

/** The agency grants the license: issued, sealed and published. Leaves the file, its code and the status list. */
export async function grantLicense(stage: Stage, seal: Uint8Array): Promise<IssuedLicense> {
  const { folder, pki, codePki, clock, random, at, font, write } = stage;
  const ledger = await openLedger(folder, clock, random);
  try {
    const codeSigner = await codePki.licenseIssuer.signer();
    const license = await issueLicense(
      { entry: CATALOG_ENTRY, draft: draftOf(beijingDate(at)) },
      {
        ledger,
        codeSigner,
        carrier: { kind: 'url', host: SETTINGS.codeHost },
        face: pdfFace({ template: SAMPLE_TEMPLATE, fonts: font }),
        seal: pdfSeal({
          seal,
          signer: await pki.sealSigner.signer(),
          validationData: await pki.validationData(),
        }),
      },
    );
    await write('license.pdf', license.file);
    await write('license-qr.png', qrPng(qrMatrix(license.code.segments, { ecc: 'M' }), { scale: 6 }));
    await write('license-qr.txt', `${license.code.text}\n`);
    const list = license.record.statusList;
    await renewStatusList({ folder, settings: SETTINGS, ledger, list, signer: codeSigner, at });
    return license;
  } finally {
    await ledger.close();
  }
}
