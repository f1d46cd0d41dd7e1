import { describe, expect, it } from 'vitest';
import { fromPkcs12 } from '../../../src/adapters/keys/index.ts';
import { der } from '../../../src/foundation/asn1/index.ts';
import { concatBytes, fromBase64, isYinxinError, utf8 } from '../../../src/foundation/core/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import { LEGACY_PKCS12, MODERN_PKCS12 } from './pkcs12-fixtures.ts';
import { type PlainBag, pfxAround, plainPfx } from './plain-pfx.ts';

const now = new Date('2026-11-23T04:00:00Z');
const made = createTestPki({ algorithm: 'P-256', now });
const FILES = [
  ['AES-256 and PBKDF2', fromBase64(MODERN_PKCS12)],
  ['3DES and RC2-40', fromBase64(LEGACY_PKCS12)],
] as const;

/** The code of the error, or undefined; anything but a YinxinError is thrown on. */
async function codeOf(attempt: Promise<unknown>): Promise<string | undefined> {
  try {
    await attempt;
    return undefined;
  } catch (error) {
    if (isYinxinError(error)) return error.code;
    throw error;
  }
}

describe('fromPkcs12', () => {
  it.each(FILES)('opens a file with %s', async (_, bytes) => {
    const { signer, intermediate } = await made;
    const { chain } = await (await fromPkcs12(bytes, 'secret', { at: now })).info();
    expect(chain?.[0]).toEqual(signer.certificate);
    const lacking = await fromPkcs12(bytes, 'secret', { certificates: [intermediate.certificate] });
    expect((await lacking.info()).chain).toEqual(signer.chain);
  });

  it.each(FILES)('refuses a wrong password for a file with %s', async (_, bytes) => {
    for (const password of ['Secret', 'secret ', '', '密码']) {
      expect(await codeOf(fromPkcs12(bytes, password))).toBe('PASSWORD_WRONG');
    }
  });

  it.each(FILES)('never leaks a password or a key in its errors (%s)', async (_, bytes) => {
    const error = await fromPkcs12(bytes, 'hunter2').catch((e: unknown) => e);
    expect(JSON.stringify([String(error), error])).not.toContain('hunter2');
  });

  it.each(FILES)('refuses every cut of a file with %s', async (_, bytes) => {
    for (let length = 0; length < bytes.length; length += 7) {
      expect(await codeOf(fromPkcs12(bytes.subarray(0, length), 'secret'))).toBe('PKCS12_INVALID');
    }
    expect(await codeOf(fromPkcs12(concatBytes(bytes, Uint8Array.of(0)), 'secret'))).toBe('PKCS12_INVALID');
  });

  it.each(FILES)(
    'answers every changed byte of a file with %s by a code or the same signer',
    async (_, bytes) => {
      const { signer } = await made;
      const codes = new Set<string | undefined>();
      for (let at = 0; at < bytes.length; at++) {
        const changed = bytes.slice();
        changed[at]! ^= 0x01;
        // A changed iteration count may ask for millions.
        const opened = fromPkcs12(changed, 'secret', { maxIterations: 1000 });
        const code = await codeOf(opened);
        codes.add(code);
        if (code === undefined) expect((await (await opened).info()).chain?.[0]).toEqual(signer.certificate);
      }
      expect(codes).toContain('PASSWORD_WRONG');
      expect(codes).toContain('PKCS12_INVALID');
    },
  );

  it('names what a file lacks', async () => {
    const { signer, sealSigner } = await made;
    const open = (...bags: readonly PlainBag[]) => codeOf(fromPkcs12(plainPfx(...bags), ''));
    expect(await open({ key: signer.pkcs8 })).toBe('KEY_WITHOUT_CERTIFICATE');
    expect(await open({ key: signer.pkcs8 }, { certificate: sealSigner.certificate })).toBe(
      'KEY_WITHOUT_CERTIFICATE',
    );
    expect(await open({ certificate: signer.certificate })).toBe('PKCS12_INVALID');
    expect(await open({ key: signer.pkcs8 }, { certificate: signer.certificate })).toBeUndefined();
    expect(await codeOf(fromPkcs12(utf8('no key file'), ''))).toBe('PKCS12_INVALID');
    expect(await codeOf(fromPkcs12(new Uint8Array(17 * 1024 * 1024), ''))).toBe('LIMIT_EXCEEDED');
  });

  it('refuses certificates that are expired, not yet valid, or not for signatures', async () => {
    const pki = await made;
    const open = ({ pkcs8, certificate }: typeof pki.signer, at?: Date) =>
      codeOf(fromPkcs12(plainPfx({ key: pkcs8 }, { certificate }), '', at === undefined ? {} : { at }));
    expect(await open(pki.expired, now)).toBe('CERTIFICATE_EXPIRED');
    expect(await open(pki.signer, new Date('2020-01-01T00:00:00Z'))).toBe('CERTIFICATE_EXPIRED');
    expect(await open(pki.expired)).toBeUndefined();
    expect(await open(pki.encryptionOnly, now)).toBe('CERTIFICATE_KEY_USAGE');
  });

  it('takes the signing half of a pair of keys (双证书)', async () => {
    const { signer, encryptionOnly } = await made;
    const bytes = plainPfx(
      { key: encryptionOnly.pkcs8 },
      { certificate: encryptionOnly.certificate },
      { key: signer.pkcs8 },
      { certificate: signer.certificate },
    );
    const { chain } = await (await fromPkcs12(bytes, '')).info();
    expect(chain?.[0]).toEqual(signer.certificate);
  });

  it('asks which of two signing keys is meant, and takes the named one', async () => {
    const { signer, sealSigner } = await made;
    const id = Uint8Array.of(2);
    const bytes = plainPfx(
      { key: signer.pkcs8, localKeyId: Uint8Array.of(1) },
      { key: sealSigner.pkcs8, localKeyId: id },
      { certificate: sealSigner.certificate },
      { certificate: signer.certificate },
    );
    expect(await codeOf(fromPkcs12(bytes, ''))).toBe('ARGUMENT_INVALID');
    const { chain } = await (await fromPkcs12(bytes, '', { localKeyId: id })).info();
    expect(chain?.[0]).toEqual(sealSigner.certificate);
    expect(await codeOf(fromPkcs12(bytes, '', { friendlyName: '无此名' }))).toBe('PKCS12_INVALID');
    const named = await fromPkcs12(fromBase64(MODERN_PKCS12), 'secret', { friendlyName: '测试人甲' });
    expect((await named.info()).chain).toHaveLength(2);
  });

  it('takes the renewed certificate of a key, and the old one at a time of its own', async () => {
    const pki = await made;
    const renewed = await pki.issue({
      name: '测试人甲',
      key: pki.signer.key,
      notBefore: new Date('2028-01-01T00:00:00Z'),
      notAfter: new Date('2031-01-01T00:00:00Z'),
    });
    const bytes = plainPfx(
      { key: pki.signer.pkcs8 },
      { certificate: pki.signer.certificate },
      { certificate: renewed.certificate },
    );
    const leafAt = async (at?: Date) =>
      (await (await fromPkcs12(bytes, '', at === undefined ? {} : { at })).info()).chain?.[0];
    expect(await leafAt()).toEqual(renewed.certificate);
    expect(await leafAt(now)).toEqual(pki.signer.certificate);
    expect(await leafAt(new Date('2030-01-01T00:00:00Z'))).toEqual(renewed.certificate);
  });

  it('orders the chain leaf first, leaves the root out, and passes by a false CA of the same name', async () => {
    const pki = await made;
    const namesake = await pki.issue({
      name: 'other key',
      subject: pki.intermediate.subject,
      issuer: pki.root,
      ca: true,
    });
    const bytes = plainPfx(
      { certificate: pki.root.certificate },
      { certificate: namesake.certificate },
      { certificate: pki.intermediate.certificate },
      { certificate: pki.signer.certificate },
      { key: pki.signer.pkcs8 },
    );
    expect((await (await fromPkcs12(bytes, '')).info()).chain).toEqual(pki.signer.chain);
  });

  it('bounds key derivation over the whole file', async () => {
    const bytes = fromBase64(MODERN_PKCS12);
    // MAC, certificates and key at three iterations each.
    expect(await codeOf(fromPkcs12(bytes, 'secret', { maxIterations: 9 }))).toBeUndefined();
    expect(await codeOf(fromPkcs12(bytes, 'secret', { maxIterations: 8 }))).toBe('LIMIT_EXCEEDED');
  });

  it('bounds nesting', async () => {
    let contents = der.sequence();
    for (let i = 0; i < 6; i++) {
      const bag = der.sequence(der.oid('1.2.840.113549.1.12.10.1.6'), der.explicit(0, contents));
      contents = der.sequence(bag);
    }
    expect(await codeOf(fromPkcs12(pfxAround(contents), ''))).toBe('LIMIT_EXCEEDED');
    let deep = der.null();
    for (let i = 0; i < 40; i++) deep = der.sequence(deep);
    expect(await codeOf(fromPkcs12(deep, ''))).toBe('LIMIT_EXCEEDED');
  });
});
