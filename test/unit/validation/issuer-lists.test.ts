import { beforeAll, describe, expect, it } from 'vitest';
import type { IssuerListEntry, VerifiedIssuers } from '../../../src/foundation/pki/index.ts';
import type { SealFacts, SignatureFacts } from '../../../src/foundation/validation/index.ts';
import { parseCertificate } from '../../../src/foundation/x509/index.ts';
import type { TestIdentity } from '../../../src/testing/index.ts';
import { codes, day, judgeOne, signature, timestamp, verdictOf, type World, world } from './world.ts';

type Entry = Partial<IssuerListEntry> & Pick<IssuerListEntry, 'purposes'>;

function listed(identity: TestIdentity, entry: Entry): IssuerListEntry {
  return {
    certificate: identity.certificate,
    names: [identity.name],
    from: day('2026-01-01'),
    to: day('2027-01-01'),
    state: 'active',
    ...entry,
  };
}

/** As `verifyIssuerList` reports a list that holds. */
function verified(...entries: readonly IssuerListEntry[]): VerifiedIssuers {
  const read = entries.map((entry) => ({ ...entry, parsed: parseCertificate(entry.certificate) }));
  return { entries: read, compromised: read.filter(({ state }) => state === 'compromised') };
}

const retired = (purposes: Entry['purposes'], to: string): Entry => ({
  purposes,
  state: 'retired',
  to: day(to),
});
const compromised = (purposes: Entry['purposes'], at: string): Entry => ({
  purposes,
  state: 'compromised',
  compromisedAt: day(at),
});

let w: World;
beforeAll(async () => {
  w = await world();
});

const nobody = { signers: [] };

describe('an anchor for signers in a signed list', () => {
  it('counts for signatures that are proved to exist while it was listed', async () => {
    const list = verified(listed(w.pki.root, retired(['signers'], '2026-03-01')));
    const options = {
      trust: { signers: [], timestamps: [w.pki.root.certificate] },
      issuerLists: [list],
    };
    const stamped = [signature(w.signer), await timestamp(w.tsa, day('2026-02-01'))];
    expect(verdictOf(await judgeOne(stamped, options))).toBe('TOTAL_PASSED');
    const late = [signature(w.signer), await timestamp(w.tsa, day('2026-04-01'))];
    expect(verdictOf(await judgeOne(late, options))).toBe('NO_CERTIFICATE_CHAIN_FOUND');
    const claimed = [signature(w.signer, { claimedTime: day('2026-02-01') })];
    expect(verdictOf(await judgeOne(claimed, options))).toBe('NO_CERTIFICATE_CHAIN_FOUND');
  });

  it('is no anchor for timestamps, nor one of another purpose for signers', async () => {
    const list = verified(listed(w.pki.root, { purposes: ['timestamps', 'licenseIssuers'] }));
    const report = await judgeOne([signature(w.signer)], { trust: nobody, issuerLists: [list] });
    expect(verdictOf(report)).toBe('NO_CERTIFICATE_CHAIN_FOUND');
  });
});

describe('an authority for timestamps in a signed list', () => {
  const judgeStamped = async (time: string, entry: Entry) => {
    const list = verified(listed(w.tsa, entry));
    const trust = { signers: [w.pki.root.certificate] };
    const entries = [signature(w.signer), await timestamp(w.tsa, day(time))];
    return (await judgeOne(entries, { trust, issuerLists: [list] })).bestTime.source;
  };

  it('counts for what it stamped before it was retired', async () => {
    const entry = retired(['timestamps'], '2026-03-01');
    expect(await judgeStamped('2026-02-01', entry)).toBe('signature-timestamp');
    expect(await judgeStamped('2026-03-02', entry)).toBe('validation-time');
  });

  it('counts for nothing once its key is compromised, whatever time it tells', async () => {
    expect(await judgeStamped('2026-02-01', compromised(['timestamps'], '2026-06-01'))).toBe(
      'validation-time',
    );
  });

  it('counts for what another one proves to be older than the compromise', async () => {
    const trust = { signers: [w.pki.root.certificate], timestamps: [w.pki.root.certificate] };
    const judged = async (time: string) => {
      const inner = await timestamp(w.tsa, day('2026-02-01'), { id: 'inner' });
      const outer = await timestamp(w.pki.tsa, day(time), {
        id: 'outer',
        kind: 'document-timestamp',
        covers: { signatures: ['s', 'inner'], objects: [] },
      });
      const list = verified(listed(w.tsa, compromised(['timestamps'], '2026-06-01')));
      return judgeOne([signature(w.signer), inner, outer], { trust, issuerLists: [list] });
    };
    expect((await judged('2026-05-31')).bestTime).toMatchObject({ time: '2026-02-01T00:00:00Z' });
    expect((await judged('2026-06-02')).bestTime).toMatchObject({ time: '2026-06-02T00:00:00Z' });
  });
});

