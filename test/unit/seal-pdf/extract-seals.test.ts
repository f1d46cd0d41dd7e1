import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { extractSeals, verifySeal } from '../../../src/entries/seal.ts';
import { signPdf } from '../../../src/sign/index.ts';
import { readSeal } from '../../../src/signatures/ses/index.ts';
import { TEST_AGENCY_NAME } from '../../../src/testing/index.ts';
import { NOW, sampleSeal } from '../../support/life.ts';
import { pagesPdf, sealedPages, sealing } from '../../support/seal-pdf.ts';

const FORMS = ['pades', 'ses'] as const;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('seals are taken out of a PDF', () => {
  it.each(FORMS)('sealed in form %s, with picture, name, maker and field', async (form) => {
    const { pki, options, file } = await sealedPages({ form });
    const seals = await extractSeals(file);
    expect(seals).toHaveLength(1);
    const { der, image, place, ...described } = seals[0]!;
    expect(der).toEqual(options.seal);
    expect(image).toEqual(readSeal(options.seal).picture.data);
    expect([...image.subarray(1, 4)]).toEqual([...'PNG'].map((c) => c.charCodeAt(0)));
    expect(place).toBe('Signature1');
    expect(described).toMatchObject({
      structure: 'V4',
      id: '33990000000001',
      name: TEST_AGENCY_NAME,
      picture: { type: 'PNG', widthMm: 42, heightMm: 42, sha256: sha256(image) },
      maker: { certificateSha256: sha256(pki.sealMaker.certificate) },
      owners: [{ certificateSha256: sha256(pki.sealSigner.certificate) }],
    });
    expect(described.maker.subject).toContain('CN=');
    const { seal } = await verifySeal(der, {
      at: NOW,
      trust: { signers: [pki.root.certificate], sealMakers: [pki.sealMaker.certificate] },
      revocation: 'none',
    });
    expect(seal).toEqual(described);
  });

  it.each(FORMS)(
    'sealed in form %s with a V1 seal, with a timestamp, and riding: one seal each',
    async (form) => {
      const { pki } = await sealing();
      const old = await sampleSeal('SM2', undefined, 72, 1);
      const files = [
        await sealedPages({ form, seal: old.seal, signer: await old.pki.sealSigner.signer() }),
        await sealedPages({ form, tsa: pki.timestampAuthority() }),
        await sealedPages({ form, file: pagesPdf(3), placements: [{ kind: 'riding', side: 'right' }] }),
      ];
      for (const [i, { file, options }] of files.entries()) {
        const seals = await extractSeals(file);
        expect(seals.map(({ der, structure }) => [der, structure])).toEqual([
          [options.seal, i === 0 ? 'V1' : 'V4'],
        ]);
      }
    },
  );

  it('sealed in both forms, in the order of its signatures, without those that hold none', async () => {
    const { pki } = await sealing();
    const first = await sealedPages({ form: 'ses', field: '审批章' });
    const signer = await pki.signer.signer();
    const signed = await signPdf({ file: first.file, signer, claimedTime: NOW, field: '签名' });
    // Another seal, so that it is seen which one stands where.
    const other = await sampleSeal('SM2', undefined, 100, 1);
    const second = await sealedPages({
      form: 'pades',
      file: signed,
      field: '公章',
      seal: other.seal,
      signer: await other.pki.sealSigner.signer(),
    });
    const seals = await extractSeals(second.file);
    expect(seals.map(({ place, der }) => [place, der])).toEqual([
      ['审批章', first.options.seal],
      ['公章', other.seal],
    ]);
    expect(await extractSeals(signed)).toHaveLength(1);
  });

  it('that has none, or one that cannot be read: nothing', async () => {
    expect(await extractSeals(pagesPdf(1))).toEqual([]);
    for (const form of FORMS) {
      const { file } = await sealedPages({ form });
      const at = Buffer.from(file).indexOf('/Contents <30');
      expect(at).toBeGreaterThan(0);
      const broken = file.slice();
      broken.set(Buffer.from('31'), at + '/Contents <'.length);
      expect(await extractSeals(broken)).toEqual([]);
    }
  });
});
