// Issues licenses into a ledger until it is killed or done; tells each on a line. Run by ledger-killed.test.ts.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , folder, count] = process.argv;
const load = (name) => import(pathToFileURL(resolve('dist', `${name}.js`)).href);
const [{ issueLicenses }, { fileLedger }, { fromPem }] = await Promise.all(
  ['license', 'stores', 'keys'].map(load),
);
const { entry, draft } = JSON.parse(readFileSync(join(folder, 'job.json'), 'utf8'));
const catalogEntry = { ...entry, validFrom: new Date(entry.validFrom) };

const face = {
  fields: ['ZZBS', 'ZZBH', 'CZZT'],
  digest: new Uint8Array(32),
  render: ({ fields, at }) => ({
    file: Buffer.from(JSON.stringify([fields, at])),
    pdf: Buffer.from(JSON.stringify([fields, at])),
    sealBox: { page: 0, x: 0, y: 0, width: 1, height: 1 },
  }),
};

/** A seal platform that keeps the key of each act: it gives the same value again, and never two for one. */
const values = join(folder, 'values');
mkdirSync(values, { recursive: true });
const seal = {
  prepare: async (file) => ({ toSignDigest: createHash('sha256').update(file).digest(), state: file }),
  async sign(_prepared, { idempotencyKey }) {
    const path = join(values, idempotencyKey);
    if (!existsSync(path)) {
      writeFileSync(`${path}.part`, randomBytes(64));
      renameSync(`${path}.part`, path);
    }
    return new Uint8Array(readFileSync(path));
  },
  embed: async ({ state }, value) => Buffer.concat([state, value]),
};

const clock = { now: () => new Date() };
const random = { bytes: (length) => new Uint8Array(randomBytes(length)) };
const ledger = await fileLedger(join(folder, 'ledger'), { clock, random, statusListSize: 1024 });
const codeSigner = await fromPem({
  key: new Uint8Array(readFileSync(join(folder, 'key.pem'))),
  at: new Date(draft.issueDate),
});
const jobs = Array.from({ length: Number(count) }, (_, i) => ({
  entry: catalogEntry,
  draft: { ...draft, number: `${draft.number}-${i}` },
}));
const carrier = { kind: 'url', host: 'zz.example.invalid' };
console.log('ready');
for await (const result of issueLicenses(jobs, { ledger, codeSigner, carrier, face, seal, concurrency: 8 })) {
  if ('error' in result) throw result.error;
  console.log(`${result.index} ${result.license.identifier} ${result.license.fileDigest}`);
  if (result.index % 25 === 24) await ledger.compact();
}
await ledger.close();
console.log('done');
