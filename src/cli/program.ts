import { Command } from 'commander';
import { VERSION } from '../entries/index.ts';
import { applicationCommand } from './application/command.ts';
import { disposeCommand } from './archive/dispose/command.ts';
import { evidenceCommand } from './archive/evidence-command.ts';
import { renewCommand } from './archive/renew-command.ts';
import { transferCommand } from './archive/transfer/command.ts';
import { checkCommand, packageCommand } from './archive-commands.ts';
import { demoCommand } from './demo/command.ts';
import { auditCommand } from './home/audit-command.ts';
import { changeCommand } from './home/change-command.ts';
import { issueCommand } from './home/issue-command.ts';
import { qrCommand } from './home/qr-command.ts';
import { inspectCommand } from './inspect/command.ts';
import { pkiCommand } from './pki/command.ts';
import { samplesCommand } from './samples/command.ts';
import { withSealTools } from './seal-tools/index.ts';
import { extendCommand } from './sign/extend-command.ts';
import { sealCommand } from './sign/seal-command.ts';
import { signCommand } from './sign/sign-command.ts';
import { verifyCommand } from './verify/command.ts';

/** Usage errors end with 3, as unreadable input does: 1 and 2 are verdicts. */
const USAGE_ERROR = 3;

/** The command `yinxin` with all its sub-commands. */
export function createProgram(): Command {
  const program = new Command('yinxin')
    .description('印信: electronic signatures, electronic seals, e-licenses and archivable e-files')
    .version(VERSION)
    // What stands behind a sub-command is its own: seal draw has an --out beside that of seal.
    .enablePositionalOptions()
    .showHelpAfterError('(yinxin COMMAND --help tells the options)');
  for (const command of [
    verifyCommand(),
    signCommand(),
    extendCommand(),
    withSealTools(sealCommand()),
    applicationCommand(),
    issueCommand(),
    changeCommand(),
    qrCommand(),
    auditCommand(),
    packageCommand(),
    checkCommand(),
    evidenceCommand(),
    renewCommand(),
    transferCommand(),
    disposeCommand(),
    inspectCommand(),
    pkiCommand(),
    demoCommand(),
    samplesCommand(),
  ])
    program.addCommand(command);
  const all = [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)];
  for (const command of all) {
    command.exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : USAGE_ERROR);
    });
  }
  return program;
}
