import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { platform } from '#platform';
import { concatBytes, isYinxinError, YinxinError } from '../../../src/foundation/core/index.ts';
import { type PathOptions, pkiMemo, validatePath } from '../../../src/foundation/pki/index.ts';
import { ParsedOnce } from '../../../src/foundation/pki/parsed-once.ts';
import { parseCertificate } from '../../../src/foundation/x509/index.ts';
import { createTestPki, type TestIdentity, type TestPki } from '../../../src/testing/index.ts';
import { runs } from '../../support/property.ts';

const NOW = new Date('2026-11-23T03:00:00Z');
const DAY = 24 * 3600 * 1000;
/** A byte that may hold anything: the third of the serial number. */
const IN_SERIAL = 17;

let pki: TestPki;
let stranger: TestIdentity;

beforeAll(async () => {
  pki = await createTestPki({ algorithm: 'P-256', now: NOW });
  stranger = await pki.issue({ name: '测试人丁' });
});

const flipped = (bytes: Uint8Array, at: number, mask = 1): Uint8Array => {
  const copy = new Uint8Array(bytes);
  copy[at]! ^= mask;
  return copy;
};

describe('a memo of certificates', () => {
  it('gives the same object for the same bytes, wherever they stand', () => {
    const memo = pkiMemo();
    const inFile = concatBytes(new Uint8Array(3), pki.signer.certificate).subarray(3);
    expect(memo.certificate(inFile)).toBe(memo.certificate(pki.signer.certificate));
    expect(memo.certificate(inFile).raw.buffer).not.toBe(inFile.buffer);
  });

  it('never takes two certificates for one that are equal but for one byte, whichever it is', () => {
    const memo = pkiMemo();
    const good = pki.signer.certificate;
    memo.certificate(good);
    let read = 0;
    for (let at = 0; at < good.length; at++) {
      const other = flipped(good, at);
      try {
        expect(memo.certificate(other).raw).toEqual(other);
        read++;
      } catch (error) {
        expect(isYinxinError(error, 'CERTIFICATE_INVALID')).toBe(true);
      }
      expect(memo.certificate(good).raw).toEqual(good);
    }
    expect(read).toBeGreaterThan(100);
  });

  it.each(['Uint8Array', 'Buffer'])('is not reached by who writes into the bytes he gave (%s)', (type) => {
    const memo = pkiMemo();
    const mine = type === 'Buffer' ? Buffer.from(pki.signer.certificate) : pki.signer.certificate.slice();
    const first = memo.certificate(mine);
    mine.set(flipped(pki.signer.certificate, IN_SERIAL));
    expect(memo.certificate(mine)).not.toBe(first);
    expect(memo.certificate(mine).raw).toEqual(flipped(pki.signer.certificate, IN_SERIAL));
    expect(first.raw).toEqual(pki.signer.certificate);
    expect(memo.certificate(pki.signer.certificate)).toBe(first);
  });

  it('forgets an object that somebody wrote into after it was handed out', () => {
    const memo = pkiMemo();
    const handedOut = memo.certificate(pki.signer.certificate);
    handedOut.raw[IN_SERIAL]! ^= 1;
    const changed = flipped(pki.signer.certificate, IN_SERIAL);
    const again = memo.certificate(pki.signer.certificate);
    expect(again).not.toBe(handedOut);
    expect(again.raw).toEqual(pki.signer.certificate);
    expect(memo.certificate(changed)).not.toBe(handedOut);
  });

  it('hands out dates that nobody can write into', () => {
    const memo = pkiMemo();
    memo.certificate(pki.signer.certificate).notAfter.setUTCFullYear(2099);
    const own = parseCertificate(pki.signer.certificate).notAfter;
    expect(memo.certificate(pki.signer.certificate).notAfter).toEqual(own);
  });

  it('refuses what is malformed each time anew', () => {
    const memo = pkiMemo();
    for (let i = 0; i < 2; i++) {
      expect(() => memo.certificate(Uint8Array.of(0x30, 0))).toThrow(YinxinError);
    }
  });
});

describe('a memo of signatures', () => {
  it('checks a value once under each key, and each value and key by itself', () => {
    const memo = pkiMemo();
    const spy = vi.spyOn(platform, 'verifyPrimitive');
    const leaf = memo.certificate(pki.signer.certificate);
    const [issuer, root] = [pki.intermediate, pki.root].map((i) => memo.certificate(i.certificate));
    for (let i = 0; i < 3; i++) {
      expect(memo.signedBy(leaf, issuer!).result).toBe('valid');
      expect(memo.signedBy(leaf, root!).result).toBe('invalid');
    }
    expect(spy).toHaveBeenCalledTimes(2);
    spy.mockRestore();
  });

  it('has no good word for a certificate that is equal to a good one but for one byte', () => {
    const memo = pkiMemo();
    const good = pki.signer.certificate;
    const issuer = memo.certificate(pki.intermediate.certificate);
    expect(memo.signedBy(memo.certificate(good), issuer).result).toBe('valid');
    for (let at = 0; at < good.length; at++) {
      try {
        expect(memo.signedBy(memo.certificate(flipped(good, at, 0x20)), issuer).result).not.toBe('valid');
      } catch (error) {
        expect(isYinxinError(error, 'CERTIFICATE_INVALID')).toBe(true);
      }
    }
    expect(memo.signedBy(memo.certificate(good), issuer).result).toBe('valid');
  });

  it('asks again about an issuer of the same name with another key', async () => {
    const memo = pkiMemo();
    const { name, key } = { name: 'Same CA', key: 'first' };
    const [one, two] = [
      await pki.issue({ name, key, ca: true, issuer: 'self' }),
      await pki.issue({ name, key: 'second', ca: true, issuer: 'self' }),
    ];
    const leaf = memo.certificate((await pki.issue({ name: '测试人戊', issuer: one })).certificate);
    expect(memo.signedBy(leaf, memo.certificate(one.certificate)).result).toBe('valid');
    expect(memo.signedBy(leaf, memo.certificate(two.certificate)).result).toBe('invalid');
  });
});

