import {
  type Limits,
  type Signer,
  sourceFromBytes,
  type TimestampAuthority,
  YinxinError,
} from '../../foundation/core/index.ts';
import { addAsicSignature } from '../../signatures/asic/index.ts';
import { checkContent } from './content-checks.ts';
import { digestsOf } from './digests.ts';
import type { SignedApplication } from './sign-application.ts';

/** What goes into {@link countersignApplication}. */
export interface CountersignInput {
  /** The application as the signer before left it. */
  readonly application: Uint8Array;
  /** Id of the signatory who signs now, as `application.json` names it. */
  readonly as: string;
  readonly signer: Signer;
  readonly tsa?: TimestampAuthority;
  readonly at: Date;
  readonly limits?: Limits;
}

/**
 * One more signature over the same files, in parallel to those before. Refused with APPLICATION_INVALID: a container
 * whose files are not those listed, and a signatory whom the application does not name (an application is not extended
 * by signing it); with ASIC_INVALID: a signature before that does not hold. Not checked: whether the key is that
 * signatory's (`verifyApplication` tells), and what the form says.
 */
export async function countersignApplication(input: CountersignInput): Promise<SignedApplication> {
  const { application: file, as, signer, tsa, at, limits } = input;
  const content = await checkContent(sourceFromBytes(file), limits === undefined ? {} : { limits });
  const fault = content.checks.find(({ status }) => status === 'failed');
  if (content.application === null || fault !== undefined)
    throw refused(`it is not as its first signer left it: ${fault?.detail}`);
  if (!content.application.signatories.some(({ id }) => id === as))
    throw refused('the application names no such signatory');
  const added = await addAsicSignature({
    file,
    signer,
    claimedTime: at,
    ...(tsa === undefined ? {} : { tsa }),
    ...(limits === undefined ? {} : { limits }),
  });
  const { sha256, sm3 } = digestsOf(added.file);
  return { file: added.file, application: content.application, sha256, sm3, timestamped: added.timestamped };
}

function refused(message: string): YinxinError {
  return new YinxinError('APPLICATION_INVALID', `the application cannot be signed: ${message}`);
}
