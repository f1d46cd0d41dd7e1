import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fromEnvelopedKey } from '../../../src/adapters/keys/index.ts';
import { asOctetString, readSequence } from '../../../src/foundation/asn1/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import { enveloped } from '../../support/enveloped-key.ts';
import { requireTool, tool } from '../../support/tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'yinxin-envelope-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(tool('openssl') === undefined)('an enveloped key whose SM4 key OpenSSL wrapped', () => {
  it('is opened', async () => {
    const now = new Date('2026-11-23T04:00:00Z');
    const pki = await createTestPki({ algorithm: 'SM2', now });
    const at = (name: string): string => join(folder, name);
    const pem = Buffer.from(pki.signer.key.spki).toString('base64').replace(/.{64}/g, '$&\n');
    writeFileSync(at('key.pem'), `-----BEGIN PUBLIC KEY-----\n${pem}\n-----END PUBLIC KEY-----\n`);
    writeFileSync(
      at('sm4'),
      Uint8Array.from({ length: 16 }, (_, i) => i + 1),
    );
    const run = spawnSync(requireTool('openssl'), [
      ...['pkeyutl', '-encrypt', '-pubin', '-inkey', at('key.pem'), '-in', at('sm4'), '-out', at('cipher')],
      ...['-pkeyopt', 'digest:sm3'],
    ]);
    expect([run.status, String(run.stderr)]).toEqual([0, '']);
    const [, , key] = readSequence(pki.sealSigner.pkcs8).rest();
    const scalar = asOctetString(readSequence(asOctetString(key!)).rest()[1]!);
    const signer = await fromEnvelopedKey({
      envelope: enveloped(pki.sealSigner, scalar, pki.signer, {
        cipher: new Uint8Array(readFileSync(at('cipher'))),
      }),
      protection: pki.signer.pkcs8,
      certificates: pki.sealSigner.chain,
      at: now,
    });
    expect((await signer.info()).chain).toEqual(pki.sealSigner.chain);
  });
});
