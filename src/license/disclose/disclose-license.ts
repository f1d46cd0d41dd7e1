import { equalBytes, YinxinError } from '../../foundation/core/index.ts';
import { buildFieldTree, discloseFields } from '../merkle/index.ts';
import { fieldsOfMetadata, type LicenseMetadata } from '../metadata/index.ts';
import { parseLicenseQr } from '../qr/index.ts';
import { writeDisclosure } from './disclosure-file.ts';

/** What goes into {@link discloseLicense}; all of it is in what `issueLicense` answers and in the ledger. */
export interface DiscloseLicenseOptions {
  /** The signed code of the license as text. */
  readonly code: string;
  readonly metadata: LicenseMetadata;
  /** Of the ledger's record. It stays here: the file holds the salts of the disclosed fields alone. */
  readonly saltSeed: Uint8Array;
  /** Metadata keys (pinyin, `KZ_…`) of the fields to give. */
  readonly keys: readonly string[];
}

/**
 * Some fields of a license, each with its proof against the root that the issuer signed, as one file. Nothing about any
 * other field can be learnt from it but what the code itself says in clear (identifier, dates, its public fields).
 *
 * LICENSE_INVALID when metadata and seed do not lead to the root of the code: a proof would prove nothing.
 * ARGUMENT_INVALID for no key, one twice, or one that the license does not have; QR_INVALID. Not checked: the code's
 * signature, and whether the requester may see the fields (`enforceSharing`).
 */
export function discloseLicense({ code, metadata, saltSeed, keys }: DiscloseLicenseOptions): Uint8Array {
  if (keys.length === 0 || new Set(keys).size !== keys.length) {
    throw new YinxinError('ARGUMENT_INVALID', 'name each field to disclose once');
  }
  const { anchor } = parseLicenseQr(code).payload;
  const tree = buildFieldTree(anchor.hash, saltSeed, fieldsOfMetadata(metadata));
  if (tree.leafCount !== anchor.leafCount || !equalBytes(tree.root, anchor.root)) {
    throw new YinxinError(
      'LICENSE_INVALID',
      'these fields and this seed are not those of the code: take its own record',
    );
  }
  return writeDisclosure({ code, fields: discloseFields(tree, keys) });
}
