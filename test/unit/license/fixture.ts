import { type Clock, concatBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import type { LicenseDraft } from '../../../src/license/issue/index.ts';
import { type IssuerEntry, issuerEntry } from '../../../src/license/issuers/index.ts';
import type { CatalogEntry } from '../../../src/policy/index.ts';
import {
  createTestPki,
  TEST_AGENCY_CODE,
  TEST_AGENCY_NAME,
  type TestPki,
} from '../../../src/testing/index.ts';

export const NOW = new Date('2026-11-23T04:00:00Z');
export const TYPE_CODE = '11100000000013338W032';
export const HOST = 'zz.example.invalid';
export const STATUS_PREFIX = `https://${HOST}/s/`;

/** An identity number by the textbook: no person has it. */
export const SAMPLE_RESIDENT_ID = '11010519491231002X';

export const ENTRY: CatalogEntry = {
  id: TYPE_CODE,
  version: '1',
  name: '示例经营许可证',
  validFrom: new Date('2020-01-01T00:00:00Z'),
  authority: TEST_AGENCY_CODE,
  evidenceFor: ['示例事项'],
  items: [
    { key: 'ZZBH', type: 'text', share: 'unconditional', qr: 'clear', source: source() },
    { key: 'CZZT', type: 'text', share: 'unconditional', qr: 'clear', source: source() },
    { key: 'KZ_FDDBR', type: 'text', share: 'restricted', source: source() },
    { key: 'KZ_ZTYT', type: 'text', share: 'unconditional', source: source() },
    { key: 'KZ_ZS', type: 'text', share: 'unconditional', source: source() },
    { key: 'KZ_JYCS', type: 'text', share: 'unconditional', source: source() },
    { key: 'KZ_JYXM', type: 'text', share: 'unconditional', source: source() },
    { key: 'KZ_RS', type: 'integer', share: 'unconditional', source: source() },
    { key: 'KZ_JCRQ', type: 'date', share: 'unconditional', source: source() },
  ],
};

function source(): { authority: string; recordType: string } {
  return { authority: TEST_AGENCY_CODE, recordType: '示例登记' };
}

export const DRAFT: LicenseDraft = {
  name: '示例经营许可证',
  typeName: '示例经营许可证',
  typeCode: TYPE_CODE,
  number: '示许〔2026〕第000001号',
  issuer: TEST_AGENCY_NAME,
  issuerCode: TEST_AGENCY_CODE,
  issueDate: '2026-11-23',
  holders: [
    {
      name: '示例市样章餐饮有限公司',
      code: TEST_AGENCY_CODE,
      codeType: '001',
      codeTypeName: '统一社会信用代码',
    },
  ],
  validFrom: '2026-11-23',
  validTo: '2026-12-31',
  areaCode: '339900',
  extensions: {
    KZ_FDDBR: '测试人',
    KZ_ZTYT: '餐饮服务经营者',
    KZ_ZS: '示例市样章区测试路1号',
    KZ_JYCS: '示例市样章区测试路1号',
    KZ_JYXM: '热食类食品制售；冷食类食品制售',
    KZ_RS: 12,
    KZ_JCRQ: { date: '2026-10-01' },
  },
};

export function clockAt(time: Date): Clock {
  return { now: () => time };
}

const pkis = new Map<string, Promise<TestPki>>();

/** One PKI for an algorithm, made once for a test file. */
export function pkiOf(algorithm: 'P-256' | 'SM2'): Promise<TestPki> {
  const known = pkis.get(algorithm) ?? createTestPki({ algorithm, now: NOW });
  pkis.set(algorithm, known);
  return known;
}

/** The issuer list of a PKI: the agency's code key, and the province's status key for it. */
export function issuersOf(pki: TestPki): IssuerEntry[] {
  return [
    issuerEntry(pki.licenseIssuer.certificate, {
      purposes: ['license'],
      hosts: [HOST],
      statusUriPrefix: STATUS_PREFIX,
    }),
    issuerEntry(pki.statusIssuer.certificate, { issuerCode: TEST_AGENCY_CODE, purposes: ['status'] }),
  ];
}

/** A face that is nothing but its inputs: enough to see which bytes would be drawn. */
export const PLAIN_FACE = {
  fields: ['ZZBS', 'ZZBH', 'CZZT', 'KZ_FDDBR', 'KZ_JYXM', 'ZZYXQQSRQ', 'ZZYXQJZRQ', 'ZZBFJG', 'ZZBFRQ'],
  digest: digest('sha256', utf8('plain face')),
  async render(input: { fields: unknown; metadataXml: Uint8Array; at: Date; qr: unknown }) {
    const pdf = concatBytes(utf8(JSON.stringify([input.fields, input.qr, input.at])), input.metadataXml);
    return { file: pdf, sealBox: { page: 0, x: 1, y: 2, width: 3, height: 4 } };
  },
};
