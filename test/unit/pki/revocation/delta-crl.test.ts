import { beforeAll, describe, expect, it } from 'vitest';
import { der } from '../../../../src/foundation/asn1/index.ts';
import type { CrlOptions, RevokedCertificate, TestIdentity, TestPki } from '../../../../src/testing/index.ts';
import { type Asked, ask, days, leafOf, pkiOf, scoped } from '../../../support/crl.ts';

let pki: TestPki;
let leaf: TestIdentity;
beforeAll(async () => {
  pki = await pkiOf();
  leaf = await leafOf();
});

/** Number 10, four days old. */
const base = (options: CrlOptions = {}): Promise<Uint8Array> =>
  pki.crl({ crlNumber: 10, thisUpdate: days(-4), ...options });
/** Number 12 upon 10, a day old. */
const delta = (options: CrlOptions = {}): Promise<Uint8Array> =>
  pki.crl({ crlNumber: 12, deltaBase: 10, thisUpdate: days(-1), ...options });
const revoked = (reason?: RevokedCertificate['reason'], at = days(-2)): RevokedCertificate[] => [
  { certificate: leaf, at, ...(reason === undefined ? {} : { reason }) },
];
const answer = async (...crls: Promise<Uint8Array>[]): Promise<Asked> =>
  ask(leaf, { crls: await Promise.all(crls) });

describe('a delta CRL', () => {
  it('upon its base says what the complete list would say', async () => {
    const { status, leaf: said, told } = await answer(base(), delta());
    expect(status).toBe('valid');
    expect(told).toEqual([]);
    expect(said?.thisUpdate).toEqual(days(-1));
    expect((await answer(base(), delta({ revoked: revoked() }))).leaf?.status).toBe('revoked');
    expect((await answer(base({ revoked: revoked() }), delta())).leaf?.status).toBe('revoked');
  });

  it('makes an old base speak again, for as long as the delta does', async () => {
    const old = base({ nextUpdate: days(-3) });
    expect((await answer(old)).status).toBe('indeterminate');
    expect((await answer(old, delta())).status).toBe('valid');
    expect((await answer(old, delta({ nextUpdate: days(-0.5) }))).status).toBe('indeterminate');
  });

  it('lifts a hold, from its issue on', async () => {
    const crls = [
      await base({ revoked: revoked('certificateHold', days(-8)) }),
      await delta({ revoked: revoked('removeFromCRL') }),
    ];
    expect((await ask(leaf, { crls })).status).toBe('valid');
    // At a time before the delta the hold lasted.
    const then = await ask(leaf, { crls, at: days(-2) });
    expect(then.leaf).toMatchObject({ status: 'revoked', reason: 'certificateHold' });
  });

  it('does not lift what was revoked for good', async () => {
    for (const reason of ['keyCompromise', 'superseded', undefined] as const) {
      const { leaf: said } = await answer(
        base({ revoked: revoked(reason, days(-8)) }),
        delta({ revoked: revoked('removeFromCRL') }),
      );
      expect(said?.status).toBe('revoked');
    }
  });

  it('turns a hold into a revocation, since the hold', async () => {
    const { report, leaf: said } = await answer(
      base({ revoked: revoked('certificateHold', days(-8)) }),
      delta({ revoked: revoked('keyCompromise') }),
    );
    expect(said).toMatchObject({ status: 'revoked', reason: 'keyCompromise', revokedAt: days(-8) });
    expect(report.subIndication).toBe('REVOKED_NO_POE');
  });

  it('that removes what the base does not list leaves it good', async () => {
    expect((await answer(base(), delta({ revoked: revoked('removeFromCRL') }))).status).toBe('valid');
  });

  it('that both revokes and removes revokes', async () => {
    const both = [...revoked('removeFromCRL'), ...revoked('superseded')];
    expect((await answer(base(), delta({ revoked: both }))).leaf?.status).toBe('revoked');
  });

  it.each([
    ['without a base', [], {}, 'CRL_DELTA_WITHOUT_BASE'],
    ['upon a later base', [{}], { deltaBase: 11 }, 'CRL_DELTA_WITHOUT_BASE'],
    ['upon a base without a number', [{ crlNumber: false }], {}, 'CRL_DELTA_WITHOUT_BASE'],
    ['upon a base of another scope', [{ issuingDistributionPoint: {} }], {}, undefined],
    ['without a number of its own', [{}], { crlNumber: false }, 'CRL_DELTA_NUMBER'],
    ['with a number before its base', [{}], { crlNumber: 9 }, 'CRL_DELTA_NUMBER'],
    ['with a wrong signature', [{}], { corruptSignature: true }, 'CRL_SIGNATURE'],
    [
      'with an unknown critical extension',
      [{}],
      { extensions: [{ oid: '1.2.3', critical: true, value: der.null() }] },
      'CRL_CRITICAL_EXTENSION',
    ],
  ] as const)('%s makes nothing good', async (_, bases, options, code) => {
    const old = { thisUpdate: days(-20), nextUpdate: days(-10) };
    const crls = bases.map((b) => base({ ...old, ...b } as CrlOptions));
    const { status, told } = await answer(...crls, delta(options as CrlOptions));
    expect(status).toBe('indeterminate');
    if (code !== undefined) expect(told).toContain(code);
  });

  it('that is newer than any base ends what an older base says, and tells which base is missing', async () => {
    const { status, told, report } = await answer(base(), delta({ deltaBase: 11 }));
    expect(status).toBe('indeterminate');
    expect(told).toContain('CRL_DELTA_WITHOUT_BASE');
    expect(report.notChecked.find((n) => n.code === 'CRL_DELTA_WITHOUT_BASE')?.detail).toContain(
      'number 11 or later',
    );
    // Before its issue the base was the last word.
    const crls = [await base(), await delta({ deltaBase: 11 })];
    expect((await ask(leaf, { crls, at: days(-2) })).status).toBe('valid');
    // A complete list that is newer makes it superfluous.
    const newer = await pki.crl({ crlNumber: 13, thisUpdate: days(-0.5) });
    expect((await ask(leaf, { crls: [...crls, newer] })).status).toBe('valid');
  });

  it('tells of a revocation without any base', async () => {
    expect((await answer(delta({ revoked: revoked('keyCompromise') }))).leaf?.status).toBe('revoked');
    expect((await answer(base(), delta({ deltaBase: 11, revoked: revoked() }))).leaf?.status).toBe('revoked');
  });

  it('of another distribution point is no delta of this base', async () => {
    const named = await leafOf({
      extensions: { crlDistributionPoints: ['http://a.invalid/1', 'http://a.invalid/2'] },
    });
    const at = (url: string): { fullName: { uri: string[] } } => ({ fullName: { uri: [url] } });
    const old = { crlNumber: 10, thisUpdate: days(-20), nextUpdate: days(-10) };
    const one = await scoped(at('http://a.invalid/1'), old);
    const fits = await scoped(at('http://a.invalid/1'), { crlNumber: 12, deltaBase: 10 });
    const other = await scoped(at('http://a.invalid/2'), { crlNumber: 12, deltaBase: 10 });
    expect((await ask(named, { crls: [one, fits] })).status).toBe('valid');
    expect((await ask(named, { crls: [one, other] })).status).toBe('indeterminate');
  });

  it('signed by another key than its base is not put upon it', async () => {
    const extensions = { keyUsage: ['cRLSign'] } as const;
    const { name, subject } = pki.intermediate;
    const twin = await pki.issue({ name, subject, key: 'twin', issuer: pki.root, extensions });
    const signed = { issuer: twin, issuerName: subject };
    const old = await base({ thisUpdate: days(-20), nextUpdate: days(-10), authorityKeyIdentifier: false });
    const ours = await delta({ authorityKeyIdentifier: false });
    const theirs = await delta({ ...signed, authorityKeyIdentifier: false });
    expect((await ask(leaf, { crls: [old, ours] })).status).toBe('valid');
    expect((await ask(leaf, { crls: [old, theirs], others: [twin] })).status).toBe('indeterminate');
  });

  it('that is announced and not given is told', async () => {
    const freshestCrl = ['http://pki.example.invalid/delta.crl'];
    const asked = await answer(base({ freshestCrl }));
    expect(asked.status).toBe('valid');
    expect(asked.told).toContain('FRESHEST_CRL_NOT_GIVEN');
    const announcing = await leafOf({ extensions: { freshestCrl } });
    expect((await ask(announcing, { crls: [await base()] })).told).toContain('FRESHEST_CRL_NOT_GIVEN');
    expect((await ask(announcing, { crls: [await base(), await delta()] })).told).toEqual([]);
  });
});

