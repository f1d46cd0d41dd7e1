// @ts-check
// A verifier: judge a license from the files alone; print who sealed it, its status, and what was not checked.
//   node examples/verifier.mjs LICENSE.pdf TRUST    two paths
//   node examples/verifier.mjs FOLDER               what examples/integrator.mjs left
//   node examples/verifier.mjs                      the same, made on the spot in a temporary folder
// Exit code 0 only when the license is usable.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verify } from 'yinxin';
import { trustFrom } from './trust-folder.mjs';

const [first, second] = process.argv.slice(2);
if (first === undefined) await judgeSample();
else if (second === undefined) await judge(join(first, 'license.pdf'), join(first, 'trust'));
else await judge(first, second);

/**
 * @param {string} path
 * @param {string} trust
 */
async function judge(path, trust) {
  const report = await verify(new Uint8Array(readFileSync(path)), {
    name: basename(path),
    at: new Date(),
    // Who makes seals and who issues licenses is pinned there: a chain to a CA never makes one.
    ...trustFrom(trust),
  });
  const { conclusion, license, signatures, notChecked } = report;
  console.log([conclusion.indication, ...conclusion.subIndications].join(' '));
  for (const { parent, signer, seal, trust: trusted, bestTime } of signatures) {
    if (parent !== undefined) continue; // a timestamp belongs to the signature that it stands in
    const sealed = seal === undefined ? 'signed' : `sealed with ${seal.name}, made by ${seal.maker},`;
    console.log(
      `${sealed} by ${signer?.commonName ?? 'nobody known'} (${trusted}), proved at ${bestTime.time}`,
    );
  }
  console.log(`license ${license?.identifier ?? ''}: ${license?.conclusion ?? 'none in this file'}`);
  if (license !== undefined) {
    console.log(`status ${license.status} as of ${license.statusAsOf ?? 'no time known'}`);
    console.log(`valid from ${license.validity.from} to ${license.validity.to ?? 'no end'}, inclusive`);
    for (const part of license.unprotectedOnPaper) console.log(`nothing protects on paper: ${part}`);
  }
  for (const { code, detail } of notChecked) console.log(`not checked: ${code}: ${detail}`);
  if (license?.conclusion !== 'usable') process.exitCode = 1;
}

async function judgeSample() {
  const folder = mkdtempSync(join(tmpdir(), 'yinxin-example-'));
  try {
    execFileSync(process.execPath, [fileURLToPath(new URL('integrator.mjs', import.meta.url)), folder]);
    await judge(join(folder, 'license.pdf'), join(folder, 'trust'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
