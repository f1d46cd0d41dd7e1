import { beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../../../src/entries/index.ts';
import {
  holderCodeDigest,
  type IssuedLicense,
  issuerEntry,
  licenseCodes,
  memoryLicenseStore,
  pdfSeal,
  readAnnotatedCopy,
  readCopyRecord,
  type SharingService,
  sharingService,
} from '../../../../src/entries/license.ts';
import { auditLog, staticCatalog, zhejiangSharing } from '../../../../src/entries/policy.ts';
import { memoryJournal } from '../../../../src/entries/stores.ts';
import { sourceFromBytes } from '../../../../src/foundation/core/index.ts';
import { seededRandom, TEST_AGENCY_NAME } from '../../../../src/testing/index.ts';
import { type Agency, AT, agencyOf } from '../../../support/license.ts';
import { FONTS } from '../../../support/life.ts';
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
    // The catalog of the fixture, and a decision on the holder's code: else no file may be given.
    const code = { ...ENTRY.items[0]!, key: 'CZZTDM' };
    const items = [...ENTRY.items, code].map((item) => ({ ...item, share: 'unconditional' as const }));
    const catalog = staticCatalog([{ ...ENTRY, items }]);
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
      copies: {
        maker: TEST_AGENCY_NAME,
        fonts: FONTS,
        seal: pdfSeal({
          seal: agency.seal,
          signer: await agency.pki.sealSigner.signer(),
          validationData: await agency.pki.validationData(),
        }),
        clock,
      },
    });
  }, 60_000);

  it('an annotated copy says for what, for whom and until when, and is never the license', async () => {
    const copyExpiresAt = new Date(AT.getTime() + 3600 * 1000);
    const terms = { identifier: license.identifier, fileType: 'pdf', copyExpiresAt } as const;
    const answer = await service.annotate({ ...asking(), ...terms });
    expect(answer).toMatchObject({ ok: true, data: { kind: 'annotated', expiresAt: copyExpiresAt } });
    const { file } = answer.ok ? answer.data : { file: new Uint8Array() };
    const { records } = (await readAnnotatedCopy(sourceFromBytes(file)))!;
    expect(readCopyRecord(records[0]!)).toMatchObject({
      identifier: license.identifier,
      purpose: '日常检查',
      requester: '示例市市场监管局',
      maker: TEST_AGENCY_NAME,
      expiresAt: copyExpiresAt,
    });
    const options = agency.options([await agency.statusList(license)]);
    const report = await verify(file, options);
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.license?.conclusion).not.toBe('usable');
    expect(await service.verifyFile({ ...asking(), file })).not.toMatchObject({
      ok: true,
      data: { conclusion: 'usable' },
    });
  });

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
