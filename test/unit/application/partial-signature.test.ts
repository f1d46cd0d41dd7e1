import { expect, it } from 'vitest';
import { readZip } from '../../../src/formats/zip/index.ts';
import { sourceFromBytes } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import { signApplication } from '../../../src/sign/application/index.ts';
import { writeManifest } from '../../../src/signatures/asic/manifest.ts';
import { signCms } from '../../../src/signatures/cades/index.ts';
import { NOW, repack, testPki } from '../asic/fixtures.ts';
import { applicationInput, personOf, SECOND, verify } from './fixtures.ts';

it('a signatory who signed some of the files has not signed the application', async () => {
  const pki = await testPki('P-256');
  const { file } = await signApplication(await applicationInput(pki, { coApplicants: [SECOND] }));
  const zip = await readZip(sourceFromBytes(file));
  const name = 'application.json';
  const data = await zip.read(zip.find(name)!);
  const listed = [{ name, mediaType: 'application/json', digest: digest('sha256', data) }];
  const manifest = writeManifest(listed, 'sha256', 'META-INF/signature002.p7s');
  const signer = await (await personOf(pki, SECOND)).signer();
  const { cms } = await signCms({ signer, content: { bytes: manifest }, detached: true, claimedTime: NOW });
  const partial = await repack(file, {
    'META-INF/ASiCManifest002.xml': manifest,
    'META-INF/signature002.p7s': cms,
  });
  const report = await verify(pki, partial);
  expect(report.signatories.map(({ status }) => status)).toEqual(['signed', 'undecided']);
  expect(report.conclusion).not.toBe('acceptable');
  expect(report.ownSignature).toBe(false);
});
