import { describe, expect, it } from 'vitest';
import { der } from '../../../../src/foundation/asn1/index.ts';
import { CMS_OID } from '../../../../src/foundation/cms/index.ts';
import { utf8 } from '../../../../src/foundation/core/index.ts';
import { digest } from '../../../../src/foundation/crypto/index.ts';
import {
  parseTimestampToken,
  type TimestampReport,
  type VerifyTimestampOptions,
  verifyTimestamp,
} from '../../../../src/foundation/pki/index.ts';
import { createTestPki, encodeName, type TestPki } from '../../../../src/testing/index.ts';
import { accuracy, makeToken, type TokenShape, type TstFields, tstInfo } from './make-token.ts';

const NOW = new Date('2026-11-23T03:00:00Z');
const DATA = utf8('受理回执');
const OTHER_EKU = '1.3.6.1.5.5.7.3.4';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

const pkis = new Map<string, Promise<TestPki>>();
const pkiOf = (algorithm: 'P-256' | 'SM2' | 'RSA'): Promise<TestPki> => {
  const pki = pkis.get(algorithm) ?? createTestPki({ algorithm, now: NOW });
  pkis.set(algorithm, pki);
  return pki;
};

interface Case {
  readonly fields?: TstFields;
  readonly shape?: Partial<TokenShape>;
  readonly options?: Partial<VerifyTimestampOptions>;
}

async function verdict(
  pki: TestPki,
  { fields = {}, shape = {}, options = {} }: Case,
): Promise<TimestampReport> {
  const token = await makeToken(tstInfo(DATA, fields), { signer: pki.tsa, ...shape });
  return verifyTimestamp(token, {
    data: DATA,
    trustAnchors: [pki.root.certificate],
    intermediates: [pki.intermediate.certificate],
    at: NOW,
    revocation: 'none',
    ...options,
  });
}

const codes = (report: TimestampReport, status = 'failed'): string[] =>
  report.checks.filter((check) => check.status === status).map(({ code }) => code);

describe.each(['P-256', 'SM2', 'RSA'] as const)('a token by %s', (algorithm) => {
  it('with everything a token may say is good, and tells its window', async () => {
    const pki = await pkiOf(algorithm);
    const report = await verdict(pki, {
      fields: {
        hash: algorithm === 'SM2' ? 'sm3' : 'sha256',
        accuracy: accuracy(0, 500),
        ordering: der.boolean(true),
        nonce: der.integer(77),
        tsa: der.explicit(4, pki.tsa.subject),
        extensions: [der.sequence(der.oid('1.2.3'), der.octetString(DATA))],
      },
      options: { nonce: Uint8Array.of(0, 77), policies: ['2.25.303030303.1'] },
    });
    expect(codes(report)).toEqual([]);
    expect(report).toMatchObject({ status: 'valid', trust: 'trusted' });
    expect(report.latest.getTime() - report.earliest.getTime()).toBe(1000);
    expect(report.certificate?.raw).toEqual(pki.tsa.certificate);
  });

  it('names its certificate by v1, by v2, or by both, but does name it where it is signed', async () => {
    const pki = await pkiOf(algorithm);
    for (const signingCertificate of ['v1', 'v2', 'both'] as const) {
      expect((await verdict(pki, { shape: { signingCertificate } })).status).toBe('valid');
    }
    for (const signingCertificate of ['none', 'unsigned'] as const) {
      const report = await verdict(pki, { shape: { signingCertificate } });
      expect(report).toMatchObject({ status: 'indeterminate', subIndication: 'SIG_CONSTRAINTS_FAILURE' });
      expect(codes(report)).toContain('TSA_SIGNING_CERTIFICATE');
    }
    const other = { signingCertificate: 'other', other: pki.signer.certificate } as const;
    expect(await verdict(pki, { shape: other })).toMatchObject({
      status: 'indeterminate',
      subIndication: 'NO_SIGNING_CERTIFICATE_FOUND',
    });
  });
});

