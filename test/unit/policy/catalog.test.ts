import { describe, expect, it } from 'vitest';
import {
  type CatalogEntry,
  type CatalogItem,
  checkOneSource,
  type HeldLicense,
  type MaterialsRequest,
  type PlatformProofs,
  requiredMaterials,
  staticCatalog,
} from '../../../src/policy/index.ts';

const A = '11330105002500287C';
const B = '11430000006122244L';

function item(key: string, authority: string, change: Partial<CatalogItem> = {}): CatalogItem {
  return { key, type: 'text', share: 'unconditional', source: { authority, recordType: '登记' }, ...change };
}

function entry(id: string, change: Partial<CatalogEntry> = {}): CatalogEntry {
  return {
    id,
    version: '1',
    name: '示例许可证',
    validFrom: new Date('2026-01-01T00:00:00Z'),
    authority: A,
    items: [item('CZZT', A)],
    evidenceFor: ['事项一'],
    ...change,
  };
}

const AT = new Date('2026-06-01T00:00:00Z');

describe('a catalog given as data', () => {
  it('resolves the version in force, the end exclusive', async () => {
    const end = new Date('2026-05-01T00:00:00Z');
    const catalog = staticCatalog([
      entry('T1', { validTo: end }),
      entry('T1', { version: '2', validFrom: end }),
    ]);
    expect((await catalog.resolve('T1', new Date(end.getTime() - 1)))?.version).toBe('1');
    expect((await catalog.resolve('T1', end))?.version).toBe('2');
    expect(await catalog.resolve('T1', new Date('2025-01-01T00:00:00Z'))).toBeUndefined();
    expect(await catalog.resolve('T2', AT)).toBeUndefined();
  });

  it('refuses two versions in force at once', () => {
    expect(() => staticCatalog([entry('T1'), entry('T1', { version: '2' })])).toThrow(
      expect.objectContaining({ code: 'ARGUMENT_INVALID' }),
    );
  });

  it('finds that a datum has one source, none, or two that conflict', async () => {
    const one = staticCatalog([entry('T1'), entry('T2')]);
    expect(await checkOneSource(one, 'CZZT', AT)).toEqual({ status: 'one', authority: A, catalogId: 'T1' });
    expect(await checkOneSource(one, 'KZ_X', AT)).toEqual({ status: 'none' });
    const two = staticCatalog([entry('T1'), entry('T2', { items: [item('CZZT', B)] })]);
    expect(await checkOneSource(two, 'CZZT', AT)).toEqual({ status: 'conflict', authorities: [A, B] });
    expect(await checkOneSource(two, 'CZZT', new Date('2020-01-01T00:00:00Z'))).toEqual({ status: 'none' });
  });

  it('names every issue of an entry', async () => {
    const catalog = staticCatalog([entry('T1')]);
    const bad = entry('T9', {
      validTo: new Date('2025-01-01T00:00:00Z'),
      items: [item('KZ_A', A), item('KZ_A', A, { type: 'float' }), item('KZ_B', A, { share: 'none' })],
    });
    expect((await catalog.validate(bad)).map(({ code }) => code)).toEqual([
      'PERIOD',
      'ITEM_TWICE',
      'ITEM_TYPE',
      'REFUSAL_WITHOUT_BASIS',
    ]);
    const conflicting = entry('T9', { items: [item('CZZT', B)] });
    expect((await catalog.validate(conflicting)).map(({ code }) => code)).toEqual(['SOURCE_CONFLICT']);
    expect(await catalog.validate(entry('T9'))).toEqual([]);
  });
});

describe('required materials', () => {
  const OWN = '92339900MA2TETT073';
  const materials = ['身份证明', '住所证明', 'T3', '健康证明', '承诺书', '平面图'];
  const catalog = staticCatalog(
    [entry('T1'), entry('T2', { evidenceFor: [] }), entry('T3')],
    [
      {
        id: '事项一',
        materials: [
          { id: '身份证明', provedBy: ['T1', 'T2'] },
          { id: '住所证明', provedBy: ['T1'] },
          ...materials.slice(2),
        ],
      },
    ],
  );
  const held = (type: string, change: Partial<HeldLicense> = {}): HeldLicense => ({
    identifier: `id of ${type}`,
    type,
    holderCodes: [OWN],
    conclusion: 'usable',
    ...change,
  });
  const ask = (request: Partial<MaterialsRequest> = {}) =>
    requiredMaterials(catalog, { matter: '事项一', applicant: OWN, held: [], at: AT, ...request });
  const platform: PlatformProofs = {
    async proves(material, holderCode) {
      const known = material === '健康证明' && holderCode === OWN;
      return known ? { authority: B, reference: '2026-0001' } : undefined;
    },
  };

  it('of six, two are on a license held and one on the platform: three are asked, each exemption with its ground', async () => {
    const license = { kind: 'license', identifier: 'id of T1', type: 'T1' };
    expect(await ask({ held: [held('T1')], platform })).toEqual({
      required: ['T3', '承诺书', '平面图'],
      exempt: [
        { material: '身份证明', ground: license },
        { material: '住所证明', ground: license },
        { material: '健康证明', ground: { kind: 'platform', authority: B, reference: '2026-0001' } },
      ],
      ignored: [],
      notChecked: [],
    });
  });

  it.each([
    ['another person’s', held('T1', { holderCodes: [A] }), 'OTHER_HOLDER'],
    ['expired', held('T1', { validTo: AT }), 'EXPIRED'],
    ['revoked', held('T1', { conclusion: 'not-usable' }), 'NOT_USABLE'],
    ['unverified', held('T1', { conclusion: 'unknown' }), 'NOT_USABLE'],
    ['not for this matter', held('T2'), 'NOT_FOR_THIS_MATTER'],
    ['of an unknown type', held('T9'), 'NOT_FOR_THIS_MATTER'],
  ] as const)('a license that is %s exempts nothing', async (_, license, code) => {
    expect(await ask({ held: [license] })).toEqual({
      required: materials,
      exempt: [],
      ignored: [{ identifier: license.identifier, code }],
      notChecked: [],
    });
  });

  it('a license shared with others is the applicant’s own', async () => {
    expect((await ask({ held: [held('T1', { holderCodes: [A, OWN] })] })).exempt).toHaveLength(2);
  });

  it('a platform that fails is told, never silently taken for a no', async () => {
    const broken: PlatformProofs = { proves: () => Promise.reject(new Error('down')) };
    const { required, notChecked } = await ask({ platform: broken });
    expect(required).toEqual(materials);
    expect(notChecked.map(({ material }) => material)).toEqual(materials);
  });

  it('an unknown matter is an error, not a matter without materials', async () => {
    await expect(ask({ matter: '别的' })).rejects.toThrow(
      expect.objectContaining({ code: 'ARGUMENT_INVALID' }),
    );
  });
});
