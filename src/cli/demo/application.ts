import { encodePng } from '../../formats/png/index.ts';
import { utf8 } from '../../foundation/core/index.ts';
import { acknowledgeApplication, signApplication, verifyApplication } from '../../sign/index.ts';
import { AGENCY, APPLICANT, CATALOG_ENTRY, FORM, MATTER } from './scene.ts';
import type { Stage } from './stage.ts';

/** A citizen applies, the agency checks and answers. Leaves the application, its report and the receipt. */
export async function applyAndAcknowledge(stage: Stage): Promise<void> {
  const { pki, at, write } = stage;
  const applicant = await pki.issue({
    name: APPLICANT.name,
    key: 'applicant',
    subject: { organization: APPLICANT.name, organizationIdentifier: APPLICANT.code },
  });
  const formSchema = CATALOG_ENTRY.form!;
  const submitted = await signApplication({
    id: 'SAMPLE-2026-0001',
    matter: MATTER,
    receiver: AGENCY,
    applicant: APPLICANT,
    form: FORM,
    formSchema,
    attachments: [
      { name: '门头照片.png', data: samplePicture(), title: '门头照片（样）', materialCode: 'M-01' },
      {
        name: '承诺书.txt',
        data: utf8('本人承诺所填内容真实。样章。\n'),
        title: '告知承诺书',
        materialCode: 'M-02',
      },
    ],
    identity: {
      method: 'certificate',
      assuranceLevel: 'high',
      subject: { code: APPLICANT.code, codeType: APPLICANT.codeType },
      time: at,
    },
    signer: await applicant.signer(),
    tsa: pki.timestampAuthority(),
    at,
  });
  await write('application.asice', submitted.file);

  const { crls } = await pki.validationData();
  const report = await verifyApplication(submitted.file, {
    name: 'application.asice',
    at,
    trust: { signers: [pki.root.certificate], timestamps: [pki.root.certificate] },
    revocation: 'require-where-declared',
    crls,
    receiverCode: AGENCY.code,
    formSchema,
  });
  await write('application.report.json', `${JSON.stringify(report, null, 2)}\n`);

  const receipt = await acknowledgeApplication({
    application: submitted.file,
    report,
    receivedAt: at,
    decision: report.conclusion === 'acceptable' ? 'accepted' : 'received',
    signer: await pki.sealSigner.signer(),
    tsa: pki.timestampAuthority(),
  });
  await write('receipt.p7m', receipt.file);
  await write('receipt.json', `${JSON.stringify(receipt.receipt, null, 2)}\n`);
}

/** A small picture in two colours: an attachment whose type is told by its content. */
function samplePicture(): Uint8Array {
  const [width, height] = [120, 80];
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = ((i % width) + Math.floor(i / width)) % 16 < 8 ? 1 : 0;
  return encodePng({ width, height, kind: 'bit', data });
}