describe('a complete CRL', () => {
  it('must not say removeFromCRL: then it tells nothing good', async () => {
    const { status, told } = await answer(base({ revoked: revoked('removeFromCRL') }));
    expect(status).toBe('indeterminate');
    expect(told).toContain('CRL_ENTRY_REMOVED');
  });

  it('with several entries about a certificate says the worst of them', async () => {
    const hold = revoked('certificateHold', days(-9));
    const { leaf: said } = await answer(base({ revoked: [...hold, ...revoked('superseded', days(-5))] }));
    expect(said).toMatchObject({ status: 'revoked', reason: 'superseded', revokedAt: days(-5) });
    const twice = [...revoked('superseded', days(-3)), ...revoked('keyCompromise', days(-7))];
    expect((await answer(base({ revoked: twice }))).leaf).toMatchObject({ revokedAt: days(-7) });
  });

  it('lists what is revoked by its issue, whatever later date stands beside it', async () => {
    const { leaf: said } = await answer(base({ revoked: revoked('superseded', days(30)) }));
    expect(said).toMatchObject({ status: 'revoked', revokedAt: days(-4) });
  });

  it('that puts a certificate on hold is answered by a later one that does not', async () => {
    const hold = await base({ revoked: revoked('certificateHold', days(-8)) });
    const { report } = await ask(leaf, { crls: [hold] });
    expect(report).toMatchObject({ trust: 'revoked', subIndication: 'TRY_LATER' });
    expect(report.checks.find((c) => c.code === 'REVOCATION' && c.status === 'failed')?.detail).toContain(
      'ask again',
    );
    const later = await pki.crl({ crlNumber: 11 });
    expect((await ask(leaf, { crls: [hold, later] })).status).toBe('valid');
    expect(
      (await ask(leaf, { crls: [later, await pki.crl({ revoked: revoked('certificateHold') })] })).status,
    ).toBe('invalid');
    // A revocation for good stays, though a later list has dropped it.
    const gone = await base({ revoked: revoked('superseded', days(-8)) });
    expect((await ask(leaf, { crls: [gone, later] })).report.trust).toBe('revoked');
  });

  it('whose next update lies before this one is not used', async () => {
    const { status, told } = await answer(base({ nextUpdate: days(-5) }));
    expect(status).toBe('indeterminate');
    expect(told).toContain('CRL_DATES');
  });

  it('without a next update speaks for a day', async () => {
    expect((await answer(base({ nextUpdate: false, thisUpdate: days(-0.9) }))).status).toBe('valid');
    expect((await answer(base({ nextUpdate: false, thisUpdate: days(-1.1) }))).status).toBe('indeterminate');
  });
});
