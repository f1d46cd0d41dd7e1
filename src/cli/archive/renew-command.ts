import { Command, Option } from 'commander';
import { openFolderStore } from '../../adapters/files/index.ts';
import { renewHashTree, renewTimestamp } from '../../archive/index.ts';
import type { CurrentDigestName } from '../../foundation/crypto/index.ts';
import type { VerifyArguments } from '../verify/arguments.ts';
import { fileNames } from '../verify/file-names.ts';
import { prepareOptions } from '../verify/options.ts';
import { withTrustOptions } from '../verify/trust-options.ts';
import { counter } from './counter.ts';
import { tellRequest, withTsaOptions } from './evidence-create.ts';
import { inputFiles } from './input-files.ts';
import { type TsaArguments, tsaOf } from './tsa-options.ts';

interface RenewArguments extends VerifyArguments, TsaArguments {
  readonly hash?: CurrentDigestName;
  readonly group?: boolean;
}

/** `yinxin renew STORE`: the newest timestamp, or with `--hash` the hash tree, for all objects at once. */
export function renewCommand(): Command {
  const command = new Command('renew')
    .description('renew the newest timestamp of a store, or its hash tree, for all objects at once')
    .argument('<STORE>', 'folder that keeps the evidence')
    .argument('[FILE...]', 'for --hash: all objects again; none: the digests recorded at ingest')
    .addOption(
      new Option('--hash <NAME>', 'start a new chain by this digest').choices([
        'sha256',
        'sha384',
        'sha512',
        'sm3',
      ]),
    )
    .option('--group', 'all files together are one object, as they were when anchored')
    .option('--files-from <P>', 'read the FILE names from P, one per line (- is standard input)');
  return withTsaOptions(withTrustOptions(command)).action(renew);
}

async function renew(path: string, given: readonly string[], args: RenewArguments): Promise<void> {
  const { options } = await prepareOptions(args);
  const store = openFolderStore(path);
  const tsa = tsaOf(args);
  const bar = counter('objects');
  try {
    if (args.hash === undefined) {
      const { objects } = await renewTimestamp(store, { ...options, tsa });
      process.stdout.write(`${path}: timestamp renewed for ${objects} objects\n`);
      return;
    }
    const again = given.length > 0 || args.filesFrom !== undefined;
    const objects = again
      ? inputFiles(await fileNames(given, args.filesFrom), args.group === true)
      : undefined;
    const renewed = await renewHashTree(store, {
      ...options,
      tsa,
      hash: args.hash,
      ...(objects === undefined ? {} : { objects }),
      onProgress: bar.show,
    });
    bar.clear();
    process.stdout.write(`${path}: hash tree renewed for ${renewed.objects} objects (${renewed.origin})\n`);
  } catch (error) {
    bar.clear();
    tellRequest(error);
  }
}
