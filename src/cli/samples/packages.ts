import { packageArchive } from '../../entries/archive.ts';
import { packageInput } from '../demo/archive.ts';
import type { Stage } from '../demo/stage.ts';
import { read } from '../home/home.ts';

/** The item of the demo in the other forms: ASiC-E with an archive manifest, an EEP, and an EEP that modifies it. */
export async function writePackages(stage: Stage): Promise<string[]> {
  const license = { number: 'SAMPLE-2026-0001', file: await read(stage.folder, 'license.pdf') };
  const input = await packageInput(stage, license);
  const original = await packageArchive({ ...input, form: 'eep' });
  const item = { ...input.item, remarks: '补充说明（样）' };
  const files: Readonly<Record<string, Uint8Array>> = {
    'archive.asice': (await packageArchive({ ...input, form: 'asic' })).file,
    'archive.eep': original.file,
    'archive-modified.eep': (await packageArchive({ ...input, item, form: 'eep', previous: original.file }))
      .file,
  };
  for (const [name, bytes] of Object.entries(files)) await stage.write(name, bytes);
  return Object.keys(files);
}
