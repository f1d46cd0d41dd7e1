import { describe, expect, it } from 'vitest';
import type { AlgorithmPolicy } from '../../../src/foundation/crypto/index.ts';
import type { Covers, JudgeOptions, SignatureFacts } from '../../../src/foundation/validation/index.ts';
import { createTestPki, type TestIdentity } from '../../../src/testing/index.ts';
import {
  codes,
  day,
  judgeAll,
  judgeOne,
  LASTING,
  NOW,
  signature,
  timestamp,
  verdictOf,
  world,
} from './world.ts';

/** CRLs of both CAs as of a day, each for a week. */
async function crlsOf(date: string, revoked: readonly { certificate: TestIdentity; at: Date }[] = []) {
  const { pki } = await world();
  const dates = { thisUpdate: day(date) };
  return [await pki.crl({ ...dates, issuer: pki.root }), await pki.crl({ ...dates, revoked })];
}

interface Archive {
  readonly entries: readonly SignatureFacts[];
  readonly first: SignatureFacts;
}

/** A signature of June 2026 with timestamp and CRLs, and all of that under a document timestamp a day later. */
async function archived(change: Partial<SignatureFacts> = {}, stampsData = true): Promise<Archive> {
  const { signer, tsa, pki } = await world();
  const crls = await crlsOf('2026-06-01');
  const data = { crls, certificates: [...signer.chain, ...tsa.chain] };
  const covers: Covers = {
    signatures: ['s', 't'],
    objects: stampsData ? [...crls, ...data.certificates, pki.intermediate.certificate] : [],
  };
  const first = await timestamp(tsa, day('2026-06-02'), {
    id: 'd1',
    kind: 'document-timestamp',
    covers,
    change: { crls, certificates: data.certificates },
  });
  const own = await timestamp(tsa, day('2026-06-01'), { change: { crls } });
  return { entries: [signature(signer, { ...data, hasValidationData: true, ...change }), own, first], first };
}

/** A renewal: all that the first document timestamp covers, the token itself, and the CRLs of its day. */
async function renewal(tsa: TestIdentity, date: string, id: string, earlier: SignatureFacts) {
  const crls = await crlsOf(date);
  const covers: Covers = {
    signatures: [earlier.id],
    objects: [...crls, ...earlier.certificates],
    earlier: earlier.covers!,
  };
  const change = { crls, certificates: [...tsa.chain, ...earlier.certificates] };
  return timestamp(tsa, day(date), { id, kind: 'document-timestamp', covers, change });
}

/** All validation data of a file stands beside each of its entries, as the DSS does. */
function shared(entries: readonly SignatureFacts[]): SignatureFacts[] {
  const crls = [...new Set(entries.flatMap((entry) => entry.crls))];
  return entries.map((entry) => ({ ...entry, crls }));
}

const required = async (at: string): Promise<Partial<JudgeOptions>> => ({
  revocation: 'require',
  at: day(at),
  crls: await crlsOf(at),
});

