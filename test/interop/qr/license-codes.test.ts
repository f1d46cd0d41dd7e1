import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jsQr from 'jsqr';
import { afterAll, describe, expect, it } from 'vitest';
import { buildLicenseId } from '../../../src/license/identifier/index.ts';
import { drawCode, encodeLicenseQr } from '../../../src/license/index.ts';
import { buildFieldTree } from '../../../src/license/merkle/index.ts';
import { fieldsOfMetadata } from '../../../src/license/metadata/index.ts';
import { clearFields } from '../../../src/license/qr/index.ts';
import { seededRandom, TEST_AGENCY_CODE } from '../../../src/testing/index.ts';
import { runs } from '../../support/property.ts';
import { pgmOf, rgbaOf, type Sight, seen } from '../../support/scan.ts';
import { requireTool, tool } from '../../support/tools.ts';
import { DRAFT, ENTRY, HOST, NOW, pkiOf, TYPE_CODE } from '../../unit/license/fixture.ts';

/** 1,000 with YINXIN_FUZZ_RUNS=10000, or `npm run fuzz`. */
const COUNT = Math.min(runs(50).numRuns, 1000);
/** One look in 200 may fail by its noise: who scans looks again. */
const MISSED = Math.floor(COUNT / 200);

/** The faces of the house draw codes 35 mm wide: a module of version 12 is 0.54 mm, 3.18 pixels at 150 dpi. */
const SIGHTS: readonly Sight[] = [
  { scale: 3.18, degrees: 0, noise: 16 },
  { scale: 3.18, degrees: 3, noise: 16 },
  { scale: 2.8, degrees: 0, noise: 8 },
  { scale: 4.3, degrees: -3, noise: 32 },
];
const TEXT = '示例市样章区测试路经营许可食品制售冷热类餐饮服务有限公司某号楼层仓储设备安全检验合格范围内';

const random = seededRandom('license codes');
const folder = mkdtempSync(join(tmpdir(), 'yinxin-codes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function words(least: number, most: number): string {
  const [a, ...rest] = random.bytes(1 + most);
  const length = least + (a! % (most - least + 1));
  return rest
    .slice(0, length)
    .map((byte) => TEXT[byte % TEXT.length])
    .join('');
}

/** A license of twelve fields in Chinese, two of them in clear in its code. */
async function randomCode(n: number) {
  const serial = [...random.bytes(20)]
    .map((byte) => '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'[byte % 36])
    .join('');
  const { text: identifier } = buildLicenseId({ typeCode: TYPE_CODE, issuerCode: TEST_AGENCY_CODE, serial });
  const extensions = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`KZ_F${i}`, words(2, 40)]));
  const draft = {
    ...DRAFT,
    number: `示许〔2026〕第${String(n).padStart(6, '0')}号`,
    holders: [{ ...DRAFT.holders[0]!, name: words(2, 16) }],
    extensions,
  };
  const fields = fieldsOfMetadata({ ...draft, identifier, version: '001' });
  const tree = buildFieldTree('sha256', random.bytes(32), fields);
  return encodeLicenseQr({
    payload: {
      issuedAt: NOW,
      identifier,
      issueDate: DRAFT.issueDate,
      validFrom: DRAFT.validFrom!,
      validTo: DRAFT.validTo!,
      status: { list: n % 70, index: (n * 7919) % 131_072 },
      anchor: { hash: 'sha256', leafCount: tree.leafCount, root: tree.root },
      clear: clearFields(tree.fields, ENTRY),
    },
    signer: await (await pkiOf('P-256')).licenseIssuer.signer(),
    carrier: { kind: 'url', host: HOST },
  });
}

const codes = Promise.all(Array.from({ length: COUNT }, (_, n) => randomCode(n)));
const decode = jsQr as unknown as (typeof jsQr)['default'];

describe(`the codes of ${COUNT} licenses with twelve fields in Chinese`, () => {
  it('take version 12 or less on average at error correction M', async () => {
    const versions = (await codes).map((code) => (drawCode(code).modules.length - 17) / 4);
    const mean = versions.reduce((sum, version) => sum + version, 0) / COUNT;
    expect(mean).toBeLessThanOrEqual(12);
    expect(Math.max(...versions)).toBeLessThanOrEqual(14);
  });

  it('are read by jsQR at 150 dpi, scaled, turned by 3 degrees, with noise', async () => {
    const failed: string[] = [];
    for (const [n, code] of (await codes).entries()) {
      const sight = SIGHTS[n % SIGHTS.length]!;
      const picture = seen(drawCode(code).modules, sight, random);
      const found = decode(rgbaOf(picture), picture.width, picture.height);
      if (found?.data !== code.text) failed.push(`${n} ${JSON.stringify(sight)}`);
    }
    expect(failed.length, failed.join(' ')).toBeLessThanOrEqual(MISSED);
  }, 300_000);

  it.skipIf(!tool('zbarimg'))(
    'are read by zbarimg in the same way',
    async () => {
      const files: string[] = [];
      for (const [n, code] of (await codes).entries()) {
        const file = join(folder, `${String(n).padStart(4, '0')}.pgm`);
        writeFileSync(file, pgmOf(seen(drawCode(code).modules, SIGHTS[n % SIGHTS.length]!, random)));
        files.push(file);
      }
      const read: string[] = [];
      for (let at = 0; at < files.length; at += 100) {
        const options = ['--raw', '-q', '-Sdisable', '-Sqrcode.enable'];
        const { stdout } = spawnSync(requireTool('zbarimg'), [...options, ...files.slice(at, at + 100)]);
        read.push(...stdout.toString('utf8').trim().split('\n'));
      }
      const texts = (await codes).map(({ text }) => text);
      const missing = texts.flatMap((text, n) =>
        read.includes(text) ? [] : [`${n} ${JSON.stringify(SIGHTS[n % SIGHTS.length])}`],
      );
      expect(missing).toEqual([]);
      expect(read).toHaveLength(COUNT);
    },
    300_000,
  );
});
