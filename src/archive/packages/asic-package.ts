import { readZip } from '../../formats/zip/index.ts';
import type { ByteSource, Limits } from '../../foundation/core/index.ts';
import { inspectAsic } from '../../signatures/asic/index.ts';
import { readManifest } from '../manifest.ts';
import { BASE_INFO_NAME, MANIFEST_FILE_NAME, PROCESS_NAME } from '../model.ts';
import { readBaseInfo, readProcess } from '../read-metadata.ts';
import { withContents } from './item-package.ts';
import { type LoadedPackage, parsePart, readPart } from './loaded.ts';
import { withValidationData } from './validation-data.ts';
import { zipContents, zipFindings } from './zip-contents.ts';

/** Opens an ASiC-E that holds an item: the files of an item package, sealed as ETSI EN 319 162-1 says. */
export async function loadAsicPackage(source: ByteSource, limits?: Limits): Promise<LoadedPackage> {
  const zip = await readZip(source, limits);
  const all = await zipContents(zip, (name) => name !== 'mimetype' && !/^META-INF\//i.test(name));
  const manifestBytes = await readPart(all, MANIFEST_FILE_NAME);
  const contents = new Map([...all].filter(([name]) => name !== MANIFEST_FILE_NAME));
  return {
    form: 'asic',
    names: zip.entries.map(({ name }) => name),
    contents,
    manifestBytes,
    manifest: parsePart(manifestBytes, (bytes) => readManifest(bytes, limits)),
    baseInfo: parsePart(await readPart(contents, BASE_INFO_NAME), (bytes) => readBaseInfo(bytes, limits)),
    process: parsePart(await readPart(contents, PROCESS_NAME), (bytes) => readProcess(bytes, limits)),
    findings: zipFindings(zip),
    async facts(comparison) {
      const facts = await inspectAsic(source, limits === undefined ? {} : { limits });
      const listed =
        manifestBytes.missing === true ? { checks: [], broken: false, unlisted: [] } : comparison;
      const signatures = facts.signatures.map((entry) =>
        entry.kind === 'signature' ? withContents(entry, listed) : entry,
      );
      return withValidationData({ ...facts, signatures }, contents);
    },
  };
}
