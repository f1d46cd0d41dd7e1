import { describe, expect, it } from 'vitest';
import { der, readDer, readSequence, TAG } from '../../../src/foundation/asn1/index.ts';
import { concatBytes, fromHex, utf8 } from '../../../src/foundation/core/index.ts';
import {
  algorithmIdentifier,
  derToRawSignature,
  digest,
  parseAlgorithmIdentifier,
  parsePublicKey,
  rawToDerSignature,
  type SignatureScheme,
  schemeOf,
  verifyStoredValue,
} from '../../../src/foundation/crypto/index.ts';
import {
  buildTimeStampReq,
  type PathReport,
  parseTimeStampResp,
  validatePath,
  verifyTimestamp,
} from '../../../src/foundation/pki/index.ts';

import {
  parseCertificate,
  parseCrl,
  parseOcspResponse,
  verifyIssuedBy,
} from '../../../src/foundation/x509/index.ts';
import { createTestPki, type TestKey } from '../../../src/testing/index.ts';

const NOW = new Date('2026-11-23T03:00:00Z');
const pki = await createTestPki({ algorithm: 'SM2', now: NOW });

/** Order of the group (GB/T 32918.5). */
const N = fromHex('fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123');
const ZERO = new Uint8Array(32);

const SM2_WITH_SM3 = '1.2.156.10197.1.501';
const SM2_SIGN = '1.2.156.10197.1.301.1';
const SM2_CURVE = '1.2.156.10197.1.301';
const EC_KEY = '1.2.840.10045.2.1';

const raw = (value: Uint8Array): Uint8Array => derToRawSignature(value, 32);
const halves = (value: Uint8Array): [Uint8Array, Uint8Array] => [
  raw(value).subarray(0, 32),
  raw(value).subarray(32),
];

/** A key that writes its values in another form. */
const writing = (key: TestKey, form: (value: Uint8Array) => Uint8Array): TestKey => ({
  ...key,
  sign: async (data) => form(await key.sign(data)),
});

/** Forms of a right value that are wrong beyond the one quirk, and values that are none. */
const WRONG_FORMS: readonly (readonly [string, (value: Uint8Array) => Uint8Array])[] = [
  ['63 bytes', (v) => raw(v).subarray(0, 63)],
  ['65 bytes, zero in front', (v) => concatBytes(ZERO.subarray(0, 1), raw(v))],
  ['65 bytes, 04 in front', (v) => concatBytes(Uint8Array.of(4), raw(v))],
  ['65 bytes, zero behind', (v) => concatBytes(raw(v), ZERO.subarray(0, 1))],
  ['r and s the other way round', (v) => concatBytes(raw(v).subarray(32), raw(v).subarray(0, 32))],
  ['r || s in an OCTET STRING', (v) => der.octetString(raw(v))],
  ['DER with a byte behind it', (v) => concatBytes(v, ZERO.subarray(0, 1))],
  ['DER with a third number', (v) => der.sequence(...halves(v).map((n) => der.integer(n)), der.integer(1))],
  [
    'DER with a negative number',
    (v) => der.sequence(der.tlv(2, negative(halves(v)[0])), der.integer(halves(v)[1])),
  ],
  ['DER with a padded number', (v) => der.sequence(padded(halves(v)[0]), der.integer(halves(v)[1]))],
  ['DER in a longer length', (v) => concatBytes(Uint8Array.of(0x30, 0x81, v[1]!), v.subarray(2))],
  ['raw r = 0', (v) => concatBytes(ZERO, halves(v)[1])],
  ['raw s = 0', (v) => concatBytes(halves(v)[0], ZERO)],
  ['raw r = n', (v) => concatBytes(N, halves(v)[1])],
  ['raw s = n', (v) => concatBytes(halves(v)[0], N)],
  ['raw r, s above n', () => new Uint8Array(64).fill(0xff)],
  ['DER r = 0', (v) => der.sequence(der.integer(0), der.integer(halves(v)[1]))],
  ['DER s = n', (v) => der.sequence(der.integer(halves(v)[0]), der.integer(N))],
  ['DER r + n', (v) => der.sequence(der.integer(plusOrder(halves(v)[0])), der.integer(halves(v)[1]))],
  ['DER of nothing', () => new Uint8Array(0)],
];

