import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import * as pkijs from 'pkijs';
import { describe, expect, it } from 'vitest';
import { digest } from '../../../src/foundation/crypto/index.ts';
import { createTestPki, TEST_AGENCY_CODE, type TestAlgorithm } from '../../../src/testing/index.ts';

const now = new Date('2026-11-23T04:00:00Z');
const engine = new pkijs.CryptoEngine({ name: 'node', crypto: globalThis.crypto });
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

describe.each<TestAlgorithm>(['P-256', 'RSA'])('@peculiar/x509 on the test PKI with %s', (algorithm) => {
  const made = createTestPki({ algorithm, now });

  it('verifies every link of the chain, and no other', async () => {
    const pki = await made;
    const [leaf, intermediate, root] = [pki.signer, pki.intermediate, pki.root].map(
      ({ certificate }) => new x509.X509Certificate(own(certificate)),
    );
    const signed = (child: x509.X509Certificate, issuer: x509.X509Certificate) =>
      child.verify({ publicKey: issuer.publicKey, date: now }, globalThis.crypto);
    expect(await signed(leaf!, intermediate!)).toBe(true);
    expect(await signed(intermediate!, root!)).toBe(true);
    expect(await signed(leaf!, root!)).toBe(false);
    const builder = new x509.X509ChainBuilder({ certificates: [root!, intermediate!] });
    expect(await builder.build(leaf!, globalThis.crypto)).toHaveLength(3);
  });

  it('reads the extensions as they were asked for', async () => {
    const pki = await made;
    const issued = await pki.issue({
      name: '测试 CA',
      ca: true,
      extensions: {
        basicConstraints: { ca: true, pathLength: 3 },
        subjectAltName: { dns: ['ca.example.invalid'], email: ['ca@example.invalid'] },
        certificatePolicies: ['1.2.3.4', '2.5.29.32.0'],
      },
    });
    const certificate = new x509.X509Certificate(own(issued.certificate));
    expect(certificate.getExtension(x509.BasicConstraintsExtension)).toMatchObject({
      ca: true,
      pathLength: 3,
    });
    expect(certificate.getExtension(x509.KeyUsagesExtension)?.usages).toBe(
      x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
    );
    expect(certificate.getExtension(x509.CertificatePolicyExtension)?.policies).toEqual([
      '1.2.3.4',
      '2.5.29.32.0',
    ]);
    const names = certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.toJSON();
    expect(names).toEqual([
      { type: 'email', value: 'ca@example.invalid' },
      { type: 'dns', value: 'ca.example.invalid' },
    ]);
    const tsa = new x509.X509Certificate(own(pki.tsa.certificate));
    const purposes = tsa.getExtension(x509.ExtendedKeyUsageExtension);
    expect(purposes).toMatchObject({ critical: true, usages: ['1.3.6.1.5.5.7.3.8'] });
    const seal = new x509.X509Certificate(own(pki.sealSigner.certificate));
    expect(seal.subjectName.getField('2.5.4.97')).toEqual([TEST_AGENCY_CODE]);
  });

  it('verifies CRLs and finds what they revoke', async () => {
    const pki = await made;
    const revoked = [{ certificate: pki.signer, at: now, reason: 'affiliationChanged' }] as const;
    const crl = new x509.X509Crl(own(await pki.crl({ revoked })));
    const issuer = new x509.X509Certificate(own(pki.intermediate.certificate));
    expect(await crl.verify({ publicKey: issuer }, globalThis.crypto)).toBe(true);
    const leaf = new x509.X509Certificate(own(pki.signer.certificate));
    expect(crl.findRevoked(leaf)?.reason).toBe(x509.X509CrlReason.affiliationChanged);
    expect(crl.findRevoked(new x509.X509Certificate(own(pki.sealSigner.certificate)))).toBeNull();
  });
});

describe.each<TestAlgorithm>(['P-256', 'RSA'])('pkijs on the test PKI with %s', (algorithm) => {
  const made = createTestPki({ algorithm, now });

  it('validates the chain with its CRLs', async () => {
    const pki = await made;
    const certificate = ({ certificate: bytes }: { certificate: Uint8Array }) =>
      pkijs.Certificate.fromBER(own(bytes));
    const validate = async (crls: readonly Uint8Array[]) =>
      new pkijs.CertificateChainValidationEngine({
        trustedCerts: [certificate(pki.root)],
        certs: [certificate(pki.intermediate), certificate(pki.signer)],
        crls: crls.map((crl) => pkijs.CertificateRevocationList.fromBER(own(crl))),
        checkDate: now,
      }).verify({}, engine);
    const { crls } = await pki.validationData();
    expect(await validate(crls)).toMatchObject({ result: true });
    const revoking = await pki.crl({ revoked: [{ certificate: pki.signer, at: new Date('2026-10-01') }] });
    expect(await validate([crls[0]!, revoking])).toMatchObject({ result: false });
  });

  it('verifies an OCSP response under its responder', async () => {
    const pki = await made;
    const response = pkijs.OCSPResponse.fromBER(own(await pki.ocsp({ certificate: pki.signer })));
    const issuer = pkijs.Certificate.fromBER(own(pki.intermediate.certificate));
    const leaf = pkijs.Certificate.fromBER(own(pki.signer.certificate));
    expect(await response.getCertificateStatus(leaf, issuer, engine)).toMatchObject({
      isForCertificate: true,
      status: 0,
    });
    const basic = pkijs.BasicOCSPResponse.fromBER(
      own(response.responseBytes!.response.valueBlock.valueHexView),
    );
    expect(await basic.verify({ trustedCerts: [issuer] }, engine)).toBe(true);
  });

  it('verifies a timestamp over its data', async () => {
    const pki = await made;
    const data = own(new TextEncoder().encode('盖章之前的文件'));
    const request = new pkijs.TimeStampReq({
      version: 1,
      messageImprint: await pkijs.MessageImprint.create('SHA-256', data.buffer, engine),
      certReq: true,
    });
    const bytes = new Uint8Array(request.toSchema().toBER());
    const reply = pkijs.TimeStampResp.fromBER(own(await pki.timestampAuthority().request(bytes)));
    expect(reply.status.status).toBe(0);
    const token = new pkijs.SignedData({ schema: reply.timeStampToken!.content });
    const tstInfo = pkijs.TSTInfo.fromBER(own(token.encapContentInfo.eContent!.valueBlock.valueHexView));
    expect(tstInfo.genTime).toEqual(now);
    expect(new Uint8Array(tstInfo.messageImprint.hashedMessage.valueBlock.valueHexView)).toEqual(
      digest('sha256', data),
    );
    const trusted = [pkijs.Certificate.fromBER(own(pki.root.certificate))];
    const checked = { signer: 0, data: data.buffer, trustedCerts: trusted, checkDate: now, checkChain: true };
    expect(await token.verify(checked, engine)).toBe(true);
    const other = own(new TextEncoder().encode('盖章之后的文件'));
    const changed = token.verify({ ...checked, data: other.buffer }, engine);
    await expect(changed).rejects.toThrow('TSTInfo verification is failed');
  });
});
