import { readZip } from '../../formats/zip/index.ts';
import type { ByteSource, Limits } from '../../foundation/core/index.ts';
import { inspectAsic } from '../../signatures/asic/index.ts';
import { MANIFEST_FILE_NAME } from '../model.ts';
import { withContents } from './item-package.ts';
import type { LoadedPackage } from './loaded.ts';
import { metadataParts, unlessMissing } from './metadata-parts.ts';
import { withValidationData } from './validation-data.ts';
import { zipContents, zipFindings } from './zip-contents.ts';

/** Opens an ASiC-E that holds an item: the files of an item package, sealed as ETSI EN 319 162-1 says. */
export async function loadAsicPackage(source: ByteSource, limits?: Limits): Promise<LoadedPackage> {
  const zip = await readZip(source, limits);
  const all = await zipContents(zip, (name) => name !== 'mimetype' && !/^META-INF\//i.test(name));
  const parts = await metadataParts(all, MANIFEST_FILE_NAME, limits);
  const contents = new Map([...all].filter(([name]) => name !== MANIFEST_FILE_NAME));
  return {
    form: 'asic',
    names: zip.entries.map(({ name }) => name),
    contents,
    ...parts,
    findings: zipFindings(zip),
    async facts(comparison) {
      const facts = await inspectAsic(source, limits === undefined ? {} : { limits });
      const listed = unlessMissing(parts.manifestBytes, comparison);
      const signatures = facts.signatures.map((entry) =>
        entry.kind === 'signature' ? withContents(entry, listed) : entry,
      );
      return withValidationData({ ...facts, signatures }, contents);
    },
  };
}
