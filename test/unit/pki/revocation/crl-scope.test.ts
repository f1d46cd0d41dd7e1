import { describe, expect, it } from 'vitest';
import { der } from '../../../../src/foundation/asn1/index.ts';
import type { IssuingDistributionPointOptions } from '../../../../src/testing/index.ts';
import { encodeName } from '../../../../src/testing/index.ts';
import { ask, days, leafOf, pkiOf, rootCrl, scoped } from '../../../support/crl.ts';

const URL_1 = 'http://pki.example.invalid/part1.crl';
const URL_2 = 'http://pki.example.invalid/part2.crl';
const uri = (...list: string[]): IssuingDistributionPointOptions => ({ fullName: { uri: list } });
const rdn = (text: string): Uint8Array => der.setOf([der.sequence(der.oid('2.5.4.3'), der.utf8String(text))]);

describe('the scope of a CRL', () => {
  it('of one kind of certificates covers that kind alone', async () => {
    const leaf = await leafOf();
    const covering = [{ onlyContainsUserCerts: true }, {}];
    for (const scope of covering)
      expect((await ask(leaf, { crls: [await scoped(scope)] })).status).toBe('valid');
    for (const scope of [{ onlyContainsCACerts: true }, { onlyContainsAttributeCerts: true }]) {
      const { status, told, report } = await ask(leaf, { crls: [await scoped(scope)] });
      expect(status).toBe('indeterminate');
      expect(told).toContain('CRL_SCOPE');
      expect(report.subIndication).toBe('TRY_LATER');
    }
  });

  it('of CA certificates covers the intermediate, that of end entities does not', async () => {
    const pki = await pkiOf();
    const validate = async (scope: IssuingDistributionPointOptions): Promise<string | undefined> => {
      const rootCrls = [await rootCrl({ issuingDistributionPoint: scope })];
      const { report } = await ask(pki.signer, { crls: [await pki.crl()], rootCrls });
      return report.revocation[1]?.status;
    };
    expect(await validate({ onlyContainsCACerts: true })).toBe('good');
    expect(await validate({ onlyContainsUserCerts: true })).toBe('unknown');
  });

  it('with a distribution point covers certificates that name it, in whatever case of scheme and host', async () => {
    const leaf = await leafOf({ extensions: { crlDistributionPoints: [URL_1] } });
    for (const names of [[URL_1], ['ldap://x.invalid/y', 'HTTP://PKI.example.invalid/part1.crl']]) {
      expect((await ask(leaf, { crls: [await scoped(uri(...names))] })).status).toBe('valid');
    }
    for (const names of [
      [URL_2],
      ['http://pki.example.invalid/PART1.crl'],
      ['http://other.invalid/part1.crl'],
    ]) {
      const { status, told } = await ask(leaf, { crls: [await scoped(uri(...names))] });
      expect(status).toBe('indeterminate');
      expect(told).toContain('CRL_SCOPE');
    }
  });

  it('with a distribution point does not cover a certificate that names none', async () => {
    const leaf = await leafOf({ extensions: { crlDistributionPoints: false } });
    expect((await ask(leaf, { crls: [await scoped(uri(URL_1))] })).status).toBe('indeterminate');
  });

  it('a revocation in the part that does not cover the certificate is one of another', async () => {
    const leaf = await leafOf({ extensions: { crlDistributionPoints: [URL_1] } });
    const revoked = [{ certificate: leaf, at: days(-2) }];
    const crls = [await scoped(uri(URL_2), { revoked }), await scoped(uri(URL_1))];
    expect((await ask(leaf, { crls })).status).toBe('valid');
    expect((await ask(leaf, { crls: [await scoped(uri(URL_1), { revoked })] })).leaf?.status).toBe('revoked');
  });

  it('names relative to the CRL issuer are made whole on both sides', async () => {
    const pki = await pkiOf();
    const leaf = await leafOf({ extensions: { crlDistributionPoints: [{ relativeName: rdn('CRL1') }] } });
    const subject = [
      ...pki.intermediate.subject.subarray(2 + (pki.intermediate.subject[1]! >= 0x80 ? 1 : 0)),
    ];
    const whole = der.sequence(Uint8Array.from(subject), rdn('CRL1'));
    for (const scope of [{ relativeName: rdn('CRL1') }, { fullName: { directory: [whole] } }]) {
      expect((await ask(leaf, { crls: [await scoped(scope)] })).status).toBe('valid');
    }
    const others = [
      { relativeName: rdn('CRL2') },
      { fullName: { directory: [encodeName({ commonName: 'CRL1' })] } },
    ];
    for (const scope of others) {
      expect((await ask(leaf, { crls: [await scoped(scope)] })).status).toBe('indeterminate');
    }
  });

  it('without any narrowing covers a certificate whatever point it names', async () => {
    const pki = await pkiOf();
    const leaf = await leafOf({ extensions: { crlDistributionPoints: [URL_1, { relativeName: rdn('x') }] } });
    expect((await ask(leaf, { crls: [await pki.crl()] })).status).toBe('valid');
  });

  it('out of which the certificate falls is no data about it: if-available passes with a note', async () => {
    const leaf = await leafOf();
    const crls = [await scoped({ onlyContainsCACerts: true })];
    const { status, told } = await ask(leaf, { crls, revocation: 'if-available' });
    expect(status).toBe('valid');
    expect(told).toEqual(expect.arrayContaining(['CRL_SCOPE', 'REVOCATION_NOT_CHECKED']));
  });
});