function negative(n: Uint8Array): Uint8Array {
  const out = n.slice();
  out[0]! |= 0x80;
  return out;
}

function padded(n: Uint8Array): Uint8Array {
  return der.tlv(2, concatBytes(new Uint8Array(2), n));
}

/** The same number modulo the order, as big-endian bytes. */
function plusOrder(n: Uint8Array): Uint8Array {
  const sum = BigInt(`0x${Buffer.from(n).toString('hex')}`) + BigInt(`0x${Buffer.from(N).toString('hex')}`);
  return new Uint8Array(Buffer.from(sum.toString(16).padStart(66, '0'), 'hex'));
}

const validate = (
  certificate: Uint8Array,
  intermediates = [pki.intermediate.certificate],
): Promise<PathReport> =>
  validatePath({
    certificate,
    intermediates,
    trustAnchors: [pki.root.certificate],
    at: NOW,
    revocation: 'none',
  });

const warnings = (report: { checks: PathReport['checks'] }): string[] =>
  report.checks.filter(({ status }) => status === 'warning').map(({ code }) => code);

describe('an SM2 value as a file holds it', () => {
  const key = pki.signer.key.publicKey;
  const scheme = schemeOf(
    parseAlgorithmIdentifier(readDer(algorithmIdentifier(SM2_WITH_SM3))),
    key,
  ) as SignatureScheme;
  const data = [utf8('签名')];
  const verify = (value: Uint8Array) => verifyStoredValue(scheme, key, data, value);

  it('is DER without a finding, or r || s with one', async () => {
    const value = await pki.signer.key.sign(data[0]!);
    expect(verify(value)).toEqual({ verdict: 'valid', findings: [] });
    expect(verify(raw(value))).toEqual({ verdict: 'valid', findings: ['SM2_RAW_SIGNATURE'] });
    expect(verify(rawToDerSignature(raw(value)))).toEqual({ verdict: 'valid', findings: [] });
  });

  it.each(WRONG_FORMS)('is refused as %s', async (_, form) => {
    expect(verify(form(await pki.signer.key.sign(data[0]!)))).toEqual({ verdict: 'invalid', findings: [] });
  });

  it('is not looked for in values of other keys', async () => {
    const other = await createTestPki({ algorithm: 'P-256', now: NOW });
    const ecdsa = other.signer.key.publicKey;
    const es256 = {
      name: 'ES256',
      key: 'ec',
      hash: 'sha256',
      primitive: { type: 'ecdsa', hash: 'sha256' },
    } as const;
    const value = await other.signer.key.sign(data[0]!);
    expect(verifyStoredValue(es256, ecdsa, data, value).verdict).toBe('valid');
    expect(verifyStoredValue(es256, ecdsa, data, raw(value)).verdict).toBe('invalid');
  });
});

