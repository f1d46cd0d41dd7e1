import { describe, expect, it } from 'vitest';
import { asOid, readSequence } from '../../../src/foundation/asn1/index.ts';
import { toHex } from '../../../src/foundation/core/index.ts';
import { buildOcspRequest, parseCertificate, parseOcspResponse } from '../../../src/foundation/x509/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';

const NOW = new Date('2026-11-23T03:00:00Z');

describe('buildOcspRequest', () => {
  it('asks for the CertID that the responder answers with, by every digest', async () => {
    const pki = await createTestPki({ algorithm: 'SM2', now: NOW });
    const [certificate, issuer] = [pki.signer, pki.intermediate].map((who) =>
      parseCertificate(who.certificate),
    );
    for (const hash of ['sha1', 'sha256', 'sha384', 'sha512', 'sm3'] as const) {
      const request = buildOcspRequest({ certificate: certificate!, issuer: issuer!, hash });
      const asked = readSequence(request)
        .sequence('tbs')
        .sequence('list')
        .sequence('request')
        .sequence('certID');
      const answered = parseOcspResponse(await pki.ocsp({ certificate: pki.signer, hash })).basic!
        .responses[0]!.certId;
      const algorithm = asked.sequence('hashAlgorithm');
      expect(asOid(algorithm.next())).toBe(answered.hashAlgorithm.oid);
      expect(asked.rest().map((part) => toHex(part.content))).toEqual(
        [answered.issuerNameHash, answered.issuerKeyHash, answered.serialNumber].map(toHex),
      );
    }
  });

  it('carries a nonce of 1 to 128 octets, and no other', async () => {
    const pki = await createTestPki({ algorithm: 'P-256', now: NOW });
    const certificate = parseCertificate(pki.signer.certificate);
    const issuer = parseCertificate(pki.intermediate.certificate);
    const ask = (nonce: Uint8Array): Uint8Array =>
      buildOcspRequest({ certificate, issuer, hash: 'sha1', nonce });
    const nonce = Uint8Array.from({ length: 32 }, (_, i) => 200 + (i % 50));
    expect(toHex(ask(nonce))).toContain(`0422${'0420'}${toHex(nonce)}`);
    const answered = parseOcspResponse(await pki.ocsp({ certificate: pki.signer, nonce })).basic!;
    expect(answered.nonce).toEqual(nonce);
    for (const length of [0, 129]) {
      expect(() => ask(new Uint8Array(length))).toThrowError(
        expect.objectContaining({ code: 'ARGUMENT_INVALID' }),
      );
    }
    expect(() => ask(new Uint8Array(128))).not.toThrow();
  });
});
