import { describe, expect, it } from 'vitest';
import {
  changed,
  look,
  NOW,
  type SignSpec,
  sampleDocument,
  sealedFiles,
  testPki,
} from '../../support/ofd.ts';
import { tokenOver } from '../../support/ofd-values.ts';

const FORMS: readonly (readonly [string, SignSpec, string, string, string[]])[] = [
  ['a seal of V4', {}, 'seal', 'SES-V4', []],
  ['a seal of V1', { version: 1 }, 'seal', 'SES-V1', []],
  ['a seal of V5', { version: 5 }, 'seal', 'SES-V5', []],
  ['a seal without seal file', { withoutSealFile: true }, 'seal', 'SES-V4', []],
  ['a seal over the list too', { whole: true }, 'seal', 'SES-V4', []],
  ['a seal with SHA-256 digests', { digest: 'sha256', checkMethod: 'SHA256' }, 'seal', 'SES-V4', []],
  ['SignedData over the digest', { form: 'cms', stamps: '' }, 'signature', 'CMS', []],
  [
    'SignedData over base64',
    { form: 'cms-base64', stamps: '' },
    'signature',
    'CMS',
    ['warning OFD_CONTENT_BASE64'],
  ],
  ['SignedData, detached', { form: 'cms-detached', stamps: '' }, 'signature', 'CMS', []],
  ['SignedData with attributes', { form: 'cms-attributes', stamps: '' }, 'signature', 'CMS', []],
];

describe('an OFD under', () => {
  it.each(FORMS)('%s is intact, covered as a whole, and passes', async (_, spec, kind, format, findings) => {
    const { facts, verdict, codes } = await look(await sealedFiles(spec));
    expect(
      facts.signatures.map((s) => [s.kind, s.format, s.cryptography, s.coverage, s.modification]),
    ).toEqual([[kind, format, 'intact', 'whole-file', 'none']]);
    expect(codes).toEqual(findings);
    expect(verdict).toBe('TOTAL_PASSED');
    expect(facts.signatures[0]!.claimedTime).toEqual(new Date(Math.floor(NOW.getTime() / 1000) * 1000));
  });

  it('a bare SM2 value passes with the certificate of its signer, and is not checked without', async () => {
    const pki = await testPki();
    for (const form of ['raw', 'raw-64'] as const) {
      const files = await sealedFiles({ form, stamps: '' });
      const without = await look(files);
      expect(without.facts.signatures[0]!.cryptography).toBe('not-checked');
      expect(without.judgement.notChecked.map(({ code }) => code)).toContain('SIGNER_CERTIFICATE_MISSING');
      expect(without.verdict).toMatch(/^INDETERMINATE/);
      const given = { signerCertificates: [pki.sealSigner.certificate] };
      const right = await look(files, given);
      expect([right.verdict, right.codes[0]]).toEqual(['TOTAL_PASSED', 'warning OFD_RAW_VALUE']);
      const other = await look(files, { signerCertificates: [pki.signer.certificate] });
      expect(other.verdict).toBe('TOTAL_FAILED SIG_CRYPTO_FAILURE');
      const [signature] = (await look(files, { signerCertificates: [new Uint8Array(3)] })).facts.signatures;
      expect(signature!.cryptography).toBe('not-checked');
    }
  });

  it('no signature holds none', async () => {
    const plain = changed(sampleDocument(), {
      'OFD.xml': '<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>',
    });
    expect((await look(plain)).verdict).toBe('NO_SIGNATURE_FOUND');
  });
});

