// @ts-check
// Reads trust/ as the integrator example leaves it (the layout of `yinxin demo`): whom to believe, for what.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of every file of a folder; none where it does not exist. @param {string} path */
function filesOf(path) {
  if (!existsSync(path)) return [];
  return readdirSync(path).map((name) => new Uint8Array(readFileSync(join(path, name))));
}

/**
 * Options of `verify` but the time.
 * @param {string} folder
 */
export function trustFrom(folder) {
  const issuers = filesOf(join(folder, 'issuers'));
  return {
    trust: {
      signers: filesOf(join(folder, 'signers')),
      timestamps: filesOf(join(folder, 'timestamps')),
      sealMakers: filesOf(join(folder, 'seal-makers')),
      licenseIssuers: issuers,
      statusIssuers: issuers,
    },
    revocation: /** @type {const} */ ('require-where-declared'),
    crls: filesOf(join(folder, 'crls')),
    statusLists: filesOf(join(folder, 'status')),
  };
}
