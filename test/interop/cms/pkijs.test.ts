import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { beforeAll, describe, expect, it } from 'vitest';
import { sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { inspectCms, signCms } from '../../../src/signatures/cades/index.ts';
import { NOW, testPki, verdict } from '../../unit/cades/cases.ts';

const CONTENT = utf8('由独立的实现核对');

const engine = new pkijs.CryptoEngine({ name: 'node', crypto: globalThis.crypto });
const buffer = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer;
const certificate = (bytes: Uint8Array): pkijs.Certificate => pkijs.Certificate.fromBER(buffer(bytes));

describe.each(['RSA', 'P-256'] as const)('CMS and pkijs with %s', (kind) => {
  beforeAll(() => pkijs.setEngine('node', engine));

  it('pkijs verifies what we sign, chain included, and not a changed content', async () => {
    const pki = await testPki(kind);
    const signer = await pki.signer.signer();
    const { cms } = await signCms({ signer, content: { bytes: CONTENT }, detached: true, claimedTime: NOW });
    const info = pkijs.ContentInfo.fromBER(buffer(cms));
    const signed = new pkijs.SignedData({ schema: info.content });
    const verify = (data: Uint8Array) =>
      signed
        .verify({
          signer: 0,
          data: buffer(data),
          checkChain: true,
          checkDate: NOW,
          trustedCerts: [certificate(pki.root.certificate)],
          extendedMode: true,
        })
        .catch((error: { signatureVerified?: boolean }) => error);
    expect((await verify(CONTENT)).signatureVerified).toBe(true);
    expect((await verify(utf8('别的内容'))).signatureVerified).not.toBe(true);
  });

  it('we verify what pkijs signs, and say that the baseline attributes are missing', async () => {
    const pki = await testPki(kind);
    const leaf = certificate(pki.signer.certificate);
    const algorithm =
      kind === 'RSA'
        ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
        : { name: 'ECDSA', namedCurve: 'P-256' };
    const key = await crypto.subtle.importKey('pkcs8', buffer(pki.signer.pkcs8), algorithm, false, ['sign']);
    const digest = await crypto.subtle.digest('SHA-256', buffer(CONTENT));
    const attribute = (type: string, value: asn1js.BaseBlock): pkijs.Attribute =>
      new pkijs.Attribute({ type, values: [value] });
    const signed = new pkijs.SignedData({
      version: 1,
      encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: pkijs.ContentInfo.DATA }),
      signerInfos: [
        new pkijs.SignerInfo({
          version: 1,
          sid: new pkijs.IssuerAndSerialNumber({ issuer: leaf.issuer, serialNumber: leaf.serialNumber }),
          signedAttrs: new pkijs.SignedAndUnsignedAttributes({
            type: 0,
            attributes: [
              attribute('1.2.840.113549.1.9.4', new asn1js.OctetString({ valueHex: digest })),
              attribute(
                '1.2.840.113549.1.9.3',
                new asn1js.ObjectIdentifier({ value: pkijs.ContentInfo.DATA }),
              ),
            ],
          }),
        }),
      ],
      certificates: [leaf, certificate(pki.intermediate.certificate)],
    });
    await signed.sign(key, 0, 'SHA-256');
    const info = new pkijs.ContentInfo({
      contentType: pkijs.ContentInfo.SIGNED_DATA,
      content: signed.toSchema(true),
    });
    const cms = new Uint8Array(info.toSchema().toBER(false));
    const facts = await inspectCms(sourceFromBytes(cms), { detached: sourceFromBytes(CONTENT) });
    expect(facts.signatures[0]).toMatchObject({
      cryptography: 'intact',
      baselineAttributes: false,
      format: 'CMS',
    });
    // pkijs does not sort the attributes: accepted as stored, and told.
    expect(facts.signatures[0]!.checks.map((c) => c.code)).toContain('SIGNED_ATTRIBUTES_ORDER');
    expect((await verdict(facts, pki)).conclusion.indication).toBe('TOTAL_PASSED');
  });
});