describe('a signature of long ago', () => {
  it('passes after its certificate ended, by timestamp and revocation data from before', async () => {
    const { entries } = await archived();
    const report = await judgeOne(entries, await required('2029-06-01'));
    expect(report, JSON.stringify(report.checks, null, 1)).toMatchObject({
      indication: 'TOTAL_PASSED',
      trust: 'trusted',
      level: 'PAdES-B-LTA',
      bestTime: { time: '2026-06-01T00:00:00Z', source: 'signature-timestamp' },
    });
    expect(codes(report, 'failed')).toEqual([]);
    expect(codes(report, 'warning')).toContain('CERTIFICATE_DATES');
    expect(codes(report, 'passed')).toContain('PAST_VALIDATION');
  });

  it('passes after its authority ended too, if it was stamped again in time, and not otherwise', async () => {
    const { laterTsa } = await world();
    const { entries, first } = await archived();
    const at = await required('2031-06-01');
    expect(verdictOf(await judgeOne(entries, at))).toBe('OUT_OF_BOUNDS_NO_POE');
    const again = await renewal(laterTsa, '2029-06-01', 'd2', first);
    const report = await judgeAll(shared([...entries, again]), at);
    expect(report.signatures.map(verdictOf)).toEqual(Array(4).fill('TOTAL_PASSED'));
    const late = await renewal(laterTsa, '2030-06-01', 'd2', first);
    expect(verdictOf(await judgeOne(shared([...entries, late]), at))).toBe('OUT_OF_BOUNDS_NO_POE');
  });

  it('passes after its CA ended, for what is proved to be older than that, and for nothing younger', async () => {
    const { pki, laterTsa } = await world();
    const rootTsa = await pki.issue({
      name: '时间戳三',
      issuer: pki.root,
      notBefore: day('2031-01-01'),
      notAfter: day('2040-01-01'),
      extensions: {
        keyUsage: ['digitalSignature'],
        extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'],
        critical: { extendedKeyUsage: true },
      },
    });
    const { entries, first } = await archived();
    const second = await renewal(laterTsa, '2029-06-01', 'd2', first);
    const third = await renewal(rootTsa, '2031-06-01', 'd3', second);
    const at = await required('2035-06-01');
    const all = shared([...entries, second, third]);
    expect(verdictOf(await judgeOne(all, at))).toBe('TOTAL_PASSED');
    const unstamped = (await archived({}, false)).entries;
    const without = shared([
      ...unstamped,
      { ...second, covers: { signatures: ['d1', 's', 't'], objects: [] } },
      { ...third, covers: { signatures: ['d2', 'd1', 's', 't'], objects: [] } },
    ]);
    expect(verdictOf(await judgeOne(without, at))).toBe('NO_POE');
  });

  it('does not pass on validation data that was added behind the document timestamp', async () => {
    const { pki } = await world();
    const { entries } = await archived({}, false);
    // Nobody answers for the CA any more: its last CRL ends the control time a week later.
    const at = {
      revocation: 'require' as const,
      at: day('2029-06-01'),
      crls: [await pki.crl({ thisUpdate: day('2029-05-30') })],
    };
    expect(verdictOf(await judgeOne(entries, at))).toBe('NO_POE');
  });

  it('does not pass when newer data tells of a revocation that older data did not know', async () => {
    const { signer } = await world();
    const { entries } = await archived();
    const told = await crlsOf('2027-12-01', [{ certificate: signer, at: day('2026-05-20') }]);
    const options = { ...(await required('2029-06-01')), crls: [...told, ...(await crlsOf('2029-06-01'))] };
    const report = await judgeOne(entries, options);
    expect([report.trust, verdictOf(report)]).toEqual(['revoked', 'REVOKED_NO_POE']);
    const later = await crlsOf('2027-12-01', [{ certificate: signer, at: day('2026-06-20') }]);
    const rescued = { ...options, crls: [...later, ...(await crlsOf('2029-06-01'))] };
    expect(verdictOf(await judgeOne(entries, rescued))).toBe('TOTAL_PASSED');
  });

  it('is not taken for older because it says so', async () => {
    const { signer } = await world();
    const claimed = signature(signer, { claimedTime: day('2026-06-01') });
    expect(verdictOf(await judgeOne([claimed], { at: day('2029-06-01') }))).toBe('OUT_OF_BOUNDS_NO_POE');
  });
});

describe('a revocation', () => {
  const revokedAt = day('2026-06-20');
  const judgeStamped = async (date: string) => {
    const { signer, tsa } = await world();
    const crls = await crlsOf('2026-06-30', [{ certificate: signer, at: revokedAt }]);
    const stamp = await timestamp(tsa, new Date(date), { change: { crls } });
    return judgeOne([signature(signer, { crls }), stamp], { revocation: 'require' });
  };

  it('takes nothing from what a timestamp proves to be older', async () => {
    expect(verdictOf(await judgeStamped('2026-06-19T23:59:59Z'))).toBe('TOTAL_PASSED');
  });

  it('counts from its very moment on', async () => {
    for (const date of ['2026-06-20T00:00:00Z', '2026-06-25T00:00:00Z']) {
      const report = await judgeStamped(date);
      expect([report.trust, verdictOf(report)]).toEqual(['revoked', 'REVOKED_NO_POE']);
      expect(codes(report, 'failed')).toContain('PAST_VALIDATION');
    }
  });

  it('of the CA makes its CRLs worth what is proved to be older', async () => {
    const { pki, signer, tsa } = await world();
    const [, old] = await crlsOf('2026-06-01');
    const dead = { certificate: pki.intermediate, at: day('2026-06-10') };
    const root = await pki.crl({ issuer: pki.root, thisUpdate: day('2026-06-28'), revoked: [dead] });
    const rootTsa = await pki.issue({
      name: '根下时间戳',
      issuer: pki.root,
      notBefore: day('2026-01-01'),
      extensions: {
        extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'],
        critical: { extendedKeyUsage: true },
      },
    });
    const entry = signature(signer, { crls: [root, old!] });
    const stamp = async (objects: readonly Uint8Array[]) =>
      timestamp(rootTsa, day('2026-06-02'), {
        covers: { signatures: ['s'], objects },
        change: { crls: [root] },
      });
    const proved = [old!, signer.certificate];
    const options = { revocation: 'require' as const };
    expect(verdictOf(await judgeOne([entry, await stamp(proved)], options))).toBe('TOTAL_PASSED');
    expect(verdictOf(await judgeOne([entry, await stamp([signer.certificate])], options))).toBe(
      'REVOKED_CA_NO_POE',
    );
    expect(tsa.certificate.length).toBeGreaterThan(0);
  });
});

