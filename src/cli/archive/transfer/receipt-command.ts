import { Command } from 'commander';
import { verifyTransferReceipt } from '../../../archive/index.ts';
import { readNamed } from '../../key-options.ts';
import type { VerifyArguments } from '../../verify/arguments.ts';
import { prepareOptions } from '../../verify/options.ts';
import { withTrustOptions } from '../../verify/trust-options.ts';

/** `yinxin transfer verify RECEIPT --handover P`: is it the word of the receiver about this batch? */
export function verifyReceiptCommand(): Command {
  const command = new Command('verify')
    .description(
      'verify the receipt of a batch; ends with 0 only if it is valid and says that all was accepted',
    )
    .argument('<RECEIPT>', 'the signed receipt')
    .requiredOption('--handover <P>', '移交凭证 of the batch');
  return withTrustOptions(command).action(verifyReceipt);
}

async function verifyReceipt(path: string, args: VerifyArguments & { handover: string }): Promise<void> {
  const { options } = await prepareOptions(args);
  const handover = await readNamed('--handover', args.handover);
  const report = await verifyTransferReceipt(await readNamed('RECEIPT', path), { ...options, handover });
  const { conclusion, reasons, receipt } = report;
  if (args.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    const says = receipt === null ? '' : `, says ${receipt.conclusion}`;
    process.stdout.write(`${path}: ${conclusion}${says}\n`);
    for (const reason of reasons) process.stdout.write(`  ${reason}\n`);
  }
  process.exitCode = conclusion === 'invalid' ? 1 : receipt?.conclusion === 'accepted' ? 0 : 2;
}
