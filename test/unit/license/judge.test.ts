import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/foundation/core/index.ts';
import { buildLicenseId } from '../../../src/license/identifier/index.ts';
import { type JudgeLicenseOptions, judgeLicense } from '../../../src/license/judge/index.ts';
import { buildFieldTree } from '../../../src/license/merkle/index.ts';
import {
  fieldsOfMetadata,
  type LicenseMetadata,
  writeMetadataXml,
} from '../../../src/license/metadata/index.ts';
import { clearFields, encodeLicenseQr } from '../../../src/license/qr/index.ts';
import { buildStatusList, type LicenseStatus } from '../../../src/license/status/index.ts';
import { TEST_AGENCY_CODE } from '../../../src/testing/index.ts';
import {
  DRAFT,
  ENTRY,
  HOST,
  issuersOf,
  NOW,
  PLAIN_FACE,
  pkiOf,
  STATUS_PREFIX,
  TYPE_CODE,
} from './fixture.ts';

const PAGE = `示例经营许可证 证照编号 示许〔2026〕第000001号
经营者名称 示例市样章
餐饮有限公司 法定代表人 测试人 经营项目 热食类食品制售；冷食类食品制售
有效期限 2026年11月23日 至 2026年12月31日
颁发 示例市数据资源管理局（样） 2026年11月23日`;

async function licenseOf(change: Partial<LicenseMetadata> = {}, serial = 'A1') {
  const pki = await pkiOf('P-256');
  const identifier = buildLicenseId({ typeCode: TYPE_CODE, issuerCode: TEST_AGENCY_CODE, serial }).text;
  const metadata = { ...DRAFT, identifier, version: '001', faceFields: PLAIN_FACE.fields, ...change };
  const tree = buildFieldTree(
    'sha256',
    new Uint8Array(32).fill(serial.charCodeAt(0)),
    fieldsOfMetadata(metadata),
  );
  const code = await encodeLicenseQr({
    payload: {
      issuedAt: NOW,
      identifier,
      issueDate: metadata.issueDate,
      validFrom: metadata.validFrom!,
      validTo: metadata.validTo!,
      status: { list: 0, index: 5 },
      anchor: tree,
      clear: clearFields(tree.fields, ENTRY),
    },
    signer: await pki.licenseIssuer.signer(),
    carrier: { kind: 'url', host: HOST },
  });
  return {
    metadata,
    tree,
    xml: writeMetadataXml(tree),
    qrText: code.text,
    page: `${PAGE}\n证照标识 ${identifier}`,
  };
}

async function statusOf(state: LicenseStatus): Promise<Uint8Array> {
  return buildStatusList({
    entries: [{ index: 5, state }],
    size: 16,
    issuerCode: TEST_AGENCY_CODE,
    list: 0,
    uri: `${STATUS_PREFIX}0`,
    issuedAt: NOW,
    expiresAt: new Date(NOW.getTime() + 3600_000),
    ttlSeconds: 3600,
    signer: await (await pkiOf('P-256')).statusIssuer.signer(),
  });
}

async function judge(change: Partial<JudgeLicenseOptions> = {}, drop: (keyof JudgeLicenseOptions)[] = []) {
  const pki = await pkiOf('P-256');
  const license = await licenseOf();
  const options: Record<string, unknown> = {
    metadataXml: license.xml,
    qrText: license.qrText,
    visibleText: license.page,
    seal: { indication: 'TOTAL_PASSED', signerCertificate: pki.sealSigner.certificate },
    at: NOW,
    issuers: issuersOf(pki),
    statusLists: [await statusOf('valid')],
    ...change,
  };
  for (const key of drop) delete options[key];
  return judgeLicense(options as unknown as JudgeLicenseOptions);
}

