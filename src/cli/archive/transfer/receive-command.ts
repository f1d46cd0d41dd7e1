import { Command } from 'commander';
import { openFolder } from '../../../adapters/files/index.ts';
import { receiveBatch } from '../../../archive/index.ts';
import { type KeyArguments, openSigner, withKeyFile } from '../../key-options.ts';
import { withOutputOptions, writeOutput } from '../../output-options.ts';
import type { VerifyArguments } from '../../verify/arguments.ts';
import { prepareOptions } from '../../verify/options.ts';
import { withTrustOptions } from '../../verify/trust-options.ts';
import { counter } from '../counter.ts';

interface ReceiveArguments extends VerifyArguments, KeyArguments {
  readonly receiverName: string;
  readonly receiverCode: string;
  readonly out: string;
  readonly force?: boolean;
}

/** `yinxin transfer receive DIR`: looks through a batch and signs what arrived. */
export function receiveBatchCommand(): Command {
  const command = new Command('receive')
    .description(
      'look through a batch and sign the receipt; ends with 0 if all is there, 2 if in part, 1 if refused',
    )
    .argument('<DIR>', 'folder of the batch')
    .requiredOption('--receiver-name <TEXT>', 'who receives')
    .requiredOption('--receiver-code <TEXT>', '统一社会信用代码 of who receives');
  // The receipt is a file of its own: nothing is changed in the batch.
  return withOutputOptions(withKeyFile(withTrustOptions(command))).action(receive);
}

const EXIT = { accepted: 0, refused: 1, partly: 2 } as const;

async function receive(path: string, args: ReceiveArguments): Promise<void> {
  const { options } = await prepareOptions(args);
  const signer = await openSigner(args, options.at);
  const bar = counter('items');
  const received = receiveBatch(await openFolder(path), {
    ...options,
    receiver: { name: args.receiverName, code: args.receiverCode },
    signer,
    onProgress: bar.show,
  });
  const { receipt, document } = await received.finally(bar.clear);
  await writeOutput(args.out, document, args);
  if (args.json === true) process.stdout.write(`${JSON.stringify(receipt)}\n`);
  else {
    const accepted = receipt.items.filter(({ status }) => status === 'accepted').length;
    process.stdout.write(`${path}: ${receipt.conclusion}, ${accepted} items accepted\n`);
    for (const reason of receipt.reasons) process.stdout.write(`  ${reason}\n`);
    for (const { path: name, status, part } of receipt.items) {
      if (status !== 'accepted')
        process.stdout.write(`  ${name}: ${status}${part === undefined ? '' : ` (${part})`}\n`);
    }
  }
  process.exitCode = EXIT[receipt.conclusion];
}
