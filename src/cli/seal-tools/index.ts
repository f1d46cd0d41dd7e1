import type { Command } from 'commander';
import { collectCommand } from './collect-command.ts';
import { drawCommand } from './draw-command.ts';
import { makeCommand } from './make-command.ts';

/** `yinxin seal draw`, `yinxin seal make` and `yinxin seal collect`, below the command that seals files. */
export function withSealTools(seal: Command): Command {
  return seal
    .enablePositionalOptions()
    .addCommand(drawCommand())
    .addCommand(makeCommand())
    .addCommand(collectCommand())
    .hook('preSubcommand', (command) => {
      // The options that sealing a file needs are asked of sub-commands as well: these have their own.
      for (const option of command.options) {
        if (option.mandatory) command.setOptionValue(option.attributeName(), '');
      }
    });
}
