import { beforeAll, describe, expect, it } from 'vitest';
import {
  holderCodeDigest,
  type IssuedLicense,
  issuerEntry,
  licenseCodes,
  memoryLicenseStore,
  type SharingService,
  sharingService,
} from '../../../../src/entries/license.ts';
import { auditLog, staticCatalog, zhejiangSharing } from '../../../../src/entries/policy.ts';
import { memoryJournal } from '../../../../src/entries/stores.ts';
import { seededRandom } from '../../../../src/testing/index.ts';
import { type Agency, AT, agencyOf } from '../../../support/license.ts';
import { ENTRY, HOST } from '../fixture.ts';
import { asking, HOLDER_KEY, LINK_KEY } from './world.ts';

describe('a license that was issued and sealed, in a sharing service', () => {
  let agency: Agency;
  let license: IssuedLicense;
  let service: SharingService;

  beforeAll(async () => {
    agency = await agencyOf('P-256');
    license = await agency.issue();
    const store = memoryLicenseStore(HOLDER_KEY);
    store.put(license.metadata, license.record.status, { pdf: license.file });
    const catalog = staticCatalog([ENTRY]);
    const random = seededRandom('issued');
    const clock = { now: () => AT };
    const { at: _at, ...verification } = agency.options([await agency.statusList(license)]);
    const issuer = issuerEntry(agency.pki.licenseIssuer.certificate, {
      purposes: ['license'],
      hosts: [HOST],
    });
    service = sharingService({
      store,
      catalog,
      policy: zhejiangSharing({ catalog, grants: [], version: '1' }),
      audit: await auditLog({
        journal: memoryJournal(),
        writer: 'service',
        key: new Uint8Array(32).fill(9),
        signer: await agency.pki.signer.signer(),
        clock,
        random,
      }),
      clock,
      random,
      holderKey: HOLDER_KEY,
      linkKey: LINK_KEY,
      codes: licenseCodes({ issuers: [issuer] }),
      verification,
    });
  }, 60_000);

  it('is found by the code on it, and by no code that was changed', async () => {
    const answer = await service.queryByCode({ ...asking(), code: license.code.text });
    expect(answer).toMatchObject({ ok: true, data: { identifier: license.identifier, status: 'valid' } });
    const { text } = license.code;
    for (const at of [text.length - 1, text.length - 40]) {
      const forged = text.slice(0, at) + (text[at] === '1' ? '2' : '1') + text.slice(at + 1);
      const refused = await service.queryByCode({ ...asking(), code: forged });
      expect(refused).toMatchObject({ ok: false, code: 'CODE_INVALID' });
    }
  });

  it('its file is usable, and a changed one is not', async () => {
    const good = await service.verifyFile({ ...asking(), file: license.file });
    expect(good).toMatchObject({
      ok: true,
      data: { identifier: license.identifier, conclusion: 'usable', asIssued: true, failed: [] },
    });
    const changed = license.file.slice();
    changed[changed.length >> 1]! ^= 1;
    const bad = await service.verifyFile({ ...asking(), file: changed });
    expect(bad).not.toMatchObject({ ok: true, data: { conclusion: 'usable' } });
    expect(bad).not.toMatchObject({ ok: true, data: { asIssued: true } });
    const text = await service.verifyFile({ ...asking(), file: new TextEncoder().encode('%PDF-1.7') });
    expect(text).toMatchObject({ ok: false, code: 'FILE_NOT_LICENSE' });
    const unknown = await service.verifyFile({ ...asking(), file: new Uint8Array(9) });
    expect(unknown).toMatchObject({ ok: false, code: 'FILE_NOT_LICENSE' });
  });

  it('the store knows its holder by a keyed digest alone', () => {
    const [holder] = license.metadata.holders;
    expect(holderCodeDigest(HOLDER_KEY, holder!)).toMatch(/^[0-9a-f]{64}$/);
    expect(holderCodeDigest(LINK_KEY, holder!)).not.toBe(holderCodeDigest(HOLDER_KEY, holder!));
    expect(holderCodeDigest(HOLDER_KEY, { ...holder!, codeType: '099' })).not.toBe(
      holderCodeDigest(HOLDER_KEY, holder!),
    );
  });
});
