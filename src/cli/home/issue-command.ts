import { Command } from 'commander';
import { type FontChain, loadFontChain } from '../../formats/font/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import {
  type FaceTemplate,
  issueLicense,
  type LicenseJob,
  pdfFace,
  pdfSeal,
  SAMPLE_TEMPLATE,
} from '../../license/index.ts';
import { fixedClock } from '../../testing/index.ts';
import { instant } from '../arguments.ts';
import { demoFont } from '../demo/stage.ts';
import { readDescription } from '../item-description.ts';
import { readNamed } from '../key-options.ts';
import { type OutputArguments, withOutputOptions, writeOutput } from '../output-options.ts';
import { embeddedData, type ValidationDataArguments } from '../sign/validation-data.ts';
import { openKey, openLedger, read, readSettings, SYSTEM_RANDOM } from './home.ts';
import { renewStatusList } from './status-lists.ts';

interface IssueArguments extends OutputArguments, ValidationDataArguments {
  readonly home: string;
  readonly template?: string;
  readonly font?: readonly string[];
  readonly at?: string;
}

/** `yinxin issue JOB.json`: issues, seals and publishes one license; asked again, it gives the same file. */
export function issueCommand(): Command {
  const command = new Command('issue')
    .description('issue one license, exactly once: identifier, code, face, seal, status list')
    .argument(
      '<JOB>',
      'JSON: entry (of the catalog), draft, and for a continued license operation and previousIdentifier',
    )
    .requiredOption('--home <DIR>', 'folder of the issuing office, as `yinxin demo` leaves one')
    .option('--template <P>', 'face as JSON; unset: the sample license')
    .option('--font <P...>', 'fonts in order of preference; unset: the small font of the demo')
    .option('--crl <P...>', 'CRLs to embed')
    .option('--ocsp <P...>', 'OCSP responses to embed')
    .option('--at <ISO>', 'time of issue; unset: now');
  return withOutputOptions(command).action(issue);
}

async function issue(path: string, args: IssueArguments): Promise<void> {
  const { home } = args;
  if (args.out === undefined || args.inPlace === true) {
    throw new YinxinError('ARGUMENT_INVALID', 'give --out', { details: { option: '--out' } });
  }
  const at = args.at === undefined ? new Date() : instant(args.at);
  const job = (await readDescription('JOB', path)) as LicenseJob;
  if (typeof job?.entry !== 'object' || typeof job.draft !== 'object') {
    throw new YinxinError('ARGUMENT_INVALID', 'the job needs entry and draft', {
      details: { option: 'JOB' },
    });
  }
  const settings = await readSettings(home);
  const codeSigner = await openKey(home, 'license-issuer', at);
  const ledger = await openLedger(home, fixedClock(at), SYSTEM_RANDOM);
  try {
    const license = await issueLicense(job, {
      ledger,
      codeSigner,
      carrier: { kind: 'url', host: settings.codeHost },
      face: pdfFace({ template: await templateOf(args), fonts: await fontsOf(args) }),
      seal: pdfSeal({
        seal: await read(home, 'seal.esl'),
        signer: await openKey(home, 'seal-signer', at),
        ...(await embeddedData(args)),
      }),
    });
    await writeOutput(args.out, license.file, args);
    const list = license.record.statusList;
    await renewStatusList({ folder: home, settings, ledger, list, signer: codeSigner, at });
    process.stdout.write(`${license.identifier}\n`);
  } finally {
    await ledger.close();
  }
}

async function templateOf({ template }: IssueArguments): Promise<FaceTemplate> {
  if (template === undefined) return SAMPLE_TEMPLATE;
  return (await readDescription('--template', template)) as FaceTemplate;
}

async function fontsOf({ font }: IssueArguments): Promise<FontChain> {
  if (font === undefined) return demoFont();
  return loadFontChain(await Promise.all(font.map((path) => readNamed('--font', path))));
}