describe('a memo and the verdict', () => {
  const options = (extra: Partial<PathOptions>): PathOptions => ({
    certificate: stranger.certificate,
    intermediates: [pki.intermediate.certificate],
    trustAnchors: [pki.root.certificate],
    at: NOW,
    revocation: 'none',
    ...extra,
  });

  it('remembers no date, no revocation and no anchor: each answer is that of a new memo', async () => {
    const memo = pkiMemo();
    const [open, revoking] = [
      await pki.crl(),
      await pki.crl({ revoked: [{ certificate: stranger, at: new Date(NOW.getTime() - DAY) }] }),
    ];
    const rootCrl = await pki.crl({ issuer: pki.root });
    const questions: Partial<PathOptions>[] = [
      {},
      { at: new Date('2060-01-01T00:00:00Z') },
      { at: new Date('2001-01-01T00:00:00Z') },
      { revocation: 'require' },
      { revocation: 'require', crls: [open, rootCrl] },
      { revocation: 'require', crls: [revoking, rootCrl] },
      { revocation: 'require', crls: [open, rootCrl] },
      { trustAnchors: [pki.sealMaker.certificate] },
      { trustAnchors: [stranger.certificate] },
      {},
    ];
    const trusts: string[] = [];
    for (const question of questions) {
      const known = await validatePath(options({ ...question, memo }));
      const alone = await validatePath(options(question));
      expect(known).toEqual(alone);
      trusts.push(known.trust);
    }
    expect(trusts[0]).toBe('trusted');
    expect(new Set(trusts).size).toBeGreaterThan(3);
  });

  it('says of forged bytes what a new memo says, though the good ones were believed just before', async () => {
    const memo = pkiMemo();
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (place, mask) => {
        expect((await validatePath(options({ memo }))).trust).toBe('trusted');
        const certificate = flipped(stranger.certificate, place % stranger.certificate.length, mask);
        const report = await validatePath(options({ certificate, memo }));
        expect(report.trust).not.toBe('trusted');
      }),
      runs(100),
    );
  });
});

describe('what is parsed once', () => {
  const counting = (capacity: { entries: number; bytes: number }) => {
    const parsed: number[] = [];
    const once = new ParsedOnce((raw: Uint8Array) => {
      parsed.push(raw[0]!);
      return { raw };
    }, capacity);
    const get = (first: number, length = 40, rest = first): void => {
      const bytes = new Uint8Array(length).fill(rest);
      bytes[0] = first;
      expect(once.get(bytes).raw).toEqual(bytes);
    };
    return { parsed, get };
  };

  it('forgets what does not come again, and reads it again when it does come', () => {
    const { parsed, get } = counting({ entries: 3, bytes: 10_000 });
    for (let first = 0; first < 100; first++) for (let asked = 0; asked < 3; asked++) get(first);
    expect(parsed.length).toBe(100);
    get(0);
    expect(parsed.length).toBe(101);
    get(99);
    expect(parsed.length).toBe(101);
  });

  it('keeps what comes again whatever passes by, up to its bound, and then the most recently used', () => {
    const { parsed, get } = counting({ entries: 3, bytes: 10_000 });
    const often = [201, 202, 203];
    for (let first = 0; first < 200; first++) for (const each of [first, ...often]) get(each);
    expect(parsed.length).toBe(203);
    // A fourth one takes the place of the one not used for longest.
    get(204);
    for (let first = 0; first < 20; first++) get(first);
    for (const each of [204, 203, 202]) get(each);
    const before = parsed.length;
    for (let first = 20; first < 100; first++) get(first);
    for (const each of [204, 203, 202]) get(each);
    expect(parsed.slice(before).filter((first) => first > 200)).toEqual([]);
    get(201);
    expect(parsed.at(-1)).toBe(201);
  });

  it('lets large structures in although others that came often fill it', () => {
    const { parsed, get } = counting({ entries: 3, bytes: 100 });
    for (let i = 0; i < 20; i++) for (const each of [1, 2, 100 + i]) get(each, 20);
    const before = parsed.length;
    for (let i = 0; i < 3; i++) get(3, 90);
    expect(parsed.slice(before)).toEqual([3]);
  });

  it('keeps no more bytes than it may, and nothing that is larger than all of it', () => {
    const { parsed, get } = counting({ entries: 100, bytes: 100 });
    get(1, 60);
    get(2, 60);
    get(2, 60);
    get(1, 60);
    get(9, 101);
    get(9, 101);
    get(1, 60);
    expect(parsed).toEqual([1, 2, 1, 9, 9]);
  });

  it('tells structures apart whose places collide, however many there are', () => {
    // Equal in length and in their last bytes: all of them share one bucket.
    const { parsed, get } = counting({ entries: 1000, bytes: 1_000_000 });
    for (let round = 0; round < 3; round++) for (let first = 0; first < 200; first++) get(first, 40, 7);
    expect(parsed.length).toBe(600);
    get(199, 40, 7);
    expect(parsed.length).toBe(600);
  });
});
