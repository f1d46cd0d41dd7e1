import { pemText } from '../../adapters/files/index.ts';
import { drawSealImage, makeSeal } from '../../seal/index.ts';
import { type HomeSettings, writeSettings } from '../home/home.ts';
import { TRUST_FOLDERS, writeInto, writeTrustFolders } from '../pki/trust-folders.ts';
import { AGENCY } from './scene.ts';
import type { Stage } from './stage.ts';

/** The settings of the demo's office. Its hosts do not exist (RFC 2606). */
export const SETTINGS: HomeSettings = {
  schema: 'yinxin.home/1',
  issuerCode: AGENCY.code,
  codeHost: 'license.example.invalid',
  statusUriPrefix: 'https://status.example.invalid/list/',
};

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** Furnishes the office: trust folders, keys, a seal by the seal maker. Returns the seal. */
export async function openOffice(stage: Stage): Promise<Uint8Array> {
  const { folder, pki, codePki, write } = stage;
  await writeTrustFolders(folder, pki);
  await writeInto(
    folder,
    `${TRUST_FOLDERS.issuers}/license-issuer.pem`,
    pemText('CERTIFICATE', codePki.licenseIssuer.certificate),
  );
  await writeSettings(folder, SETTINGS);
  for (const [name, identity] of [
    ['signer', pki.signer],
    ['seal-signer', pki.sealSigner],
    ['license-issuer', codePki.licenseIssuer],
  ] as const) {
    const chain = identity.chain.map((der) => pemText('CERTIFICATE', der)).join('');
    await write(`keys/${name}.pem`, pemText('PRIVATE KEY', identity.pkcs8) + chain);
  }
  const seal = await makeDemoSeal(stage);
  await write('seal.esl', seal);
  return seal;
}

async function makeDemoSeal({ pki, at, font, write }: Stage): Promise<Uint8Array> {
  const image = drawSealImage({ kind: 'round', name: AGENCY.name, lowerText: '样章', font });
  await write('seal.png', image.png);
  return makeSeal({
    maker: await pki.sealMaker.signer(),
    id: 'YX-SAMPLE-0001',
    name: `${AGENCY.name}样章`,
    signerCertificates: [pki.sealSigner.certificate],
    picture: { type: 'PNG', data: image.png, widthMm: image.widthMm, heightMm: image.heightMm },
    createdAt: at,
    validFrom: at,
    validTo: new Date(at.getTime() + YEAR_MS),
  });
}