describe('an algorithm', () => {
  const sha224 = [{ kind: 'digest', digest: 'sha224' }] as const;

  it('counts at the earliest time that is proved, not at the validation time', async () => {
    const { pki, tsa } = await world();
    const signer = await pki.issue({
      name: '长期',
      notBefore: day('2026-01-01'),
      notAfter: day('2031-01-01'),
    });
    const entry = signature(signer, { algorithms: sha224 });
    const at = { at: day('2029-06-01') };
    expect(verdictOf(await judgeOne([entry], { at: day('2028-06-01') }))).toBe('TOTAL_PASSED');
    expect(verdictOf(await judgeOne([entry], at))).toBe('CRYPTO_CONSTRAINTS_FAILURE_NO_POE');
    const before = await timestamp(tsa, day('2028-12-31'));
    expect(verdictOf(await judgeOne([entry, before], at))).toBe('TOTAL_PASSED');
    const after = await timestamp(tsa, day('2029-01-01'));
    expect(verdictOf(await judgeOne([entry, after], at))).toBe('CRYPTO_CONSTRAINTS_FAILURE_NO_POE');
  });

  it('that had ended before the value can have been made is beyond any proof', async () => {
    const { pki, tsa } = await world();
    const signer = await pki.issue({
      name: '长期',
      notBefore: day('2026-01-01'),
      notAfter: day('2031-01-01'),
    });
    const content = await timestamp(tsa, day('2029-02-01'), {
      id: 'c',
      covers: { signatures: [], objects: [] },
    });
    const covers = { signatures: ['c'], objects: [] };
    const entry = signature(signer, { algorithms: sha224, covers });
    const report = await judgeOne([entry, content], { at: day('2029-06-01') });
    expect([verdictOf(report), report.trust]).toEqual(['CRYPTO_CONSTRAINTS_FAILURE', 'untrusted']);
  });

  it('that has ended is admitted by name where legacy is, but MD5 never', async () => {
    const { signer } = await world();
    const judged = async (digest: 'sha1' | 'md5') =>
      judgeOne([signature(signer, { algorithms: [{ kind: 'digest', digest }] })], { allowLegacy: true });
    const sha1 = await judged('sha1');
    expect(verdictOf(sha1)).toBe('TOTAL_PASSED');
    expect(codes(sha1, 'warning')).toContain('ALGORITHM_LEGACY');
    expect(verdictOf(await judged('md5'))).toBe('CRYPTO_CONSTRAINTS_FAILURE');
  });

  it('that readers know by name alone is judged all the same', async () => {
    const { signer } = await world();
    const { algorithms: _, ...unknown } = signature(signer);
    const judged = async (weakness: string, allowLegacy = false) =>
      verdictOf(await judgeOne([{ ...unknown, weaknesses: [weakness] }], { allowLegacy }));
    for (const weakness of ['SHA-1', 'MD5', 'RSA-1024']) {
      expect(await judged(weakness)).toBe('CRYPTO_CONSTRAINTS_FAILURE');
    }
    expect(await judged('RSA-1024', true)).toBe('TOTAL_PASSED');
    expect(await judged('SHA-1', true)).toBe('TOTAL_PASSED');
  });

  it('of the chain asks for a proof that its certificates are older than the end', async () => {
    const { signer } = await world();
    const rsa = await createTestPki({ algorithm: 'RSA', now: NOW });
    const lasting = await rsa.issue({
      name: 'RSA 时间戳',
      notBefore: day('2026-01-01'),
      notAfter: day('2032-01-01'),
      extensions: {
        extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'],
        critical: { extendedKeyUsage: true },
      },
    });
    const { pki } = await world();
    const algorithms: AlgorithmPolicy = {
      ...LASTING,
      signatures: {
        ...LASTING.signatures,
        ecdsa: [{ minBits: 256, ends: '2027-01-01', source: 'test' }],
      },
    };
    const options: Partial<JudgeOptions> = {
      algorithms,
      at: day('2027-06-01'),
      trust: { signers: [pki.root.certificate], timestamps: [rsa.root.certificate] },
    };
    const stamp = (objects: readonly Uint8Array[]) =>
      timestamp(lasting, day('2026-06-02'), { covers: { signatures: ['s'], objects } });
    const entry = signature(signer);
    expect(verdictOf(await judgeOne([entry], options))).toBe('CRYPTO_CONSTRAINTS_FAILURE_NO_POE');
    const [leaf, ca] = [signer.certificate, pki.intermediate.certificate];
    expect(verdictOf(await judgeOne([entry, await stamp([leaf, ca])], options))).toBe('TOTAL_PASSED');
    // Who can forge what the root signs makes a CA of any name, and any signer below it.
    for (const objects of [[leaf], [ca], []]) {
      const report = await judgeOne([entry, await stamp(objects)], options);
      expect(verdictOf(report)).toBe('CRYPTO_CONSTRAINTS_FAILURE_NO_POE');
    }
  });
});