describe('r || s in', () => {
  it('a certificate is accepted with a finding', async () => {
    const leaf = await pki.issue({
      name: '测试人庚',
      faults: { signedBy: writing(pki.intermediate.key, raw) },
    });
    const report = await validate(leaf.certificate);
    expect(report.status).toBe('valid');
    expect(warnings(report)).toEqual(['SM2_RAW_SIGNATURE']);
  });

  it.each(WRONG_FORMS)('a certificate is refused as %s', async (_, form) => {
    const leaf = await pki.issue({
      name: '测试人庚',
      faults: { signedBy: writing(pki.intermediate.key, form) },
    });
    expect((await validate(leaf.certificate)).status).toBe('invalid');
  });

  it('a CRL and an OCSP response is accepted with a finding', async () => {
    const issuer = { ...pki.intermediate, key: writing(pki.intermediate.key, raw) };
    const crl = await pki.crl({ issuer });
    expect(verifyIssuedBy(parseCrl(crl), parseCertificate(issuer.certificate))).toMatchObject({
      result: 'valid',
      findings: ['SM2_RAW_SIGNATURE'],
    });
    const responder = { ...pki.ocspResponder, key: writing(pki.ocspResponder.key, raw) };
    const { basic } = parseOcspResponse(await pki.ocsp({ certificate: pki.signer, responder }));
    expect(verifyIssuedBy(basic!, parseCertificate(responder.certificate))).toMatchObject({
      result: 'valid',
      findings: ['SM2_RAW_SIGNATURE'],
    });
    const report = await validatePath({
      certificate: pki.signer.certificate,
      intermediates: [pki.intermediate.certificate],
      trustAnchors: [pki.root.certificate],
      at: NOW,
      revocation: 'require',
      crls: [crl, await pki.crl({ issuer: pki.root })],
    });
    expect(report.status).toBe('valid');
  });

  it('a timestamp is accepted with a finding', async () => {
    const data = utf8('受理回执');
    const identity = { ...pki.tsa, key: writing(pki.tsa.key, raw) };
    const request = buildTimeStampReq('sm3', digest('sm3', data));
    const answer = await pki.timestampAuthority({ identity }).request(request);
    const report = await verifyTimestamp(parseTimeStampResp(answer).token!, {
      data,
      trustAnchors: [pki.root.certificate],
      intermediates: [pki.intermediate.certificate],
      at: NOW,
      revocation: 'none',
    });
    expect(report.status).toBe('valid');
    expect(warnings(report)).toContain('SM2_RAW_SIGNATURE');
  });
});

describe('the algorithm of an SM2 certificate', () => {
  /** The certificate with other identifiers inside and outside, signed by its issuer. */
  async function named(inner: Uint8Array, outer: Uint8Array = inner): Promise<Uint8Array> {
    const [version, serial, , ...rest] = readSequence(
      readSequence(pki.signer.certificate).expect(TAG.sequence).raw,
    )
      .rest()
      .map((part) => part.raw);
    const tbs = der.sequence(version!, serial!, inner, ...rest);
    return der.sequence(tbs, outer, der.bitString(await pki.intermediate.key.sign(tbs)));
  }

  it.each<[string, Uint8Array, string[]]>([
    ['SM2 with SM3', algorithmIdentifier(SM2_WITH_SM3), []],
    ['SM2 with SM3 and NULL', algorithmIdentifier(SM2_WITH_SM3, 'null'), ['SM2_PARAMETERS_NULL']],
    ['signing with SM2', algorithmIdentifier(SM2_SIGN), ['SM2_SIGNATURE_OID']],
    ['the curve', algorithmIdentifier(SM2_CURVE), ['SM2_SIGNATURE_OID']],
    [
      'the curve and NULL',
      algorithmIdentifier(SM2_CURVE, 'null'),
      ['SM2_SIGNATURE_OID', 'SM2_PARAMETERS_NULL'],
    ],
  ])('may be %s', async (_, identifier, findings) => {
    const report = await validate(await named(identifier));
    expect(report.status).toBe('valid');
    expect(warnings(report)).toEqual(findings);
  });

  it.each<[string, Uint8Array]>([
    ['with other parameters', algorithmIdentifier(SM2_WITH_SM3, der.octetString(ZERO))],
    ['with the curve as parameters', algorithmIdentifier(SM2_WITH_SM3, der.oid(SM2_CURVE))],
    ['of ECDSA', algorithmIdentifier('1.2.840.10045.4.3.2')],
    ['of SM3 alone', algorithmIdentifier('1.2.156.10197.1.401')],
    ['of SM2 encryption', algorithmIdentifier('1.2.156.10197.1.301.3')],
    ['of SM2 with SHA-1', algorithmIdentifier('1.2.156.10197.1.502')],
  ])('is not computed %s', async (_, identifier) => {
    const report = await validate(await named(identifier));
    expect(report).toMatchObject({ status: 'indeterminate', subIndication: 'CRYPTO_CONSTRAINTS_FAILURE' });
  });

  it('is one inside and outside, to the byte', async () => {
    const twice = [algorithmIdentifier(SM2_WITH_SM3), algorithmIdentifier(SM2_WITH_SM3, 'null')] as const;
    for (const [inner, outer] of [twice, [twice[1], twice[0]]] as const) {
      expect((await validate(await named(inner!, outer))).status).toBe('invalid');
    }
  });
});

