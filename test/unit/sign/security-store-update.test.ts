import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  openPdf,
  PdfDict,
  type PdfObject,
  PdfRef,
  prepareSecurityStore,
  readSecurityStore,
  type SecurityStoreAddition,
} from '../../../src/formats/pdf/index.ts';
import { concatBytes, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { contract, OBJ, outcome, sign, update } from '../../support/pdf-history.ts';

const [A, B, C] = ['first', 'second', 'third'].map((text) => utf8(text)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];
const NONE = { certificates: [], crls: [], ocspResponses: [] };
const at = new Date('2026-11-23T08:00:00Z');
const contents = utf8('the gap');
const NAME = createHash('sha1').update(contents).digest('hex').toUpperCase();

const add = async (file: Uint8Array, addition: SecurityStoreAddition): Promise<Uint8Array> => {
  const bytes = await prepareSecurityStore(await openPdf(sourceFromBytes(file)), addition);
  expect(bytes).toBeDefined();
  return concatBytes(file, bytes!);
};
const storeOf = async (file: Uint8Array) => (await openPdf(sourceFromBytes(file))).read(readSecurityStore);
const withStore = (file: Uint8Array, store: PdfObject): Promise<Uint8Array> =>
  update(file, ({ change }) => change(OBJ.catalog, { DSS: store }));

describe('prepareSecurityStore', () => {
  it('adds what is not there, byte for byte, and nothing where all of it is', async () => {
    const signed = await sign(contract());
    const once = await add(signed, { data: { ...NONE, certificates: [A], crls: [B] } });
    const twice = await add(once, { data: { certificates: [A, C], crls: [B], ocspResponses: [A] } });
    expect(await storeOf(twice)).toMatchObject({ certificates: [A, C], crls: [B], ocspResponses: [A] });
    const opened = await openPdf(sourceFromBytes(twice));
    expect(await prepareSecurityStore(opened, { data: { ...NONE, crls: [B] } })).toBeUndefined();
    expect(await outcome(twice)).toMatchObject({ modification: 'ltv-update', codes: ['DSS_UPDATED'] });
  });

  it('keeps a store that stands in the catalog itself', async () => {
    const file = await add(contract(), { data: { ...NONE, crls: [A] } });
    const direct = await update(file, ({ document, change }) =>
      change(OBJ.catalog, { DSS: document.dict(document.catalog().get('DSS'))! }),
    );
    const signed = await sign(direct);
    const longer = await add(signed, { data: { ...NONE, crls: [B] } });
    expect((await storeOf(longer)).crls).toEqual([A, B]);
    expect(await outcome(longer)).toMatchObject({ modification: 'ltv-update' });
  });

  it('lists by signature what it stored or found, and adds to an entry that is there', async () => {
    const related = (...crls: readonly Uint8Array[]): SecurityStoreAddition => ({
      data: NONE,
      perSignature: [{ contents, data: { ...NONE, crls }, at }],
    });
    const entryOf = async (file: Uint8Array) =>
      (await openPdf(sourceFromBytes(file))).read((document) => {
        const store = document.dict(document.catalog().get('DSS'))!;
        const entry = document.dict(document.dict(store.get('VRI'))!.get(NAME))!;
        return [document.array(store.get('CRLs')), document.array(entry.get('CRL'))];
      });
    const signed = await sign(contract());
    const once = await add(signed, related(A, A));
    const twice = await add(once, related(B, A));
    const [all, own] = await entryOf(twice);
    expect(own).toEqual(all);
    expect(own).toHaveLength(2);
    expect(await prepareSecurityStore(await openPdf(sourceFromBytes(twice)), related(A, B))).toBeUndefined();
    expect(await outcome(twice)).toMatchObject({ modification: 'ltv-update' });
  });

  it.each([
    ['a store that is no dictionary', 5],
    ['a list that is no array', PdfDict.of({ CRLs: 5 })],
    ['a list that leads nowhere', PdfDict.of({ CRLs: new PdfRef(9999) })],
  ] as [string, PdfObject][])('refuses %s', async (_, store) => {
    const file = await withStore(contract(), store);
    const adding = openPdf(sourceFromBytes(file)).then((opened) =>
      prepareSecurityStore(opened, { data: { ...NONE, crls: [A] } }),
    );
    await expect(adding).rejects.toMatchObject({ code: 'PDF_INVALID' });
  });
});
