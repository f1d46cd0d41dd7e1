import { describe, expect, it } from 'vitest';
import { mediaTypeAgrees, sniffMediaType } from '../../../src/formats/media/index.ts';
import { writeZip } from '../../../src/formats/zip/index.ts';
import { concatBytes, fromHex, utf8 } from '../../../src/foundation/core/index.ts';

const zip = (...names: string[]): Uint8Array =>
  writeZip(names.map((name) => ({ name, data: utf8(name), stored: true })));
const bmp = new Uint8Array(20);
bmp.set([0x42, 0x4d, 20]);

describe('media types by content', () => {
  it.each([
    ['PDF', utf8('%PDF-1.7\n'), 'application/pdf'],
    ['PNG', fromHex('89504e470d0a1a0a00'), 'image/png'],
    ['JPEG', fromHex('ffd8ffe0'), 'image/jpeg'],
    ['TIFF', fromHex('49492a0008'), 'image/tiff'],
    ['GIF', utf8('GIF89a'), 'image/gif'],
    ['BMP', bmp, 'image/bmp'],
    ['two letters BM of a text', utf8('BMW 汽车登记证书'), 'text/plain'],
    ['OFD', zip('Doc_0/Document.xml', 'OFD.xml'), 'application/ofd'],
    ['a ZIP that holds OFD.xml deeper', zip('x/OFD.xml'), 'application/zip'],
    [
      'ASiC-E',
      writeZip([{ name: 'mimetype', data: utf8('application/vnd.etsi.asic-e+zip'), stored: true }]),
      'application/vnd.etsi.asic-e+zip',
    ],
    ['CMS', fromHex('3080060 92a864886f70d010702a080'.replace(' ', '')), 'application/pkcs7-mime'],
    ['XML', utf8('\ufeff<?xml version="1.0"?><a/>'), 'application/xml'],
    ['XML with a Chinese root', utf8('<电子文件封装包/>'), 'application/xml'],
    ['HTML', utf8('<!DOCTYPE html><html></html>'), 'text/plain'],
    ['JSON', utf8('{"甲":1}'), 'application/json'],
    ['what only begins like JSON', utf8('{甲'), 'text/plain'],
    ['text', utf8('说明'), 'text/plain'],
    ['long Chinese text cut inside a character', utf8(`a${'汉'.repeat(40_000)}`), 'text/plain'],
    ['text with a NUL', utf8('a\u0000b'), 'application/octet-stream'],
    ['GBK bytes', fromHex('c9eab1a8'), 'application/octet-stream'],
    ['nothing', new Uint8Array(0), 'text/plain'],
  ])('recognises %s', (_what, bytes, type) => {
    expect(sniffMediaType(bytes)).toBe(type);
  });

  it('does not take a picture for what its name or a later part says', () => {
    expect(sniffMediaType(concatBytes(fromHex('ffd8ffe0'), utf8('%PDF-1.7')))).toBe('image/jpeg');
  });

  it('accepts aliases of a type and refuses another type', () => {
    expect(mediaTypeAgrees('text/xml; charset=utf-8', 'application/xml')).toBe(true);
    expect(mediaTypeAgrees('text/csv', 'text/plain')).toBe(true);
    expect(mediaTypeAgrees('application/pdf', 'image/png')).toBe(false);
    expect(mediaTypeAgrees('text/plain', 'application/octet-stream')).toBe(false);
  });
});
