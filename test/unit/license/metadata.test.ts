import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../../src/foundation/core/index.ts';
import { buildLicenseId } from '../../../src/license/identifier/index.ts';
import { buildFieldTree } from '../../../src/license/merkle/index.ts';
import {
  fieldsOfMetadata,
  type LicenseMetadata,
  metadataOfFields,
  metadataOfRecord,
  metadataProblems,
  readMetadataXml,
  recordOfMetadata,
  writeMetadataXml,
} from '../../../src/license/metadata/index.ts';
import { TEST_AGENCY_CODE } from '../../../src/testing/index.ts';
import { DRAFT, ENTRY, TYPE_CODE } from './fixture.ts';

const METADATA: LicenseMetadata = {
  ...DRAFT,
  identifier: buildLicenseId({ typeCode: TYPE_CODE, issuerCode: TEST_AGENCY_CODE, serial: 'A1' }).text,
  version: '001',
  faceFields: ['ZZBH', 'CZZT'],
};
const TREE = buildFieldTree('sm3', new Uint8Array(32).fill(9), fieldsOfMetadata(METADATA));

describe('license metadata', () => {
  it('comes back from its XML with types, root and salts', () => {
    const file = readMetadataXml(writeMetadataXml(TREE, '2026-11-23T04:00:00Z'));
    expect(metadataOfFields(file.fields)).toEqual(METADATA);
    expect(file.anchor).toEqual({ hash: 'sm3', leafCount: TREE.leafCount, root: TREE.root });
    expect(file.seed).toEqual(TREE.seed);
    expect(file.findings).toEqual([]);
  });

  it('comes back with several holders, names that hold commas, and odd but legal characters', () => {
    const metadata: LicenseMetadata = {
      ...METADATA,
      holders: [
        { name: '测试人甲', code: '11010519491231002X', codeType: '111' },
        { name: 'Sample Co., Ltd. <甲&乙>', code: TEST_AGENCY_CODE, codeType: '001' },
      ],
      extensions: { KZ_FDDBR: '\u{20BB7}田·阿卜杜拉\n第二行', KZ_JYXM: ' 前后空格 ' },
    };
    const tree = buildFieldTree('sm3', TREE.seed, fieldsOfMetadata(metadata));
    expect(metadataOfFields(readMetadataXml(writeMetadataXml(tree)).fields)).toEqual(metadata);
    expect(metadataProblems(metadata)).toEqual([]);
  });

  it('is read in the misspelled form that is in use, and says so', () => {
    const xml = fromUtf8(writeMetadataXml(TREE))
      .replaceAll('ofd:Custom', 'ofd:Cuslom')
      .replaceAll(' name=', ' Name=');
    const file = readMetadataXml(utf8(xml));
    expect(metadataOfFields(file.fields)).toEqual(METADATA);
    expect(file.findings).toEqual([{ code: 'MISSPELLED_CONTAINER' }]);
  });

  it('names an element that nobody knows, and keeps it among the fields', () => {
    const xml = fromUtf8(writeMetadataXml(TREE)).replace('name="KZ_ZS"', 'name="XYZ"');
    const file = readMetadataXml(utf8(xml));
    expect(file.findings).toEqual([{ code: 'UNKNOWN_ELEMENT', field: 'XYZ' }]);
    expect(file.fields.some(({ key }) => key === 'XYZ')).toBe(true);
  });

  it.each([
    ['a field twice', (xml: string) => xml.replace('name="ZZMC"', 'name="ZZBH"')],
    ['an element without name', (xml: string) => xml.replace(' name="ZZMC"', '')],
    ['no container', () => '<XMI/>'],
    ['text between the fields', (xml: string) => xml.replace('<ofd:CustomDatas>', '<ofd:CustomDatas>x')],
  ])('is refused with %s', (_, change) => {
    const xml = utf8(change(fromUtf8(writeMetadataXml(TREE))));
    expect(() => readMetadataXml(xml)).toThrow(expect.objectContaining({ code: 'LICENSE_INVALID' }));
  });

  it('has a flat record under snake-case keys, and comes back from it', () => {
    const record = recordOfMetadata(METADATA);
    expect(record).toMatchObject({
      certificate_number: '示许〔2026〕第000001号',
      certificate_validate_end: '20261231',
      certificate_holder_type: '001',
      extend_info: { KZ_RS: 12 },
    });
    expect(metadataOfRecord(record)).toEqual(METADATA);
  });

  it('is without fault, and every fault is found at once', () => {
    expect(metadataProblems(METADATA, ENTRY)).toEqual([]);
    const problems = metadataProblems({
      ...METADATA,
      name: '甲'.repeat(513),
      typeName: '控制\u0007符',
      issuer: ' ',
      issuerCode: '11330105002500287D',
      areaCode: 'A',
      version: '002',
      previousIdentifier: '1.2.3',
      holders: [{ name: '', code: '', codeType: 'X' }],
      extensions: { kz_lower: 'x', KZ_RS: 1.5 },
    });
    expect(problems.map(({ field, code }) => `${field} ${code}`).sort()).toEqual(
      [
        'CZZT MISSING',
        'CZZTDM MISSING',
        'CZZTDMLXDM FORMAT',
        'GLZZBS FORMAT',
        'KZ_RS TYPE',
        'ZZBBH MISMATCH',
        'ZZBFJG MISSING',
        'ZZBFJGDM CHECK_CHARACTER',
        'ZZBFJGDM MISMATCH',
        'ZZLXMC CHARACTERS',
        'ZZMC TOO_LONG',
        'ZZSSGXSDBM FORMAT',
        'kz_lower UNKNOWN_FIELD',
      ].sort(),
    );
  });
});
