import 'reflect-metadata';
import * as peculiar from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { der, readDer } from '../../../src/foundation/asn1/index.ts';
import { toHex, utf8 } from '../../../src/foundation/core/index.ts';
import {
  isSelfIssued,
  OID,
  parseCertificate,
  parseCrl,
  parseName,
  parseOcspResponse,
  sameName,
  verifyIssuedBy,
} from '../../../src/foundation/x509/index.ts';
import { createTestPki, type TestPki } from '../../../src/testing/index.ts';

const NOW = new Date('2026-11-23T03:00:00Z');
const DAY = 24 * 3600 * 1000;
let made: Promise<TestPki> | undefined;
const pkiOnce = (): Promise<TestPki> => (made ??= createTestPki({ algorithm: 'P-256', now: NOW }));

const attribute = (oid: string, value: Uint8Array): Uint8Array => der.set(der.sequence(der.oid(oid), value));
const name = (...rdns: Uint8Array[]) => parseName(readDer(der.sequence(...rdns)));

describe('parseCertificate', () => {
  it('reads what an independent reader reads', async () => {
    const pki = await pkiOnce();
    for (const identity of [pki.root, pki.intermediate, pki.signer, pki.tsa, pki.encryptionOnly]) {
      const ours = parseCertificate(identity.certificate);
      const theirs = new peculiar.X509Certificate(identity.certificate as Uint8Array<ArrayBuffer>);
      expect(toHex(ours.serialNumber)).toBe(theirs.serialNumber);
      expect(ours.notBefore).toEqual(theirs.notBefore);
      expect(ours.notAfter).toEqual(theirs.notAfter);
      expect(ours.spki).toEqual(new Uint8Array(theirs.publicKey.rawData));
      expect(ours.basicConstraints?.ca ?? false).toBe(
        theirs.getExtension(peculiar.BasicConstraintsExtension)?.ca ?? false,
      );
      expect(ours.extendedKeyUsage ?? []).toEqual(
        theirs.getExtension(peculiar.ExtendedKeyUsageExtension)?.usages ?? [],
      );
      expect(ours.subject.commonName).toBe(theirs.subjectName.getField('CN')[0]);
    }
  });

  it('keeps original slices: tbs verifies under the issuer', async () => {
    const pki = await pkiOnce();
    const leaf = parseCertificate(pki.signer.certificate);
    const issuer = parseCertificate(pki.intermediate.certificate);
    expect(verifyIssuedBy(leaf, issuer).result).toBe('valid');
    expect(verifyIssuedBy(leaf, parseCertificate(pki.root.certificate)).result).toBe('invalid');
    expect(leaf.tbs.buffer).toBe(pki.signer.certificate.buffer);
    expect(isSelfIssued(parseCertificate(pki.root.certificate))).toBe(true);
    expect(isSelfIssued(leaf)).toBe(false);
  });

  it('refuses an extension that comes twice', async () => {
    const pki = await pkiOnce();
    const twice = [1, 2].map(() => ({ oid: '1.2.3.4', value: der.null() }));
    const issued = await pki.issue({ name: '重复', extensions: { further: twice } });
    expect(() => parseCertificate(issued.certificate)).toThrowError(
      expect.objectContaining({ code: 'CERTIFICATE_INVALID' }),
    );
  });

  it.each([
    ['basicConstraints', OID.basicConstraints, der.integer(1)],
    ['keyUsage', OID.keyUsage, der.octetString(new Uint8Array(1))],
    ['extKeyUsage', OID.extendedKeyUsage, der.sequence()],
    ['cRLDistributionPoints', OID.crlDistributionPoints, der.sequence()],
    ['pathLenConstraint', OID.basicConstraints, der.sequence(der.boolean(true), der.integer(-1))],
  ])('refuses a malformed %s', async (_, oid, value) => {
    const pki = await pkiOnce();
    const none = { basicConstraints: false, keyUsage: false, crlDistributionPoints: false } as const;
    const issued = await pki.issue({ name: '畸形', extensions: { ...none, further: [{ oid, value }] } });
    expect(() => parseCertificate(issued.certificate)).toThrowError(
      expect.objectContaining({ code: 'CERTIFICATE_INVALID' }),
    );
  });

  it('tolerates a key usage that is not minimal, and says so', async () => {
    const pki = await pkiOnce();
    const value = Uint8Array.of(0x03, 0x02, 0x00, 0xc0);
    const issued = await pki.issue({
      name: '非最小',
      extensions: { keyUsage: false, further: [{ oid: OID.keyUsage, critical: true, value }] },
    });
    const certificate = parseCertificate(issued.certificate);
    expect([...certificate.keyUsage!]).toEqual(['digitalSignature', 'nonRepudiation']);
    expect(certificate.findings).toEqual(['KEY_USAGE_NOT_MINIMAL']);
  });

  it('lists which extensions are critical and keeps those it does not know', async () => {
    const pki = await pkiOnce();
    const further = [{ oid: '1.2.3.4', critical: true, value: der.utf8String('x') }];
    const certificate = parseCertificate(
      (await pki.issue({ name: '未知', extensions: { further } })).certificate,
    );
    expect(certificate.extensions.get('1.2.3.4')).toMatchObject({
      critical: true,
      value: der.utf8String('x'),
    });
  });

  it('tells a serial of -1 from one of 255', async () => {
    const pki = await pkiOnce();
    const serial = async (n: bigint) =>
      parseCertificate((await pki.issue({ name: 's', serialNumber: n })).certificate);
    expect((await serial(255n)).serialNumber).toEqual(Uint8Array.of(0, 0xff));
    const negative = await serial(-1n);
    expect(negative.serialNumber).toEqual(Uint8Array.of(0xff));
    expect(negative.findings).toContain('SERIAL_NUMBER_NEGATIVE');
  });
});

