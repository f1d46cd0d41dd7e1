import { qrMatrix } from '../../formats/qr/index.ts';
import { utf8 } from '../../foundation/core/index.ts';
import { renderLicense, SAMPLE_TEMPLATE } from '../../license/index.ts';
import { signPdf } from '../../sign/index.ts';
import { signCms } from '../../signatures/cades/index.ts';
import type { Stage } from '../demo/stage.ts';
import { pdfForms } from './pdf-forms.ts';

/** A person’s signatures in every form: PDF (B-B, B-T, certified), CMS attached, CMS detached with its content. */
export async function writeSignatures(stage: Stage): Promise<string[]> {
  const { pki, at, random } = stage;
  const signer = await pki.signer.signer();
  const tsa = pki.timestampAuthority();
  const validationData = await pki.validationData();
  const pdf = await plainPage(stage);
  const common = { file: pdf, signer, claimedTime: at, validationData };
  const content = utf8('印信 sample content\n');
  const cms = { signer, claimedTime: at, content: { bytes: content }, crls: validationData.crls };
  const files: Readonly<Record<string, Uint8Array>> = {
    'signed.pdf': await signPdf(common),
    'signed-timestamped.pdf': await signPdf({ ...common, tsa, random }),
    'certified.pdf': await signPdf({ ...common, certification: 2 }),
    ...(await pdfForms(stage, common)),
    'attached.p7m': (await signCms({ ...cms, detached: false })).cms,
    'detached.p7s': (await signCms({ ...cms, detached: true, tsa, random })).cms,
  };
  for (const [name, bytes] of Object.entries(files)) await stage.write(name, bytes);
  await stage.write('detached.txt', content);
  return Object.keys(files);
}

/** A page to sign: the sample face with invented values. */
export async function plainPage({ font, at }: Stage): Promise<Uint8Array> {
  const value = (format: string | undefined): string => (format === 'date' ? '20260701' : '示例');
  const { file: pdf } = renderLicense({
    format: 'pdf',
    template: SAMPLE_TEMPLATE,
    fields: Object.fromEntries(SAMPLE_TEMPLATE.fields.map(({ key, format }) => [key, value(format)])),
    qr: qrMatrix('SAMPLE'),
    metadataXml: utf8('<sample/>'),
    fonts: font,
    at,
  });
  return pdf;
}
