import type { ByteSource, Limits } from '../foundation/core/index.ts';
import type { FileFacts } from '../foundation/validation/index.ts';
import { compareManifest, type LoadedPackage, loadEepPackage, loadItemPackage } from './packages/index.ts';

/**
 * Facts of an item package: the signature over 校验信息, and every file against both of its digests.
 * A changed, missing or damaged file makes the signature `broken`; an unlisted file, or bytes outside all entries,
 * make its coverage `partial`. Signatures inside the files are not looked at: `checkArchive` does that.
 */
export async function inspectItemPackage(
  source: ByteSource,
  options: { readonly limits?: Limits } = {},
): Promise<FileFacts> {
  return packageFacts(await loadItemPackage(source, options.limits));
}

/**
 * Facts of an EEP (DA/T 48-2009): every 电子签名 over the octets of its 被签名对象, those of nested packages too, the
 * 锁定签名 over the 电子签名 that it names, and the files of the newest layer against 校验信息 where there is one.
 * Signatures inside the files are not looked at.
 */
export async function inspectEepPackage(
  source: ByteSource,
  options: { readonly limits?: Limits } = {},
): Promise<FileFacts> {
  return packageFacts(await loadEepPackage(source, options.limits));
}

/** Facts of a package that is open already. */
export async function packageFacts(loaded: LoadedPackage): Promise<FileFacts> {
  const facts = await loaded.facts(compareManifest(loaded));
  return {
    ...facts,
    notChecked: [
      ...facts.notChecked,
      { code: 'PACKAGE_CONTENT_SIGNATURES', detail: 'signatures inside the files were not verified here' },
    ],
  };
}