describe('a name', () => {
  it('is shown most specific first, escaped so that it cannot pretend', () => {
    const shown = name(
      attribute('2.5.4.6', der.printableString('CN')),
      attribute('2.5.4.10', der.utf8String('示例, 局')),
      attribute('2.5.4.3', der.utf8String('甲\u202e"\n')),
    );
    expect(shown.text).toBe('CN=甲\\e2\\80\\ae\\"\\0a,O=示例\\, 局,C=CN');
    expect(shown.commonName).toBe('甲\u202e"\n');
  });

  it('equals another in case and white space, across Printable and UTF8, and in nothing else', () => {
    const plain = name(attribute('2.5.4.10', der.printableString('Test  CA ')));
    expect(sameName(plain, name(attribute('2.5.4.10', der.utf8String('test ca'))))).toBe(true);
    expect(sameName(plain, name(attribute('2.5.4.10', der.utf8String('testca'))))).toBe(false);
    expect(sameName(plain, name(attribute('2.5.4.11', der.utf8String('test ca'))))).toBe(false);
    expect(sameName(plain, name(attribute('2.5.4.10', der.ia5String('Test  CA '))))).toBe(false);
    const two = (a: string, b: string) =>
      name(attribute('2.5.4.10', der.utf8String(a)), attribute('2.5.4.11', der.utf8String(b)));
    expect(sameName(two('a', 'b'), two('b', 'a'))).toBe(false);
  });

  it('keeps compatibility characters as they are', () => {
    const shown = name(attribute('2.5.4.3', der.utf8String('\uf92c')));
    expect(shown.commonName).toBe('\uf92c');
  });
});

describe('parseCrl', () => {
  it('finds entries by serial number, with reason and dates', async () => {
    const pki = await pkiOnce();
    const at = new Date(NOW.getTime() - DAY);
    const revoked = [
      {
        certificate: pki.signer,
        at,
        reason: 'keyCompromise' as const,
        invalidityDate: new Date(at.getTime() - DAY),
      },
      { certificate: 5n, at },
    ];
    const crl = parseCrl(await pki.crl({ revoked }));
    expect(crl.size).toBe(2);
    expect(crl.find(parseCertificate(pki.signer.certificate).serialNumber)).toMatchObject({
      revocationDate: at,
      reason: 'keyCompromise',
      invalidityDate: new Date(at.getTime() - DAY),
    });
    expect(crl.find(Uint8Array.of(5))!.reason).toBeUndefined();
    expect(crl.find(Uint8Array.of(6))).toBeUndefined();
    expect(crl.nextUpdate!.getTime()).toBeGreaterThan(NOW.getTime());
    expect(verifyIssuedBy(crl, parseCertificate(pki.intermediate.certificate)).result).toBe('valid');
  });

  it('reads a list of 20,000 entries once and answers at once', async () => {
    const pki = await pkiOnce();
    const revoked = Array.from({ length: 20_000 }, (_, i) => ({ certificate: BigInt(i + 1), at: NOW }));
    const bytes = await pki.crl({ revoked });
    const start = performance.now();
    const crl = parseCrl(bytes);
    expect(crl.find(Uint8Array.of(0x4e, 0x20))).toBeDefined();
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('parseOcspResponse', () => {
  it('reads answers of all three kinds', async () => {
    const pki = await pkiOnce();
    for (const status of ['good', 'unknown', { revokedAt: NOW, reason: 'superseded' as const }] as const) {
      const answer = parseOcspResponse(await pki.ocsp({ certificate: pki.signer, status })).basic!
        .responses[0]!;
      expect(answer.status).toBe(typeof status === 'string' ? status : 'revoked');
      if (typeof status !== 'string')
        expect(answer).toMatchObject({ revocationTime: NOW, reason: 'superseded' });
    }
    expect(parseOcspResponse(pki.ocspError('unauthorized'))).toMatchObject({ status: 'unauthorized' });
  });

  it('refuses what is none', () => {
    for (const bytes of [utf8('no'), der.sequence(der.enumerated(0)), der.sequence(der.enumerated(4))]) {
      expect(() => parseOcspResponse(bytes)).toThrowError(
        expect.objectContaining({ code: 'CERTIFICATE_INVALID' }),
      );
    }
  });
});
