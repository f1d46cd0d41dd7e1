// @ts-check
// evidence-10m: ten million leaves given as digests, anchored into a folder: levels, root, one timestamp by a TSA in
// memory; a short run takes a hundredth. Limit: as many digests of four values as a tree of arity four has nodes above its
// leaves. evidence-record: one record out of a store of a million; limit: reading as many pieces of the files.
// The bytes on disk of both are told on standard error: 43 for each leaf of 32.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEvidence, evidenceRecordFor } from 'yinxin/archive';
import { openFolderStore } from 'yinxin/stores';
import { pkiOf } from '../fixtures.mjs';

const LEAVES = 10_000_000;
const STORED = 1_000_000;

/** @param {number} count */
function* leaves(count) {
  const leaf = new Uint8Array(32);
  const view = new DataView(leaf.buffer);
  for (let i = 0; i < count; i++) {
    // Spread over all values, as digests are.
    view.setUint32(0, Math.imul(i, 2_654_435_761) >>> 0);
    view.setUint32(28, i);
    yield leaf;
  }
}

function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'yinxin-evidence-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** @param {string} folder */
const bytesIn = (folder) =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

/** @param {string} folder @param {number} count */
async function anchor(folder, count) {
  const tsa = (await pkiOf('P-256')).timestampAuthority();
  await createEvidence({ objects: leaves(count), store: openFolderStore(folder), tsa });
  process.stderr.write(`  ${count} leaves: ${bytesIn(folder)} bytes on disk\n`);
}

/** @param {number} count */
const rawNodes = (count) => async () => {
  const group = new Uint8Array(128);
  return () => {
    for (let i = 0; i < count / 3; i++) createHash('sha256').update(group).digest();
  };
};

async function oneRecord() {
  const folder = makeFolder();
  await anchor(folder, STORED);
  const store = openFolderStore(folder);
  let object = 0;
  return async () => {
    object = (object + 7919) % STORED;
    const { record } = await evidenceRecordFor(store, object);
    if (record.length < 1000) throw new Error('no record');
  };
}

/** The pieces that a record is made of: a group of each of ten levels. */
async function rawPieces() {
  const folder = makeFolder();
  await anchor(folder, STORED);
  const paths = readdirSync(folder).map((name) => join(folder, name));
  return async () => {
    for (const path of paths) {
      const file = await open(path);
      await file.read(new Uint8Array(128), 0, 128, 0);
      await file.close();
    }
  };
}

/** @type {readonly import('../run.mjs').Row[]} */
export const rows = [
  {
    name: 'evidence-10m',
    state: 'cold',
    limitOf: 'node:crypto SHA-256 of 128 bytes × 3,333,333',
    count: 1,
    subjects: {
      ours: async (countShare) => {
        const folder = makeFolder();
        return () => anchor(folder, LEAVES * countShare);
      },
      limit: (countShare) => rawNodes(LEAVES * countShare)(),
    },
  },
  {
    name: 'evidence-record',
    state: 'warm',
    limitOf: 'a piece of each file read',
    subjects: { ours: oneRecord, limit: rawPieces },
  },
];
