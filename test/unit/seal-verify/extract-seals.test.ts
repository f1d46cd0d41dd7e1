import { describe, expect, it } from 'vitest';
import { extractSeals, verifySeal } from '../../../src/entries/seal.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import { changed, judgeOptions, sampleDocument, sealedFiles, testPki, zipOf } from '../../support/ofd.ts';
import { makeSeal } from '../../support/ofd-values.ts';

const VALUE = 'Doc_0/Signs/Sign_0/SignedValue.dat';

describe('seals are taken out', () => {
  it('of an OFD, in the order of its signatures, without those that hold none', async () => {
    const files = await sealedFiles({}, { form: 'cms', stamps: '' }, { version: 1 });
    const seals = await extractSeals(zipOf(files));
    expect(seals.map((seal) => [seal.structure, seal.place])).toEqual([
      ['V4', 'Doc_0/Signs/Sign_0/Signature.xml'],
      ['V1', 'Doc_0/Signs/Sign_2/Signature.xml'],
    ]);
    const [first] = seals;
    expect(new TextDecoder().decode(first!.image)).toBe('no picture');
    const { seal } = await verifySeal(first!.der, await judgeOptions());
    const { der: _, image: __, place: ___, ...described } = first!;
    expect(seal).toEqual(described);
  });

  it('of a seal or a signature that stands alone', async () => {
    const seal = await makeSeal(await testPki(), {});
    const [alone] = await extractSeals(seal);
    expect(alone!.der).toEqual(seal);
    expect(alone!.place).toBeUndefined();
    const value = (await sealedFiles()).get(VALUE)!;
    expect((await extractSeals(value)).map(({ id }) => id)).toEqual(['33990000000001']);
  });

  it('from nothing where there is none, and passed over where they cannot be read', async () => {
    const plain = changed(sampleDocument(), {
      'OFD.xml': '<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>',
    });
    expect(await extractSeals(zipOf(plain))).toEqual([]);
    expect(await extractSeals(zipOf(changed(await sealedFiles(), { [VALUE]: 'x' })))).toEqual([]);
    expect(await extractSeals(zipOf(changed(await sealedFiles(), { [VALUE]: null })))).toEqual([]);
    await expect(extractSeals(utf8('x'))).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    await expect(extractSeals(utf8('PK'))).rejects.toMatchObject({ code: 'ZIP_INVALID' });
    await expect(extractSeals(utf8('0123'))).rejects.toMatchObject({ code: 'DER_INVALID' });
  });
});