describe('a key that a list calls compromised', () => {
  const trusted = () => ({
    signers: [w.pki.root.certificate],
    timestamps: [w.pki.root.certificate],
  });

  it('is not believed under an anchor of the caller, but for what is proved to be older', async () => {
    const list = verified(listed(w.signer, compromised(['licenseIssuers'], '2026-06-01')));
    const options = { trust: trusted(), issuerLists: [list] };
    const bare = await judgeOne([signature(w.signer)], options);
    expect(verdictOf(bare)).toBe('REVOKED_NO_POE');
    expect(bare.trust).toBe('revoked');
    expect(codes(bare, 'failed')).toEqual(['KEY_COMPROMISED']);
    const older = [signature(w.signer), await timestamp(w.tsa, day('2026-05-31'))];
    expect(verdictOf(await judgeOne(older, options))).toBe('TOTAL_PASSED');
    const later = [signature(w.signer), await timestamp(w.tsa, day('2026-06-01'))];
    expect(verdictOf(await judgeOne(later, options))).toBe('REVOKED_NO_POE');
  });

  it('takes with it what stands below', async () => {
    const list = verified(listed(w.pki.root, compromised(['signers'], '2026-06-01')));
    const options = { trust: trusted(), issuerLists: [list] };
    expect(verdictOf(await judgeOne([signature(w.signer)], options))).toBe('REVOKED_CA_NO_POE');
  });

  it('is so by a list that is not enough to believe anybody', async () => {
    const stale = verified(listed(w.signer, compromised(['signers'], '2026-06-01')));
    const options = { trust: trusted(), issuerLists: [{ ...stale, entries: [] }] };
    expect(verdictOf(await judgeOne([signature(w.signer)], options))).toBe('REVOKED_NO_POE');
  });
});

describe('a maker of seals in a signed list', () => {
  const sealed = (madeAt: string): SignatureFacts => {
    const seal: SealFacts = {
      id: 'seal-1',
      name: '示例市印章',
      type: '1',
      makerCertificate: w.pki.sealMaker.certificate,
      makerSignature: 'intact',
      madeAt: day(madeAt),
      validFrom: day('2026-01-01'),
      validTo: day('2030-01-01'),
      imageSha256: '00',
      signerListed: true,
      placements: [],
    };
    return signature(w.signer, { kind: 'seal', seal });
  };
  const judgeSealed = async (madeAt: string, entry: Entry, pins: readonly Uint8Array[] = []) => {
    const list = verified(listed(w.pki.sealMaker, entry));
    const trust = { signers: [w.pki.root.certificate], sealMakers: pins };
    return judgeOne([sealed(madeAt)], { trust, issuerLists: [list] });
  };

  it('counts for the seals that it made before it was retired', async () => {
    const entry = retired(['sealMakers'], '2026-03-01');
    expect(verdictOf(await judgeSealed('2026-02-01', entry))).toBe('TOTAL_PASSED');
    const late = await judgeSealed('2026-03-02', entry);
    expect(verdictOf(late)).toBe('CHAIN_CONSTRAINTS_FAILURE');
    expect(codes(late, 'failed')).toEqual(['SEAL_MAKER_NOT_AUTHORISED']);
    expect(verdictOf(await judgeSealed('2025-12-31', entry))).toBe('CHAIN_CONSTRAINTS_FAILURE');
  });

  it('makes no seals for being listed for something else', async () => {
    const report = await judgeSealed('2026-02-01', { purposes: ['signers', 'licenseIssuers'] });
    expect(codes(report, 'failed')).toEqual(['SEAL_MAKER_NOT_AUTHORISED']);
  });

  it('counts for nothing once its key is compromised, be it pinned or listed', async () => {
    const entry = compromised(['sealMakers'], '2026-06-01');
    const pinned = await judgeSealed('2026-02-01', entry, [w.pki.sealMaker.certificate]);
    expect(verdictOf(pinned)).toBe('REVOKED_NO_POE');
    expect(codes(pinned, 'failed')).toEqual(['KEY_COMPROMISED']);
    expect(verdictOf(await judgeSealed('2026-02-01', entry))).toBe('CHAIN_CONSTRAINTS_FAILURE');
  });
});
