import { createCipheriv, createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decryptAesCbc, encryptAesCbc } from '../../../src/formats/pdf/encryption/aes.ts';
import { rc4 } from '../../../src/formats/pdf/encryption/rc4.ts';
import { openPdf, PdfRef, PdfStream, PdfString } from '../../../src/formats/pdf/index.ts';
import {
  concatBytes,
  fromHex,
  fromLatin1,
  latin1,
  sourceFromBytes,
  toHex,
} from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import { runs } from '../../support/property.ts';
import { buildPdf, MINIMAL } from './build-pdf.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe('AES in CBC mode', () => {
  it('is that of OpenSSL, both ways', () => {
    const key = fc.oneof(bytes(16), bytes(24), bytes(32));
    fc.assert(
      fc.property(
        key,
        bytes(16),
        fc.nat(20).chain((blocks) => bytes(16 * blocks)),
        (k, iv, data) => {
          const cipher = createCipheriv(`aes-${8 * k.length}-cbc`, k, iv).setAutoPadding(false);
          const expected = concatBytes(cipher.update(data), cipher.final());
          expect(encryptAesCbc(k, iv, data)).toEqual(expected);
          expect(decryptAesCbc(k, iv, expected)).toEqual(data);
          const decipher = createDecipheriv(`aes-${8 * k.length}-cbc`, k, iv).setAutoPadding(false);
          expect(decryptAesCbc(k, iv, data)).toEqual(concatBytes(decipher.update(data), decipher.final()));
        },
      ),
      runs(50),
    );
  });
});

describe('RC4', () => {
  it('gives the values that its description is known by', () => {
    expect(toHex(rc4(fromLatin1('Key'), fromLatin1('Plaintext')))).toBe('bbf316e8d940af0ad3');
    expect(toHex(rc4(fromLatin1('Wiki'), fromLatin1('pedia')))).toBe('1021bf0420');
  });
});

const hex = (value: Uint8Array): string => `<${toHex(value)}>`;
const PADDING = fromHex('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a');
const ID = fromLatin1('identifier......');

/** A file of revision 3 (RC4, 128 bits) with the password `open`, written by the rules of ISO 32000-1, 7.6.3. */
function encrypted(): Uint8Array {
  const padded = concatBytes(fromLatin1('open'), PADDING).subarray(0, 32);
  const owner = new Uint8Array(32).fill(7);
  let key = digest('md5', concatBytes(padded, owner, Uint8Array.of(0xfc, 0xff, 0xff, 0xff), ID));
  for (let i = 0; i < 50; i++) key = digest('md5', key);
  let user = digest('md5', concatBytes(PADDING, ID));
  for (let i = 0; i < 20; i++)
    user = rc4(
      key.map((byte) => byte ^ i),
      user,
    );
  const seal = (num: number, text: string): Uint8Array => {
    const own = digest('md5', concatBytes(key, Uint8Array.of(num, 0, 0, 0, 0)));
    return rc4(own, fromLatin1(text));
  };
  const data = latin1(seal(5, 'BT (content) Tj ET'));
  return buildPdf(
    {
      ...MINIMAL,
      4: `<< /Title ${hex(seal(4, 'secret title'))} /Sig << /ByteRange [0 0 0 0] /Contents <3000> >> >>`,
      5: `<< /Length ${data.length} >>\nstream\n${data}\nendstream`,
      6: `<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O ${hex(owner)} /U ${hex(concatBytes(user, new Uint8Array(16)))} >>`,
    },
    `/Encrypt 6 0 R /Info 4 0 R /ID [${hex(ID)} ${hex(ID)}]`,
  );
}

describe('an encrypted file', () => {
  const read = async (password?: string) => {
    const file = await openPdf(sourceFromBytes(encrypted()), password === undefined ? {} : { password });
    return file.read((document) => {
      const info = document.dict(new PdfRef(4))!;
      const title = info.get('Title');
      const stream = document.resolve(new PdfRef(5));
      const contents = document.dict(info.get('Sig'))!.get('Contents');
      return {
        locked: document.locked,
        encrypted: document.encrypted,
        findings: document.findings.map(({ code }) => code),
        title: title instanceof PdfString ? latin1(title.bytes) : '',
        content: stream instanceof PdfStream ? latin1(document.streamData(stream)) : '',
        value: contents instanceof PdfString ? toHex(contents.bytes) : '',
      };
    });
  };

  it('is read with its password: texts and streams, while the value of a signature is never encrypted', async () => {
    expect(await read('open')).toEqual({
      locked: false,
      encrypted: true,
      findings: [],
      title: 'secret title',
      content: 'BT (content) Tj ET',
      value: '3000',
    });
  });

  it('stays locked without it, or with another', async () => {
    for (const password of [undefined, '', 'shut']) {
      const found = await read(password);
      expect([found.locked, found.findings, found.title === 'secret title']).toEqual([
        true,
        ['PDF_ENCRYPTED'],
        false,
      ]);
    }
  });
});
