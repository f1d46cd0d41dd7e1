import 'reflect-metadata';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { der } from '../../../src/foundation/asn1/index.ts';
import {
  createTestPki,
  type ExtensionOptions,
  encodeName,
  type TestAlgorithm,
  type TestPki,
} from '../../../src/testing/index.ts';
import { requireTool, tool } from '../../support/tools.ts';

// The options of the test PKI say what they say to other people's readers.

const now = new Date('2026-11-23T04:00:00Z');
const made = createTestPki({ algorithm: 'P-256', now });
const names = encodeName({ country: 'CN', organization: 'Example' });

describe.skipIf(tool('openssl') === undefined)('openssl reads what the test PKI was asked for', () => {
  const read = (args: readonly string[], input: Uint8Array): string => {
    const { status, stdout, stderr } = spawnSync(requireTool('openssl'), args, { input });
    expect(status, stderr.toString()).toBe(0);
    // Continuation lines and double blanks are the tool's; the order is what counts.
    return stdout.toString().replace(/\s+/g, ' ');
  };
  const text = async (extensions: ExtensionOptions, ca = true): Promise<string> => {
    const { certificate } = await (await made).issue({ name: 'test.example.invalid', ca, extensions });
    return read(['x509', '-inform', 'DER', '-noout', '-text'], certificate);
  };
  const crlText = async (options: Parameters<TestPki['crl']>[0]): Promise<string> =>
    read(['crl', '-inform', 'DER', '-noout', '-text'], await (await made).crl(options));

  it('name constraints of all kinds', async () => {
    const printed = await text({
      nameConstraints: {
        permitted: {
          email: ['example.invalid'],
          dns: ['example.invalid'],
          directory: [names],
          uri: ['.example.invalid'],
          ip: ['192.0.2.0/25', '2001:db8::/33'],
        },
        excluded: {
          otherName: [{ oid: '1.3.6.1.4.1.311.20.2.3', value: der.utf8String('x') }],
          registeredId: ['1.2.3.4'],
          ip: [Uint8Array.of(10, 0, 0, 0, 255, 0, 255, 0)],
        },
      },
    });
    expect(printed).toContain(
      'X509v3 Name Constraints: critical Permitted: email:example.invalid DNS:example.invalid ' +
        'DirName:C = CN, O = Example URI:.example.invalid IP:192.0.2.0/255.255.255.128 ' +
        'IP:2001:DB8:0:0:0:0:0:0/FFFF:FFFF:8000:0:0:0:0:0 ' +
        'Excluded: IP:10.0.0.0/255.0.255.0 othername:UPN:x Registered ID:1.2.3.4',
    );
  });

  it('alternative names, and an e-mail address in the subject', async () => {
    const { certificate } = await (await made).issue({
      name: '测试人',
      subject: { emailAddress: 'person@example.invalid' },
      extensions: {
        subjectAltName: { ip: ['192.0.2.7', '2001:db8::7'], raw: [der.implicit(8, der.oid('1.2.3.9'))] },
        critical: { subjectAltName: true },
      },
    });
    const printed = read(['x509', '-inform', 'DER', '-noout', '-text'], certificate);
    expect(printed).toContain('emailAddress = person@example.invalid');
    expect(printed).toContain(
      'Alternative Name: critical IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:7, Registered ID:1.2.3.9',
    );
  });

  it('policies, mappings and constraints, with the criticality asked for', async () => {
    const printed = await text({
      certificatePolicies: ['1.2.3.4', '2.5.29.32.0'],
      policyMappings: [['1.2.3.4', '1.2.3.5']],
      policyConstraints: { requireExplicitPolicy: 2, inhibitPolicyMapping: 0 },
      inhibitAnyPolicy: 3,
      critical: { certificatePolicies: true, policyMappings: false },
    });
    expect(printed).toContain('Certificate Policies: critical Policy: 1.2.3.4 Policy: X509v3 Any Policy');
    expect(printed).toContain('Policy Mappings: 1.2.3.4:1.2.3.5');
    expect(printed).toContain(
      'Policy Constraints: critical Require Explicit Policy:2, Inhibit Policy Mapping:0',
    );
    expect(printed).toContain('Inhibit Any Policy: critical 3');
  });

  it('distribution points with reasons, CRL issuers and relative names', async () => {
    const rdn = der.setOf([der.sequence(der.oid('2.5.4.3'), der.utf8String('CRL1'))]);
    const printed = await text({
      crlDistributionPoints: [
        'http://pki.example.invalid/all.crl',
        {
          fullName: { uri: ['http://pki.example.invalid/some.crl'] },
          reasons: ['keyCompromise', 'certificateHold'],
          crlIssuer: [names],
        },
        { relativeName: rdn },
      ],
      freshestCrl: ['http://pki.example.invalid/delta.crl'],
    });
    expect(printed).toContain('CRL Distribution Points: Full Name: URI:http://pki.example.invalid/all.crl');
    expect(printed).toContain(
      'URI:http://pki.example.invalid/some.crl Reasons: Key Compromise, Certificate Hold ' +
        'CRL Issuer: DirName:C = CN, O = Example',
    );
    expect(printed).toContain('Relative Name: CN = CRL1');
    expect(printed).toContain('Freshest CRL: Full Name: URI:http://pki.example.invalid/delta.crl');
  });

  it('an authority key identifier with issuer and serial number', async () => {
    const printed = await text({
      authorityKeyIdentifier: { keyIdentifier: Uint8Array.of(1, 2), issuer: names, serialNumber: 77n },
    });
    expect(printed).toContain('keyid:01:02 DirName:/C=CN/O=Example serial:4D');
  });

  it('CRLs of a narrowed scope, indirect CRLs and delta CRLs', async () => {
    const scoped = await crlText({
      issuingDistributionPoint: {
        fullName: { uri: ['http://pki.example.invalid/some.crl'] },
        onlyContainsUserCerts: true,
        onlySomeReasons: ['keyCompromise', 'aACompromise'],
        indirectCRL: true,
      },
      freshestCrl: ['http://pki.example.invalid/delta.crl'],
      revoked: [{ certificate: 7n, at: now, certificateIssuer: names, reason: 'certificateHold' }],
    });
    expect(scoped).toContain(
      'Issuing Distribution Point: critical Full Name: URI:http://pki.example.invalid/some.crl ' +
        'Only User Certificates Indirect CRL Only Some Reasons: Key Compromise, AA Compromise',
    );
    expect(scoped).toContain('X509v3 Freshest CRL: Full Name: URI:http://pki.example.invalid/delta.crl');
    expect(scoped).toContain('X509v3 Certificate Issuer: critical DirName:/C=CN/O=Example');
    const delta = await crlText({
      crlNumber: 9,
      deltaBase: 8,
      issuingDistributionPoint: { onlyContainsCACerts: true },
      authorityKeyIdentifier: false,
      issuerName: names,
    });
    expect(delta).toContain('X509v3 Delta CRL Indicator: critical 8');
    expect(delta).toContain('X509v3 CRL Number: 9');
    expect(delta).toContain('Issuing Distribution Point: critical Only CA Certificates');
    expect(delta).toContain('Issuer: C = CN, O = Example');
    expect(delta).not.toContain('Authority Key Identifier');
  });

  it('several answers in one OCSP response, with what came along', async () => {
    const pki = await made;
    const response = await pki.ocsp({
      certificate: pki.signer,
      further: [
        { certificate: pki.tsa, status: 'unknown' },
        { certificate: pki.signer, issuer: pki.root },
      ],
      certificates: [pki.ocspResponder, pki.intermediate],
      responseExtensions: [{ oid: '1.2.3.4', critical: true, value: der.null() }],
    });
    const folder = mkdtempSync(join(tmpdir(), 'yinxin-ocsp-'));
    const file = join(folder, 'response.der');
    writeFileSync(file, response);
    const args = ['ocsp', '-respin', file, '-resp_text', '-noverify'];
    const { stdout: printed } = spawnSync(requireTool('openssl'), args, { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(printed.match(/Cert Status: \w+/g)).toEqual([
      'Cert Status: good',
      'Cert Status: unknown',
      'Cert Status: good',
    ]);
    expect(new Set(printed.match(/Issuer Key Hash: \w+/g)).size).toBe(2);
    expect(printed).toContain('1.2.3.4: critical');
    expect(printed.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });
});

describe('@peculiar/x509 reads what the test PKI was asked for', () => {
  it('distribution points and policies', async () => {
    const { certificate } = await (await made).issue({
      name: 'test.example.invalid',
      extensions: {
        certificatePolicies: ['1.2.3.4'],
        critical: { certificatePolicies: true },
        crlDistributionPoints: ['http://pki.example.invalid/a.crl', 'http://pki.example.invalid/b.crl'],
      },
    });
    const parsed = new x509.X509Certificate(new Uint8Array(certificate));
    expect(parsed.getExtension(x509.CertificatePolicyExtension)).toMatchObject({
      critical: true,
      policies: ['1.2.3.4'],
    });
    expect(parsed.getExtension(x509.CRLDistributionPointsExtension)?.distributionPoints).toHaveLength(2);
  });

  it.each<TestAlgorithm>(['P-384', 'Ed25519'])('certificates signed with %s', async (algorithm) => {
    const pki = await createTestPki({ algorithm, now });
    const [leaf, issuer] = [pki.signer, pki.intermediate].map(
      (identity) => new x509.X509Certificate(new Uint8Array(identity.certificate)),
    );
    const signed = await leaf!.verify({ publicKey: issuer!.publicKey, date: now }, globalThis.crypto);
    expect(signed).toBe(true);
    const forged = await pki.issue({ name: '测试人', faults: { corruptSignature: true } });
    const other = new x509.X509Certificate(new Uint8Array(forged.certificate));
    expect(await other.verify({ publicKey: issuer!.publicKey, date: now }, globalThis.crypto)).toBe(false);
  });
});

describe('addresses of the test PKI', () => {
  it.each(['192.0.2', '192.0.2.256', '2001:db8', '1.2.3.4.5'])('refuse %s', async (ip) => {
    const issued = (await made).issue({ name: 'x', extensions: { subjectAltName: { ip: [ip] } } });
    await expect(issued).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });
});
