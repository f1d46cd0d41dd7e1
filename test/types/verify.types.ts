import { expectTypeOf } from 'vitest';
import {
  type Check,
  type Coverage,
  type Cryptography,
  type Indication,
  type InputFormat,
  type Modification,
  type NotChecked,
  prepareTrust,
  type Report,
  type RevocationMode,
  type SignatureReport,
  type SubIndication,
  type Trust,
  type TrustAnchors,
  verify,
} from '../../src/entries/index.ts';

// Checked by `npm run types`: nothing here runs.

declare const file: Uint8Array;
const at = new Date(0);
const trust: TrustAnchors = { signers: [file] };

/** What is right: bytes, blobs and sources, with time, trust and revocation. */
export async function right(): Promise<void> {
  const report = await verify(file, { at, trust, revocation: 'require-where-declared' });
  expectTypeOf(report).toEqualTypeOf<Report>();
  await verify(new Blob([]), { at, trust, revocation: 'none', name: 'a.pdf', detached: file });
  await verify({ size: 1, read: async () => file }, { at, trust, revocation: 'require' });
  await verify(file, {
    at,
    trust: { ...trust, timestamps: [], sealMakers: [], licenseIssuers: [], statusIssuers: [] },
    revocation: 'if-available',
    expect: { holderCode: '1', type: '2' },
  });
  expectTypeOf(prepareTrust).not.toBeAny();
}

/** The security inputs are required, and the words are closed. */
export async function wrong(): Promise<void> {
  // @ts-expect-error the time is required
  await verify(file, { trust, revocation: 'none' });
  // @ts-expect-error trust is required
  await verify(file, { at, revocation: 'none' });
  // @ts-expect-error revocation is required
  await verify(file, { at, trust });
  // @ts-expect-error options are required
  await verify(file);
  // @ts-expect-error whom to believe for signatures must be said, if only with an empty list
  await verify(file, { at, trust: { timestamps: [] }, revocation: 'none' });
  // @ts-expect-error a path is no file
  await verify('license.pdf', { at, trust, revocation: 'none' });
  // @ts-expect-error not a mode
  await verify(file, { at, trust, revocation: 'soft' });
  // @ts-expect-error misspelt
  await verify(file, { at, trust, revocation: 'none', allowLegacyAlgorithms: true });
  // @ts-expect-error there is no such purpose
  await verify(file, { at, trust: { signers: [], everybody: [] }, revocation: 'none' });
  // @ts-expect-error a report is no boolean
  const passed: boolean = await verify(file, { at, trust, revocation: 'none' });
  expectTypeOf(passed).toBeBoolean();
}

/** The axes of the design, word for word (design 3.2). */
export function theWords(): void {
  expectTypeOf<Report['schema']>().toEqualTypeOf<'yinxin.report/1'>();
  expectTypeOf<Indication>().toEqualTypeOf<
    'TOTAL_PASSED' | 'TOTAL_FAILED' | 'INDETERMINATE' | 'NO_SIGNATURE_FOUND'
  >();
  expectTypeOf<Report['conclusion']['indication']>().toEqualTypeOf<Indication>();
  expectTypeOf<SignatureReport['indication']>().toEqualTypeOf<Exclude<Indication, 'NO_SIGNATURE_FOUND'>>();
  expectTypeOf<SignatureReport['subIndication']>().toEqualTypeOf<SubIndication | null>();
  expectTypeOf<Cryptography>().toEqualTypeOf<'intact' | 'broken' | 'not-checked'>();
  expectTypeOf<Coverage>().toEqualTypeOf<'whole-file' | 'whole-revision' | 'partial' | 'none'>();
  expectTypeOf<Modification>().toEqualTypeOf<
    'none' | 'ltv-update' | 'form-fill' | 'annotation' | 'disallowed' | 'not-checked' | 'not-applicable'
  >();
  expectTypeOf<Trust>().toEqualTypeOf<'trusted' | 'untrusted' | 'revoked' | 'expired' | 'unknown'>();
  expectTypeOf<RevocationMode>().toEqualTypeOf<
    'require' | 'require-where-declared' | 'if-available' | 'none'
  >();
  expectTypeOf<Extract<InputFormat, 'pdf' | 'ofd' | 'cms' | 'asic' | 'license-qr'>>().toEqualTypeOf<
    'pdf' | 'ofd' | 'cms' | 'asic' | 'license-qr'
  >();
}

/** A program may switch over the conclusion and forgets nothing. */
export function exhaustive({ conclusion, license, checks, notChecked }: Report): string {
  expectTypeOf(checks).toEqualTypeOf<readonly Check[]>();
  expectTypeOf(notChecked).toEqualTypeOf<readonly NotChecked[]>();
  // @ts-expect-error only some files are licenses
  expectTypeOf(license.conclusion).toBeString();
  if (license?.conclusion === 'usable') return 'usable';
  switch (conclusion.indication) {
    case 'TOTAL_PASSED':
    case 'TOTAL_FAILED':
    case 'INDETERMINATE':
    case 'NO_SIGNATURE_FOUND':
      return conclusion.indication;
    default:
      return conclusion.indication satisfies never;
  }
}
