import type { FormSchema } from '../../foundation/core/index.ts';
import type { JudgeOptions } from '../../foundation/validation/index.ts';
import type { IdentityOptions } from './identity/index.ts';
import type { PlatformTrust } from './signers/index.ts';

/** Options of {@link verifyApplication}: what `judge` needs, who may sign for citizens, and what the matter demands. */
export interface VerifyApplicationOptions extends JudgeOptions, PlatformTrust {
  /** Name of the file for the report. */
  readonly name?: string;
  /** The agency that reads: an application addressed to another code is not acceptable. */
  readonly receiverCode?: string;
  /** The form of the matter, of the catalog. Unset: the form is not checked, and `notChecked` says so. */
  readonly formSchema?: FormSchema;
  /** Who verifies identity evidence, and as whom it must address the reader. Unset: identity is `asserted`. */
  readonly identity?: IdentityOptions;
  /** When the reader received the file, by its own record: the application is that old at least. Unset: `at`. */
  readonly receivedAt?: Date;
}
