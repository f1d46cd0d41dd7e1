import { describe, expect, it } from 'vitest';
import { readZip, writeZip } from '../../../src/formats/zip/index.ts';
import { canonicalJsonBytes, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { countersignApplication, signApplication } from '../../../src/sign/application/index.ts';
import { addAsicSignature, createAsic } from '../../../src/signatures/asic/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import { NOW, repack, testPki } from '../asic/fixtures.ts';
import {
  AGENT,
  applicationInput,
  asJsonObject,
  identityOf,
  later,
  PERSON,
  personOf,
  SECOND,
  verify,
} from './fixtures.ts';

const bySecond = async (pki: TestPki, file: Uint8Array, as = 'co-applicant-1') =>
  countersignApplication({
    application: file,
    as,
    signer: await (await personOf(pki, SECOND)).signer(),
    at: later(1),
  });

const two = async (pki: TestPki): Promise<Uint8Array> =>
  (await signApplication(await applicationInput(pki, { coApplicants: [SECOND] }))).file;

describe.each(['P-256', 'SM2', 'RSA'] as const)('an application of two, %s', (algorithm) => {
  it('is complete when both have signed; the report says who signed as what', async () => {
    const pki = await testPki(algorithm);
    const first = await two(pki);
    const half = await verify(pki, first);
    expect([half.conclusion, half.reasons]).toEqual(['not-acceptable', ['APPLICATION_SIGNATORY_MISSING']]);
    expect(half.signatories.map(({ id, status }) => [id, status])).toEqual([
      ['applicant', 'signed'],
      ['co-applicant-1', 'missing'],
    ]);
    const { file } = await bySecond(pki, first);
    const report = await verify(pki, file, { at: later(2) });
    expect(report.reasons).toEqual([]);
    expect(report.conclusion).toBe('acceptable');
    expect(report.ownSignature).toBe(true);
    expect(
      report.signatories.map(({ role, party, status, signature }) => [role, party, status, signature]),
    ).toEqual([
      ['applicant', PERSON, 'signed', 'signature-1'],
      ['co-applicant', SECOND, 'signed', 'signature-2'],
    ]);
    expect(report.report.signatures.map(({ coverage }) => coverage)).toEqual(['whole-file', 'whole-file']);
  });
});

describe('signing beside others', () => {
  it('leaves what was there byte for byte', async () => {
    const pki = await testPki('P-256');
    const first = await two(pki);
    const { file } = await bySecond(pki, first);
    const before = await readZip(sourceFromBytes(first));
    const after = await readZip(sourceFromBytes(file));
    for (const entry of before.entries)
      expect(await after.read(after.find(entry.name)!)).toEqual(await before.read(entry));
    expect(after.entries.map(({ name }) => name).slice(-2)).toEqual([
      'META-INF/ASiCManifest002.xml',
      'META-INF/signature002.p7s',
    ]);
  });

  it('is refused for a stranger, a changed file, a broken signature, and what nobody signed', async () => {
    const pki = await testPki('P-256');
    const first = await two(pki);
    await expect(bySecond(pki, first, 'agent')).rejects.toMatchObject({ code: 'APPLICATION_INVALID' });
    const changed = await repack(first, { 'form.json': utf8('{}') });
    await expect(bySecond(pki, changed)).rejects.toMatchObject({ code: 'APPLICATION_INVALID' });
    const signer = await pki.signer.signer();
    const add = (file: Uint8Array) => addAsicSignature({ file, signer, claimedTime: NOW });
    const broken = await repack(first, { 'META-INF/signature001.p7s': utf8('x') });
    await expect(add(broken)).rejects.toMatchObject({ code: 'ASIC_INVALID' });
    const unsigned = await repack(first, {
      'META-INF/signature001.p7s': null,
      'META-INF/ASiCManifest001.xml': null,
    });
    await expect(add(unsigned)).rejects.toMatchObject({ code: 'ASIC_INVALID' });
    await expect(add(Uint8Array.from([...first, 0]))).rejects.toMatchObject({ code: 'ASIC_INVALID' });
    const simple = writeZip([
      { name: 'mimetype', data: utf8('application/vnd.etsi.asic-s+zip'), stored: true },
      { name: 'a.txt', data: utf8('a'), stored: true },
    ]);
    await expect(add(simple)).rejects.toMatchObject({ code: 'ASIC_INVALID' });
    const partial = await repack(first, { 'more.txt': utf8('x') });
    await expect(add(partial)).rejects.toMatchObject({ code: 'ASIC_INVALID' });
  });
});

describe('attacks on signatures', () => {
  it('a stripped signature is missed, a stripped pair as well', async () => {
    const pki = await testPki('P-256');
    const { file } = await bySecond(pki, await two(pki));
    const stripped = await repack(file, {
      'META-INF/signature001.p7s': null,
      'META-INF/ASiCManifest001.xml': null,
    });
    const report = await verify(pki, stripped, { at: later(2) });
    expect([report.conclusion, report.reasons]).toEqual([
      'not-acceptable',
      ['APPLICATION_SIGNATORY_MISSING'],
    ]);
    expect(report.signatories.map(({ status }) => status)).toEqual(['missing', 'signed']);
    const bare = await repack(file, {
      'META-INF/signature001.p7s': null,
      'META-INF/ASiCManifest001.xml': null,
      'META-INF/signature002.p7s': null,
      'META-INF/ASiCManifest002.xml': null,
    });
    const none = await verify(pki, bare);
    expect(none.reasons).toEqual(['NO_SIGNATURE_FOUND', 'APPLICATION_SIGNATORY_MISSING']);
  });

  it('a second signer without signature, or with that of another application, is refused', async () => {
    const pki = await testPki('P-256');
    const first = await two(pki);
    const other = await signApplication(await applicationInput(pki, { id: 'SQ-2', coApplicants: [SECOND] }));
    const { file } = await bySecond(pki, other.file);
    const zip = await readZip(sourceFromBytes(file));
    const take = async (name: string) => zip.read(zip.find(name)!);
    const manifest = { 'META-INF/ASiCManifest002.xml': await take('META-INF/ASiCManifest002.xml') };
    expect((await verify(pki, await repack(first, manifest), { at: later(2) })).conclusion).toBe(
      'not-acceptable',
    );
    const transplanted = await repack(first, {
      ...manifest,
      'META-INF/signature002.p7s': await take('META-INF/signature002.p7s'),
    });
    const report = await verify(pki, transplanted, { at: later(2) });
    expect(report.conclusion).toBe('not-acceptable');
    expect(report.reasons).toContain('HASH_FAILURE');
    expect(report.ownSignature).toBe(false);
  });

  it('one certificate signs for one signatory, however often it signs', async () => {
    const pki = await testPki('P-256');
    const namesake = { ...SECOND, name: PERSON.name };
    const { file } = await signApplication(await applicationInput(pki, { coApplicants: [namesake] }));
    const again = await countersignApplication({
      application: file,
      as: 'co-applicant-1',
      signer: await pki.signer.signer(),
      at: NOW,
    });
    const report = await verify(pki, again.file);
    expect(report.conclusion).toBe('not-acceptable');
    expect(report.signatories.map(({ status }) => status)).toEqual(['signed', 'missing']);
  });

  it('a pin in the application names nobody by itself, and only the pinned certificate counts', async () => {
    const pki = await testPki('P-256');
    const thief = await personOf(pki, SECOND);
    const pinned = await signApplication(
      await applicationInput(pki, {
        signatories: [{ role: 'applicant', party: PERSON, certificate: thief.certificate }],
        signer: await thief.signer(),
      }),
    );
    expect((await verify(pki, pinned.file)).reasons).toEqual(['APPLICATION_SIGNER']);
    const own = await signApplication(
      await applicationInput(pki, {
        signatories: [{ role: 'applicant', party: PERSON, certificate: pki.signer.certificate }],
      }),
    );
    expect((await verify(pki, own.file)).signatories[0]?.matchedBy).toBe('certificate');
    const twin = await pki.issue({ name: PERSON.name, key: 'twin' });
    const other = await signApplication(
      await applicationInput(pki, {
        signatories: [{ role: 'applicant', party: PERSON, certificate: pki.signer.certificate }],
        signer: await twin.signer(),
      }),
    );
    expect((await verify(pki, other.file)).reasons).toEqual(['APPLICATION_SIGNER']);
  });

  it('a body of the same name and another code is another', async () => {
    const pki = await testPki('P-256');
    const body = { name: AGENT.name, code: '11330105002500287C', codeType: '001' };
    const sign = async (organizationIdentifier: string) => {
      const key = await pki.issue({ name: body.name, key: 'body', subject: { organizationIdentifier } });
      const { file } = await signApplication(
        await applicationInput(pki, {
          applicant: body,
          identity: identityOf(body),
          signer: await key.signer(),
        }),
      );
      return verify(pki, file);
    };
    expect((await sign('NTRCN-11330105002500287C')).signatories[0]?.matchedBy).toBe('code');
    expect((await sign('11430000006122244L')).reasons).toEqual(['APPLICATION_SIGNER']);
  });

  it('a signature of nobody who is named is a warning where all have signed', async () => {
    const pki = await testPki('P-256');
    const { file } = await signApplication(await applicationInput(pki));
    const signer = await (await personOf(pki, SECOND)).signer();
    const more = await addAsicSignature({ file, signer, claimedTime: NOW });
    const report = await verify(pki, more.file);
    expect(report.conclusion).toBe('acceptable');
    expect(report.checks).toContainEqual(
      expect.objectContaining({ code: 'APPLICATION_SIGNER_UNLISTED', status: 'warning' }),
    );
  });

  it.each([
    ['a signatory who is no party', { signatories: [{ id: 'applicant', role: 'applicant', party: SECOND }] }],
    ['nobody to sign', { signatories: [] }],
    [
      'an applicant who is left out',
      { signatories: [{ id: 'x', role: 'co-applicant', party: SECOND }], coApplicants: [SECOND] },
    ],
    ['two of one id', { signatories: [1, 2].map(() => ({ id: 'a', role: 'applicant', party: PERSON })) }],
    ['a mandate without an agent', { mandates: ['attachments/情况说明.txt'] }],
    ['a platform that is not named', { signedBy: 'platform' }],
    [
      'a platform beside own signatures',
      { platform: { means: 'agency', operator: AGENT, handwriting: 'x' } },
    ],
  ])('%s is malformed, well signed or not', async (_what, changes) => {
    const pki = await testPki('P-256');
    const { application, file } = await signApplication(await applicationInput(pki));
    const zip = await readZip(sourceFromBytes(file));
    const names = zip.entries
      .map(({ name }) => name)
      .filter((name) => !/^(?:mimetype|META-INF\/.*)$/.test(name));
    const files = [];
    for (const name of names) {
      const data =
        name === 'application.json'
          ? canonicalJsonBytes({ ...asJsonObject(application), ...asJsonObject(changes) })
          : await zip.read(zip.find(name)!);
      files.push({ name, data, mediaType: 'application/octet-stream' });
    }
    const forged = await createAsic({ files, signer: await pki.signer.signer(), claimedTime: NOW });
    const report = await verify(pki, forged.file);
    expect(report.report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.reasons).toContain('APPLICATION_MALFORMED');
    expect(report.conclusion).toBe('not-acceptable');
  });
});