describe('an SM2 key', () => {
  const point = pki.intermediate.key.publicKey.primitive!;
  const bits = der.bitString('point' in point ? point.point : new Uint8Array(0));
  const spki = (algorithm: Uint8Array): Uint8Array => der.sequence(algorithm, bits);

  it.each<[string, Uint8Array, string[]]>([
    ['an EC key on the curve', algorithmIdentifier(EC_KEY, der.oid(SM2_CURVE)), []],
    ['the curve as the algorithm', algorithmIdentifier(SM2_CURVE), ['SM2_KEY_OID']],
    ['the curve with NULL', algorithmIdentifier(SM2_CURVE, 'null'), ['SM2_KEY_OID']],
    ['the curve with the curve', algorithmIdentifier(SM2_CURVE, der.oid(SM2_CURVE)), ['SM2_KEY_OID']],
  ])('may be named as %s', async (_, algorithm, findings) => {
    const key = parsePublicKey(spki(algorithm));
    expect(key).toMatchObject({ kind: 'sm2', findings });
    const ca = await pki.issue({
      name: '示例下级 CA（样）',
      issuer: pki.root,
      ca: true,
      key: { ...pki.intermediate.key, spki: spki(algorithm) },
    });
    const leaf = await pki.issue({ name: '测试人庚', issuer: ca });
    const report = await validate(leaf.certificate, [ca.certificate]);
    expect(report.status).toBe('valid');
    expect(warnings(report)).toEqual(findings);
  });

  it.each<[string, Uint8Array]>([
    ['the curve with another curve', algorithmIdentifier(SM2_CURVE, der.oid('1.2.840.10045.3.1.7'))],
    ['the curve with anything else', algorithmIdentifier(SM2_CURVE, der.octetString(ZERO))],
    ['an EC key without curve', algorithmIdentifier(EC_KEY)],
    ['an EC key with NULL', algorithmIdentifier(EC_KEY, 'null')],
  ])('is none when it is named as %s', (_, algorithm) => {
    let kind = 'refused';
    try {
      ({ kind } = parsePublicKey(spki(algorithm)));
    } catch (error) {
      expect(error).toMatchObject({ code: expect.stringMatching(/KEY_INVALID|DER_INVALID/) });
    }
    expect(kind).not.toBe('sm2');
  });

  it('under another point is none', () => {
    for (const other of [
      new Uint8Array(65).fill(4),
      concatBytes(Uint8Array.of(6), N, N),
      new Uint8Array(64),
    ]) {
      const bad = der.sequence(algorithmIdentifier(SM2_CURVE), der.bitString(other));
      expect(() => parsePublicKey(bad)).toThrowError(expect.objectContaining({ code: 'KEY_INVALID' }));
    }
  });
});

describe('a key usage of GM certificates', () => {
  it('with zero bits behind it is read with a finding, and still decides', async () => {
    const usage = (bits: string) => ({
      keyUsage: false as const,
      further: [{ oid: '2.5.29.15', critical: true, value: fromHex(bits) }],
    });
    const signing = await pki.issue({ name: '测试人庚', extensions: usage('030200c0') });
    const report = await validate(signing.certificate);
    expect(report.status).toBe('valid');
    expect(warnings(report)).toEqual(['KEY_USAGE_NOT_MINIMAL']);
    const encryption = await pki.issue({ name: '测试人辛', extensions: usage('03020030') });
    expect(await validate(encryption.certificate)).toMatchObject({
      status: 'invalid',
      subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
    });
  });
});