describe('a seal on an OFD', () => {
  it('tells what it is, who made it, and where it stands on its page', async () => {
    const stamps =
      '<ofd:StampAnnot ID="2" PageRef="2" Boundary="10 20 42 42"/><ofd:StampAnnot ID="3" PageRef="1" Boundary="0 0 42 42" Clip="21 0 21 42"/>';
    const { judgement } = await look(await sealedFiles({ stamps }));
    expect(judgement.signatures[0]!.seal).toMatchObject({
      id: '33990000000001',
      name: '示例市数据资源管理局（样）',
      placements: [
        { page: 2, x: 10, y: 20, width: 42, height: 42 },
        { page: 1, x: 21, y: 0, width: 21, height: 42 },
      ],
    });
  });

  it.each([
    ['<ofd:StampAnnot ID="2" PageRef="77" Boundary="10 20 42 42"/>', 'OFD_STAMP_NOWHERE', 0],
    ['<ofd:StampAnnot ID="2" PageRef="1" Boundary="250 0 42 42"/>', 'OFD_STAMP_NOWHERE', 0],
    ['<ofd:StampAnnot ID="2" PageRef="1" Boundary="190 0 42 42"/>', 'SEAL_STAMP_CUT', 1],
    ['<ofd:StampAnnot ID="2" PageRef="1" Boundary="0 0 0 0"/>', 'OFD_STAMP_NOWHERE', 0],
    ['<ofd:StampAnnot ID="2" PageRef="1" Boundary="0 0 84.00000000000001 42"/>', 'OFD_STAMP_SCALED', 1],
  ])('tells of %s', async (stamps, code, shown) => {
    const { codes, judgement } = await look(await sealedFiles({ stamps }));
    expect(codes).toEqual([`warning ${code}`]);
    expect(judgement.signatures[0]!.seal!.placements).toHaveLength(shown);
  });

  it('that is only shown beside a signature is nobody’s, and no such file passes', async () => {
    const beside = (xml: string) =>
      xml.replace(
        '</ofd:SignedInfo>',
        '<ofd:Seal><ofd:BaseLoc>/Doc_0/Res/image_4.png</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo>',
      );
    const pki = await testPki();
    for (const form of ['cms', 'raw'] as const) {
      const { facts, codes, verdict } = await look(await sealedFiles({ form, xml: beside }), {
        signerCertificates: [pki.sealSigner.certificate],
      });
      expect(facts.signatures[0]).toMatchObject({ kind: 'signature', cryptography: 'intact' });
      expect(codes).toContain('failed SEAL_BINDING_UNSIGNED');
      expect(verdict).toBe('INDETERMINATE SIG_CONSTRAINTS_FAILURE');
    }
  });

  it('that is clipped away is not passed', async () => {
    const stamps = '<ofd:StampAnnot ID="2" PageRef="1" Boundary="0 0 42 42" Clip="50 0 9 9"/>';
    const { codes, verdict } = await look(await sealedFiles({ stamps }));
    expect(codes).toEqual(['failed RIDING_HIDDEN']);
    expect(verdict).toBe('INDETERMINATE SIG_CONSTRAINTS_FAILURE');
  });

  it('shown by a picture beside it passes where that is its own, to the octet', async () => {
    const image = (name: string) => (xml: string) =>
      xml.replace('</ofd:Seal>', `<ofd:ImageLoc>/Doc_0/Res/${name}</ofd:ImageLoc></ofd:Seal>`);
    // The seals of these tests hold the text “no picture”, and so does this file.
    const own = await look(await sealedFiles({ xml: image('image_4.png') }));
    expect(own).toMatchObject({ verdict: 'TOTAL_PASSED', codes: [] });
    for (const name of ['../Document.xml', 'gone.png']) {
      const other = await look(
        await sealedFiles({ xml: (xml) => image(name)(xml).replace('/Res/../', '/') }),
      );
      expect(other.codes).toEqual(['failed SEAL_APPEARANCE']);
      expect(other.verdict).toBe('INDETERMINATE SIG_CONSTRAINTS_FAILURE');
    }
  });

  it('has a timestamp over its value that proves a time, and none over anything else', async () => {
    const pki = await testPki();
    const good = await look(await sealedFiles({ timestamp: (value) => tokenOver(pki, value) }));
    expect(good.facts.signatures.map((s) => [s.id, s.parent, s.cryptography, s.coverage])).toEqual([
      ['signature-1', undefined, 'intact', 'whole-file'],
      ['signature-1.t1', 'signature-1', 'intact', 'whole-file'],
    ]);
    expect(good.judgement.signatures[0]!.bestTime.source).toBe('signature-timestamp');
    const other = await look(await sealedFiles({ timestamp: () => tokenOver(pki, new Uint8Array(9)) }));
    expect(other.facts.signatures[1]!.cryptography).toBe('broken');
    expect(other.judgement.signatures[0]!.bestTime.source).toBe('validation-time');
    const garbage = await look(await sealedFiles({ timestamp: async () => new Uint8Array(9) }));
    expect(garbage.facts.signatures[1]!.formatFailure).toBe('FORMAT_FAILURE');
    expect(garbage.codes).toContain('failed CHILD_TIMESTAMP_NOT_PROVED');
  });
});
