import { beforeAll, describe, expect, it } from 'vitest';
import {
  isYinxinError,
  type PreparedTrust,
  prepareTrust,
  type Report,
  type TrustOptions,
  verify,
} from '../../../src/entries/index.ts';
import { signCms } from '../../../src/signatures/cades/index.ts';
import { createTestPki, type TestIdentity, type TestPki } from '../../../src/testing/index.ts';
import { sealedPdf } from '../../support/life.ts';

const NOW = new Date('2026-07-01T02:03:04Z');
const DAY = 24 * 3600 * 1000;
const CONTENT = Uint8Array.from({ length: 100 }, (_, i) => i);

let pki: TestPki;
let crls: readonly Uint8Array[];
let cms: Uint8Array;

async function signedBy(identity: TestIdentity): Promise<Uint8Array> {
  const signer = await identity.signer();
  const made = await signCms({ signer, content: { bytes: CONTENT }, detached: false, claimedTime: NOW });
  return made.cms;
}

beforeAll(async () => {
  pki = await createTestPki({ algorithm: 'P-256', now: NOW });
  crls = [await pki.crl(), await pki.crl({ issuer: pki.root })];
  cms = await signedBy(pki.signer);
});

const options = (more: Partial<TrustOptions> = {}): TrustOptions => ({
  trust: { signers: [pki.root.certificate] },
  revocation: 'require',
  crls,
  ...more,
});
const indication = (report: Report): string => report.conclusion.indication;
const judged = async (file: Uint8Array, trust: TrustOptions | PreparedTrust, at = NOW): Promise<string> =>
  indication(await verify(file, { ...trust, at }));
const flip = (bytes: Uint8Array, at: number): void => {
  bytes[at]! ^= 0x10;
};

describe('a prepared trust', () => {
  it('gives the reports that its options give, file for file and time for time', async () => {
    const sealed = await sealedPdf('P-256');
    const revoked = await pki.issue({ name: '测试人丁' });
    const revocation = await pki.crl({
      revoked: [{ certificate: revoked, at: new Date(NOW.getTime() - DAY) }],
    });
    const trust = options({
      trust: {
        signers: [pki.root.certificate, sealed.pki.root.certificate],
        sealMakers: sealed.trust.sealMakers,
      },
      crls: [revocation, crls[1]!, ...(await sealed.pki.validationData()).crls],
    });
    const prepared = prepareTrust(trust);
    const files = [cms, await signedBy(revoked), sealed.file, await signedBy(pki.sealSigner)];
    const indications = new Set<string>();
    for (const at of [NOW, new Date('2045-01-01T00:00:00Z'), new Date('2001-01-01T00:00:00Z'), NOW]) {
      for (const file of files) {
        const known = await verify(file, { ...prepared, at });
        expect(known).toEqual(await verify(file, { ...trust, at }));
        indications.add(indication(known));
      }
    }
    expect([...indications].sort()).toEqual(['INDETERMINATE', 'TOTAL_FAILED', 'TOTAL_PASSED']);
  });

  it('reads each CRL once, however many files follow', async () => {
    const prepared = prepareTrust(options());
    const before = crls.map((crl) => prepared.memo.crl(crl));
    for (let i = 0; i < 60; i++) {
      const leaf = await pki.issue({ name: `测试人${i}`, key: 'many' });
      expect(await judged(await signedBy(leaf), prepared)).toBe('TOTAL_PASSED');
    }
    for (const [i, crl] of crls.entries()) expect(prepared.memo.crl(crl)).toBe(before[i]);
  });

  it('has no good word for a forged file, though the good one was judged just before', async () => {
    const prepared = prepareTrust(options());
    for (let at = 3; at < cms.length; at += 7) {
      expect(await judged(cms, prepared)).toBe('TOTAL_PASSED');
      const forged = cms.slice();
      flip(forged, at);
      expect(await judged(forged, prepared)).not.toBe('TOTAL_PASSED');
    }
  });

  it('is not changed by who writes into the buffers that he gave', async () => {
    const [root, crl] = [Buffer.from(pki.root.certificate), Buffer.from(crls[0]!)];
    const prepared = prepareTrust(options({ trust: { signers: [root] }, crls: [crl, crls[1]!] }));
    const stranger = await createTestPki({ algorithm: 'P-256', now: NOW, seed: 'stranger' });
    root.fill(0);
    crl.fill(0);
    expect(await judged(cms, prepared)).toBe('TOTAL_PASSED');
    expect(await judged(await signedBy(stranger.signer), prepared)).toBe('INDETERMINATE');
  });

  it('cannot be added to', () => {
    const prepared = prepareTrust(options());
    const { signers } = prepared.trust as { signers: Uint8Array[] };
    expect(() => signers.push(pki.signer.certificate)).toThrow(TypeError);
    expect(() => Object.assign(prepared, { revocation: 'none' })).toThrow(TypeError);
    expect(() => Object.assign(prepared.trust, { signers: [] })).toThrow(TypeError);
  });

  it.each(['signers', 'timestamps', 'sealMakers', 'licenseIssuers', 'statusIssuers'] as const)(
    'tells at once which anchor of trust.%s is no certificate',
    (purpose) => {
      const good = pki.root.certificate;
      const broken = good.slice(0, -1);
      const trust = { signers: [good], [purpose]: [good, broken] };
      try {
        prepareTrust(options({ trust }));
        expect.unreachable();
      } catch (error) {
        if (!isYinxinError(error, 'CERTIFICATE_INVALID')) throw error;
        expect(error.details).toMatchObject({ purpose, index: 1 });
      }
    },
  );

  it('passes malformed company over, and says so with each file', async () => {
    const junk = Uint8Array.of(0x30, 3, 1, 2, 3);
    const prepared = prepareTrust(
      options({ intermediates: [junk], crls: [...crls, junk], ocspResponses: [junk] }),
    );
    for (let i = 0; i < 2; i++) {
      const report = await verify(cms, { ...prepared, at: NOW });
      expect(indication(report)).toBe('TOTAL_PASSED');
      const told = report.notChecked.map(({ code }) => code);
      expect(told).toContain('CERTIFICATE_MALFORMED');
      expect(told.filter((code) => code === 'REVOCATION_DATA_MALFORMED').length).toBe(2);
    }
  });

  it('needs the time of each file, and anchors, if only none', async () => {
    const prepared = prepareTrust(options({ trust: { signers: [] } }));
    await expect(verify(cms, { ...prepared, at: undefined as unknown as Date })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
    expect(await judged(cms, prepared)).toBe('INDETERMINATE');
    expect(() => prepareTrust({} as TrustOptions)).toThrow(
      expect.objectContaining({ code: 'ARGUMENT_INVALID' }),
    );
  });
});

describe('a file given as Node Buffer', () => {
  it('is judged twice alike and stays as it was', async () => {
    const buffer = Buffer.from(cms);
    expect(await judged(buffer, options())).toBe('TOTAL_PASSED');
    expect(await judged(buffer, options())).toBe('TOTAL_PASSED');
    expect(Buffer.from(cms).equals(buffer)).toBe(true);
  });
});
