import { describe, expect, it } from 'vitest';
import { fromPem } from '../../../src/adapters/keys/index.ts';
import { parsePem } from '../../../src/adapters/keys/pem.ts';
import { der } from '../../../src/foundation/asn1/index.ts';
import { isYinxinError, toBase64, utf8 } from '../../../src/foundation/core/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';

const now = new Date('2026-11-23T04:00:00Z');
const made = createTestPki({ algorithm: 'P-256', now });

function pem(label: string, bytes: Uint8Array, end = '\n'): string {
  const lines = toBase64(bytes).match(/.{1,64}/g)!;
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join(end);
}

function codeOf(attempt: () => unknown): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (isYinxinError(error)) return error.code;
    throw error;
  }
}

describe('parsePem', () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);

  it('reads blocks in order, with any line end and with text between them', () => {
    const text = `Bag Attributes\r\n${pem('A', bytes, '\r\n')}more: words\n${pem('TWO WORDS', bytes)}`;
    expect(parsePem(text)).toEqual([
      { label: 'A', der: bytes },
      { label: 'TWO WORDS', der: bytes },
    ]);
    expect(parsePem(utf8(text))).toEqual(parsePem(text));
    expect(parsePem('no block at all')).toEqual([]);
  });

  it('refuses what is not base64, not closed, or closed as something else', () => {
    const good = pem('A', bytes);
    for (const bad of [
      good.replace('AAEC', 'AA*C'),
      good.replace('-----END A-----', ''),
      good.replace('END A', 'END B'),
      good.replace('BEGIN A', 'BEGIN B'),
      good.replace(/==\n/, '\n'),
      `${pem('A', bytes).slice(0, 60)}\n${good}`,
      '-----BEGIN A-----\n-----END A-----\n',
      '-----END A-----\n',
    ]) {
      expect(codeOf(() => parsePem(bad))).toBe('PEM_INVALID');
    }
  });

  it('bounds size and number of blocks', () => {
    expect(codeOf(() => parsePem(new Uint8Array(17 * 1024 * 1024)))).toBe('LIMIT_EXCEEDED');
    expect(codeOf(() => parsePem(pem('A', bytes).repeat(2001)))).toBe('LIMIT_EXCEEDED');
  });

  it('never puts the content of a block into an error', () => {
    const secret = `${pem('PRIVATE KEY', bytes)}`.replace('AAEC', 'AA*C');
    try {
      parsePem(secret);
      expect.unreachable();
    } catch (error) {
      expect((error as Error).cause).toBeUndefined();
      expect((error as Error).message).not.toContain('AwQF');
    }
  });
});

describe('fromPem', () => {
  it('takes key and certificates as PEM, as DER, or in one file, in any order', async () => {
    const { signer, intermediate, root } = await made;
    const key = pem('PRIVATE KEY', signer.pkcs8);
    const certificates = [root, intermediate, signer]
      .map((one) => pem('CERTIFICATE', one.certificate))
      .join('');
    for (const options of [
      { key, certificates },
      { key: signer.pkcs8, certificates: [root, intermediate, signer].map((one) => one.certificate) },
      { key: utf8(certificates + key) },
    ]) {
      expect((await (await fromPem(options)).info()).chain).toEqual(signer.chain);
    }
    const leafAlone = await fromPem({ key, certificates: signer.certificate });
    expect((await leafAlone.info()).chain).toEqual([signer.certificate]);
  });

  it('names what does not fit', async () => {
    const { signer, sealSigner, expired, encryptionOnly } = await made;
    const key = pem('PRIVATE KEY', signer.pkcs8);
    const refused = (options: Parameters<typeof fromPem>[0], code: string) =>
      expect(fromPem(options)).rejects.toMatchObject({ code });
    await refused({ key }, 'KEY_WITHOUT_CERTIFICATE');
    await refused({ key, certificates: sealSigner.certificate }, 'KEY_WITHOUT_CERTIFICATE');
    await refused({ key: key + key, certificates: signer.certificate }, 'PEM_INVALID');
    await refused({ key: pem('CERTIFICATE', signer.certificate) }, 'PEM_INVALID');
    await refused({ key: 'no key', certificates: signer.certificate }, 'PEM_INVALID');
    await refused({ key: pem('DSA PRIVATE KEY', signer.pkcs8) }, 'ALGORITHM_UNSUPPORTED');
    await refused(
      { key: pem('PRIVATE KEY', Uint8Array.of(1, 2)), certificates: signer.chain },
      'KEY_INVALID',
    );
    await refused(
      { key: pem('EC PRIVATE KEY', Uint8Array.of(1)), certificates: signer.chain },
      'KEY_INVALID',
    );
    const encrypted = pem('ENCRYPTED PRIVATE KEY', Uint8Array.of(0x30, 0));
    await refused({ key: encrypted, certificates: signer.chain, password: 'x' }, 'KEY_INVALID');
    await refused({ key, certificates: Uint8Array.of(0x30, 0) }, 'CERTIFICATE_INVALID');
    await refused({ key: expired.pkcs8, certificates: expired.chain, at: now }, 'CERTIFICATE_EXPIRED');
    const { pkcs8, chain } = encryptionOnly;
    await refused({ key: pkcs8, certificates: chain }, 'CERTIFICATE_KEY_USAGE');
    await refused({ key, certificates: signer.chain, algorithm: 'RS256' }, 'ALGORITHM_UNSUPPORTED');
  });

  it('opens an EC key that leaves its curve to a parameter block, and refuses one without', async () => {
    const { signer } = await made;
    // PKCS#8 of the test PKI ends with an ECPrivateKey that names no curve.
    const sec1 = signer.pkcs8.subarray(signer.pkcs8.length - 39);
    const bare = pem('EC PRIVATE KEY', sec1);
    const parameters = pem('EC PARAMETERS', der.oid('1.2.840.10045.3.1.7'));
    const opened = await fromPem({ key: parameters + bare, certificates: signer.chain });
    expect((await opened.info()).chain).toEqual(signer.chain);
    await expect(fromPem({ key: bare, certificates: signer.chain })).rejects.toMatchObject({
      code: 'KEY_INVALID',
    });
  });
});
