import { beforeAll, describe, expect, it } from 'vitest';
import type { RevocationStatement } from '../../../../src/foundation/pki/index.ts';
import { structuralPaths } from '../../../../src/foundation/pki/index.ts';
import { OID, parseCrl, parseOcspResponse } from '../../../../src/foundation/x509/index.ts';
import type { TestIdentity, TestPki } from '../../../../src/testing/index.ts';
import { days, leafOf, NOW, pkiOf, scoped } from '../../../support/crl.ts';

let pki: TestPki;
let leaf: TestIdentity;
beforeAll(async () => {
  pki = await pkiOf();
  leaf = await leafOf();
});

/** Statements about the leaf. */
function statements(
  crls: readonly Uint8Array[],
  ocspResponses: readonly Uint8Array[] = [],
  others: readonly TestIdentity[] = [],
  about: TestIdentity = leaf,
): readonly RevocationStatement[] {
  const [path] = structuralPaths({
    certificate: about.certificate,
    intermediates: [pki.intermediate, ...others].map(({ certificate }) => certificate),
    trustAnchors: [pki.root.certificate],
    at: NOW,
    revocation: 'require',
    crls,
    ocspResponses,
  });
  return path!.statements[0]!;
}

describe('statements about a certificate', () => {
  it('come whatever their dates, with what they rest on', async () => {
    const dates = [days(-900), days(-100), days(-1), days(300)];
    const crls = await Promise.all(dates.map((thisUpdate) => pki.crl({ thisUpdate })));
    const ocsp = await pki.ocsp({ certificate: leaf, thisUpdate: days(-300), producedAt: days(-299) });
    const found = statements(crls, [ocsp]);
    expect(found.map((s) => s.thisUpdate.getTime()).sort()).toEqual(
      [...dates, days(-300)].map((date) => date.getTime()).sort(),
    );
    const byCrl = found.find((s) => s.thisUpdate.getTime() === days(-1).getTime())!;
    expect(byCrl).toMatchObject({ source: 'crl', status: 'good', scheme: 'ES256' });
    expect(byCrl.raw).toEqual(crls[2]);
    expect(byCrl.signer.raw).toEqual(pki.intermediate.certificate);
    expect(byCrl.signerPath).toBeUndefined();
    expect(byCrl.algorithms.map((use) => use.kind).sort()).toEqual(['digest', 'signature']);
    const byOcsp = found.find((s) => s.source === 'ocsp')!;
    expect(byOcsp.producedAt).toEqual(days(-299));
    expect(byOcsp.raw).toEqual(parseOcspResponse(ocsp).basic!.raw);
    expect(byOcsp.signerPath?.map((c) => c.raw)).toEqual(
      [pki.ocspResponder, pki.intermediate, pki.root].map((c) => c.certificate),
    );
  });

  it('of a base with its delta name both', async () => {
    const base = await pki.crl({ crlNumber: 1, thisUpdate: days(-4) });
    const delta = await pki.crl({ crlNumber: 2, deltaBase: 1, thisUpdate: days(-1) });
    const [alone, both] = statements([delta, base]);
    expect(alone).toMatchObject({ thisUpdate: days(-4) });
    expect(alone?.alsoRaw).toBeUndefined();
    expect(both).toMatchObject({ thisUpdate: days(-1), raw: base, alsoRaw: [delta] });
  });

  it('are put together from a delta and the newest base that it fits upon, and from no other', async () => {
    const base = (crlNumber: number, age: number): Promise<Uint8Array> =>
      pki.crl({ crlNumber, thisUpdate: days(-age) });
    const bases = [await base(9, 6), await base(11, 4), await base(10, 5), await base(12, 3)];
    const combined = async (options: { crlNumber: number; thisUpdate: Date }): Promise<Uint8Array[]> => {
      const delta = await pki.crl({ deltaBase: 10, ...options });
      return statements([...bases, delta]).flatMap((s) => (s.alsoRaw === undefined ? [] : [s.raw]));
    };
    expect(await combined({ crlNumber: 13, thisUpdate: days(-1) })).toEqual([bases[3]]);
    expect(await combined({ crlNumber: 12, thisUpdate: days(-1) })).toEqual([bases[1]]);
    expect(await combined({ crlNumber: 13, thisUpdate: days(-4.5) })).toEqual([bases[2]]);
    expect(await combined({ crlNumber: 10, thisUpdate: days(-1) })).toEqual([]);
  });

  it('of a delta that removes what was revoked for good stay revoked', async () => {
    const entry = { certificate: leaf, at: days(-9) };
    const base = await pki.crl({ thisUpdate: days(-4), revoked: [{ ...entry, reason: 'keyCompromise' }] });
    const revoked = [{ ...entry, reason: 'removeFromCRL' as const }];
    const delta = await pki.crl({ crlNumber: 2, deltaBase: 1, revoked });
    expect(statements([base, delta]).map((s) => s.status)).toEqual(['revoked', 'revoked']);
  });

  it('of a delta in another name than its base do not come about, though one key signed both', async () => {
    const extensions = { keyUsage: ['cRLSign'] } as const;
    const alias = await pki.issue({
      name: '别名（样）',
      issuer: pki.root,
      key: pki.intermediate.key,
      extensions,
    });
    const point = { crlIssuer: [alias.subject] };
    const named = await leafOf({ name: '测试人己', extensions: { crlDistributionPoints: [point] } });
    const idp = { issuingDistributionPoint: { indirectCRL: true } };
    const base = await pki.crl({ ...idp, thisUpdate: days(-4) });
    const delta = await pki.crl({ ...idp, issuer: alias, crlNumber: 2, deltaBase: 1 });
    expect(statements([base, delta], [], [alias], named).map((s) => s.alsoRaw)).toEqual([undefined]);
    const own = await pki.crl({ ...idp, issuer: alias, thisUpdate: days(-4) });
    expect(statements([own, delta], [], [alias], named).map((s) => s.alsoRaw)).toEqual([undefined, [delta]]);
  });

  it('of several reasons name all lists, and who else signed', async () => {
    const extensions = { keyUsage: ['cRLSign'] } as const;
    const { name, subject } = pki.intermediate;
    const twin = await pki.issue({ name, subject, key: 'twin', issuer: pki.root, extensions });
    const one = await scoped({
      onlySomeReasons: ['keyCompromise', 'cACompromise', 'certificateHold', 'aACompromise'],
    });
    const two = await pki.crl({
      issuer: twin,
      issuerName: subject,
      issuingDistributionPoint: {
        onlySomeReasons: ['affiliationChanged', 'superseded', 'cessationOfOperation', 'privilegeWithdrawn'],
      },
    });
    const [both, ...others] = statements([one, two], [], [twin]);
    expect(others).toEqual([]);
    expect([both!.raw, ...both!.alsoRaw!]).toEqual(expect.arrayContaining([one, two]));
    const signers = [both!, ...both!.alsoSigned!].map(({ signer }) => signer.raw);
    expect(signers).toEqual(expect.arrayContaining([pki.intermediate.certificate, twin.certificate]));
  });

  it('tell when a signer beside the path was revoked', async () => {
    const by = await pki.issue({
      name: '被撤销的状态查询（样）',
      extensions: { keyUsage: ['digitalSignature'], extendedKeyUsage: [OID.ekuOcspSigning] },
    });
    const ocsp = await pki.ocsp({ certificate: leaf, responder: by });
    const find = async (reason?: 'certificateHold', later = false): Promise<Date | undefined> => {
      const revoked = [{ certificate: by, at: days(-20), ...(reason === undefined ? {} : { reason }) }];
      const crls = [await pki.crl({ revoked, thisUpdate: days(-10) }), ...(later ? [await pki.crl()] : [])];
      return statements(crls, [ocsp]).find((s) => s.source === 'ocsp')?.signerRevokedAt;
    };
    expect(await find()).toEqual(days(-20));
    expect(await find('certificateHold')).toEqual(days(-20));
    expect(await find('certificateHold', true)).toBeUndefined();
    expect(statements([await pki.crl()], [ocsp])[0]?.signerRevokedAt).toBeUndefined();
  });

  it('of undecided data are unknown, of foreign data there are none', async () => {
    const unknown = await pki.crl({
      extensions: [{ oid: '1.2.3', critical: true, value: new Uint8Array([5, 0]) }],
    });
    expect(statements([unknown]).map((s) => s.status)).toEqual(['unknown']);
    const forged = await pki.crl({ signedBy: pki.root.key });
    expect(statements([forged, await pki.crl({ issuer: pki.root })])).toEqual([]);
  });
});

