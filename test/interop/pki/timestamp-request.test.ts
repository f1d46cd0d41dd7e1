import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/foundation/core/index.ts';
import { type DigestName, digestLength } from '../../../src/foundation/crypto/index.ts';
import { buildTimeStampReq } from '../../../src/foundation/pki/index.ts';
import { requireTool, tool } from '../../support/tools.ts';

describe.skipIf(tool('openssl') === undefined)('OpenSSL reads the requests of the library', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'yinxin-tsq-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const textOf = (request: Uint8Array): string => {
    const file = join(folder, 'request.tsq');
    writeFileSync(file, request);
    const { stdout, status } = spawnSync(requireTool('openssl'), ['ts', '-query', '-in', file, '-text'], {
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    return stdout;
  };

  it.each<[DigestName, string]>([
    ['sha256', 'sha256'],
    ['sha512', 'sha512'],
    ['sha3-256', 'sha3-256'],
    ['sm3', 'sm3'],
  ])('over %s', (hash, name) => {
    const text = textOf(
      buildTimeStampReq(hash, new Uint8Array(digestLength(hash)).fill(0xab), {
        nonce: fromHex('00fedcba98'),
        policy: '1.2.3.4',
      }),
    );
    expect(text).toContain('Version: 1');
    expect(text).toContain(`Hash Algorithm: ${name}`);
    expect(text).toContain('Policy OID: 1.2.3.4');
    expect(text).toContain('Nonce: 0xFEDCBA98');
    expect(text).toContain('Certificate required: yes');
  });

  it('without certificate, nonce and policy', () => {
    const text = textOf(buildTimeStampReq('sha256', new Uint8Array(32), { certReq: false }));
    expect(text).toContain('Certificate required: no');
    expect(text).toContain('Nonce: unspecified');
    expect(text).toContain('Policy OID: unspecified');
  });
});
