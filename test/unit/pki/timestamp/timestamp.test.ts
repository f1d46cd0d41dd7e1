import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../../src/foundation/core/index.ts';
import { digest } from '../../../../src/foundation/crypto/index.ts';
import {
  buildTimeStampReq,
  obtainTimestamp,
  parseTimeStampResp,
  parseTimestampToken,
  type VerifyTimestampOptions,
  verifyTimestamp,
} from '../../../../src/foundation/pki/index.ts';
import {
  createTestPki,
  seededRandom,
  type TimestampAuthorityOptions,
} from '../../../../src/testing/index.ts';

const NOW = new Date('2026-11-23T03:00:00Z');
const DATA = utf8('受理回执');

describe.each([
  ['P-256', 'sha256'],
  ['SM2', 'sm3'],
  ['RSA', 'sha512'],
] as const)('a timestamp by %s over %s', (algorithm, hash) => {
  const setup = async (options: TimestampAuthorityOptions = {}) => {
    const pki = await createTestPki({ algorithm, now: NOW });
    const authority = pki.timestampAuthority(options);
    const ask = (): Promise<Uint8Array> =>
      obtainTimestamp(authority, hash, digest(hash, DATA), { random: seededRandom('n') });
    const verify = async (token: Uint8Array, more: Partial<VerifyTimestampOptions> = {}) =>
      verifyTimestamp(token, {
        data: DATA,
        trustAnchors: [pki.root.certificate],
        intermediates: [pki.intermediate.certificate],
        at: NOW,
        revocation: 'require',
        crls: (await pki.validationData()).crls,
        ...more,
      });
    return { pki, ask, verify };
  };

  it('is asked for, accepted and verified with its chain', async () => {
    const { ask, verify } = await setup();
    const token = await ask();
    const report = await verify(token);
    expect(report).toMatchObject({ status: 'valid', trust: 'trusted', genTime: NOW });
    expect(report.info).toMatchObject({ hash, accuracyMicros: 1_000_000 });
    expect(parseTimestampToken(token).info.messageImprint).toEqual(digest(hash, DATA));
  });

  it('is not believed over other data, without an anchor, or of another certificate', async () => {
    const { ask, verify, pki } = await setup();
    const token = await ask();
    expect(await verify(token, { data: utf8('别的') })).toMatchObject({
      status: 'invalid',
      subIndication: 'HASH_FAILURE',
    });
    expect(await verify(token, { trustAnchors: [] })).toMatchObject({
      status: 'indeterminate',
      trust: 'unknown',
    });
    const other = await setup({ identity: pki.sealSigner });
    expect(await verify(await other.ask())).toMatchObject({ status: 'invalid', trust: 'untrusted' });
  });

  it('is refused at once when the answer is not one to the question', async () => {
    const faults: TimestampAuthorityOptions[] = [
      { wrong: 'imprint' },
      { wrong: 'nonce' },
      { corruptSignature: true },
      { refuse: 'badAlg' },
    ];
    for (const fault of faults) {
      const { ask } = await setup(fault);
      await expect(ask()).rejects.toMatchObject({ code: 'TIMESTAMP_FAILED' });
    }
  });

  it('of a time outside the dates of the authority does not count', async () => {
    const { ask, verify } = await setup({ at: new Date('2040-01-01T00:00:00Z') });
    await expect(ask()).rejects.toMatchObject({ code: 'TIMESTAMP_FAILED' });
    const { pki } = await setup();
    const authority = pki.timestampAuthority({ at: new Date('2040-01-01T00:00:00Z') });
    const answer = await authority.request(buildTimeStampReq(hash, digest(hash, DATA)));
    const report = await verify(parseTimeStampResp(answer).token!);
    expect(report).toMatchObject({ status: 'indeterminate', subIndication: 'SIG_CONSTRAINTS_FAILURE' });
  });
});
