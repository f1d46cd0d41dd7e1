import { describe, expect, it } from 'vitest';
import { der, readSequence, TAG } from '../../../../src/foundation/asn1/index.ts';
import { fromHex, toHex } from '../../../../src/foundation/core/index.ts';
import { type DigestName, digest, digestLength } from '../../../../src/foundation/crypto/index.ts';
import { buildTimeStampReq, parseTimeStampResp } from '../../../../src/foundation/pki/index.ts';
import { response } from './make-token.ts';

const DATA = new Uint8Array(3);
const invalid = expect.objectContaining({ code: 'TIMESTAMP_INVALID' });

describe('a request for a timestamp', () => {
  it('names every digest that counts, sm3 among them', () => {
    const names: DigestName[] = [
      'sha224',
      'sha256',
      'sha384',
      'sha512',
      'sha512-256',
      'sha3-224',
      'sha3-256',
      'sha3-384',
      'sha3-512',
      'shake256-64',
      'sm3',
    ];
    for (const name of names) {
      const request = readSequence(buildTimeStampReq(name, new Uint8Array(digestLength(name))));
      request.expect(TAG.integer);
      const imprint = request.sequence();
      imprint.next();
      expect(imprint.expect(TAG.octetString).content).toHaveLength(digestLength(name));
    }
    expect(toHex(buildTimeStampReq('sm3', digest('sm3', DATA)))).toContain(
      toHex(der.oid('1.2.156.10197.1.401')),
    );
  });

  it('carries policy and nonce, and asks for the certificate unless told otherwise', () => {
    const imprint = digest('sha256', DATA);
    const full = buildTimeStampReq('sha256', imprint, { nonce: fromHex('00ff'), policy: '1.2.3' });
    expect(toHex(full)).toContain(toHex(der.oid('1.2.3')));
    expect(toHex(full).endsWith('020200ff0101ff')).toBe(true);
    const bare = buildTimeStampReq('sha256', imprint, { certReq: false });
    expect(toHex(bare).endsWith(toHex(imprint))).toBe(true);
  });

  it('is refused over a digest of another length or one that does not count, and for a nonce out of bounds', () => {
    const argument = expect.objectContaining({ code: 'ARGUMENT_INVALID' });
    expect(() => buildTimeStampReq('sha256', new Uint8Array(20))).toThrowError(argument);
    expect(() => buildTimeStampReq('sha1', new Uint8Array(20))).toThrowError(argument);
    expect(() => buildTimeStampReq('md5', new Uint8Array(16))).toThrowError(argument);
    const nonce = (length: number) => () =>
      buildTimeStampReq('sha256', new Uint8Array(32), { nonce: new Uint8Array(length).fill(1) });
    expect(nonce(0)).toThrowError(argument);
    expect(nonce(65)).toThrowError(argument);
    expect(nonce(64)).not.toThrow();
  });
});

describe('an answer of an authority', () => {
  const token = der.sequence(der.null());

  it('says in words why there is no token', () => {
    const bits = der.bitString(Uint8Array.of(0x80, 0x00, 0x00, 0x40), 6);
    expect(parseTimeStampResp(response(2, bits, undefined, ['坏', 'bad']))).toEqual({
      status: 'rejection',
      statusString: ['坏', 'bad'],
      failInfo: ['badAlg', 'systemFailure'],
    });
    const each: [string, number][] = [
      ['badAlg', 0],
      ['badRequest', 2],
      ['badDataFormat', 5],
      ['timeNotAvailable', 14],
      ['unacceptedPolicy', 15],
      ['unacceptedExtension', 16],
      ['addInfoNotAvailable', 17],
      ['systemFailure', 25],
    ];
    for (const [name, bit] of each) {
      const bytes = new Uint8Array((bit >> 3) + 1);
      bytes[bit >> 3] = 0x80 >> (bit & 7);
      expect(parseTimeStampResp(response(3, der.bitString(bytes, 7 - (bit & 7)))).failInfo).toEqual([name]);
    }
  });

  it('gives a token exactly when it grants', () => {
    expect(parseTimeStampResp(response(0, undefined, token))).toMatchObject({ status: 'granted', token });
    expect(parseTimeStampResp(response(1, undefined, token)).status).toBe('grantedWithMods');
    expect(() => parseTimeStampResp(response(0))).toThrowError(invalid);
    expect(() => parseTimeStampResp(response(2, undefined, token))).toThrowError(invalid);
    const bits = der.bitString(Uint8Array.of(0x80), 7);
    expect(() => parseTimeStampResp(response(0, bits, token))).toThrowError(invalid);
  });

  it('with a status or a reason that the standard does not name is refused, not guessed', () => {
    for (const status of [6, -1, 99])
      expect(() => parseTimeStampResp(response(status))).toThrowError(invalid);
    const unknown = der.bitString(Uint8Array.of(0x40), 6);
    expect(() => parseTimeStampResp(response(2, unknown))).toThrowError(invalid);
  });

  it('with anything after it, or inside it too much, is refused', () => {
    const good = response(0, undefined, token);
    expect(() => parseTimeStampResp(Uint8Array.of(...good, 0))).toThrowError(invalid);
    expect(() => parseTimeStampResp(der.sequence(der.sequence(der.integer(0)), token, token))).toThrowError(
      invalid,
    );
    expect(() => parseTimeStampResp(response(2, undefined, undefined, []))).toThrowError(invalid);
    const lines = Array.from({ length: 65 }, () => 'x');
    expect(() => parseTimeStampResp(response(2, undefined, undefined, lines))).toThrowError(invalid);
  });
});
