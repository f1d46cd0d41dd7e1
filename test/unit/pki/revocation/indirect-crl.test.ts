import { beforeAll, describe, expect, it } from 'vitest';
import { der } from '../../../../src/foundation/asn1/index.ts';
import { OID } from '../../../../src/foundation/x509/index.ts';
import type { CrlOptions, TestIdentity, TestPki } from '../../../../src/testing/index.ts';
import { ask, days, leafOf, pkiOf } from '../../../support/crl.ts';

const URL = 'http://pki.example.invalid/indirect.crl';

let pki: TestPki;
/** 证书吊销列表签发机构: signs CRLs for others, certified by the root. */
let crlIssuer: TestIdentity;
let leaf: TestIdentity;

beforeAll(async () => {
  pki = await pkiOf();
  const extensions = { keyUsage: ['cRLSign'] } as const;
  crlIssuer = await pki.issue({ name: '示例吊销列表签发机构（样）', issuer: pki.root, extensions });
  leaf = await leafOf({
    extensions: { crlDistributionPoints: [{ fullName: { uri: [URL] }, crlIssuer: [crlIssuer.subject] }] },
  });
});

const indirect = (options: CrlOptions = {}): Promise<Uint8Array> =>
  pki.crl({ issuer: crlIssuer, issuingDistributionPoint: { indirectCRL: true }, ...options });

describe('an indirect CRL', () => {
  it('counts for a certificate that names its issuer', async () => {
    const { status, told, report } = await ask(leaf, { crls: [await indirect()], others: [crlIssuer] });
    expect(status).toBe('valid');
    expect(told).toEqual([]);
    expect(report.checks.find((c) => c.code === 'REVOCATION')?.detail).toContain(crlIssuer.name);
  });

  it('says nothing of a certificate that does not name its issuer', async () => {
    const { status, told } = await ask(pki.signer, { crls: [await indirect()], others: [crlIssuer] });
    expect(status).toBe('indeterminate');
    // It is not about the certificate at all.
    expect(told.filter((code) => code.startsWith('CRL_'))).toEqual([]);
  });

  it('of another issuer than the certificate names says nothing of it, however rightly it is signed', async () => {
    const extensions = { keyUsage: ['cRLSign'] } as const;
    const another = await pki.issue({ name: '另一吊销列表签发机构（样）', issuer: pki.root, extensions });
    const idp = { indirectCRL: true, fullName: { uri: [URL] } };
    for (const issuingDistributionPoint of [{ indirectCRL: true }, idp]) {
      const crls = [await indirect({ issuer: another, issuingDistributionPoint })];
      expect((await ask(leaf, { crls, others: [another, crlIssuer] })).status).toBe('indeterminate');
    }
  });

  it('must say that it is one', async () => {
    const crls = [await pki.crl({ issuer: crlIssuer })];
    expect((await ask(leaf, { crls, others: [crlIssuer] })).status).toBe('indeterminate');
  });

  it('must be of the distribution point that the certificate names', async () => {
    const at = async (url: string): Promise<string> => {
      const idp = { indirectCRL: true, fullName: { uri: [url] } };
      const crls = [await indirect({ issuingDistributionPoint: idp })];
      return (await ask(leaf, { crls, others: [crlIssuer] })).status;
    };
    expect(await at(URL)).toBe('valid');
    expect(await at(`${URL}2`)).toBe('indeterminate');
  });

  it('is not used without the certificate of its issuer', async () => {
    const { status, told } = await ask(leaf, { crls: [await indirect()] });
    expect(status).toBe('indeterminate');
    expect(told).toContain('CRL_SIGNER_NOT_FOUND');
  });

  it('by somebody whom a sibling CA gave the name of its issuer does not count', async () => {
    const sibling = await pki.issue({ name: '旁系 CA 二', issuer: pki.root, ca: true });
    const forger = await pki.issue({
      name: 'x',
      subject: crlIssuer.subject,
      issuer: sibling,
      extensions: { keyUsage: ['cRLSign'] },
    });
    const crls = [await indirect({ issuer: forger })];
    const { status, told } = await ask(leaf, { crls, others: [sibling, forger, crlIssuer] });
    expect(status).toBe('indeterminate');
    expect(told).toContain('CRL_SIGNER_NOT_AUTHORISED');
  });

  it('revokes a certificate by serial number and issuer together', async () => {
    const entry = { certificate: leaf, at: days(-1) };
    const revoked = async (list: CrlOptions['revoked']): Promise<string | undefined> => {
      const crls = [await indirect(list === undefined ? {} : { revoked: list })];
      return (await ask(leaf, { crls, others: [crlIssuer] })).leaf?.status;
    };
    expect(await revoked([{ ...entry, certificateIssuer: pki.intermediate.subject }])).toBe('revoked');
    // Without a name the entry is about a certificate of the CRL issuer itself.
    expect(await revoked([entry])).toBe('good');
    expect(await revoked([{ ...entry, certificateIssuer: pki.root.subject }])).toBe('good');
  });

  it('hands the certificate issuer on to the entries that follow, until another is named', async () => {
    const entry = { certificate: leaf, at: days(-1) };
    const first = { certificate: 1n, at: days(-9), certificateIssuer: pki.intermediate.subject };
    const second = { certificate: 2n, at: days(-9) };
    const other = { certificate: 3n, at: days(-9), certificateIssuer: pki.root.subject };
    const status = async (list: CrlOptions['revoked'] & object): Promise<string | undefined> =>
      (await ask(leaf, { crls: [await indirect({ revoked: list })], others: [crlIssuer] })).leaf?.status;
    expect(await status([first, second, entry])).toBe('revoked');
    expect(await status([first, second, other, entry])).toBe('good');
    expect(await status([second, entry, first])).toBe('good');
    expect(await status([other, first, second, entry, { ...other, certificate: 4n }])).toBe('revoked');
  });

  it('by the CA itself covers its own certificates and those of others', async () => {
    const revoked = [
      { certificate: 5n, at: days(-9), certificateIssuer: crlIssuer.subject },
      { certificate: pki.signer, at: days(-1) },
    ];
    const idp = { indirectCRL: true };
    // The entry is about a certificate of the CRL issuer named before it, not about the signer.
    const other = await pki.crl({ issuingDistributionPoint: idp, revoked });
    expect((await ask(pki.signer, { crls: [other] })).status).toBe('valid');
    const own = await pki.crl({ issuingDistributionPoint: idp, revoked: [...revoked].reverse() });
    expect((await ask(pki.signer, { crls: [own] })).leaf?.status).toBe('revoked');
  });

  it('that does not say so, but names other issuers in its entries, tells nothing good', async () => {
    const revoked = [{ certificate: 5n, at: days(-9), certificateIssuer: crlIssuer.subject }];
    const { status, told } = await ask(pki.signer, { crls: [await pki.crl({ revoked })] });
    expect(status).toBe('indeterminate');
    expect(told).toContain('CRL_CRITICAL_EXTENSION');
  });
});

