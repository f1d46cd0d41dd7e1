// A verifier: judge a license from the files alone, and print who sealed it.
//   node examples/verifier.mjs FOLDER        FOLDER is what examples/integrator.mjs left
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from 'yinxin';
import { trustFrom } from './trust-folder.mjs';

const folder = process.argv[2] ?? 'example';
const report = await verify(new Uint8Array(readFileSync(join(folder, 'license.pdf'))), {
  name: 'license.pdf',
  at: new Date(),
  // Who makes seals and who issues licenses is pinned there: a chain to a CA never makes one.
  ...trustFrom(join(folder, 'trust')),
});

const [seal] = report.signatures;
console.log(`${report.conclusion.indication}, license ${report.license?.conclusion}`);
console.log(
  `sealed by ${seal?.signer?.commonName} with ${seal?.seal?.name}, proved at ${seal?.bestTime.time}`,
);
for (const { code, detail } of report.notChecked) console.log(`not checked: ${code}: ${detail}`);
if (report.license?.conclusion !== 'usable') process.exitCode = 1;
