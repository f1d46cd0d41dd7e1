import type { OfdSignatureFile } from '../../formats/ofd/index.ts';
import type { Check, Limits, NotChecked } from '../../foundation/core/index.ts';
import type { SignatureFacts } from '../../foundation/validation/index.ts';
import type { SealMemo } from '../ses/index.ts';
import type { Placements } from './placements.ts';

/** A file that Signature.xml names; without bytes where it cannot be read. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array | undefined;
}

/** What stands around one signed value: the signature file it is over, and where its stamps are shown. */
export interface ValueContext {
  readonly id: string;
  readonly file: OfdSignatureFile;
  /** Bytes of the signed value. */
  readonly value: Uint8Array;
  /** The seal file that Signature.xml names; absent where none is named. */
  readonly sealFile?: NamedFile;
  /** The picture beside the seal’s own (ImageLoc); absent where none is named. */
  readonly stampImage?: NamedFile;
  /** Stamps, compared with the picture of the seal where there is one. */
  placements(picture?: { readonly widthMm: number; readonly heightMm: number }): Promise<Placements>;
  /** Certificates that the caller gave for signatures that hold none. */
  readonly certificates: readonly Uint8Array[];
  readonly limits: Limits;
  /** Seals known from other files. */
  readonly seals?: SealMemo;
}

/** Facts before anything was found out. Coverage and modification are the file's affair: they are put in their place later. */
export function emptyFacts(id: string): SignatureFacts {
  return {
    id,
    kind: 'signature',
    format: 'OFD',
    cryptography: 'not-checked',
    coverage: 'whole-file',
    modification: 'none',
    purpose: 'signers',
    certificates: [],
    crls: [],
    ocspResponses: [],
    checks: [],
    notChecked: [],
  };
}

/** Facts of a signature that cannot be read as one. */
export function malformedFacts(id: string, check: Check): SignatureFacts {
  return {
    ...emptyFacts(id),
    coverage: 'none',
    modification: 'not-checked',
    formatFailure: 'FORMAT_FAILURE',
    checks: [check],
  };
}

/** A failed check. */
export function failed(code: string, detail: string, clause: string): Check {
  return { code, status: 'failed', detail, clause };
}

/** A passed check. */
export function passed(code: string, detail: string, clause: string): Check {
  return { code, status: 'passed', detail, clause };
}

/** Something not verified, by name. */
export function unchecked(code: string, detail: string): NotChecked {
  return { code, detail };
}
