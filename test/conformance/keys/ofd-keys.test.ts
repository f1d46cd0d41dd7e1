import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromPem, fromPkcs12 } from '../../../src/adapters/keys/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import { parsePublicKey, signingSchemeOf, verifySignature } from '../../../src/foundation/crypto/index.ts';

const folder = join(process.env['YINXIN_CORPORA'] ?? '../shared/corpora', 'ofd/keys');
const present = existsSync(folder);
if (!present) console.warn(`skipped: ${folder} is absent (set YINXIN_CORPORA)`);

const read = (name: string): Uint8Array => readFileSync(join(folder, name));

describe.skipIf(!present)('SM2 keys as Bouncy Castle wrote them', () => {
  it.each([
    ['USER.p12', '777777'],
    ['SealBuilder.p12', '777777'],
    ['ROOT.p12', '123456'],
  ])('%s (BER, 3DES and RC2-40) opens and signs under its certificate', async (name, password) => {
    const signer = await fromPkcs12(read(name), password);
    const { algorithm, publicKey } = await signer.info();
    expect(algorithm).toBe('SM2-SM3');
    const data = utf8('OFD');
    const { value } = await signer.sign({ kind: 'message', data });
    const { scheme } = signingSchemeOf(algorithm);
    expect(verifySignature(scheme, parsePublicKey(publicKey), [data], value)).toBe('valid');
  });

  it.each(['USER.p12', 'SealBuilder.p12', 'ROOT.p12'])('%s refuses another password', async (name) => {
    await expect(fromPkcs12(read(name), '777778')).rejects.toMatchObject({ code: 'PASSWORD_WRONG' });
  });

  it('USER.p12 has expired by 2026 and was good in 2021', async () => {
    const open = (at: string) => fromPkcs12(read('USER.p12'), '777777', { at: new Date(at) });
    await expect(open('2026-11-23T00:00:00Z')).rejects.toMatchObject({ code: 'CERTIFICATE_EXPIRED' });
    expect((await (await open('2021-06-01T00:00:00Z')).info()).chain?.length).toBeGreaterThan(0);
  });

  it('the SEC 1 key opens with its certificate, and not with another', async () => {
    const key = read('sign_key.pem');
    const signer = await fromPem({ key, certificates: read('sign_cert.pem') });
    expect((await signer.info()).algorithm).toBe('SM2-SM3');
    const other = fromPem({ key, certificates: read('user-cert.pem') });
    await expect(other).rejects.toMatchObject({ code: 'KEY_WITHOUT_CERTIFICATE' });
  });
});
