import { Command } from 'commander';
import { evidenceCreateCommand } from './evidence-create.ts';
import { evidenceDueCommand } from './evidence-due.ts';
import { evidenceRecordCommand } from './evidence-record.ts';
import { evidenceSampleCommand } from './evidence-sample.ts';

/** `yinxin evidence`: evidence records (RFC 4998) of an archive. Records are verified by `yinxin verify`. */
export function evidenceCommand(): Command {
  return new Command('evidence')
    .description('anchor files under one timestamp, hand out evidence records, tell what must be renewed')
    .addCommand(evidenceCreateCommand())
    .addCommand(evidenceRecordCommand())
    .addCommand(evidenceSampleCommand())
    .addCommand(evidenceDueCommand());
}