describe('revocation data', () => {
  it('that was fresh when the signature is proved to exist is fresh enough, while the chain stands', async () => {
    const { signer, tsa } = await world();
    const crls = await crlsOf('2026-06-01');
    const now = await crlsOf('2026-07-01');
    const entry = signature(signer, { crls });
    const good = await timestamp(tsa, day('2026-06-05'), { change: { crls: now } });
    const late = await timestamp(tsa, day('2026-06-20'), { change: { crls: now } });
    const options = { revocation: 'require' as const };
    const report = await judgeOne([entry, good], options);
    expect(verdictOf(report)).toBe('TOTAL_PASSED');
    expect(codes(report, 'passed')).toContain('REVOCATION_FRESH_AT_SIGNATURE');
    expect(verdictOf(await judgeOne([entry, late], options))).toBe('TRY_LATER');
    expect(verdictOf(await judgeOne([entry], options))).toBe('TRY_LATER');
  });

  it('counts only from who was in dates when it answered, by algorithms that count', async () => {
    const { pki, signer, tsa } = await world();
    const now = await crlsOf('2026-07-01');
    const ca = await pki.crl({
      issuer: pki.root,
      thisUpdate: day('2026-06-01'),
      nextUpdate: day('2026-12-01'),
    });
    const responder = (change: Parameters<typeof pki.issue>[0]) =>
      pki.issue({ ...change, extensions: { extendedKeyUsage: ['1.3.6.1.5.5.7.3.9'], ocspNoCheck: true } });
    const verdictBy = async (by: TestIdentity): Promise<string> => {
      const ocspResponses = [
        await pki.ocsp({ certificate: signer, responder: by, thisUpdate: day('2026-06-01') }),
      ];
      const entry = signature(signer, { crls: [ca], ocspResponses });
      const stamp = await timestamp(tsa, day('2026-06-05'), { change: { crls: now } });
      const algorithms: AlgorithmPolicy = {
        ...LASTING,
        signatures: {
          ...LASTING.signatures,
          'rsa-pkcs1': [{ minBits: 2048, ends: '2026-01-01', source: 'test' }],
        },
      };
      return verdictOf(await judgeOne([entry, stamp], { revocation: 'require', algorithms }));
    };
    expect(await verdictBy(await responder({ name: '查询一' }))).toBe('TOTAL_PASSED');
    expect(await verdictBy(await responder({ name: '查询二', notBefore: day('2026-06-15') }))).not.toBe(
      'TOTAL_PASSED',
    );
    expect(await verdictBy(await responder({ name: '查询三', algorithm: 'RSA' }))).toBe('TRY_LATER');
  });

  it('is not asked for in the mode none, and the report says so', async () => {
    const { signer, tsa } = await world();
    const entries = [signature(signer), await timestamp(tsa, day('2026-06-01'))];
    const report = await judgeAll(entries, { at: day('2029-06-01') });
    expect(report.signatures.map(verdictOf)).toEqual(['TOTAL_PASSED', 'TOTAL_PASSED']);
    expect(report.notChecked.map(({ code }) => code)).toContain('REVOCATION_NOT_CHECKED');
  });
});
