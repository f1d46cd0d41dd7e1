import { join } from 'node:path';
import { Command, Option } from 'commander';
import { makeEmptyFolder } from '../../adapters/files/index.ts';
import { formatTime } from '../../foundation/core/index.ts';
import type { TestAlgorithm } from '../../testing/index.ts';
import { instant } from '../arguments.ts';
import { writeInto } from '../pki/trust-folders.ts';
import { indexPage, type ShownFile } from './index-page.ts';
import { judgeFile } from './judge.ts';
import { liveThrough } from './life.ts';
import { clearOwnDemo, DEMO_MARK } from './own-folder.ts';
import { pagePicture } from './page-picture.ts';
import { type Stage, setStage } from './stage.ts';

interface DemoArguments {
  readonly out: string;
  readonly algorithm: TestAlgorithm;
  readonly at?: string;
  readonly seed?: string;
}

/** `yinxin demo`: the whole life of a license on an embedded test PKI. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('run the whole life of a license on a test PKI and leave its files')
    .option('--out <DIR>', 'folder to write to; it must be new or empty', 'demo')
    .addOption(
      new Option('--algorithm <NAME>', 'algorithm of the keys')
        .choices(['P-256', 'SM2', 'RSA'])
        .default('P-256'),
    )
    .option('--at <ISO>', 'time of everything; unset: now')
    .option('--seed <TEXT>', 'repeatable salts and serial numbers; unset: random')
    .action(runDemo);
}

async function runDemo(args: DemoArguments): Promise<void> {
  const at = new Date(
    Math.floor((args.at === undefined ? new Date() : instant(args.at)).getTime() / 1000) * 1000,
  );
  const { algorithm, seed } = args;
  const folder = args.out;
  await clearOwnDemo(folder);
  await makeEmptyFolder(folder);
  await writeInto(folder, DEMO_MARK, '');
  const stage = await setStage({ folder, at, algorithm, seed });
  const license = await liveThrough(stage);
  const passed = await showResults(stage, license.identifier);
  if (!passed) process.exitCode = 1;
}

const SHOWN: readonly (readonly [name: string, title: string, judged: boolean])[] = [
  ['application.asice', '申请（ASiC-E，签名与时间戳）application', true],
  ['application.report.json', '申请核验报告 report on it', false],
  ['receipt.p7m', '受理回执（CMS）signed receipt', true],
  ['license.pdf', '电子证照（PDF，电子印章、二维码、元数据）sealed license', true],
  ['archive.zip', '归档信息包，带证据记录 archive package, with its evidence record', true],
  ['archive.ers', '归档信息包的证据记录（RFC 4998）evidence record over the package', false],
];

/** What proves a file beside the file itself. */
const PROOFS: ReadonlyMap<string, { readonly evidence: string; readonly data: string }> = new Map([
  ['archive.zip', { evidence: 'archive.ers', data: 'archive.digests' }],
]);

/** Judges what was made, writes the page, and says whether everything is as it should be. */
async function showResults(stage: Stage, identifier: string): Promise<boolean> {
  const files: ShownFile[] = [];
  for (const [name, title, judged] of SHOWN) {
    files.push({
      name,
      title,
      ...(judged ? { report: await judgeFile(stage, name, PROOFS.get(name)) } : {}),
    });
  }
  const picture = await pagePicture(join(stage.folder, 'license.pdf'));
  if (picture !== undefined) await stage.write('license-page.png', picture);
  const command = verifyCommandLine('license.pdf');
  const pictures = [
    ...(picture === undefined ? [] : [{ name: 'license-page.png', title: '证照首页 page of the license' }]),
    { name: 'seal.png', title: '电子印章图样 seal image' },
    { name: 'license-qr.png', title: '二维码 QR code' },
  ];
  await stage.write('index.html', indexPage({ files, pictures, command, at: formatTime(stage.at) }));
  for (const { name, report } of files) {
    if (report === undefined) continue;
    const usable = report.license === undefined ? '' : ` · license ${report.license.conclusion}`;
    process.stdout.write(`${name}: ${report.conclusion.indication}${usable}\n`);
  }
  process.stdout.write(`${identifier}\n${join(stage.folder, 'index.html')}\n${command}\n`);
  return files.every(
    ({ report }) =>
      report === undefined ||
      (report.conclusion.indication === 'TOTAL_PASSED' &&
        (report.license?.conclusion ?? 'usable') === 'usable'),
  );
}

/** How a second process verifies, inside the folder. */
function verifyCommandLine(name: string): string {
  return [
    `yinxin verify ${name} --trust trust/signers --trust-tsa trust/timestamps`,
    '--seal-maker trust/seal-makers --issuers trust/issuers --status trust/status',
  ].join(' \\\n  ');
}
