import { expect, test } from 'vitest';
import type { OfdSignatureForm } from '../../../src/sign/index.ts';
import { signOfd } from '../../../src/sign/index.ts';
import { look, NOW, testPki, unzip } from '../../support/ofd.ts';
import { plainOfd } from '../../support/seal-ofd.ts';

const METHODS = {
  SM2: '1.2.156.10197.1.501',
  'P-256': '1.2.840.10045.4.3.2',
  RSA: '1.2.840.113549.1.1.11',
} as const;

for (const form of ['attributes', 'digest'] satisfies OfdSignatureForm[]) {
  for (const mode of ['continue', 'whole'] as const) {
    test(`form ${form} in mode ${mode} is good over the whole file, with a timestamp over its value`, async () => {
      const pki = await testPki();
      const signed = await signOfd({
        file: plainOfd(),
        signer: await pki.signer.signer(),
        claimedTime: NOW,
        form,
        mode,
        tsa: pki.timestampAuthority(),
      });
      const { verdict, codes, judgement } = await look(signed);
      expect([verdict, codes]).toEqual(['TOTAL_PASSED', []]);
      expect(judgement.signatures.map(({ kind, coverage }) => [kind, coverage])).toEqual([
        ['signature', 'whole-file'],
        ['timestamp', 'whole-file'],
      ]);
    });
  }

  for (const algorithm of ['SM2', 'P-256', 'RSA'] as const) {
    test(`form ${form} is intact with ${algorithm}, and names it`, async () => {
      const pki = await testPki(algorithm);
      const signer = await pki.signer.signer();
      const signed = await signOfd({ file: plainOfd(), signer, claimedTime: NOW, form });
      const { facts } = await look(signed);
      expect(facts.signatures[0]).toMatchObject({ cryptography: 'intact', coverage: 'whole-file' });
      const xml = new TextDecoder().decode((await unzip(signed)).get('Doc_0/Signs/Sign_0/Signature.xml'));
      expect(xml).toContain(`<ofd:SignatureMethod>${METHODS[algorithm]}<`);
      expect(xml).toContain('CheckMethod="1.2.156.10197.1.401"');
      expect(xml).not.toContain('StampAnnot');
    });
  }
}

test('an authority that fails is told, never a signature without its time', async () => {
  const pki = await testPki();
  for (const form of ['attributes', 'digest'] as const) {
    await expect(
      signOfd({
        file: plainOfd(),
        signer: await pki.signer.signer(),
        claimedTime: NOW,
        form,
        tsa: { request: () => Promise.reject(new Error('nobody there')) },
      }),
    ).rejects.toMatchObject({ code: 'TIMESTAMP_FAILED' });
  }
});

test('the software is named as the caller says', async () => {
  const signer = await (await testPki()).signer.signer();
  const provider = { name: '示例 & 软件', company: '示例', version: '1.0' };
  const signed = await signOfd({ file: plainOfd(), signer, claimedTime: NOW, provider });
  const xml = new TextDecoder().decode((await unzip(signed)).get('Doc_0/Signs/Sign_0/Signature.xml'));
  expect(xml).toContain('<ofd:Provider ProviderName="示例 &amp; 软件" Company="示例" Version="1.0"/>');
});
