import { Command, Option } from 'commander';
import { beijingDate, formatTime, YinxinError } from '../../foundation/core/index.ts';
import { changeLicense, type EndingKind, type StatusOperation } from '../../license/index.ts';
import { fixedClock } from '../../testing/index.ts';
import { instant } from '../arguments.ts';
import { openKey, openLedger, readSettings, SYSTEM_RANDOM } from './home.ts';
import { renewStatusList } from './status-lists.ts';

interface ChangeArguments {
  readonly home: string;
  readonly operation: StatusOperation;
  readonly ending?: EndingKind;
  readonly description?: string;
  readonly from?: string;
  readonly at?: string;
}

/** `yinxin change IDENTIFIER`: suspends, restores or ends a license and renews its status list. */
export function changeCommand(): Command {
  return new Command('change')
    .description('change the status of an issued license and renew its status list')
    .argument('<IDENTIFIER>', 'identifier of the license (证照标识)')
    .requiredOption('--home <DIR>', 'folder of the issuing office, as `yinxin demo` leaves one')
    .addOption(
      new Option(
        '--operation <CODE>',
        '03 暂扣, 04 过期失效, 05 注销/撤销/吊销/转出, 06 暂扣发还, 07 其他, 10 取消转出',
      )
        .choices(['03', '04', '05', '06', '07', '10'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--ending <KIND>', 'what operation 05 means').choices([
        'cancel',
        'revoke',
        'withdraw',
        'transfer-out',
      ]),
    )
    .option('--description <TEXT>', 'mandatory for operation 07; never personal data')
    .option('--from <DATE>', 'Beijing day from which it counts; unset: today')
    .option('--at <ISO>', 'time of the change; unset: now')
    .action(change);
}

async function change(identifier: string, args: ChangeArguments): Promise<void> {
  const { home, operation, ending, description } = args;
  const at = args.at === undefined ? new Date() : instant(args.at);
  const clock = fixedClock(at);
  const settings = await readSettings(home);
  const signer = await openKey(home, 'license-issuer', at);
  const ledger = await openLedger(home, clock, SYSTEM_RANDOM);
  try {
    const record = await changeLicense(
      {
        identifier,
        operation,
        ...(ending === undefined ? {} : { ending }),
        ...(description === undefined ? {} : { description }),
        effectiveFrom: calendarDate(args.from) ?? beijingDate(at),
      },
      { ledger, clock },
    );
    const list = await renewStatusList({
      folder: home,
      settings,
      ledger,
      list: record.statusList,
      signer,
      at,
    });
    process.stdout.write(`${identifier}: ${record.status} (${formatTime(at)}), ${list}\n`);
  } finally {
    await ledger.close();
  }
}

function calendarDate(text: string | undefined): string | undefined {
  if (text !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    throw new YinxinError('ARGUMENT_INVALID', 'give a date as YYYY-MM-DD', { details: { option: '--from' } });
  }
  return text;
}
