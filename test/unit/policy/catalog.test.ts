import { describe, expect, it } from 'vitest';
import {
  type CatalogEntry,
  type CatalogItem,
  checkOneSource,
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
  it('leaves out what held licenses prove for this matter, and only that', async () => {
    const catalog = staticCatalog(
      [entry('T1'), entry('T2', { evidenceFor: [] }), entry('T3')],
      [{ id: '事项一', materials: ['T1', 'T2', 'T3'] }],
    );
    expect(await requiredMaterials(catalog, { matter: '事项一', held: ['T1', 'T2'], at: AT })).toEqual({
      exempt: ['T1'],
      required: ['T2', 'T3'],
    });
    const unknown = await requiredMaterials(catalog, { matter: '别的', held: ['T1'], at: AT });
    expect(unknown).toEqual({ exempt: [], required: [] });
  });
});
