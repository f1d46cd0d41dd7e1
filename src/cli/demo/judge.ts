import { type VerifyOptions, verify } from '../../entries/index.ts';
import type { Report } from '../../foundation/validation/index.ts';
import { read } from '../home/home.ts';
import { TRUST_FOLDERS } from '../pki/trust-folders.ts';
import type { Stage } from './stage.ts';

/** Whom the demo believes: what a second process takes from the `trust/` folders. */
export async function trustOf(stage: Stage): Promise<VerifyOptions> {
  const { folder, pki, codePki, at } = stage;
  return {
    at,
    trust: {
      signers: [pki.root.certificate],
      timestamps: [pki.root.certificate],
      sealMakers: [pki.sealMaker.certificate],
      licenseIssuers: [codePki.licenseIssuer.certificate],
      statusIssuers: [codePki.licenseIssuer.certificate],
    },
    revocation: 'require-where-declared',
    crls: (await pki.validationData()).crls,
    statusLists: [await read(folder, `${TRUST_FOLDERS.status}/0.cwt`)],
  };
}

/**
 * Judges one file of the demo as a second process would, and leaves its report. `proof`: an evidence record over it, and
 * the rest of its data group.
 */
export async function judgeFile(
  stage: Stage,
  name: string,
  proof?: { readonly evidence: string; readonly data: string },
): Promise<Report> {
  const { folder } = stage;
  const proved =
    proof === undefined
      ? {}
      : { evidence: [await read(folder, proof.evidence)], data: [await read(folder, proof.data)] };
  const report = await verify(await read(folder, name), { ...(await trustOf(stage)), ...proved, name });
  const stem = name.replace(/\.[^.]+$/, '');
  await stage.write(`${stem}.verdict.json`, `${JSON.stringify(report, null, 2)}\n`);
  return report;
}
