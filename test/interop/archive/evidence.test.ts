import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pemText } from '../../../src/adapters/files/index.ts';
import {
  createEvidence,
  evidenceRecordFor,
  memoryEvidenceStore,
  renewHashTree,
  renewTimestamp,
} from '../../../src/archive/index.ts';
import { parseEvidenceRecord } from '../../../src/foundation/evidence/index.ts';
import { parseTimestampToken } from '../../../src/foundation/pki/index.ts';
import { requireTool, tool } from '../../support/tools.ts';
import { day, documentOf, documents, trusting, tsaAt, world } from '../../unit/evidence/world.ts';

/** The recipe of RFC 4998 4.3 with openssl and nothing of ours: sort, join, digest, list by list. */
const RECIPE = `
set -eu
dgst() { "$OPENSSL" dgst -"$1" -r | cut -d' ' -f1; }
join_sorted() { LC_ALL=C sort -u "$1" | tr -d '\\n' | sed 's/../\\\\x&/g'; }
hash=$1; data=$2; lists=$3
printf '%s\\n' "$("$OPENSSL" dgst -"$hash" -r < "$data" | cut -d' ' -f1)" > "$lists/own"
grep -qxFf "$lists/own" "$lists/list-1"
node=""
i=1
while [ -f "$lists/list-$i" ]; do
  cp "$lists/list-$i" "$lists/now"
  [ -z "$node" ] || printf '%s\\n' "$node" >> "$lists/now"
  if [ $i = 1 ] && [ "$(wc -l < "$lists/now")" = 1 ]; then node=$(cat "$lists/now")
  else node=$(printf "$(join_sorted "$lists/now")" | dgst "$hash"); fi
  i=$((i+1))
done
printf '%s' "$node"
`;

describe.skipIf(!tool('openssl'))('evidence records and openssl', () => {
  let folder = '';
  let record: Uint8Array;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yinxin-evidence-'));
    const store = memoryEvidenceStore();
    await createEvidence({ objects: documents(23), store, tsa: await tsaAt(0, day('2026-07-01')) });
    const first = day('2029-06-01');
    await renewTimestamp(store, { ...(await trusting(first)), tsa: await tsaAt(1, first) });
    const second = day('2031-06-01');
    await renewHashTree(store, {
      ...(await trusting(second)),
      hash: 'sha512',
      objects: documents(23),
      tsa: await tsaAt(2, second),
    });
    record = (await evidenceRecordFor(store, 17)).record;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has tokens that openssl ts -verify accepts over the values that it digests itself', async () => {
    const openssl = requireTool('openssl');
    const { pki } = await world();
    writeFileSync(join(folder, 'root.pem'), pemText('CERTIFICATE', pki.root.certificate));
    writeFileSync(join(folder, 'ca.pem'), pemText('CERTIFICATE', pki.intermediate.certificate));
    const stamps = parseEvidenceRecord(record).chains.flatMap((chain) => chain.stamps);
    expect(stamps).toHaveLength(3);
    for (const [i, { token }] of stamps.entries()) {
      const path = join(folder, `token-${i}.der`);
      writeFileSync(path, token);
      const { info } = parseTimestampToken(token);
      const before = stamps[i - 1]?.token;
      const value =
        i === 1
          ? ['-data', join(folder, 'token-0.der')]
          : ['-digest', Buffer.from(info.messageImprint).toString('hex')];
      expect(i === 1 ? before : true).toBeTruthy();
      const { status, stderr } = spawnSync(
        openssl,
        ['ts', '-verify', '-in', path, '-token_in', ...value, '-CAfile', join(folder, 'root.pem')].concat([
          '-untrusted',
          join(folder, 'ca.pem'),
          '-attime',
          String(info.genTime.getTime() / 1000),
        ]),
        { encoding: 'utf8' },
      );
      expect(status, stderr).toBe(0);
    }
  });

  it('leads to its imprint by sort, join and openssl dgst alone', () => {
    const { hashTree, token } = parseEvidenceRecord(record).chains[0]!.stamps[0]!;
    const lists = join(folder, 'lists');
    execFileSync('mkdir', ['-p', lists]);
    for (const [i, list] of hashTree!.entries()) {
      const lines = list.map((value) => `${Buffer.from(value).toString('hex')}\n`);
      writeFileSync(join(lists, `list-${i + 1}`), lines.join(''));
    }
    writeFileSync(join(folder, 'data'), documentOf(17));
    writeFileSync(join(folder, 'recipe.sh'), RECIPE);
    const run = (data: string) =>
      spawnSync('bash', [join(folder, 'recipe.sh'), 'sha256', join(folder, data), lists], {
        encoding: 'utf8',
        env: { ...process.env, OPENSSL: requireTool('openssl') },
      });
    const { info } = parseTimestampToken(token);
    const root = Buffer.from(info.messageImprint).toString('hex');
    const good = run('data');
    expect(good.stdout, good.stderr).toBe(root);
    writeFileSync(join(folder, 'other'), documentOf(18));
    expect(run('other').status).not.toBe(0);
  });

  it('is DER that openssl asn1parse reads to the last byte', () => {
    const path = join(folder, 'record.ers');
    writeFileSync(path, record);
    const text = execFileSync(requireTool('openssl'), ['asn1parse', '-inform', 'DER', '-in', path], {
      encoding: 'utf8',
    });
    expect(text).toContain('sha512');
    expect(readFileSync(path).length).toBe(record.length);
  });
});
