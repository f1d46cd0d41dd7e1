import { describe, expect, it } from 'vitest';
import { der } from '../../../../src/foundation/asn1/index.ts';
import type { PathOptions } from '../../../../src/foundation/pki/index.ts';
import type { TestIdentity } from '../../../../src/testing/index.ts';
import { encodeName } from '../../../../src/testing/subject-name.ts';
import {
  ago,
  bytes,
  cross,
  detailOf,
  failed,
  issue,
  issueCa,
  namesake,
  pkiOnce,
  told,
  validate,
} from './support.ts';

describe('building a path', () => {
  it('goes by another certificate of the same CA where the first leads nowhere or does not hold', async () => {
    const pki = await pkiOnce();
    const other = await issue({ issuer: 'self', ca: true, name: '另一个根' });
    const expired = await cross(pki.intermediate, pki.root, { notBefore: ago(900), notAfter: ago(300) });
    const foreign = await cross(pki.intermediate, other);
    const noCa = await cross(pki.intermediate, pki.root, { ca: false });
    const bad = bytes(expired, foreign, noCa);
    const good = bytes(pki.intermediate);
    for (const intermediates of [
      [...bad, ...good],
      [...good, ...bad],
    ]) {
      const report = await validate(pki.signer, { intermediates });
      expect(report.status).toBe('valid');
      expect(report.path[1]!.raw).toEqual(pki.intermediate.certificate);
    }
    const otherAnchor = await validate(pki.signer, {
      intermediates: [...bad, ...good],
      trustAnchors: bytes(other),
    });
    expect(otherAnchor.path[1]!.raw).toEqual(foreign.certificate);
    expect(otherAnchor.status).toBe('valid');
  });

  it('finds the way through a mesh of cross-certificates, by the shortest names first', async () => {
    const pki = await pkiOnce();
    const ring: TestIdentity[] = [];
    for (let i = 0; i < 6; i++)
      ring.push(await issue({ issuer: 'self', ca: true, name: `环 ${i}`, key: `ring-${i}` }));
    const mesh: TestIdentity[] = [];
    for (const issuer of ring) for (const subject of ring) mesh.push(await cross(subject, issuer));
    const gate = await cross(ring[5]!, pki.root);
    const leaf = await issue({ issuer: ring[0]! });
    const report = await validate(leaf, { intermediates: bytes(...mesh, gate) });
    expect(report.status).toBe('valid');
    expect(report.path).toHaveLength(4);
    expect(told(report)).not.toContain('PATH_BUDGET');
  });

  it('does not follow more than 16 certificates', async () => {
    let issuer = await issueCa('长 0');
    const between = [issuer];
    for (let i = 1; i < 15; i++) {
      issuer = await issueCa(`长 ${i}`, { issuer });
      between.push(issuer);
    }
    const leaf = await issue({ issuer: between[13]! });
    expect((await validate(leaf)).path).toHaveLength(16);
    expect((await validate(leaf)).status).toBe('valid');
    const longer = await validate(await issue({ issuer: between[14]! }));
    expect(longer.trust).toBe('unknown');
    expect(detailOf(longer, 'PATH')).toBe('no path of at most 16 certificates leads to a trust anchor');
  });

  it('goes through names that are the same in other words', async () => {
    const key = { ca: true, key: 'renamed' };
    const upper = encodeName({ country: 'CN', commonName: '示例  CA  ONE' });
    const lower = encodeName({ country: 'CN', commonName: ' 示例 ca one' });
    const ca = await issueCa('x', { ...key, subject: upper });
    const leaf = await issue({ issuer: ca, faults: { issuerName: lower } });
    expect((await validate(leaf)).status).toBe('valid');
    const order = encodeName({ commonName: '示例 CA ONE' });
    const wrong = await validate(await issue({ issuer: ca, faults: { issuerName: order } }));
    expect(wrong).toMatchObject({ status: 'indeterminate', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' });
    expect(detailOf(wrong, 'PATH')).toContain('another name');
  });
});

it('a key identifier that contradicts makes no path, though the signature is right', async () => {
  const other = { authorityKeyIdentifier: new Uint8Array(20) };
  const leaf = await issue({ extensions: other });
  const report = await validate(leaf);
  expect(report).toMatchObject({ status: 'indeterminate', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' });
  expect(detailOf(report, 'PATH')).toContain('1 of that name were given, with another key identifier');
  const ca = await issueCa('标识不符', { extensions: other });
  expect((await validate(await issue({ issuer: ca }))).status).toBe('indeterminate');
  expect((await validate(await issue({ extensions: { authorityKeyIdentifier: false } }))).status).toBe(
    'valid',
  );
});

describe('where no path is found, the report', () => {
  const reasonOf = async (leaf: TestIdentity, options: Partial<PathOptions> = {}): Promise<string> =>
    detailOf(await validate(leaf, options), 'PATH');

  it('tells a missing anchor from one that cannot be read', async () => {
    const pki = await pkiOnce();
    expect(await reasonOf(pki.signer, { trustAnchors: [] })).toBe(
      'no trust anchor was given for this purpose',
    );
    const malformed = { trustAnchors: [pki.root.certificate.slice(1), new Uint8Array(4)] };
    expect(await reasonOf(pki.signer, malformed)).toBe('none of the 2 trust anchors given can be read');
    expect(told(await validate(pki.signer, malformed))).toContain('TRUST_ANCHOR_MALFORMED');
  });

  it('names the certificate whose issuer is missing, and how far up it stands', async () => {
    const pki = await pkiOnce();
    expect(await reasonOf(pki.signer, { intermediates: [] })).toMatch(
      /^no certificate of CN=.* leads from CN=.* give it/,
    );
    const elsewhere = await issue({ issuer: 'self', ca: true, name: '别的根' });
    const sub = await issue({ issuer: elsewhere, ca: true, name: '别的 CA' });
    const leaf = await issue({ issuer: sub });
    const without = await reasonOf(leaf, { intermediates: bytes(sub) });
    expect(without).toContain('no certificate of CN=别的根,C=CN leads from CN=别的 CA,C=CN, 1 above');
    expect(await reasonOf(leaf, { intermediates: bytes(sub, elsewhere) })).toContain(
      'the path ends at CN=别的根,C=CN, 2 above the certificate in question, which is no trust anchor',
    );
    expect(await reasonOf(pki.signer, { intermediates: [new Uint8Array(3)] })).toContain(
      '1 of the certificates given could not be read',
    );
  });

  it('names a wrong signature before anything that is missing', async () => {
    const pki = await pkiOnce();
    const forged = await issue({ faults: { corruptSignature: true } });
    for (const options of [{}, { trustAnchors: [] }, { trustAnchors: bytes(pki.encryptionOnly) }]) {
      const report = await validate(forged, options);
      expect(report).toMatchObject({ status: 'invalid', trust: 'untrusted' });
      expect(detailOf(report, 'CERTIFICATE_SIGNATURE')).toMatch(
        /^the signature of certificate 0 \(CN=测试人丁,C=CN\) under the key of CN=/,
      );
    }
    const badCa = await issueCa('坏签名 CA', { faults: { corruptSignature: true } });
    expect(detailOf(await validate(await issue({ issuer: badCa })), 'CERTIFICATE_SIGNATURE')).toContain(
      'the signature of certificate 1 (CN=坏签名 CA',
    );
    // Somebody who only bears the name of the issuer proves no forgery where the key is named.
    const bearer = await namesake(pki.intermediate, 'bearer');
    expect((await validate(pki.signer, { intermediates: bytes(bearer) })).trust).toBe('unknown');
  });
});

describe('of several paths that do not hold, the report', () => {
  it('tells the one nearest to holding: a date before a broken rule', async () => {
    const pki = await pkiOnce();
    const noCa = await cross(pki.intermediate, pki.root, { ca: false });
    const expired = await cross(pki.intermediate, pki.root, { notBefore: ago(900), notAfter: ago(300) });
    for (const intermediates of [bytes(noCa, expired), bytes(expired, noCa)]) {
      const report = await validate(pki.signer, { intermediates });
      expect(report).toMatchObject({ trust: 'expired', subIndication: 'OUT_OF_BOUNDS_NO_POE' });
      expect(failed(report)).toEqual(['CERTIFICATE_DATES']);
      expect(detailOf(report, 'CERTIFICATE_DATES')).toMatch(/^certificate 1 \(/);
    }
  });

  it('tells the fewest faults of the same weight', async () => {
    const pki = await pkiOnce();
    const one = await cross(pki.intermediate, pki.root, { extensions: { basicConstraints: { ca: false } } });
    const two = await cross(pki.intermediate, pki.root, {
      extensions: { basicConstraints: { ca: false }, keyUsage: ['cRLSign'] },
    });
    for (const intermediates of [bytes(one, two), bytes(two, one)]) {
      const report = await validate(pki.signer, { intermediates });
      expect(failed(report).filter((code) => code.startsWith('CA_'))).toEqual(['CA_FLAG']);
    }
  });

  it('tells the revocation of the certificate itself as final, on whatever path its CRL counts', async () => {
    const pki = await pkiOnce();
    const crls = [
      await pki.crl({ revoked: [{ certificate: pki.signer, at: ago(10) }] }),
      await pki.crl({ issuer: pki.root }),
    ];
    const broken = await cross(pki.intermediate, pki.root, { ca: false });
    // The newer certificate of the CA, tried first, does not let its key sign CRLs.
    const noCrls = await cross(pki.intermediate, pki.root, {
      notBefore: ago(1),
      extensions: { keyUsage: ['keyCertSign'] },
    });
    for (const revocation of ['require', 'if-available'] as const) {
      for (const other of [broken, noCrls]) {
        const intermediates = bytes(other, pki.intermediate);
        const report = await validate(pki.signer, { intermediates, crls, revocation });
        expect(report).toMatchObject({ trust: 'revoked', status: 'invalid' });
      }
    }
    const alone = await validate(pki.signer, { intermediates: bytes(noCrls), crls, revocation: 'require' });
    expect(alone.trust).toBe('unknown');
  });
});

it('a revocation that counts on another path is final though the first path is only undecided', async () => {
  const pki = await pkiOnce();
  const upper = await issueCa('上级 CA');
  const longer = await cross(pki.intermediate, upper);
  const rolled = await namesake(pki.intermediate, 'rolled key of the CA', {
    issuer: upper,
    extensions: { keyUsage: ['cRLSign'] },
  });
  const crls = [await pki.crl({ issuer: rolled, revoked: [{ certificate: pki.signer, at: ago(10) }] })];
  const intermediates = bytes(pki.intermediate, upper, longer, rolled);
  const report = await validate(pki.signer, { intermediates, crls, revocation: 'if-available' });
  expect(report).toMatchObject({ trust: 'revoked', status: 'invalid' });
  expect(report.path).toHaveLength(4);
  const shorter = bytes(pki.intermediate, upper, rolled);
  const alone = await validate(pki.signer, { intermediates: shorter, crls, revocation: 'if-available' });
  expect(alone).toMatchObject({ trust: 'unknown', status: 'indeterminate' });
});

it('a certificate of an algorithm that is not supported is undecided, by name', async () => {
  const pki = await pkiOnce();
  const spki = der.sequence(
    der.sequence(der.oid('2.16.840.1.101.3.4.3.20')),
    der.bitString(new Uint8Array(32)),
  );
  const foreign = { ...pki.root.key, spki };
  const anchor = await issue({ issuer: 'self', ca: true, name: '后量子根', key: foreign });
  const leaf = await issue({ issuer: anchor });
  const report = await validate(leaf, { trustAnchors: bytes(anchor) });
  expect(report).toMatchObject({ status: 'indeterminate', trust: 'unknown' });
  expect(told(report)).toContain('ALGORITHM_UNSUPPORTED');
});

it('an issuer whose key is malformed proves nothing, and is no error', async () => {
  const pki = await pkiOnce();
  for (const algorithm of [der.utf8String('x'), der.oid('1.2.840.10040.4.1')]) {
    const spki = der.sequence(der.sequence(algorithm), der.bitString(new Uint8Array(8)));
    const anchor = await issue({ issuer: 'self', ca: true, name: '坏钥根', key: { ...pki.root.key, spki } });
    const report = await validate(await issue({ issuer: anchor }), { trustAnchors: bytes(anchor) });
    expect(report.status).not.toBe('valid');
    expect(report.trust).toBe('unknown');
  }
});
