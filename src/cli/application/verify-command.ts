import { Command } from 'commander';
import { YinxinError } from '../../foundation/core/index.ts';
import {
  type ApplicationReport,
  documentKindOf,
  type HistoryDocument,
  type HistoryReport,
  verifyApplication,
  verifyApplicationHistory,
} from '../../sign/index.ts';
import { readNamed } from '../key-options.ts';
import { type ApplicationArguments, applicationOptions, withApplicationOptions } from './verify-options.ts';

const EXIT = { acceptable: 0, valid: 0, 'not-acceptable': 1, invalid: 1, undecided: 2 } as const;

/** `yinxin application verify FILE…`: an application, or its whole history in order. */
export function applicationVerifyCommand(): Command {
  const command = new Command('verify')
    .description(
      'verify an application, or its history: application, receipts, supplements, withdrawal, in order',
    )
    .argument('<FILE...>', 'documents, the application first')
    .option('--last-known <HEX>', 'SHA-256 of the last document known from elsewhere');
  return withApplicationOptions(command).action(verify);
}

async function verify(
  files: readonly string[],
  args: ApplicationArguments & { readonly lastKnown?: string },
): Promise<void> {
  const { options, close } = await applicationOptions(args);
  const [first = ''] = files;
  const { lastKnown } = args;
  const report =
    files.length === 1 && lastKnown === undefined
      ? await verifyApplication(await readNamed('FILE', first), { ...options, name: first })
      : await verifyApplicationHistory(await documents(files), {
          ...options,
          ...(lastKnown === undefined ? {} : { lastKnown }),
        });
  await close();
  if (args.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
  else tell(report);
  process.exitCode = EXIT[report.conclusion];
}

async function documents(files: readonly string[]): Promise<HistoryDocument[]> {
  const read: HistoryDocument[] = [];
  for (const name of files) {
    const file = await readNamed('FILE', name);
    const kind = await documentKindOf(file);
    if (kind === undefined) {
      throw new YinxinError('FORMAT_UNKNOWN', `${name} is no application, receipt, supplement or withdrawal`);
    }
    read.push({ kind, file });
  }
  return read;
}

function tell(report: ApplicationReport | HistoryReport): void {
  const lines =
    report.schema === 'yinxin.application-report/1' ? applicationLines(report) : historyLines(report);
  process.stdout.write(`${[`${report.conclusion}`, ...lines].join('\n')}\n`);
}

function applicationLines({
  signatories,
  identity,
  reliability,
  checks,
  notChecked,
}: ApplicationReport): string[] {
  const conditions = reliability.flatMap(({ signature, conditions: all }) =>
    all.map(({ item, status, by }) => `  ${signature} art. 13 (${item}) ${status}: ${by.join('; ')}`),
  );
  return [
    ...signatories.map(({ role, party, status }) => `  ${role} ${party.name}: ${status}`),
    ...(identity === null
      ? []
      : [`  identity ${identity.status}${identity.proof === null ? '' : `: ${identity.proof.by}`}`]),
    ...conditions,
    ...findings(checks),
    ...notChecked.map(({ code, detail }) => `  not checked ${code}: ${detail}`),
  ];
}

function historyLines({ entries, state, checks, notChecked }: HistoryReport): string[] {
  return [
    `  state ${state ?? 'none'}`,
    ...entries.flatMap(({ kind, report }, i) => [
      `  ${i + 1} ${kind}: ${report.conclusion}`,
      ...findings(report.checks).map((line) => `  ${line}`),
    ]),
    ...findings(checks),
    ...notChecked.map(({ code, detail }) => `  not checked ${code}: ${detail}`),
  ];
}

const findings = (checks: ApplicationReport['checks']): string[] =>
  checks.flatMap(({ code, status, detail }) =>
    status === 'passed' ? [] : [`  ${status} ${code}: ${detail}`],
  );
