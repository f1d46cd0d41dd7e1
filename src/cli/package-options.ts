import { type Command, Option } from 'commander';
import type { PackageForm, VerifyFile } from '../archive/index.ts';
import { verify } from '../entries/index.ts';
import type { ByteSource } from '../foundation/core/index.ts';
import type { Report, RevocationMode } from '../foundation/validation/index.ts';
import { readNamed } from './key-options.ts';
import { defaultLanguage } from './language.ts';
import { prepareOptions } from './verify/options.ts';
import { collect } from './verify/trust-options.ts';

/** Options of `yinxin package` beside key and output, as commander gives them. */
export interface PackageArguments {
  readonly form: PackageForm;
  readonly previous?: string;
  readonly trust?: readonly string[];
  readonly trustTsa?: readonly string[];
  readonly sealMaker?: readonly string[];
  readonly issuers?: readonly string[];
  readonly intermediate?: readonly string[];
  readonly crl?: readonly string[];
  readonly ocsp?: readonly string[];
  readonly revocation: RevocationMode;
}

/** Adds the form of the package, and whom to believe when the signatures in its files are verified first. */
export function withPackageOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--form <FORM>', 'item-package (GB/T 42727), asic (ASiC-E), eep (DA/T 48)')
        .choices(['item-package', 'asic', 'eep'])
        .default('item-package'),
    )
    .option('--previous <P>', 'for eep: the package that this one modifies (修改型)')
    .option(
      '--trust <P>',
      'anchors for signers; given: every signature is verified before packaging',
      collect,
    )
    .option('--trust-tsa <P>', 'anchors for timestamps; unset: those of --trust', collect)
    .option('--seal-maker <P>', 'certificates of authorised seal makers', collect)
    .option('--issuers <P>', 'authorised license and status issuers', collect)
    .option('--intermediate <P>', 'further certificates; they go into the package too', collect)
    .option('--crl <P>', 'CRLs; they go into the package too', collect)
    .option('--ocsp <P>', 'OCSP responses; they go into the package too', collect)
    .addOption(
      new Option('--revocation <MODE>', 'how far revocation must be proved')
        .choices(['require', 'require-where-declared', 'if-available', 'none'])
        .default('require-where-declared'),
    );
}

/** What the options say for the packager. */
export interface PackagePlan {
  readonly form: PackageForm;
  readonly previous?: Uint8Array;
  readonly verifyFile?: VerifyFile;
  readonly validationData: {
    readonly certificates: readonly Uint8Array[];
    readonly crls: readonly Uint8Array[];
    readonly ocspResponses: readonly Uint8Array[];
  };
}

/** Reads all that the options name. Without `--trust` nothing is verified: nobody said whom to believe. */
export async function packagePlan(args: PackageArguments, at: Date): Promise<PackagePlan> {
  const { trust, trustTsa, sealMaker, issuers, intermediate, crl, ocsp, revocation } = args;
  const given = { trust, trustTsa, sealMaker, issuers, intermediate, crl, ocsp };
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const { options } = await prepareOptions({
    ...present,
    revocation,
    at: at.toISOString(),
    jobs: 1,
    lang: defaultLanguage(),
  });
  const verifyFile = (source: ByteSource, name: string): Promise<Report> =>
    verify(source, { ...options, name });
  return {
    form: args.form,
    ...(args.previous === undefined ? {} : { previous: await readNamed('--previous', args.previous) }),
    ...(trust === undefined ? {} : { verifyFile }),
    validationData: {
      certificates: options.intermediates ?? [],
      crls: options.crls ?? [],
      ocspResponses: options.ocspResponses ?? [],
    },
  };
}