describe('judgeLicense', () => {
  it('calls a license usable when everything about it is proved', async () => {
    const block = await judge({ expect: { holderCode: TEST_AGENCY_CODE, type: TYPE_CODE } });
    expect(block.checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(block).toMatchObject({
      conclusion: 'usable',
      type: TYPE_CODE,
      status: 'valid',
      statusAsOf: NOW,
      validity: { from: '2026-11-23', to: '2026-12-31', state: 'valid' },
      crossChecks: {
        qrRoot: 'passed',
        metadataRoot: 'passed',
        visibleFields: 'passed',
        issuerAuthority: 'passed',
        expectation: 'passed',
      },
    });
    expect(block.unprotectedOnPaper).toContain('photo');
    expect(block.notChecked.map(({ code }) => code)).toEqual(['VISIBLE_GLYPHS']);
  });

  it.each(['suspended', 'revoked', 'superseded', 'not-issued'] as const)(
    'calls one that is %s not usable',
    async (state) => {
      const block = await judge({ statusLists: [await statusOf(state)] });
      expect(block).toMatchObject({ conclusion: 'not-usable', status: state });
    },
  );

  it.each([
    ['qrText', 'QR_ROOT'],
    ['visibleText', 'VISIBLE_FIELDS'],
    ['statusLists', 'LICENSE_STATUS'],
  ] as const)('says unknown, and why, without %s', async (part, code) => {
    const block = await judge({}, [part]);
    expect(block.conclusion).toBe('unknown');
    expect(block.notChecked.map((open) => open.code)).toContain(code);
  });

  it('says unknown when the seal is indeterminate, when no issuer is listed, and when the list is old', async () => {
    expect((await judge({ seal: { indication: 'INDETERMINATE' } })).conclusion).toBe('unknown');
    expect((await judge({ issuers: [] })).conclusion).toBe('unknown');
    const late = await judge({ at: new Date(NOW.getTime() + 2 * 3600_000) });
    expect(late).toMatchObject({ conclusion: 'unknown', status: 'unknown' });
  });

  it('refuses the code of another license on this one', async () => {
    const other = await licenseOf({}, 'B2');
    const block = await judge({ qrText: other.qrText });
    expect(block).toMatchObject({
      conclusion: 'not-usable',
      crossChecks: { qrRoot: 'failed', metadataRoot: 'passed' },
    });
  });

  it('refuses metadata with one changed character, wherever it stands', async () => {
    const { xml } = await licenseOf();
    const text = new TextDecoder().decode(xml);
    for (const [from, to] of [
      ['测试人', '测试入'],
      ['20261231', '20271231'],
      ['type="integer">12<', 'type="integer">13<'],
      ['type="integer">12<', '>12<'],
      ['KZ_ZS"', 'KZ_ZSX"'],
    ] as const) {
      expect(text).toContain(from);
      const block = await judge({ metadataXml: utf8(text.replace(from, to)) });
      expect(block, `${from} to ${to}`).toMatchObject({
        conclusion: 'not-usable',
        crossChecks: { metadataRoot: 'failed' },
      });
    }
  });

  it('refuses a file whose metadata was rooted anew after a change', async () => {
    const pki = await pkiOf('P-256');
    const { metadata } = await licenseOf();
    const forged = buildFieldTree(
      'sha256',
      new Uint8Array(32).fill('A'.charCodeAt(0)),
      fieldsOfMetadata({ ...metadata, validTo: '2036-12-31' }),
    );
    const block = await judge({ metadataXml: writeMetadataXml(forged) });
    expect(block).toMatchObject({
      conclusion: 'not-usable',
      crossChecks: { qrRoot: 'failed', metadataRoot: 'passed' },
    });
    expect(pki).toBeDefined();
  });

  it('refuses a page that shows something else than the metadata', async () => {
    const { page } = await licenseOf();
    for (const [from, to] of [
      ['测试人', '冒名者'],
      ['至 2026年12月31日', '至 2036年12月31日'],
      ['样章\n餐饮', '样章\n食品'],
    ] as const) {
      expect(page).toContain(from);
      const block = await judge({ visibleText: page.replace(from, to) });
      expect(block, from).toMatchObject({
        conclusion: 'not-usable',
        crossChecks: { visibleFields: 'failed' },
      });
    }
    const hidden = await judge({ visibleByField: { CZZT: '冒名公司' } });
    expect(hidden.crossChecks.visibleFields).toBe('failed');
  });

  it('refuses a seal and a code of another body than the issuing one', async () => {
    const pki = await pkiOf('P-256');
    const stranger = await pki.issue({
      name: '别处机关（样）',
      key: 'stranger',
      subject: { organization: '别处机关（样）', organizationIdentifier: '11330105002500287C' },
    });
    const seal = { indication: 'TOTAL_PASSED', signerCertificate: stranger.certificate } as const;
    expect(await judge({ seal })).toMatchObject({
      conclusion: 'not-usable',
      crossChecks: { issuerAuthority: 'failed' },
    });
    const issuers = issuersOf(pki).map((entry) => ({ ...entry, issuerCode: '11330105002500287C' }));
    expect((await judge({ issuers })).crossChecks.issuerAuthority).toBe('failed');
  });

  it('refuses an unsealed or badly sealed file, an ended license, and a mismatch with what is expected', async () => {
    for (const indication of ['TOTAL_FAILED', 'NO_SIGNATURE_FOUND'] as const) {
      expect((await judge({ seal: { indication } })).conclusion).toBe('not-usable');
    }
    const lastSecond = await judge({ at: new Date('2026-12-31T15:59:59Z'), statusLists: [] });
    expect(lastSecond.validity.state).toBe('valid');
    expect(await judge({ at: new Date('2026-12-31T16:00:00Z') })).toMatchObject({
      conclusion: 'not-usable',
      validity: { state: 'expired' },
    });
    const expectation = await judge({ expect: { holderCode: '11330105002500287C' } });
    expect(expectation).toMatchObject({ conclusion: 'not-usable', crossChecks: { expectation: 'failed' } });
  });

  it('is never usable with any byte of code or metadata changed', async () => {
    const { xml, qrText } = await licenseOf();
    const rootEnd = new TextDecoder().decode(xml).indexOf('<ofd:CustomDatas');
    expect(rootEnd).toBeGreaterThan(0);
    for (let at = 0; at < xml.length; at += 17) {
      const changed = xml.slice();
      changed[at]! ^= 2;
      const block = await judge({ metadataXml: changed }).catch(() => undefined);
      // Attributes of the root element say nothing about the license; the seal of the file covers them.
      if (block?.conclusion === 'usable') expect(at).toBeLessThan(rootEnd);
    }
    const start = qrText.indexOf('#') + 1;
    for (let at = start; at < qrText.length; at += 9) {
      const digit = (Number(qrText[at]) + 1) % 10;
      const changed = qrText.slice(0, at) + digit + qrText.slice(at + 1);
      expect((await judge({ qrText: changed })).conclusion, `digit ${at}`).not.toBe('usable');
    }
  });
});
