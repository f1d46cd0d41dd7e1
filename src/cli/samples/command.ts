import { Command, Option } from 'commander';
import { makeEmptyFolder } from '../../adapters/files/index.ts';
import type { TestAlgorithm } from '../../testing/index.ts';
import { instant } from '../arguments.ts';
import { liveThrough } from '../demo/life.ts';
import { setStage } from '../demo/stage.ts';
import { writeFaces } from './faces.ts';
import { writeLongTermSamples } from './long-term.ts';
import { writeOfdSamples } from './ofd.ts';
import { writePackages } from './packages.ts';
import { writeSealedPdfs } from './seals.ts';
import { writeSignatures } from './signatures.ts';

interface SamplesArguments {
  readonly out: string;
  readonly algorithm: TestAlgorithm;
  readonly at?: string;
  readonly seed?: string;
}

/** `yinxin samples`: one file of each kind that the library writes, with the trust folders to verify them. */
export function samplesCommand(): Command {
  return new Command('samples')
    .description('leave one file of each kind that the library writes, with the trust folders for them')
    .requiredOption('--out <DIR>', 'folder to write to; it must be new or empty')
    .addOption(
      new Option('--algorithm <NAME>', 'algorithm of the keys')
        .choices(['P-256', 'SM2', 'RSA'])
        .default('P-256'),
    )
    .option('--at <ISO>', 'time of everything; unset: now')
    .option('--seed <TEXT>', 'repeatable salts and serial numbers; unset: random')
    .action(runSamples);
}

async function runSamples({ out, algorithm, at: time, seed }: SamplesArguments): Promise<void> {
  const at = new Date(Math.floor((time === undefined ? new Date() : instant(time)).getTime() / 1000) * 1000);
  await makeEmptyFolder(out);
  const stage = await setStage({ folder: out, at, algorithm, seed });
  await liveThrough(stage);
  const names = [
    ...(await writeSignatures(stage)),
    ...(await writeLongTermSamples(stage)),
    ...(await writeOfdSamples(stage)),
    ...(await writeSealedPdfs(stage)),
    ...(await writeFaces(stage)),
    ...(await writePackages(stage)),
  ];
  process.stdout.write(
    `${['application.asice', 'receipt.p7m', 'license.pdf', 'archive.zip', ...names].join('\n')}\n`,
  );
}
