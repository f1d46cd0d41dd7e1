import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CERTIFICATE_LABELS, CRL_LABELS, readPemOrDer } from '../../../src/adapters/files/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'yinxin-pem-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const der = Uint8Array.of(0x30, 3, 2, 1, 5);
const pem = (label: string): string => `-----BEGIN ${label}-----\nMAMC\nAQU=\n-----END ${label}-----\n`;
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe('PEM and DER files', () => {
  it('are read as values, one of DER, any number of PEM, with text between', async () => {
    expect(await readPemOrDer(file('a.der', der), CERTIFICATE_LABELS)).toEqual([der]);
    const two = `subject=/CN=样章\n${pem('CERTIFICATE')}\r\n${pem('X509 CERTIFICATE').replaceAll('\n', '\r\n')}`;
    expect(await readPemOrDer(file('two.pem', two), CERTIFICATE_LABELS)).toEqual([der, der]);
  });

  it('give only the blocks asked for', async () => {
    const mixed = file('mixed.pem', pem('CERTIFICATE') + pem('X509 CRL') + pem('PRIVATE KEY'));
    expect(await readPemOrDer(mixed, CRL_LABELS)).toHaveLength(1);
    expect(await readPemOrDer(mixed, undefined)).toHaveLength(2);
  });

  it('are refused when nothing in them is what was asked for', async () => {
    for (const content of ['', 'hello', pem('PRIVATE KEY')]) {
      await expect(readPemOrDer(file('bad', content), CERTIFICATE_LABELS)).rejects.toMatchObject({
        code: 'PEM_INVALID',
      });
    }
    const broken = file('broken.pem', pem('CERTIFICATE').replace('AQU=', 'A!U='));
    await expect(readPemOrDer(broken, CERTIFICATE_LABELS)).rejects.toMatchObject({
      code: 'ENCODING_INVALID',
    });
  });

  it('are found in a folder by name, beside files that are neither', async () => {
    const trust = join(folder, 'trust');
    mkdirSync(join(trust, 'deeper'), { recursive: true });
    writeFileSync(join(trust, 'b.pem'), pem('CERTIFICATE'));
    writeFileSync(join(trust, 'a.cer'), Uint8Array.of(0x30, 3, 2, 1, 6));
    writeFileSync(join(trust, 'README.md'), 'anchors of a test');
    writeFileSync(join(trust, 'deeper', 'c.pem'), pem('CERTIFICATE'));
    const values = await readPemOrDer(trust, CERTIFICATE_LABELS);
    expect(values.map((v) => v[4])).toEqual([6, 5]);
  });
});
