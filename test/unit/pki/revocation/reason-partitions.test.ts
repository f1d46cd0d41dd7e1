import { beforeAll, describe, expect, it } from 'vitest';
import type { RevocationReason } from '../../../../src/foundation/x509/index.ts';
import type { CrlOptions, RevokedCertificate, TestIdentity, TestPki } from '../../../../src/testing/index.ts';
import { ask, days, leafOf, pkiOf, scoped } from '../../../support/crl.ts';

const COMPROMISE: RevocationReason[] = ['keyCompromise', 'cACompromise'];
const OTHERS: RevocationReason[] = [
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
];

let pki: TestPki;
let leaf: TestIdentity;
beforeAll(async () => {
  pki = await pkiOf();
  leaf = await leafOf();
});

const part = (onlySomeReasons: RevocationReason[], options: CrlOptions = {}): Promise<Uint8Array> =>
  scoped({ onlySomeReasons }, options);
const revoked = (reason: RevokedCertificate['reason'] & string): RevokedCertificate[] => [
  { certificate: leaf, at: days(-2), reason },
];

describe('CRLs of some reasons', () => {
  it('together cover all of them', async () => {
    const { status, report } = await ask(leaf, { crls: [await part(COMPROMISE), await part(OTHERS)] });
    expect(status).toBe('valid');
    expect(report.revocation[0]).toMatchObject({ status: 'good', source: 'crl' });
  });

  it('that leave one out prove nothing good, and it is told which', async () => {
    for (const lists of [[COMPROMISE], [OTHERS], [COMPROMISE, OTHERS.slice(1)]]) {
      const crls = await Promise.all(lists.map((list) => part(list)));
      const { status, report } = await ask(leaf, { crls });
      expect(status).toBe('indeterminate');
      const note = report.notChecked.find((n) => n.code === 'CRL_REASONS_NOT_COVERED');
      expect(note?.detail).toContain(lists[0] === COMPROMISE ? 'affiliationChanged' : 'keyCompromise');
    }
  });

  it('revoke by each alone', async () => {
    const byOne = await part(COMPROMISE, { revoked: revoked('keyCompromise') });
    expect((await ask(leaf, { crls: [byOne] })).leaf?.status).toBe('revoked');
    const { leaf: said, told } = await ask(leaf, { crls: [byOne, await part(OTHERS)] });
    expect(said).toMatchObject({ status: 'revoked', reason: 'keyCompromise' });
    expect(told).not.toContain('CRL_REASONS_NOT_COVERED');
  });

  it('speak only as long as all of them do, and are as old as the oldest', async () => {
    const old = { thisUpdate: days(-5), nextUpdate: days(2) };
    const crls = [
      await part(COMPROMISE, old),
      await part(OTHERS, { thisUpdate: days(-1), nextUpdate: days(6) }),
    ];
    const { leaf: said } = await ask(leaf, { crls });
    expect(said).toMatchObject({ thisUpdate: days(-5), nextUpdate: days(2) });
    expect((await ask(leaf, { crls, at: days(3) })).leaf?.status).toBe('unknown');
    const renewed = [...crls, await part(COMPROMISE, { thisUpdate: days(1), nextUpdate: days(9) })];
    expect((await ask(leaf, { crls: renewed, at: days(3) })).leaf?.status).toBe('good');
    const without = await part(COMPROMISE, { thisUpdate: days(-3), nextUpdate: false });
    expect((await ask(leaf, { crls: [without, crls[1]!] })).leaf?.status).toBe('unknown');
  });

  it('of which one was made after the certificate ended say nothing of the time before', async () => {
    const ended = await leafOf({ name: 'x', notBefore: days(-300), notAfter: days(-3) });
    const crls = [
      await part(COMPROMISE, { thisUpdate: days(-10), nextUpdate: days(30) }),
      await part(OTHERS, { thisUpdate: days(-1), nextUpdate: days(30) }),
    ];
    expect((await ask(ended, { crls, at: days(-5) })).leaf?.status).toBe('unknown');
    const before = await part(OTHERS, { thisUpdate: days(-4), nextUpdate: days(30) });
    expect((await ask(ended, { crls: [crls[0]!, before], at: days(-5) })).leaf?.status).toBe('good');
  });

  it('follow from the distribution points of the certificate too', async () => {
    const url = (n: number): { fullName: { uri: string[] } } => ({
      fullName: { uri: [`http://a.invalid/${n}.crl`] },
    });
    const split = await leafOf({
      extensions: {
        crlDistributionPoints: [
          { ...url(1), reasons: COMPROMISE },
          { ...url(2), reasons: OTHERS },
        ],
      },
    });
    const [one, two] = [await scoped(url(1)), await scoped(url(2))];
    expect((await ask(split, { crls: [one, two] })).status).toBe('valid');
    expect((await ask(split, { crls: [one] })).status).toBe('indeterminate');
    // What the point and the list have in common.
    const narrow = await scoped({ ...url(1), onlySomeReasons: ['keyCompromise'] });
    expect((await ask(split, { crls: [narrow, two] })).status).toBe('indeterminate');
    const foreign = await scoped({ ...url(1), onlySomeReasons: OTHERS });
    expect((await ask(split, { crls: [foreign] })).told).toContain('CRL_SCOPE');
    // A list without narrowing covers all reasons, whatever the points say.
    expect((await ask(split, { crls: [await pki.crl()] })).status).toBe('valid');
  });

  it('may be brought up to date by delta CRLs of the same reasons', async () => {
    const old = { crlNumber: 10, thisUpdate: days(-20), nextUpdate: days(-10) };
    const next = { crlNumber: 12, deltaBase: 10 };
    const crls = [await part(COMPROMISE, old), await part(OTHERS)];
    expect((await ask(leaf, { crls })).status).toBe('indeterminate');
    expect((await ask(leaf, { crls: [...crls, await part(COMPROMISE, next)] })).status).toBe('valid');
    expect((await ask(leaf, { crls: [...crls, await pki.crl(next)] })).status).toBe('indeterminate');
  });
});
