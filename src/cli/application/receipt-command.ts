import { Command, Option } from 'commander';
import { YinxinError } from '../../foundation/core/index.ts';
import {
  acknowledgeApplication,
  type ReceiptDecision,
  type ReceiptReason,
  verifyApplication,
} from '../../sign/index.ts';
import { instant } from '../arguments.ts';
import { type KeyArguments, openSigner, readNamed, withKeyFile } from '../key-options.ts';
import { type OutputArguments, withOutputOptions, writeOutput } from '../output-options.ts';
import { authorityOf } from '../sign/long-term-options.ts';
import { readJson } from './description.ts';
import { type ApplicationArguments, applicationOptions, withApplicationOptions } from './verify-options.ts';

interface ReceiptArguments extends ApplicationArguments, Omit<KeyArguments, 'profile'>, OutputArguments {
  readonly decision: ReceiptDecision;
  readonly reasons?: string;
  readonly tsa?: string;
}

/** `yinxin application receipt FILE`: verifies the application and answers it. */
export function receiptCommand(): Command {
  const command = new Command('receipt')
    .description('verify an application and sign the answer: 收件, 受理, 一次性补正, 不予受理')
    .argument('<FILE>', 'application.asice')
    .addOption(
      new Option('--decision <NAME>', 'what is decided')
        .choices(['received', 'accepted', 'supplement', 'rejected'])
        .makeOptionMandatory(),
    )
    .option('--reasons <P>', 'JSON: [{ code, text, basis }], basis for a refusal')
    .option('--tsa <URL>', 'timestamp authority (RFC 3161)');
  return withOutputOptions(withKeyFile(withApplicationOptions(command))).action(answer);
}

async function answer(path: string, args: ReceiptArguments): Promise<void> {
  if (args.out === undefined || args.inPlace === true) {
    throw new YinxinError('ARGUMENT_INVALID', 'give --out', { details: { option: '--out' } });
  }
  const { options, close } = await applicationOptions(args);
  const application = await readNamed('FILE', path);
  const report = await verifyApplication(application, { ...options, name: path });
  await close();
  const receivedAt = args.receivedAt === undefined ? options.at : instant(args.receivedAt);
  const receipt = await acknowledgeApplication({
    application,
    report,
    decision: args.decision,
    receivedAt,
    ...(args.reasons === undefined
      ? {}
      : { reasons: await readJson<ReceiptReason[]>('--reasons', args.reasons) }),
    signer: await openSigner(args, receivedAt),
    ...authorityOf(args),
  });
  await writeOutput(args.out, receipt.file, args);
  process.stdout.write(`${args.decision}: the application is ${report.conclusion}\n`);
}
