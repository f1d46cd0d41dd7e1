import { Command } from 'commander';
import { receiptCommand } from './receipt-command.ts';
import { applicationSignCommand, bindingCommand, countersignCommand } from './sign-commands.ts';
import { applicationVerifyCommand } from './verify-command.ts';

/** `yinxin application`: applications (电子申请) from form to receipt. */
export function applicationCommand(): Command {
  return new Command('application')
    .description('sign, countersign, verify and answer applications')
    .addCommand(applicationSignCommand())
    .addCommand(bindingCommand())
    .addCommand(countersignCommand())
    .addCommand(applicationVerifyCommand())
    .addCommand(receiptCommand());
}
