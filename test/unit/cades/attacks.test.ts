import { describe, expect, it } from 'vitest';
import { der, readDer } from '../../../src/foundation/asn1/index.ts';
import {
  attributesOf,
  buildSignedData,
  buildSignerInfo,
  CMS_OID,
  encodeAttribute,
  parseSignedData,
} from '../../../src/foundation/cms/index.ts';
import { concatBytes, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { algorithmIdentifier, derToRawSignature, digest } from '../../../src/foundation/crypto/index.ts';
import type { SignatureFacts } from '../../../src/foundation/validation/index.ts';
import { parseCertificate } from '../../../src/foundation/x509/index.ts';
import { inspectCms, inspectSignedData, signCms } from '../../../src/signatures/cades/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import { ALGORITHMS, NOW, testPki, verdict } from './cases.ts';

const CONTENT = utf8('准予许可');

async function attached(
  pki: TestPki,
  extra: Partial<Parameters<typeof signCms>[0]> = {},
): Promise<Uint8Array> {
  const signer = await pki.signer.signer();
  return (await signCms({ signer, content: { bytes: CONTENT }, detached: false, claimedTime: NOW, ...extra }))
    .cms;
}

async function inspectOne(cms: Uint8Array): Promise<SignatureFacts> {
  return (await inspectCms(sourceFromBytes(cms))).signatures[0]!;
}

const code = (facts: SignatureFacts, name: string): string | undefined =>
  facts.checks.find((c) => c.code === name)?.status;

/** Signs any signed attributes with the key of the signer, as a malicious or careless writer would. */
async function craft(
  pki: TestPki,
  attributes: readonly Uint8Array[],
  options: { eContentType?: string; stored?: Uint8Array; content?: Uint8Array; digest?: string } = {},
): Promise<Uint8Array> {
  const signed = der.setOf(attributes);
  const signer = await pki.signer.signer();
  const { value } = await signer.sign({ kind: 'message', data: options.stored ?? signed });
  const digestAlgorithm = algorithmIdentifier(options.digest ?? '2.16.840.1.101.3.4.2.1');
  const info = buildSignerInfo({
    certificate: parseCertificate(pki.signer.certificate),
    digestAlgorithm,
    signedAttributes: options.stored ?? signed,
    signatureAlgorithm: algorithmIdentifier('1.2.840.10045.4.3.2'),
    signature: value,
  });
  return buildSignedData({
    contentType: CMS_OID.signedData,
    eContentType: options.eContentType ?? CMS_OID.data,
    eContent: options.content ?? CONTENT,
    digestAlgorithms: [digestAlgorithm],
    certificates: pki.signer.chain,
    signerInfos: [info],
  });
}

const contentType = encodeAttribute(CMS_OID.contentType, der.oid(CMS_OID.data));
const twice = (oid: string): Uint8Array => encodeAttribute(oid, der.sequence(), der.sequence(der.integer(1)));
const messageDigest = encodeAttribute(CMS_OID.messageDigest, der.octetString(digest('sha256', CONTENT)));

describe('a changed CMS', () => {
  it.each(ALGORITHMS)(
    'is never passed, whichever byte of it was changed (%s)',
    async (algorithm) => {
      const pki = await testPki(algorithm);
      const cms = await attached(pki);
      const passed: number[] = [];
      for (let at = 0; at < cms.length; at++) {
        const changed = cms.slice();
        changed[at]! ^= 1 << (at % 8);
        const facts = await inspectCms(sourceFromBytes(changed));
        const good = facts.signatures.every(
          (s) => s.cryptography === 'intact' && s.formatFailure === undefined,
        );
        if (!good) continue;
        const judged = await verdict(facts, pki);
        if (judged.conclusion.indication === 'TOTAL_PASSED') passed.push(at);
      }
      expect(passed).toEqual([]);
    },
    120_000,
  );

  it('says that the content is another one, not that the value is wrong', async () => {
    const pki = await testPki('P-256');
    const cms = await attached(pki);
    const at = Buffer.from(cms).indexOf(Buffer.from(CONTENT));
    const changed = cms.slice();
    changed[at]! ^= 1;
    const judged = await verdict(await inspectCms(sourceFromBytes(changed)), pki);
    expect(judged.signatures[0]).toMatchObject({
      cryptography: 'broken',
      indication: 'TOTAL_FAILED',
      subIndication: 'HASH_FAILURE',
    });
  });

  it('is refused when bytes follow it or it is cut short', async () => {
    const cms = await attached(await testPki('P-256'));
    for (const bad of [concatBytes(cms, Uint8Array.of(0)), cms.subarray(0, -1), cms.subarray(0, 20)]) {
      expect(await inspectOne(bad)).toMatchObject({
        formatFailure: 'FORMAT_FAILURE',
        cryptography: 'not-checked',
      });
    }
  });
});

describe('a detached CMS', () => {
  it('covers nothing while its content is not there, and is not passed', async () => {
    const pki = await testPki('P-256');
    const cms = await attached(pki, { detached: true });
    const facts = await inspectCms(sourceFromBytes(cms));
    expect(facts.signatures[0]).toMatchObject({ cryptography: 'not-checked', coverage: 'none' });
    const judged = await verdict(facts, pki);
    expect(judged.conclusion).toMatchObject({
      indication: 'INDETERMINATE',
      subIndications: ['SIGNED_DATA_NOT_FOUND'],
    });
  });

  it('is broken when another file is given, also when the right content is inside', async () => {
    const pki = await testPki('P-256');
    for (const detached of [true, false]) {
      const cms = await attached(pki, { detached });
      const facts = await inspectCms(sourceFromBytes(cms), { detached: sourceFromBytes(utf8('不准予许可')) });
      expect(facts.signatures[0]!.cryptography).toBe('broken');
    }
  });
});

describe('signed attributes', () => {
  it('may stand in another order than DER: accepted as stored, and told', async () => {
    const pki = await testPki('P-256');
    const parts = [messageDigest, contentType];
    const sorted = der.setOf(parts);
    const unsorted = der.set(
      ...(Buffer.compare(sorted, der.set(...parts)) === 0 ? [...parts].reverse() : parts),
    );
    const facts = await inspectOne(await craft(pki, parts, { stored: unsorted }));
    expect(facts.cryptography).toBe('intact');
    expect(code(facts, 'SIGNED_ATTRIBUTES_ORDER')).toBe('warning');
  });

  it.each([
    [
      'a second message-digest',
      [
        contentType,
        messageDigest,
        encodeAttribute(CMS_OID.messageDigest, der.octetString(new Uint8Array(32))),
      ],
    ],
    [
      'a second content-type',
      [contentType, messageDigest, encodeAttribute(CMS_OID.contentType, der.oid(CMS_OID.tstInfo))],
    ],
    ['no message-digest', [contentType]],
    ['no content-type', [messageDigest]],
    ['another content-type', [encodeAttribute(CMS_OID.contentType, der.oid(CMS_OID.tstInfo)), messageDigest]],
    [
      'two values of message-digest',
      [
        contentType,
        encodeAttribute(
          CMS_OID.messageDigest,
          der.octetString(digest('sha256', CONTENT)),
          der.octetString(new Uint8Array(32)),
        ),
      ],
    ],
    [
      'a malformed signing-certificate',
      [
        contentType,
        messageDigest,
        encodeAttribute(CMS_OID.signingCertificateV2, der.sequence(der.integer(1))),
      ],
    ],
    ['two values of signer-attributes-v2', [contentType, messageDigest, twice(CMS_OID.signerAttributesV2)]],
    ['two signature policies', [contentType, messageDigest, twice(CMS_OID.signaturePolicy)]],
    ['two places of signing', [contentType, messageDigest, twice(CMS_OID.signerLocation)]],
  ] as const)('with %s are a FORMAT_FAILURE', async (_, attributes) => {
    const facts = await inspectOne(await craft(await testPki('P-256'), attributes));
    expect(facts.formatFailure).toBe('FORMAT_FAILURE');
  });

  it('that protect other algorithms break the signature (RFC 6211)', async () => {
    const pki = await testPki('P-256');
    const protection = (hash: string, signature: string): Uint8Array =>
      encodeAttribute(
        CMS_OID.algorithmProtection,
        der.sequence(algorithmIdentifier(hash), der.implicit(1, algorithmIdentifier(signature))),
      );
    const right = protection('2.16.840.1.101.3.4.2.1', '1.2.840.10045.4.3.2');
    const wrong = protection('2.16.840.1.101.3.4.2.3', '1.2.840.10045.4.3.2');
    expect((await inspectOne(await craft(pki, [contentType, messageDigest, right]))).cryptography).toBe(
      'intact',
    );
    expect((await inspectOne(await craft(pki, [contentType, messageDigest, wrong]))).cryptography).toBe(
      'broken',
    );
    const both = await inspectOne(await craft(pki, [contentType, messageDigest, right, wrong]));
    expect(both.formatFailure).toBe('FORMAT_FAILURE');
  });

  it('that name another signing certificate leave no signing certificate', async () => {
    const pki = await testPki('P-256');
    const { encodeSigningCertificateV2 } = await import('../../../src/foundation/cms/index.ts');
    const other = encodeSigningCertificateV2(parseCertificate(pki.sealSigner.certificate), 'sha256');
    const attribute = encodeAttribute(CMS_OID.signingCertificateV2, other);
    const facts = await inspectOne(await craft(pki, [contentType, messageDigest, attribute]));
    expect(facts.formatFailure).toBe('NO_SIGNING_CERTIFICATE_FOUND');
  });

  it('cannot be passed off as content', async () => {
    const pki = await testPki('P-256');
    const parsed = parseSignedData(await attached(pki)).signerInfos[0]!;
    const attributes = parsed.signedAttributes!.encoded;
    const stripped = der.sequence(
      der.integer(1),
      der.sequence(parseCertificate(pki.signer.certificate).issuer.raw, der.integer(pki.signer.serialNumber)),
      parsed.digestAlgorithm.raw,
      parsed.signatureAlgorithm.raw,
      der.octetString(parsed.signature),
    );
    const forged = buildSignedData({
      contentType: CMS_OID.signedData,
      eContentType: CMS_OID.data,
      eContent: attributes,
      digestAlgorithms: [parsed.digestAlgorithm.raw],
      certificates: pki.signer.chain,
      signerInfos: [stripped],
    });
    const facts = await inspectOne(forged);
    expect(facts.formatFailure).toBe('FORMAT_FAILURE');
    expect(code(facts, 'CONTENT_IS_ATTRIBUTES')).toBe('failed');
  });

  it('are demanded for content that is not data', async () => {
    const pki = await testPki('P-256');
    const { value } = await (await pki.signer.signer()).sign({ kind: 'message', data: CONTENT });
    const certificate = parseCertificate(pki.signer.certificate);
    const sha256 = algorithmIdentifier('2.16.840.1.101.3.4.2.1');
    const make = (eContentType: string): Uint8Array =>
      buildSignedData({
        contentType: CMS_OID.signedData,
        eContentType,
        eContent: CONTENT,
        digestAlgorithms: [sha256],
        certificates: pki.signer.chain,
        signerInfos: [
          der.sequence(
            der.integer(1),
            der.sequence(certificate.issuer.raw, der.integer(pki.signer.serialNumber)),
            sha256,
            algorithmIdentifier('1.2.840.10045.4.3.2'),
            der.octetString(value),
          ),
        ],
      });
    expect(await inspectOne(make(CMS_OID.data))).toMatchObject({
      cryptography: 'intact',
      baselineAttributes: false,
    });
    expect((await inspectOne(make('1.2.3.4'))).formatFailure).toBe('FORMAT_FAILURE');
  });
});

describe('a CMS', () => {
  it('without any signer is a FORMAT_FAILURE, not a pass', async () => {
    const empty = buildSignedData({
      contentType: CMS_OID.signedData,
      eContentType: CMS_OID.data,
      eContent: CONTENT,
      digestAlgorithms: [],
      certificates: [],
      signerInfos: [],
    });
    expect(await inspectOne(empty)).toMatchObject({
      formatFailure: 'FORMAT_FAILURE',
      cryptography: 'not-checked',
    });
  });

  it('whose signer stripped the certificate names what is missing, and passes when it is given', async () => {
    const pki = await testPki('P-256');
    const parsed = parseSignedData(await attached(pki));
    const bare = buildSignedData({
      contentType: parsed.contentType,
      eContentType: parsed.eContentType,
      eContent: CONTENT,
      digestAlgorithms: parsed.digestAlgorithms.map((a) => a.raw),
      certificates: [],
      signerInfos: parsed.signerInfos.map((s) => s.raw),
    });
    expect((await inspectOne(bare)).formatFailure).toBe('NO_SIGNING_CERTIFICATE_FOUND');
    const facts = await inspectCms(sourceFromBytes(bare), { certificates: pki.signer.chain });
    expect((await verdict(facts, pki)).conclusion.indication).toBe('TOTAL_PASSED');
  });

  it('with a raw r || s of SM2 is accepted with a finding', async () => {
    const pki = await testPki('SM2');
    const parsed = parseSignedData(await attached(pki));
    const info = parsed.signerInfos[0]!;
    const raw = buildSignerInfo({
      certificate: parseCertificate(pki.signer.certificate),
      digestAlgorithm: info.digestAlgorithm.raw,
      signedAttributes: info.signedAttributes!.encoded,
      signatureAlgorithm: info.signatureAlgorithm.raw,
      signature: derToRawSignature(info.signature, 32),
    });
    const facts = await inspectOne(
      buildSignedData({
        contentType: parsed.contentType,
        eContentType: parsed.eContentType,
        eContent: CONTENT,
        digestAlgorithms: parsed.digestAlgorithms.map((a) => a.raw),
        certificates: parsed.certificates,
        signerInfos: [raw],
      }),
    );
    expect(facts.cryptography).toBe('intact');
    expect(code(facts, 'SM2_RAW_SIGNATURE')).toBe('warning');
  });

  it('inside PDF may be padded with zeros, with nothing else, and holds no content', async () => {
    const pki = await testPki('P-256');
    const inPdf = (bytes: Uint8Array) =>
      inspectSignedData(bytes, {
        digestOf: (hash) => digest(hash, CONTENT),
        idPrefix: 's',
        format: 'PAdES',
        coverage: 'whole-file',
        modification: 'none',
      }).then((f) => f.signatures[0]!);
    const cms = await attached(pki, { detached: true, profile: 'PAdES' });
    expect(await inPdf(concatBytes(cms, new Uint8Array(100)))).toMatchObject({
      cryptography: 'intact',
      baselineAttributes: true,
    });
    expect((await inPdf(concatBytes(cms, Uint8Array.of(0, 1)))).formatFailure).toBe('FORMAT_FAILURE');
    expect((await inPdf(await attached(pki, { profile: 'PAdES' }))).formatFailure).toBe('FORMAT_FAILURE');
  });
});

describe('a timestamp inside', () => {
  const children = async (
    tsa: Parameters<TestPki['timestampAuthority']>[0] | 'other',
  ): Promise<SignatureFacts[]> => {
    const pki = await testPki('P-256');
    const authority = pki.timestampAuthority(tsa === 'other' ? {} : tsa);
    if (tsa !== 'other') {
      const cms = await attached(pki, { tsa: authority });
      return [...(await inspectCms(sourceFromBytes(cms))).signatures];
    }
    const stamped = parseSignedData(
      await attached(pki, { tsa: authority, content: { bytes: utf8('别的') } }),
    );
    const token = attributesOf(stamped.signerInfos[0]!.unsignedAttributes, CMS_OID.signatureTimestamp)[0]!;
    const cms = await attached(pki, { unsignedAttributes: [token.raw] });
    return [...(await inspectCms(sourceFromBytes(cms))).signatures];
  };

  it('over another value is broken and lifts nothing; the signature itself stands', async () => {
    const pki = await testPki('P-256');
    const signatures = await children('other');
    expect(signatures[1]).toMatchObject({ kind: 'timestamp', cryptography: 'broken' });
    const judged = await verdict(signatures, pki);
    expect(judged.signatures[0]).toMatchObject({ indication: 'TOTAL_PASSED', level: 'CAdES-B-B' });
    expect(judged.signatures[0]!.checks.some((c) => c.status === 'failed')).toBe(true);
  });

  it('of a certificate not made for time stamping is not trusted', async () => {
    const pki = await testPki('P-256');
    const signatures = await children({ identity: pki.sealSigner });
    expect(signatures[1]!.cryptography).toBe('intact');
    const judged = await verdict(signatures, pki);
    expect(judged.signatures[1]).toMatchObject({ trust: 'untrusted' });
    expect(judged.signatures[0]).toMatchObject({ level: 'CAdES-B-B' });
  });

  it('that is garbage is a FORMAT_FAILURE of the child alone', async () => {
    const pki = await testPki('P-256');
    const garbage = encodeAttribute(CMS_OID.signatureTimestamp, der.octetString(utf8('no token')));
    const cms = await attached(pki, { unsignedAttributes: [garbage] });
    const { signatures } = await inspectCms(sourceFromBytes(cms));
    expect(signatures.map((s) => s.formatFailure)).toEqual([undefined, 'FORMAT_FAILURE']);
    expect(readDer(cms).raw).toEqual(cms);
  });
});
