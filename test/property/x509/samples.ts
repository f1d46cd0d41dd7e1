import { parseSignedData } from '../../../src/foundation/cms/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import {
  buildTimeStampReq,
  parseTimeStampResp,
  parseTimestampToken,
  parseTstInfo,
  structuralPaths,
} from '../../../src/foundation/pki/index.ts';
import { parseCertificate, parseCrl, parseOcspResponse } from '../../../src/foundation/x509/index.ts';
import { signCms } from '../../../src/signatures/cades/index.ts';
import { createTestPki, encodeName, type TestPki } from '../../../src/testing/index.ts';

const NOW = new Date('2026-11-23T03:00:00Z');

/** A structure and what reads it. */
export interface ParserSample {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly parse: (bytes: Uint8Array) => unknown;
}

/** One structure of each kind, with every extension that somebody reads. */
export async function parserSamples(): Promise<readonly ParserSample[]> {
  const pki = await createTestPki({ algorithm: 'P-256', now: NOW });
  const { ca, leaf } = await certificates(pki);
  const names = encodeName({ country: 'CN', commonName: '示例' });
  const crl = await pki.crl({
    issuer: ca,
    revoked: [
      { certificate: 7n, at: NOW, reason: 'superseded', certificateIssuer: names, invalidityDate: NOW },
      { certificate: 8n, at: NOW },
    ],
    deltaBase: 1,
    issuingDistributionPoint: {
      fullName: { uri: ['http://pki.example.invalid/a.crl'] },
      onlySomeReasons: ['keyCompromise'],
      indirectCRL: true,
    },
    freshestCrl: ['http://pki.example.invalid/b.crl'],
  });
  const ocsp = await pki.ocsp({
    certificate: leaf,
    nonce: utf8('nonce'),
    status: { revokedAt: NOW, reason: 'keyCompromise' },
    further: [{ certificate: ca }],
  });
  const { cms } = await signCms({
    signer: await pki.signer.signer(),
    content: { bytes: utf8('内容') },
    detached: false,
    claimedTime: NOW,
    tsa: pki.timestampAuthority(),
  });
  const { response, token, tstInfo } = await timestamp(pki);
  const judged = judging(pki, ca.certificate);
  return [
    { name: 'a certificate', bytes: leaf.certificate, parse: everythingIn },
    { name: 'a CA certificate', bytes: ca.certificate, parse: everythingIn },
    { name: 'a certificate whose path is judged', bytes: leaf.certificate, parse: judged },
    {
      name: 'a CRL',
      bytes: crl,
      parse: (bytes) => parseCrl(bytes).find(Uint8Array.of(7))?.reason,
    },
    { name: 'an OCSP response', bytes: ocsp, parse: parseOcspResponse },
    { name: 'a CMS signature', bytes: cms, parse: parseSignedData },
    { name: 'a timestamp token', bytes: token, parse: parseTimestampToken },
    { name: 'a timestamp response', bytes: response, parse: parseTimeStampResp },
    { name: 'TSTInfo', bytes: tstInfo, parse: parseTstInfo },
  ];
}

/** A CA and a certificate with all extensions that are read. */
async function certificates(pki: TestPki) {
  const names = encodeName({ country: 'CN', organization: '示例' });
  const subtrees = {
    dns: ['example.invalid'],
    email: ['example.invalid'],
    directory: [names],
    ip: ['192.0.2.0/24'],
  };
  const ca = await pki.issue({
    name: '示例 CA',
    issuer: pki.root,
    ca: true,
    subject: { organization: '示例' },
    extensions: {
      nameConstraints: { permitted: subtrees, excluded: { uri: ['bad.invalid'], registeredId: ['1.2.3.4'] } },
      certificatePolicies: ['1.2.3.4', '1.2.3.6'],
      policyMappings: [['1.2.3.4', '1.2.3.5']],
      policyConstraints: { requireExplicitPolicy: 1, inhibitPolicyMapping: 2 },
      inhibitAnyPolicy: 1,
      authorityKeyIdentifier: { keyIdentifier: Uint8Array.of(1), issuer: names, serialNumber: 5n },
    },
  });
  const leaf = await pki.issue({
    name: '测试人',
    issuer: ca,
    subject: { organization: '示例', emailAddress: 'person@example.invalid' },
    extensions: {
      subjectAltName: {
        dns: ['a.example.invalid'],
        ip: ['192.0.2.7'],
        directory: [names],
        registeredId: ['1.2.3'],
      },
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.2'],
      certificatePolicies: ['1.2.3.5'],
      crlDistributionPoints: [
        {
          fullName: { uri: ['http://pki.example.invalid/a.crl'] },
          reasons: ['keyCompromise'],
          crlIssuer: [names],
        },
      ],
      freshestCrl: ['http://pki.example.invalid/b.crl'],
    },
  });
  return { ca, leaf };
}

async function timestamp(pki: TestPki) {
  const request = buildTimeStampReq('sha256', new Uint8Array(32), { nonce: Uint8Array.of(1, 2, 3) });
  const response = await pki.timestampAuthority().request(request);
  const token = parseTimeStampResp(response).token!;
  return { response, token, tstInfo: parseSignedData(token).eContent! };
}

function everythingIn(bytes: Uint8Array): unknown {
  const certificate = parseCertificate(bytes);
  return [certificate.publicKey, certificate.subject.text, certificate.issuer.commonName];
}

/** The certificate at the end of a path, and in the place of its CA: constraints, policies and names are read there. */
function judging(pki: TestPki, ca: Uint8Array) {
  const common = { trustAnchors: [pki.root.certificate], at: NOW, revocation: 'none' } as const;
  return (bytes: Uint8Array): unknown => [
    structuralPaths({ ...common, certificate: bytes, intermediates: [ca] }),
    structuralPaths({ ...common, certificate: pki.signer.certificate, intermediates: [bytes] }),
  ];
}
