import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toBase64 } from '../../../src/foundation/core/index.ts';
import { requireTool, tool } from '../../support/tools.ts';
import { entryOf, listOf, NOW, pkiOf, signedList } from '../../unit/pki/issuer-list/sample-list.ts';

describe.skipIf(tool('openssl') === undefined).each(['P-256', 'RSA'] as const)(
  'OpenSSL verifies an issuer list signed with %s',
  (algorithm) => {
    let folder: string;
    const file = (name: string): string => join(folder, name);
    const cms = (...args: string[]): number | null => {
      const at = ['-attime', String(NOW.getTime() / 1000), '-CAfile', file('pin.pem'), '-partial_chain'];
      const common = ['cms', '-verify', '-binary', '-inform', 'DER', '-purpose', 'any', ...at];
      return spawnSync(requireTool('openssl'), [...common, '-out', file('out'), ...args]).status;
    };

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'yinxin-list-'));
      const pki = await pkiOf(algorithm);
      const signed = await signedList(pki, listOf([entryOf(pki.licenseIssuer)]));
      writeFileSync(file('issuers.json'), signed.list);
      writeFileSync(file('issuers.json.p7s'), signed.signature);
      writeFileSync(file('issuers.p7m'), signed.attached);
      writeFileSync(file('other.json'), `${signed.list}x`);
      const lines = toBase64(pki.statusIssuer.certificate)
        .match(/.{1,64}/g)!
        .join('\n');
      writeFileSync(file('pin.pem'), `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('beside its signature and inside it, and refuses another', () => {
      expect(cms('-in', file('issuers.json.p7s'), '-content', file('issuers.json'))).toBe(0);
      expect(cms('-in', file('issuers.p7m'))).toBe(0);
      expect(cms('-in', file('issuers.json.p7s'), '-content', file('other.json'))).not.toBe(0);
    });
  },
);
