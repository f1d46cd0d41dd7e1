import businessLicense from '../../../examples/templates/business-license.json' with { type: 'json' };
import foodBusinessPermit from '../../../examples/templates/food-business-permit.json' with { type: 'json' };
import realEstateCertificate from '../../../examples/templates/real-estate-certificate.json' with {
  type: 'json',
};
import values from '../../../examples/templates/values.json' with { type: 'json' };
import { qrMatrix } from '../../formats/qr/index.ts';
import { utf8 } from '../../foundation/core/index.ts';
import { type FaceTemplate, type RenderLicenseOptions, renderLicense } from '../../license/index.ts';
import { sealOfd, sealPdf } from '../../seal/index.ts';
import type { Stage } from '../demo/stage.ts';
import { sampleSeal, sm2Pki } from './ofd.ts';

const TEMPLATES: Readonly<Record<string, FaceTemplate>> = {
  'business-license': businessLicense as FaceTemplate,
  'food-business-permit': foodBusinessPermit as FaceTemplate,
  'real-estate-certificate': realEstateCertificate as FaceTemplate,
};
const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = values;

/**
 * The faces of the example templates in both formats: as they are drawn, for validators of PDF/A and readers of OFD, and
 * under a seal. They are no licenses: their code and metadata are samples. Tells the names of the sealed ones.
 */
export async function writeFaces(stage: Stage): Promise<string[]> {
  const pki = await sm2Pki(stage);
  const seal = await sampleSeal(stage, pki, 4);
  const signer = await pki.sealSigner.signer();
  const validationData = await pki.validationData();
  const names: string[] = [];
  for (const [name, template] of Object.entries(TEMPLATES)) {
    const common: Omit<RenderLicenseOptions, 'format'> = {
      template,
      fields: VALUES[name]!,
      qr: qrMatrix(`SAMPLE ${name} `.repeat(8)),
      metadataXml: utf8(`<sample face="${name}"/>`),
      fonts: stage.font,
      at: stage.at,
    };
    const pdf = renderLicense({ ...common, format: 'pdf' });
    const ofd = renderLicense({ ...common, format: 'ofd' });
    const { x, y } = pdf.sealBox;
    const sealing = {
      seal,
      signer,
      claimedTime: stage.at,
      placements: [{ kind: 'point', page: 1, x, y }] as const,
    };
    const files = {
      [`face-${name}.pdf`]: pdf.file,
      [`face-${name}.ofd`]: ofd.file,
      [`sealed-face-${name}.pdf`]: await sealPdf({ ...sealing, file: pdf.file, validationData }),
      [`sealed-face-${name}.ofd`]: await sealOfd({ ...sealing, file: ofd.file }),
    };
    for (const [file, bytes] of Object.entries(files)) await stage.write(file, bytes);
    names.push(...Object.keys(files).filter((file) => file.startsWith('sealed-')));
  }
  return names;
}