describe('a CRL with a critical extension that is not known', () => {
  const unknown = { oid: '1.2.3.4', critical: true, value: der.null() };

  it('tells nothing good, on the CRL or on any entry, but a revocation all the same', async () => {
    const entry = { certificate: pki.signer, at: days(-1) };
    const other = { certificate: 77n, at: days(-1), extensions: [unknown] };
    const status = async (options: CrlOptions): Promise<string | undefined> =>
      (await ask(pki.signer, { crls: [await pki.crl(options)] })).leaf?.status;
    expect(await status({ extensions: [unknown] })).toBe('unknown');
    expect(await status({ revoked: [other] })).toBe('unknown');
    expect(await status({ extensions: [unknown], revoked: [entry] })).toBe('revoked');
    expect(await status({ revoked: [{ ...entry, extensions: [unknown] }] })).toBe('revoked');
    expect(await status({ revoked: [{ ...other, extensions: [{ ...unknown, critical: false }] }] })).toBe(
      'good',
    );
  });

  it('knows those of RFC 5280, critical or not', async () => {
    const hold = { oid: OID.holdInstructionCode, critical: true, value: der.oid('1.2.840.10040.2.1') };
    const revoked = [
      { certificate: 77n, at: days(-1), reason: 'certificateHold' as const, extensions: [hold] },
    ];
    expect((await ask(pki.signer, { crls: [await pki.crl({ revoked })] })).status).toBe('valid');
  });
});
