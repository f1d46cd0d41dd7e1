import { pemText } from '../../adapters/files/index.ts';
import {
  drawSealImage,
  makeSeal,
  type RidingPlacement,
  type SealOfdOptions,
  type SealPlacement,
  sealOfd,
} from '../../seal/index.ts';
import { signOfd } from '../../sign/index.ts';
import { createTestPki, type TestPki } from '../../testing/index.ts';
import { AGENCY } from '../demo/scene.ts';
import type { Stage } from '../demo/stage.ts';
import { writeTrustFolders } from '../pki/trust-folders.ts';
import { KEYWORD, sampleDocument } from './ofd-document.ts';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

const POINT: SealPlacement = { kind: 'point', page: 1, x: 140, y: 60 };
const LOWER: SealPlacement = { kind: 'point', page: 1, x: 30, y: 200 };
const RIDING: RidingPlacement = { kind: 'riding', side: 'right' };

/**
 * OFD in every form that is written: V1 and V4, with and without seal file, both modes, by point, keyword and page
 * edge, timestamped, by several, and signed without a seal. Keys are SM2 whatever the other samples are made with:
 * readers of OFD know no others.
 */
export async function writeOfdSamples(stage: Stage): Promise<string[]> {
  const pki = await sm2Pki(stage);
  const seals = { v1: await sampleSeal(stage, pki, 1), v4: await sampleSeal(stage, pki, 4) };
  await stage.write('ofd-seal-v4.esl', seals.v4);
  await stage.write('ofd-seal-v1.esl', seals.v1);
  const chain = pki.sealSigner.chain.map((der) => pemText('CERTIFICATE', der)).join('');
  await stage.write('keys/ofd-seal-signer.pem', pemText('PRIVATE KEY', pki.sealSigner.pkcs8) + chain);
  const base = { signer: await pki.sealSigner.signer(), claimedTime: stage.at };
  const one = sampleDocument(stage, 1);
  const many = sampleDocument(stage, 5);
  const seal = (version: 'v1' | 'v4', more: Partial<SealOfdOptions> = {}): Promise<Uint8Array> =>
    sealOfd({ ...base, file: one, seal: seals[version], placements: [POINT], ...more } as SealOfdOptions);
  const tsa = { tsa: pki.timestampAuthority(), random: stage.random };
  const files = {
    'plain.ofd': one,
    ...(await bothVersions(seal)),
    'sealed-v4-timestamped.ofd': await seal('v4', tsa),
    'sealed-v4-riding.ofd': await seal('v4', { file: many, placements: [RIDING] }),
    'sealed-v4-riding-ratio.ofd': await seal('v4', {
      file: many,
      placements: [{ kind: 'riding', side: 'bottom', offset: 20, split: 0.4, skipLast: 1 }, POINT],
    }),
    'sealed-v1-riding.ofd': await seal('v1', { file: many, placements: [{ ...RIDING, side: 'left' }] }),
    'sealed-v4-keyword.ofd': await seal('v4', {
      file: many,
      placements: [{ kind: 'keyword', text: KEYWORD }],
    }),
    ...(await withoutSeal(stage, pki, one)),
    'sealed-by-several.ofd': await byAll(stage, pki, seal),
  };
  for (const [name, bytes] of Object.entries(files)) await stage.write(name, bytes);
  return Object.keys(files).filter((name) => name !== 'plain.ofd');
}

type Seal = (version: 'v1' | 'v4', more?: Partial<SealOfdOptions>) => Promise<Uint8Array>;

async function bothVersions(seal: Seal): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const version of ['v4', 'v1'] as const) {
    files[`sealed-${version}.ofd`] = await seal(version);
    files[`sealed-${version}-whole.ofd`] = await seal(version, { mode: 'whole' });
    files[`sealed-${version}-without-seal-file.ofd`] = await seal(version, { sealFile: false });
  }
  return files;
}

/** Type=Sign in both forms. */
async function withoutSeal(
  stage: Stage,
  pki: TestPki,
  file: Uint8Array,
): Promise<Record<string, Uint8Array>> {
  const common = { file, signer: await pki.signer.signer(), claimedTime: stage.at };
  const tsa = { tsa: pki.timestampAuthority(), random: stage.random };
  return {
    'signed-attributes.ofd': await signOfd(common),
    'signed-attributes-timestamped.ofd': await signOfd({ ...common, ...tsa }),
    'signed-digest.ofd': await signOfd({ ...common, form: 'digest', mode: 'whole' }),
  };
}

/** A seal, then one of the other version, then a signature: each keeps those before it. */
async function byAll(stage: Stage, pki: TestPki, seal: Seal): Promise<Uint8Array> {
  const first = await seal('v4');
  const second = await seal('v1', { file: first, placements: [LOWER] });
  return signOfd({ file: second, signer: await pki.signer.signer(), claimedTime: stage.at });
}

/** SM2 keys for seals, with trust folders of their own beside those of another algorithm. */
export async function sm2Pki({ pki, at, folder }: Stage): Promise<TestPki> {
  if (pki.algorithm === 'SM2') return pki;
  const own = await createTestPki({ algorithm: 'SM2', now: at, seed: 'yinxin OFD' });
  await writeTrustFolders(folder, own, 'ofd-');
  return own;
}

/** A seal of the sample office. */
export async function sampleSeal({ at, font }: Stage, pki: TestPki, version: 1 | 4): Promise<Uint8Array> {
  const image = drawSealImage({ kind: 'round', name: AGENCY.name, lowerText: '样章', font });
  return makeSeal({
    maker: await pki.sealMaker.signer(),
    version,
    id: `YX-SAMPLE-OFD-${version}`,
    name: `${AGENCY.name}样章`,
    signerCertificates: [pki.sealSigner.certificate],
    picture: { type: 'PNG', data: image.png, widthMm: image.widthMm, heightMm: image.heightMm },
    createdAt: at,
    validFrom: at,
    validTo: new Date(at.getTime() + YEAR_MS),
  });
}
