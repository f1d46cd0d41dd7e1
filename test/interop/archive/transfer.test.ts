import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openFolderTarget, pemText } from '../../../src/adapters/files/index.ts';
import { transferBatch } from '../../../src/archive/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import { requireTool, tool } from '../../support/tools.ts';
import { day, documentOf } from '../../unit/evidence/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'yinxin-transfer-interop-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(tool('openssl') === undefined || tool('sha256sum') === undefined)(
  'a batch of a transfer, without this library',
  () => {
    it.each(['P-256', 'RSA'] as const)(
      'is checked by the commands of its explanation (%s)',
      async (algorithm) => {
        const path = join(folder, algorithm);
        const pki = await createTestPki({ algorithm, now: day('2026-11-23') });
        await transferBatch({
          id: 'YJ-1',
          from: { name: '甲', code: 'A' },
          to: { name: '乙', code: 'B' },
          items: [1, 2, 3].map((i) => ({
            ...{ name: `样张 ${i}.txt`, recordCode: `R-${i}`, title: `样张 ${i}` },
            source: documentOf(i),
          })),
          folder: await openFolderTarget(path),
          signer: await pki.signer.signer(),
          at: day('2026-11-23'),
        });
        writeFileSync(join(folder, 'root.pem'), pemText('CERTIFICATE', pki.root.certificate));
        const explanation = readFileSync(join(path, '说明文件.txt'), 'utf8');
        const commands = explanation.match(/(?<=： +)(?:openssl|sed) .*$/gm)!;
        expect(commands).toHaveLength(3);
        const shell = (command: string) =>
          spawnSync(requireTool('sh'), ['-c', command], { cwd: path, encoding: 'utf8' });
        const [verify, contents, metadata] = commands as [string, string, string];
        const options = ` -purpose any -attime ${day('2026-11-24').getTime() / 1000}`;
        const shown = shell(`${verify.replace('根证书.pem', '../root.pem')}${options}`);
        expect(shown.stderr).toContain('successful');
        const sha256 = createHash('sha256')
          .update(readFileSync(join(path, '目录文件.xml')))
          .digest('hex');
        expect(JSON.parse(shown.stdout).catalogue.sha256).toBe(sha256);
        for (const command of [contents, metadata]) expect(shell(command).status).toBe(0);
        writeFileSync(join(path, '内容/样张 2.txt'), 'changed');
        expect(shell(contents).status).not.toBe(0);
        const strict = shell(`${tool('xmllint') ?? 'true'} --noout 目录文件.xml 元数据/000001.xml`);
        expect(strict.status).toBe(0);
      },
    );
  },
);