describe('hostile amounts of revocation data', () => {
  it('are checked within the budget, the likeliest first', async () => {
    const good = await pki.crl();
    const number = 150;
    const forged = await Promise.all(
      Array.from({ length: number }, (_, i) =>
        pki.crl({ crlNumber: i + 2, thisUpdate: days(-100 - i), corruptSignature: true }),
      ),
    );
    const found = statements([...forged, good]);
    expect(found.map((s) => s.raw)).toEqual([good]);
    const [path] = structuralPaths({
      certificate: leaf.certificate,
      intermediates: [pki.intermediate.certificate],
      trustAnchors: [pki.root.certificate],
      at: NOW,
      revocation: 'require',
      crls: forged,
    });
    expect(path!.notChecked.map((n) => n.code)).toContain('REVOCATION_BUDGET');
  });

  it('of many entries are looked up at once', async () => {
    const revoked = Array.from({ length: 20_000 }, (_, i) => ({
      certificate: BigInt(i) + 10n ** 20n,
      at: days(-9),
    }));
    const big = await pki.crl({ revoked: [...revoked, { certificate: leaf, at: days(-2) }] });
    const start = performance.now();
    const crl = parseCrl(big);
    expect(statements([big]).map((s) => s.status)).toEqual(['revoked']);
    expect(crl.size).toBe(20_001);
    expect(performance.now() - start).toBeLessThan(4000);
  });
});
