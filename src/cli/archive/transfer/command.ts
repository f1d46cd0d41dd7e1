import { Command } from 'commander';
import { makeBatchCommand } from './make-command.ts';
import { verifyReceiptCommand } from './receipt-command.ts';
import { receiveBatchCommand } from './receive-command.ts';

/** `yinxin transfer`: batches for another archive, and the receipts of both sides. */
export function transferCommand(): Command {
  return new Command('transfer')
    .description('hand archives over in batches: make one, receive one, verify the receipt')
    .addCommand(makeBatchCommand())
    .addCommand(receiveBatchCommand())
    .addCommand(verifyReceiptCommand());
}