describe('a token', () => {
  it('whose tsa is no name of its certificate is refused; a subject alternative name will do', async () => {
    const pki = await pkiOf('P-256');
    const stranger = encodeName({ country: 'CN', commonName: '别处的时间戳服务（样）' });
    const report = await verdict(pki, { fields: { tsa: der.explicit(4, stranger) } });
    expect(report).toMatchObject({ status: 'indeterminate', subIndication: 'SIG_CONSTRAINTS_FAILURE' });
    expect(codes(report)).toEqual(['TSA_NAME']);
    const named = await pki.issue({
      name: '示例时间戳服务乙（样）',
      extensions: {
        extendedKeyUsage: [TIME_STAMPING],
        critical: { extendedKeyUsage: true },
        subjectAltName: { dns: ['tsa.example.invalid'] },
      },
    });
    const dns = (name: string): Uint8Array => der.tlv(0x82, utf8(name));
    const tsa = (name: string): Case => ({ fields: { tsa: dns(name) }, shape: { signer: named } });
    expect((await verdict(pki, tsa('tsa.example.invalid'))).status).toBe('valid');
    expect((await verdict(pki, tsa('other.example.invalid'))).status).toBe('indeterminate');
  });

  it('with an unknown critical extension is refused', async () => {
    const extension = der.sequence(der.oid('1.2.3'), der.boolean(true), der.octetString(DATA));
    const report = await verdict(await pkiOf('P-256'), { fields: { extensions: [extension] } });
    expect(report.subIndication).toBe('SIG_CONSTRAINTS_FAILURE');
    expect(codes(report)).toEqual(['TST_CRITICAL_EXTENSION']);
  });

  it('that answers another request, or by another policy, is refused', async () => {
    const pki = await pkiOf('P-256');
    for (const [options, code] of [
      [{ nonce: Uint8Array.of(5) }, 'TST_NONCE'],
      [{ policies: ['1.2.3'] }, 'TST_POLICY'],
      [{ policies: [] }, 'TST_POLICY'],
    ] as const) {
      const report = await verdict(pki, { fields: { nonce: der.integer(4) }, options });
      expect(report).toMatchObject({ status: 'indeterminate', subIndication: 'SIG_CONSTRAINTS_FAILURE' });
      expect(codes(report)).toEqual([code]);
    }
    expect((await verdict(pki, { options: { nonce: Uint8Array.of(5) } })).status).toBe('indeterminate');
  });

  it('of another version, type or number of signers is none', async () => {
    const pki = await pkiOf('P-256');
    const faults = [{ version: 1 }, { version: 4 }, { attributeContentType: CMS_OID.data }, { bare: true }];
    for (const shape of faults) {
      expect(await verdict(pki, { shape })).toMatchObject({
        status: 'invalid',
        subIndication: 'FORMAT_FAILURE',
      });
    }
    for (const shape of [{ signers: 0 }, { signers: 2 }, { eContentType: CMS_OID.data }]) {
      const token = await makeToken(tstInfo(DATA), { signer: pki.tsa, ...shape });
      expect(() => parseTimestampToken(token)).toThrowError(
        expect.objectContaining({ code: 'TIMESTAMP_INVALID' }),
      );
    }
  });

  it('without its certificate is verified with one that is supplied, also a pinned one', async () => {
    const pki = await pkiOf('SM2');
    const shape = { certificates: [] };
    const { tsa, intermediate } = pki;
    expect(await verdict(pki, { shape })).toMatchObject({
      status: 'indeterminate',
      subIndication: 'NO_SIGNING_CERTIFICATE_FOUND',
    });
    const intermediates = [intermediate.certificate, tsa.certificate];
    expect((await verdict(pki, { shape, options: { intermediates } })).status).toBe('valid');
    const pinned = { trustAnchors: [tsa.certificate], intermediates: [] };
    expect((await verdict(pki, { shape, options: pinned })).status).toBe('valid');
  });

  it('keeps its worth when somebody puts another certificate of the same name and number beside it', async () => {
    const pki = await pkiOf('P-256');
    const twin = await pki.issue({
      name: '示例时间戳服务（样）',
      key: '别的钥匙',
      subject: pki.tsa.subject,
      serialNumber: pki.tsa.serialNumber,
    });
    for (const certificates of [
      [twin.certificate, pki.tsa.certificate],
      [pki.tsa.certificate, twin.certificate],
    ]) {
      expect((await verdict(pki, { shape: { certificates } })).status).toBe('valid');
    }
    expect((await verdict(pki, { shape: { certificates: [twin.certificate] } })).status).toBe('invalid');
  });

  it('of a certificate that is not made for time stamping alone, and critically, is not believed', async () => {
    const pki = await pkiOf('P-256');
    const issue = (extendedKeyUsage: string[], critical: boolean) =>
      pki.issue({
        name: '示例时间戳服务丙（样）',
        extensions: { extendedKeyUsage, critical: { extendedKeyUsage: critical } },
      });
    for (const signer of [
      pki.signer,
      await issue([TIME_STAMPING], false),
      await issue([TIME_STAMPING, OTHER_EKU], true),
      await issue(['2.5.29.37.0'], true),
    ]) {
      expect(await verdict(pki, { shape: { signer } })).toMatchObject({
        status: 'invalid',
        trust: 'untrusted',
        subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
      });
    }
    expect((await verdict(pki, { shape: { signer: await issue([TIME_STAMPING], true) } })).status).toBe(
      'valid',
    );
  });

  it('over SHA-1 or MD5 is weak by date: SHA-1 is admitted as legacy with a finding, MD5 never', async () => {
    const pki = await pkiOf('P-256');
    const refused = { status: 'indeterminate', subIndication: 'CRYPTO_CONSTRAINTS_FAILURE' };
    expect(await verdict(pki, { fields: { hash: 'sha1' } })).toMatchObject(refused);
    const legacy = await verdict(pki, { fields: { hash: 'sha1' }, options: { allowLegacy: true } });
    expect(legacy.status).toBe('valid');
    expect(codes(legacy, 'warning')).toContain('ALGORITHM_LEGACY');
    for (const allowLegacy of [false, true]) {
      expect(await verdict(pki, { fields: { hash: 'md5' }, options: { allowLegacy } })).toMatchObject(
        refused,
      );
    }
  });

  it('under the profile cn-gov is of SM2 over SM3', async () => {
    const profile = { profile: 'cn-gov' } as const;
    const sm2 = await pkiOf('SM2');
    expect((await verdict(sm2, { fields: { hash: 'sm3' }, options: profile })).status).toBe('valid');
    for (const [pki, hash] of [
      [sm2, 'sha256'],
      [await pkiOf('RSA'), 'sm3'],
    ] as const) {
      const report = await verdict(pki, { fields: { hash }, options: profile });
      expect(report).toMatchObject({ status: 'indeterminate', subIndication: 'CRYPTO_CONSTRAINTS_FAILURE' });
      expect(codes(report)).toContain('PROFILE_ALGORITHM');
    }
  });

  it('that claims a time after the validation is told', async () => {
    const pki = await pkiOf('P-256');
    const late = await verdict(pki, { fields: { genTime: '20261123030010Z', accuracy: accuracy(1) } });
    expect(codes(late, 'warning')).toEqual(['TST_AFTER_VALIDATION']);
    const close = await verdict(pki, { fields: { genTime: '20261123030001Z', accuracy: accuracy(1) } });
    expect(codes(close, 'warning')).toEqual([]);
  });

  it('by a digest that is not known here is not checked', async () => {
    const report = await verdict(await pkiOf('P-256'), {
      fields: { hashAlgorithm: der.sequence(der.oid('1.2.3.4')) },
    });
    expect(report.status).toBe('indeterminate');
    expect(report.notChecked.map(({ code }) => code)).toContain('ALGORITHM_UNSUPPORTED');
  });

  it('in the SignedData of GB/T 35275 is read as well', async () => {
    const pki = await pkiOf('SM2');
    const shape = { contentType: CMS_OID.gmSignedData };
    expect((await verdict(pki, { fields: { hash: 'sm3' }, shape })).status).toBe('valid');
  });

  it('without its data is neither good nor bad', async () => {
    const pki = await pkiOf('P-256');
    expect(await verdict(pki, { options: { digestOf: () => undefined } })).toMatchObject({
      status: 'indeterminate',
      subIndication: 'SIGNED_DATA_NOT_FOUND',
    });
    const digestOf = (name: Parameters<typeof digest>[0]): Uint8Array => digest(name, DATA);
    expect((await verdict(pki, { options: { digestOf } })).status).toBe('valid');
  });
});
