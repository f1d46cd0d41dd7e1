import { utf8 } from '../../foundation/core/index.ts';
import { extendCms, extendPdf, signCms, signPdf } from '../../sign/index.ts';
import type { Stage } from '../demo/stage.ts';
import { plainPage } from './signatures.ts';

/**
 * One signature at every level, B-B to B-LTA at once, a B-LTA renewed, five signatures with extensions between, and an
 * attached CMS at B-LT and B-LTA.
 */
export async function writeLongTermSamples(stage: Stage): Promise<string[]> {
  const { pki, at, random } = stage;
  const signer = await pki.signer.signer();
  const tsa = pki.timestampAuthority();
  const trust = { signers: [pki.root.certificate] };
  const validationData = await pki.validationData();
  const longTerm = { trust, validationData };
  const signing = { signer, claimedTime: at, tsa, random, longTerm };
  const extending = { ...longTerm, at, tsa, random };
  const page = await plainPage(stage);
  const lasting = await signPdf({ ...signing, file: page, level: 'B-LTA' });
  const { cms } = await signCms({
    signer,
    claimedTime: at,
    content: { bytes: utf8('印信 sample content\n') },
    detached: false,
    commitment: 'proof-of-origin',
  });
  let five = page;
  for (const level of ['B-B', 'B-T', 'B-LT', 'B-LTA', 'B-T'] as const) {
    five = await signPdf({ ...signing, file: five, level });
  }
  const files: Readonly<Record<string, Uint8Array>> = {
    'pades-b-b.pdf': await signPdf({ ...signing, file: page, level: 'B-B' }),
    'pades-b-t.pdf': await signPdf({ ...signing, file: page, level: 'B-T' }),
    'pades-b-lt.pdf': await signPdf({ ...signing, file: page, level: 'B-LT' }),
    'pades-b-lta.pdf': lasting,
    'pades-b-lta-renewed.pdf': (await extendPdf({ ...extending, file: lasting, level: 'B-LTA', vri: true }))
      .file,
    'pades-five-signatures.pdf': (await extendPdf({ ...extending, file: five, level: 'B-LTA' })).file,
    'cades-b-lt.p7m': (await extendCms({ ...extending, cms, level: 'B-LT' })).cms,
    'cades-b-lta.p7m': (await extendCms({ ...extending, cms, level: 'B-LTA' })).cms,
  };
  for (const [name, bytes] of Object.entries(files)) await stage.write(name, bytes);
  return Object.keys(files);
}
